"""The seam: the scan and the look-ups in header blocks, native where built, else in Python.

Both give the same for every input. ``MIMEKIT_NATIVE=0`` in the environment keeps to
Python.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from os import environ
from types import ModuleType
from typing import Protocol, TypeAlias

from mimekit.limits import Limits
from mimekit.structure import from_lines, header_block
from mimekit.structure.description import describe
from mimekit.structure.rows import Scan, Source


class FindField(Protocol):
    """The type of `find_field`."""

    def __call__(
        self, searched: bytes, name: bytes, at: int = 0, /
    ) -> tuple[int, int, int] | None:
        """As `mimekit.structure.header_block.find_field`."""


FindFromLines: TypeAlias = Callable[[bytes], list[int]]
"""The type of `find_from_lines`."""


def _load_native() -> ModuleType | None:
    """The twin; None if it is not wanted, or was not built, for want of a compiler."""
    if environ.get("MIMEKIT_NATIVE") == "0":
        return None
    try:
        return import_module("mimekit.structure.native")
    except ImportError:
        return None


native = _load_native()
_twin = header_block if native is None else native
find_field: FindField = _twin.find_field
find_bodies: Callable[[bytes, bytes, bytes], list[bytes]] = _twin.find_bodies
find_from_lines: FindFromLines = (native or from_lines).find_from_lines
plain_items: Callable[[bytes], list[tuple[str, str]] | None] = _twin.plain_items


def searchable(block: bytes) -> bytes:
    """What `find_field` and `find_bodies` search in, of a header block without a lone CR."""
    return block if native is not None else header_block.lower_block(block)


def scan(source: Source, limits: Limits) -> Scan:
    """The rows and the defects of the message that a source holds.

    What the native scan leaves alone, and where there is none, `mimekit.structure.scan`
    reads.
    """
    end = len(source)
    if native is not None:
        depth, parts, size = limits.max_depth, limits.max_parts, limits.max_header_bytes
        found = native.scan(source, 0, end, depth, parts, size, describe)
        if found is not None:
            return tuple.__new__(Scan, found)  # hot: a third of the time of Scan(*found)
    from mimekit.structure.scan import scan  # noqa: PLC0415 - rarely needed beside the twin

    return scan(source, 0, end, limits, describe)
