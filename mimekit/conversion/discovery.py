"""The plugins that are installed: entry points of the group ``mimekit``."""

from __future__ import annotations

import os
import time
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimekit.conversion.registry import Registry

GROUP = "mimekit"
COMMANDS_GROUP = "mimekit.commands"
VARIABLE = "MIMEKIT_PLUGINS"
NOT_INSTALLED = f"{VARIABLE} names it, and it is not installed"
_BUILT_IN = "builtin"  # which is always there


def load_plugins(registry: Registry) -> None:
    """Load each plugin that is installed and chosen; one that fails is noted and passed by.

    So is a name in ``MIMEKIT_PLUGINS`` that no plugin has.
    """
    choice = os.environ.get(VARIABLE)
    for entry_point in sorted(entry_points(group=GROUP), key=lambda found: found.name):
        if is_chosen(choice, entry_point.name):
            _load(registry, entry_point)
    for name in names_not_installed():
        registry.fail(name, NOT_INSTALLED)


def is_chosen(choice: str | None, *names: str) -> bool:
    """Whether what has any of these names is loaded, by the value of ``MIMEKIT_PLUGINS``.

    None stands for no such variable. Capitals make no difference.

    >>> [is_chosen(choice, "pdf") for choice in (None, "", "PDF, image", "-pdf", "-image")]
    [True, False, True, False, True]
    """
    if choice is None:
        return True
    words = _words(choice)
    lowered = [name.lower() for name in names]
    if any(f"-{name}" in words for name in lowered):
        return False
    is_named = any(name in words for name in lowered)
    return is_named or (bool(words) and all(word.startswith("-") for word in words))


def names_not_installed() -> list[str]:
    """The names in ``MIMEKIT_PLUGINS`` that no plugin and no command of one has, each once."""
    words = _words(os.environ.get(VARIABLE, ""))
    if not words:
        return []
    found = (*entry_points(group=GROUP), *entry_points(group=COMMANDS_GROUP))
    known = {_BUILT_IN, *(entry_point.name.lower() for entry_point in found)}
    names = dict.fromkeys(word.removeprefix("-") for word in words)
    return [name for name in names if name not in known]


def _words(choice: str) -> list[str]:
    return [word.strip().lower() for word in choice.split(",") if word.strip()]


def _load(registry: Registry, entry_point: EntryPoint) -> None:
    found = entry_point.dist
    distribution, version = (found.name, found.version) if found else (None, None)
    start = time.perf_counter()
    try:
        plugin = entry_point.load()
        registry.register(
            plugin,
            entry_point.name,
            distribution=distribution,
            version=version,
            seconds=time.perf_counter() - start,
        )
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises
        sentence = f"{type(error).__name__}: {error}"
        registry.fail(entry_point.name, sentence, distribution=distribution, version=version)
