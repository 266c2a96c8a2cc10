"""XML as a stream of events, by the expat of the standard library.

A document type declaration is refused: without one there are no entities that could grow
(billion laughs) or be fetched, and neither OPC nor OpenDocument packages need one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from xml.parsers import expat

from mimekit_office.limits import MAX_XML_DEPTH

START: Final = "start"
END: Final = "end"
TEXT: Final = "text"

# What is fed at once. expat reads a tag that is not whole yet anew for each piece: small ones
# would make that squared work (CVE-2023-52425).
_PIECE_OCTETS: Final = 1 << 20

_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0": "presentation",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "http://www.w3.org/1999/xlink": "xlink",
}
"""The prefix that stands for each namespace here, of both the transitional and strict form."""


class XmlError(ValueError):
    """No XML, or XML that is not read; the sentence says why."""


class Event(NamedTuple):
    """The start or end of an element, or text."""

    kind: str
    name: str
    """The name with our prefix, ``w:p``; that of an unknown namespace without; or the text."""
    attributes: Mapping[str, str]
    """Names as those of elements; only of a start."""
    offset: int
    """Octets before it in the document."""


def iter_events(octets: bytes) -> Iterator[Event]:
    """The events up to the first fault, which raises `XmlError`.

    Faults are what expat refuses, a document type declaration, and elements nested deeper than
    `MAX_XML_DEPTH`.
    """
    events: list[Event] = []
    parser = _new_parser(events.append)
    for start in range(0, len(octets) or 1, _PIECE_OCTETS):
        piece = octets[start : start + _PIECE_OCTETS]
        fault = None
        try:
            parser.Parse(piece, start + _PIECE_OCTETS >= len(octets))
        except expat.ExpatError as error:
            fault = XmlError(f"its XML is damaged: {error}")
        except XmlError as error:
            fault = error
        if fault is not None:
            parser.buffer_text = False  # gives the text before the fault
        yield from events
        events.clear()
        if fault is not None:
            raise fault


def check_xml(octets: bytes) -> None:
    """`XmlError` for what `iter_events` would not come through."""
    for _ in iter_events(octets):
        pass


def _new_parser(take: Callable[[Event], None]) -> Any:  # noqa: ANN401 - the type has no name
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    names = _Names()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise XmlError(f"its elements are nested deeper than {MAX_XML_DEPTH}")
        named = {names[key]: value for key, value in attributes.items()} if attributes else {}
        take(Event(START, names[name], named, parser.CurrentByteIndex))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        take(Event(END, names[name], {}, parser.CurrentByteIndex))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: take(Event(TEXT, text, {}, 0))
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise XmlError("it has a document type declaration")


class _Names(dict[str, str]):
    """Names as expat gives them, ``namespace local``, and ours."""

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        prefix = _PREFIXES.get(namespace)
        found = self[name] = f"{prefix}:{local}" if prefix else local
        return found
