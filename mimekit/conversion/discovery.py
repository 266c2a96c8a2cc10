"""The plugins that are installed: entry points of the group ``mimekit``."""

from __future__ import annotations

import os
import time
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimekit.conversion.registry import Registry

GROUP = "mimekit"
VARIABLE = "MIMEKIT_PLUGINS"


def load_plugins(registry: Registry) -> None:
    """Load each plugin that is installed and chosen; one that fails is noted and passed by."""
    for entry_point in sorted(entry_points(group=GROUP), key=lambda found: found.name):
        if is_chosen(entry_point.name, os.environ.get(VARIABLE)):
            _load(registry, entry_point)


def is_chosen(name: str, choice: str | None) -> bool:
    """Whether a plugin is loaded, by the value of ``MIMEKIT_PLUGINS``; None if there is none.

    >>> [is_chosen("pdf", choice) for choice in (None, "", "pdf, image", "-pdf", "-image")]
    [True, False, True, False, True]
    """
    if choice is None:
        return True
    names = [word.strip() for word in choice.split(",") if word.strip()]
    if f"-{name}" in names:
        return False
    return name in names or (bool(names) and all(word.startswith("-") for word in names))


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
