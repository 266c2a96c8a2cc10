"""The body of a new message: bodyStructure, or textBody, htmlBody and attachments.

RFC 8621 section 4.6 allows one or the other. Email/get gives both, so that the lists beside a
bodyStructure are taken for views of it: they may name parts of it, and no others.

Without bodyStructure the parts become this, where a multipart of one part is that part:

    multipart/mixed
        multipart/related
            multipart/alternative
                textBody
                htmlBody
            attachments that are inline and have a cid
        all other attachments
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mimekit.errors import ComposeError
from mimekit.fields.content_type import ContentType
from mimekit.jmap.body_creation import BodyReader, NewPart, read_ids
from mimekit.jmap.body_description import Description
from mimekit.jmap.property_value import expect_list, expect_object

_BODIES = {"textBody": "text/plain", "htmlBody": "text/html"}
_LISTS = (*_BODIES, "attachments")


def read_body(email: Mapping[str, Any], reader: BodyReader) -> NewPart:
    """The root of the parts; an empty text if there are none."""
    lists = {name: _objects(email.get(name), name) for name in _LISTS}
    if email.get("bodyStructure") is not None:
        root = reader.structure(email["bodyStructure"], "bodyStructure")
        _check_views(lists, root)
        return root
    shown = _alternatives(lists, reader)
    related: list[NewPart] = []
    attached: list[NewPart] = []
    has_html = any(part.description.content_type.subtype == "html" for part in shown)
    for number, item in enumerate(lists["attachments"]):
        part = reader.leaf(item, f"attachments[{number}]")
        (related if has_html and _is_inline(part, item) else attached).append(part)
    whole = [*_joined("alternative", shown)]
    if related:
        # RFC 2387 section 3.1: the type of the root is stated.
        root_type = whole[0].description.content_type.media_type
        whole = [*_joined("related", [*whole, *related], {"type": root_type})]
    whole = [*_joined("mixed", [*whole, *attached])]
    return whole[0] if whole else _new_part("text", "plain", [], {})


def _objects(value: object, path: str) -> list[Mapping[str, Any]]:
    items = () if value is None else expect_list(value, path)
    return [expect_object(item, f"{path}[{number}]") for number, item in enumerate(items)]


def _check_views(lists: Mapping[str, list[Mapping[str, Any]]], root: NewPart) -> None:
    """Refuse a part that is in a list only: it would be lost."""
    known = {part.ids for part in root.walk() if not part.children}
    for name, items in lists.items():
        for number, item in enumerate(items):
            path = f"{name}[{number}]"
            if read_ids(item, path) not in known:
                raise ComposeError(f"{path}: bodyStructure, which counts, has no such part")


def _alternatives(
    lists: Mapping[str, list[Mapping[str, Any]]], reader: BodyReader
) -> list[NewPart]:
    """What textBody and htmlBody have; one part that is in both, as Email/get has it, once."""
    for name in _BODIES:
        if len(lists[name]) > 1:
            raise ComposeError(f"{name}: it has one part; more are given in bodyStructure")
    ids = [read_ids(item, f"{name}[0]") for name in _BODIES for item in lists[name]]
    is_one = len(ids) == 2 and ids[0] == ids[1]
    parts: list[NewPart] = []
    for name, media_type in _BODIES.items():
        for item in lists[name][: 0 if is_one and parts else 1]:
            part = reader.leaf(item, f"{name}[0]")
            found = part.description.content_type.media_type
            if found not in (_BODIES.values() if is_one else (media_type,)):
                raise ComposeError(f"{name}[0].type: it is {media_type}, not {found}")
            parts.append(part)
    return parts


def _is_inline(part: NewPart, item: Mapping[str, Any]) -> bool:
    disposition = part.description.disposition
    is_inline = disposition is not None and disposition.value == "inline"
    return is_inline and item.get("cid") is not None


def _joined(
    subtype: str, parts: list[NewPart], parameters: Mapping[str, str] = {}
) -> list[NewPart]:
    """The parts in a multipart, if they are several."""
    return parts if len(parts) < 2 else [_new_part("multipart", subtype, parts, parameters)]


def _new_part(
    type_: str, subtype: str, parts: list[NewPart], parameters: Mapping[str, str]
) -> NewPart:
    description = Description(ContentType(type_, subtype, parameters), None, [])
    return NewPart("email", description, [], children=parts)
