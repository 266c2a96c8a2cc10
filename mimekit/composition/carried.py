"""Parts of a received message that go along with a new one: its images and attachments.

Their content is the same, octet for octet, and so are their names, media types and parameters,
as far as they can be written: a part that cannot is ``application/octet-stream``, with a
defect. Messages among them stay ``message/rfc822``, unless they have lines that no transport
takes. Images get a Content-ID of their own, for that of another message could be the same.

A signature (RFC 1847) stays behind: the message around it is another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from mimekit.composition.assembly import Frame
from mimekit.composition.header_block import id_domain
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType
from mimekit.fields.injection import blank_controls
from mimekit.message.attachment import MESSAGE, message_leaf
from mimekit.message.leaf import Leaf, octets_leaf
from mimekit.message.media_type import SAMPLE_BYTES, guess_type
from mimekit.message.part import Message, Part
from mimekit.span import Span
from mimekit.wire import WireFormat

_UNKNOWN: Final = ContentType("application", "octet-stream", {})

# What `ContentDisposition` and the boundary of another message say already, or no more.
_NOT_COPIED: Final = frozenset(("boundary", "name"))
_TEXTS: Final = frozenset(("text/html", "text/plain"))


class Carried:
    """The parts of ``message`` that a new message takes along."""

    def __init__(self, message: Message, frame: Frame, defects: list[Defect] | None) -> None:
        self._message = message
        self._frame = frame
        self._defects = defects
        self._names: dict[Part, str] = {}  # of the images that HTML refers to

    @cached_property
    def _by_content_id(self) -> dict[str, Part]:
        """The first image of each Content-ID."""
        found: dict[str, Part] = {}
        for part in self._message.walk(enter_messages=False):
            if part.content_id and _is_image(part):
                found.setdefault(part.content_id, part)
        return found

    def new_name(self, content_id: str) -> str | None:
        """The new Content-ID of an image that HTML refers to; None if it is not there."""
        part = self._by_content_id.get(content_id)
        return None if part is None else self.name_of(part)

    def name_of(self, part: Part) -> str:
        """The Content-ID that a part is taken along with."""
        if part not in self._names:
            seed, domain = self._frame.seed.text("Content-ID"), id_domain(self._frame.envelope)
            self._names[part] = f"{len(self._names) + 1}.{seed}@{domain}"
        return self._names[part]

    def related(self) -> tuple[Leaf, ...]:
        """The images that were referred to."""
        return tuple(
            carried_leaf(part, "inline", name, self._frame.wire, self._defects)
            for part, name in self._names.items()
        )

    def attachments(self) -> Iterator[Leaf]:
        """All other parts that are neither text nor HTML of the body."""
        message = self._message
        shown = dict.fromkeys((*message.text_body, *message.html_body))
        media = [part for part in shown if part.content_type.media_type not in _TEXTS]
        for part in dict.fromkeys((*media, *message.attachments)):
            if part not in self._names and not _is_signature(part):
                yield carried_leaf(part, "attachment", None, self._frame.wire, self._defects)


def _is_signature(part: Part) -> bool:
    parent = part.parent
    if parent is None or parent.content_type.media_type != "multipart/signed":
        return False
    return parent.parts[0] != part


def _is_image(part: Part) -> bool:
    """Whether a part says that it is an image, or says nothing and begins as one."""
    if part.content_type.media_type != _UNKNOWN.media_type:
        return part.content_type.type == "image"
    return guess_type("", part.content[:SAMPLE_BYTES]).type == "image"


def carried_leaf(
    part: Part,
    value: str,
    content_id: str | None,
    wire: WireFormat,
    defects: list[Defect] | None,
) -> Leaf:
    """A copy of a part, with that Content-Disposition and Content-ID."""
    if part.message is not None:
        name = _file_name(part, defects)
        declared = _declared(value, name)
        leaf = message_leaf(bytes(part.message), MESSAGE, declared, content_id, wire)
        if leaf.encoding == "base64":  # no transport takes it as a message
            _tell(part, defects)
        return leaf
    content = part.content
    for number, (content_type, disposition) in enumerate(_forms(part, value, defects)):
        try:
            # Line ends of a message/delivery-status and its like are those of lines.
            exact = content_type.type != "message"
            leaf = octets_leaf(content, content_type, disposition, content_id, wire, exact=exact)
        except ComposeError:
            continue
        if number or content_type is _UNKNOWN:
            _tell(part, defects)
        return leaf
    _tell(part, defects)
    return octets_leaf(content, _UNKNOWN, _declared(value, ""), content_id, wire, exact=True)


def _forms(
    part: Part, value: str, defects: list[Defect] | None
) -> Iterator[tuple[ContentType, ContentDisposition]]:
    """What a part may be written as, the best form first."""
    name = _file_name(part, defects)
    type_ = part.content_type
    if type_.type != "multipart":
        parameters = {
            key: blank_controls(text, defects)
            for key, text in type_.parameters.items()
            if key not in _NOT_COPIED
        }
        yield type_._replace(parameters=parameters), _declared(value, name)
        charset = {key: text for key, text in parameters.items() if key == "charset"}
        yield type_._replace(parameters=charset), _declared(value, name)
    yield _UNKNOWN, _declared(value, name)


def _file_name(part: Part, defects: list[Defect] | None) -> str:
    return blank_controls(part.filename or "", defects).strip(" ")


def _declared(value: str, name: str) -> ContentDisposition:
    return ContentDisposition(value, {"filename": name} if name else {})


def _tell(part: Part, defects: list[Defect] | None) -> None:
    if defects is not None:
        place, detail = part.span or Span(0, 0), f"{part.content_type.media_type[:100]!a}"
        defects.append(Defect(DefectCode.COPIED_PART_CHANGED, place, part.path, detail))
