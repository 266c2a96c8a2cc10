"""Parts of a new message, from EmailBodyPart objects (RFC 8621 sections 4.1.4 and 4.6).

Content-Type and the other fields that describe a body are written from the properties that
show them. What the properties leave out, such as the ``format`` of a text or the ``micalg``
of a signature, is taken from the part's ``headers`` if they are there and say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from mimekit.composition.structure import Multipart, Node
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.folding import format_field
from mimekit.jmap.body_content import Contents
from mimekit.jmap.body_description import FIELD_OF, Describer, Description
from mimekit.jmap.body_part import BODY_PROPERTIES
from mimekit.jmap.field_value import unfolded
from mimekit.jmap.header_creation import (
    Given,
    NewField,
    RawField,
    merge_fields,
    read_headers,
    read_properties,
)
from mimekit.jmap.property_value import at_path, expect_list, expect_object, expect_text
from mimekit.limits import Limits
from mimekit.message.attachment import message_leaf
from mimekit.message.encode import text_octets
from mimekit.message.leaf import Leaf, base64_leaf, octets_leaf
from mimekit.wire import WireFormat

MAX_DEPTH: Final = Limits().max_depth
"""Levels of nesting that a new message may have: what lies deeper would not be read back."""

_DESCRIBING: Final = frozenset(name.lower() for name in FIELD_OF.values())
# These are read for their parameters, wherever they come from.
_WITH_PARAMETERS: Final = frozenset(("content-type", "content-disposition"))
# What is not copied from ``headers``: it was true of the body as it was encoded.
_OF_ENCODING: Final = frozenset(("content-transfer-encoding", "content-length", "content-md5"))
_OTHERS: Final = frozenset(BODY_PROPERTIES)
_REFUSED: Final = frozenset(("content-transfer-encoding", "mime-version"))


Ids: TypeAlias = tuple[str | None, str | None]
"""partId and blobId."""


def read_ids(part: Mapping[str, Any], path: str) -> Ids:
    """What tells which part it is."""
    values = ((part.get(name), f"{path}.{name}") for name in ("partId", "blobId"))
    part_id, blob_id = [
        None if each is None else expect_text(each, place) for each, place in values
    ]
    return part_id, blob_id


@dataclass
class NewPart:
    """A part that is to be written."""

    path: str
    description: Description
    fields: list[NewField]
    ids: Ids = (None, None)
    content: bytes | str = b""
    is_exact: bool = False
    """Whether the line ends of the content are part of it, as of a file."""
    children: list[NewPart] = field(default_factory=list)

    def walk(self) -> Iterator[NewPart]:
        """This part and all below it, those above first."""
        pending = [self]
        while pending:
            part = pending.pop()
            yield part
            pending += part.children

    def node(self, wire: WireFormat) -> Node:
        """What is written of it in that wire."""
        nodes: dict[int, Node] = {}
        for part in reversed([*self.walk()]):
            children = tuple([nodes[id(child)] for child in part.children])
            further = b"".join(each.written(wire) for each in part.fields)
            try:
                nodes[id(part)] = part.own_node(children, further, wire)
            except ComposeError as error:
                raise at_path(part.path, error) from None
        return nodes[id(self)]

    def own_node(self, children: tuple[Node, ...], further: bytes, wire: WireFormat) -> Node:
        """The same, of those below it and of its further fields."""
        type_, disposition, _ = self.description
        if not children:
            leaf = self._leaf(wire)
            return leaf._replace(fields=leaf.fields + further)
        if disposition is not None:
            further = format_field("Content-Disposition", disposition, wire=wire) + further
        return Multipart(type_.subtype, children, type_.parameters, further)

    def _leaf(self, wire: WireFormat) -> Leaf:
        type_, disposition, _ = self.description
        if type_.type == "multipart":
            raise ComposeError(f"{type_.media_type} has subParts, one or more")
        octets, type_ = text_octets(self.content, type_)
        if type_.type == "message":
            return message_leaf(octets, type_, disposition, None, wire)
        if type_.type != "text":
            return base64_leaf(lambda: (octets,), type_, disposition, None, wire)
        return octets_leaf(octets, type_, disposition, None, wire, exact=self.is_exact)


class BodyReader:
    """Reads the parts of one Email object."""

    def __init__(self, contents: Contents, defects: list[Defect] | None) -> None:
        self._contents = contents
        self._defects = defects

    def structure(self, value: object, path: str) -> NewPart:
        """A part and all below it; the root of the message, for its path tells what it is."""
        root, below = self._part(value, path, is_root=True)
        pending = [(root, below, 1)]
        while pending:
            part, below, depth = pending.pop()
            if below and depth > MAX_DEPTH:
                raise ComposeError(f"{path}: it is nested over {MAX_DEPTH} levels deep")
            for number, item in enumerate(below):
                child, others = self._part(item, f"{part.path}.subParts[{number}]")
                part.children.append(child)
                pending.append((child, others, depth + 1))
        return root

    def leaf(self, value: object, path: str) -> NewPart:
        """A part that holds no others."""
        part, below = self._part(value, path)
        if below:
            raise ComposeError(f"{path}.subParts: give such a part in bodyStructure")
        return part

    def _part(
        self, value: object, path: str, *, is_root: bool = False
    ) -> tuple[NewPart, list[Any] | tuple[Any, ...]]:
        """A part, and what it says of those below it."""
        part = expect_object(value, path)
        given = read_properties(part, f"{path}.", {}, _OTHERS)
        self._check(part, path, given)
        raws = [
            raw
            for raw in read_headers(part.get("headers"), f"{path}.headers", self._defects)
            if raw.name.lower() not in _OF_ENCODING
            # Of the root they are those of the message: the Email has them.
            and (not is_root or raw.name.lower().startswith("content-"))
        ]
        describing, others = _split_raws(raws, given, self._defects)
        is_text = self._contents.is_text(part)
        describer = Describer(part, path, describing, self._defects)
        description = describer.describe(is_text=is_text)
        further = {name: each for name, each in given.items() if name not in _WITH_PARAMETERS}
        fields = [*description.fields, *merge_fields(others, further, self._defects)]
        new = NewPart(path, description, fields, read_ids(part, path))
        sub_parts = part.get("subParts")
        below = () if sub_parts is None else expect_list(sub_parts, f"{path}.subParts")
        if not below:
            self._fill(new, part, is_text=is_text)
        elif description.content_type.type != "multipart":
            raise ComposeError(
                f"{path}.subParts: {description.content_type.media_type} is no multipart"
            )
        return new, below

    def _fill(self, new: NewPart, part: Mapping[str, Any], *, is_text: bool) -> None:
        """Give a part its content."""
        type_ = new.description.content_type
        if type_.type == "multipart":
            raise ComposeError(f"{new.path}.subParts: {type_.media_type} has one or more")
        new.is_exact = not is_text
        if not is_text:
            new.content = self._contents.octets(part, new.path)
            return
        new.content = self._contents.text(part, new.path, type_)
        if isinstance(new.content, str):  # it is written in a charset of ours
            parameters = {**type_.parameters}
            parameters.pop("charset", None)
            type_ = type_._replace(parameters=parameters)
            new.description = new.description._replace(content_type=type_)

    def _check(self, part: Mapping[str, Any], path: str, given: Mapping[str, Given]) -> None:
        """Refuse what section 4.6 forbids in the properties of a part."""
        for name in _REFUSED & given.keys():
            raise ComposeError(f"{given[name].path}: that is ours to choose")
        for name, field_name in FIELD_OF.items():
            other = given.get(field_name.lower())
            if other and part.get(name) is not None:
                raise ComposeError(
                    f"{path}.{name}: {other.path} is the same header field (RFC 8621 section 4.6)"
                )


def _split_raws(
    raws: list[RawField], given: Mapping[str, Given], defects: list[Defect] | None
) -> tuple[dict[str, RawField], list[RawField]]:
    """The first of each raw field that describes the body, and all others."""
    describing: dict[str, RawField] = {}
    others: list[RawField] = []
    for raw in raws:
        name = raw.name.lower()
        if name not in _DESCRIBING or (name in given and name not in _WITH_PARAMETERS):
            others.append(raw)
        else:
            describing.setdefault(name, raw)
    for name in _WITH_PARAMETERS & given.keys():
        describing.pop(name, None)
        if given[name].value is not None:
            body = unfolded(given[name].value, given[name].path, defects)
            describing[name] = RawField(0, name, given[name].path, body)
    return describing, others
