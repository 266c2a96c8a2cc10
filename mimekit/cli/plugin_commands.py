"""Commands that plugins bring: entry points of the group ``mimekit.commands``.

They are looked for when the help lists them or a name is none of ours, so that they cost no
other command anything. ``MIMEKIT_PLUGINS`` chooses among them by their own names, and by those
of the plugins of the same distribution.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from mimekit.cli.failures import ExitStatus, Failure, complain

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def plugin_commands() -> list[tuple[str, str]]:
    """Names of all commands of plugins, and of what brings them; nothing is loaded."""
    found = {
        entry_point.name: entry_point.dist.name if entry_point.dist is not None else "a plugin"
        for entry_point in _chosen()
    }
    return sorted(found.items())


def plugin_command(name: str) -> click.Command | None:
    """The command of that name; None if no plugin has it, a `Failure` if it cannot be loaded."""
    for entry_point in _chosen():
        if entry_point.name != name:
            continue
        try:
            command = entry_point.load()
        except (Exception, SystemExit) as error:
            what = f"{type(error).__name__}: {error}"
            sentence = f"the plugin with the command {name} cannot be loaded: {what}"
            raise Failure(ExitStatus.UNAVAILABLE, sentence) from error
        if isinstance(command, click.Command):
            return command
        complain(f"the plugin's {name} is no command of click, and is passed by")
    return None


def tell_unknown_names() -> None:
    """Say which names in ``MIMEKIT_PLUGINS`` nothing that is installed has."""
    from mimekit.conversion.discovery import (  # noqa: PLC0415 - not for --help
        NOT_INSTALLED,
        names_not_installed,
    )

    for name in names_not_installed():
        complain(f"plugin {name}: {NOT_INSTALLED}")


def _chosen() -> list[EntryPoint]:
    """The commands that ``MIMEKIT_PLUGINS`` does not switch off."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - 30 ms, not for --version

    from mimekit.conversion.discovery import (  # noqa: PLC0415 - the same
        COMMANDS_GROUP,
        VARIABLE,
        is_chosen,
    )

    choice = os.environ.get(VARIABLE)
    return [
        entry_point
        for entry_point in entry_points(group=COMMANDS_GROUP)
        if is_chosen(choice, entry_point.name, *_plugins_beside(entry_point))
    ]


def _plugins_beside(command: EntryPoint) -> list[str]:
    """The plugins that the distribution of a command has as well."""
    from mimekit.conversion.discovery import GROUP  # noqa: PLC0415 - the same

    beside = command.dist.entry_points if command.dist is not None else ()
    return [found.name for found in beside if found.group == GROUP]
