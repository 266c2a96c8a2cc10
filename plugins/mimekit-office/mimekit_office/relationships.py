"""Relationships of a part of an OPC package (ECMA-376 part 2 section 6.5)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from mimekit_office.package import Package, PackageError
from mimekit_office.xml_events import START, XmlError, iter_events


class Relationship(NamedTuple):
    """What one part says of another."""

    id: str
    kind: str
    """The last word of its type: ``slide``, ``notesSlide``, ``image``."""
    target: str
    """The name of the other in the package."""


def read_relationships(package: Package, part: str) -> list[Relationship]:
    """Those of a part to other parts of the package; none if they cannot be read."""
    folder, name = posixpath.split(part)
    found: list[Relationship] = []
    with suppress(PackageError, XmlError):
        octets = package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        found.extend(_iter_relationships(octets, folder))
    return found


def _iter_relationships(octets: bytes, folder: str) -> Iterator[Relationship]:
    for event in iter_events(octets):
        attributes = event.attributes
        if event.kind != START or event.name != "rel:Relationship":
            continue
        if attributes.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
        kind = attributes.get("Type", "").rpartition("/")[2]
        yield Relationship(attributes.get("Id", ""), kind, target.lstrip("/"))
