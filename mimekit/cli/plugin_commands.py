"""Commands that plugins bring: entry points of the group ``mimekit.commands``.

They are looked for when the help lists them or a name is none of ours, so that they cost no
other command anything.
"""

from __future__ import annotations

import click

from mimekit.cli.failures import ExitStatus, Failure, complain

_GROUP = "mimekit.commands"


def plugin_commands() -> list[tuple[str, str]]:
    """Names of all commands of plugins, and of what brings them; nothing is loaded."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - 30 ms, not for --version

    found = {
        entry_point.name: entry_point.dist.name if entry_point.dist is not None else "a plugin"
        for entry_point in entry_points(group=_GROUP)
    }
    return sorted(found.items())


def plugin_command(name: str) -> click.Command | None:
    """The command of that name; None if no plugin has it, a `Failure` if it cannot be loaded."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - as above

    for entry_point in entry_points(group=_GROUP, name=name):
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
