"""The way from a type to a type over several handlers."""

from __future__ import annotations

from collections.abc import Container
from typing import Final, NamedTuple

from mimekit.conversion.handler import LAST_RESORT
from mimekit.conversion.media_range import ANY
from mimekit.conversion.registry import BUILT_IN, Entry, Registry

HTML: Final = "text/html"

MAX_STEPS: Final = 4
"""Handlers on one way. More would lose more of the content than it is worth."""


class Leg(NamedTuple):
    """One handler, and the type that it shall make."""

    entry: Entry
    to: str


def find_route(
    registry: Registry, source: str, target: str, without: Container[str] = ()
) -> tuple[Leg, ...] | None:
    """The way with the fewest handlers; None if there is none. `without` has labels.

    Of ways of equal length, the one whose first handler is asked first, and so on. A container
    ends a way: what is inside of it is converted by itself. A type that is the target already
    still goes through a handler that makes the type of itself, and has an empty way if there is
    none; but HTML has none then, for it may hold anything. A last resort is on a way only where
    there is no other one.
    """
    usual = _find(registry, source, target, without, LAST_RESORT + 1)
    if usual:
        return usual
    found = _find(registry, source, target, without, None)
    return usual if found is None else found


def _find(
    registry: Registry, source: str, target: str, without: Container[str], lowest: int | None
) -> tuple[Leg, ...] | None:
    """The way over handlers of that priority at least."""
    ways: list[tuple[str, tuple[Leg, ...]]] = [(source, ())]
    seen = {source}
    for _ in range(MAX_STEPS):
        longer: list[tuple[str, tuple[Leg, ...]]] = []
        for media_type, way in ways:
            for entry in registry.accepting(media_type):
                if entry.label in without or _is_below(entry, lowest):
                    continue
                if entry.handler.is_container:
                    return (*way, Leg(entry, ANY))
                if target in entry.handler.produces:
                    return (*way, Leg(entry, target))
                for made in entry.handler.produces:
                    if made not in seen:
                        seen.add(made)
                        longer.append((made, (*way, Leg(entry, made))))
        if source == target != HTML:
            return ()
        ways = longer
    return None


def _is_below(entry: Entry, lowest: int | None) -> bool:
    return lowest is not None and entry.handler.priority < lowest


def with_sanitizer(route: tuple[Leg, ...], registry: Registry) -> tuple[Leg, ...]:
    """The way; with what makes HTML safe behind a plugin that makes HTML.

    So that nobody who writes a plugin has to think of it.
    """
    if not route or route[-1].to != HTML or route[-1].entry.plugin == BUILT_IN:
        return route
    for entry in registry.accepting(HTML):
        if entry.plugin == BUILT_IN and HTML in entry.handler.produces:
            return (*route, Leg(entry, HTML))
    return route
