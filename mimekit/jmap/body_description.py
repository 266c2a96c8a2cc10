"""The fields that describe a body, from the properties that show them.

| property | field |
| --- | --- |
| type, charset | Content-Type |
| disposition | Content-Disposition |
| name | ``filename`` of Content-Disposition; ``name`` of Content-Type if there is none |
| cid, language, location | Content-ID, Content-Language, Content-Location |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.content_disposition import ContentDisposition, parse_content_disposition
from mimekit.fields.content_id import format_content_id, parse_content_id
from mimekit.fields.content_type import ContentType, parse_content_type, stated_type
from mimekit.fields.parameters import is_token
from mimekit.fields.phrase_list import parse_phrase_list
from mimekit.fields.unstructured import parse_unstructured
from mimekit.jmap.field_value import Format, read_form
from mimekit.jmap.header_creation import NewField, RawField, raw_field
from mimekit.jmap.property_value import copied_text, expect_list, expect_text

# The field of each property; of name see above.
FIELD_OF: Final[Mapping[str, str]] = {
    "type": "Content-Type",
    "charset": "Content-Type",
    "disposition": "Content-Disposition",
    "name": "Content-Disposition",
    "cid": "Content-ID",
    "language": "Content-Language",
    "location": "Content-Location",
}
_READ_WHOLE: Final[Mapping[str, Callable[[bytes], object]]] = {
    "cid": lambda body: parse_content_id(body).value,
    "language": lambda body: [*parse_phrase_list(body).value],
    "location": lambda body: parse_unstructured(body).value,
}

# RFC 5646 section 2.1, but for which subtags there are:
#   Language-Tag = 1*8ALPHA *("-" 1*8alphanum)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[0-9A-Za-z]{1,8})*")


class Description(NamedTuple):
    """What the header of a part says of its body."""

    content_type: ContentType
    disposition: ContentDisposition | None
    fields: list[NewField]


class Describer:
    """Reads the description of one part from its properties, and from its raw fields."""

    def __init__(
        self,
        part: Mapping[str, Any],
        path: str,
        raws: Mapping[str, RawField],
        defects: list[Defect] | None,
    ) -> None:
        self._part = part
        self._path = path
        self._raws = raws
        self._defects = defects

    def describe(self, *, is_text: bool) -> Description:
        """The description; of a text of bodyValues the type may be missing."""
        type_ = self._content_type(is_text=is_text)
        disposition = self._disposition()
        type_, disposition = self._named(type_, disposition)
        fields = [each for name in _READ_WHOLE if (each := self._field(name))]
        return Description(
            type_._replace(parameters=self._parameters(type_.parameters, "type")),
            disposition
            and disposition._replace(
                parameters=self._parameters(disposition.parameters, "disposition")
            ),
            fields,
        )

    def _content_type(self, *, is_text: bool) -> ContentType:
        stated = self._word("type")
        body = self._raw("Content-Type")
        type_ = None if body is None else parse_content_type(body).value
        if stated is None and type_ is None:
            if not is_text:
                raise ComposeError(f"{self._path}.type: it is needed, as 'image/png'")
            stated = "text/plain"
        if type_ is None or (stated is not None and stated_type(body or b"") != stated):
            type_ = ContentType(*_split_type(stated or "", f"{self._path}.type"), {})
        return self._with_charset(type_)

    def _with_charset(self, type_: ContentType) -> ContentType:
        """With the charset that is given; us-ascii may be what no charset means."""
        if "charset" not in self._part:
            return type_
        label = self._text("charset")
        declared = type_.parameters.get("charset", "").lower()
        implied = declared or ("us-ascii" if type_.type == "text" else "")
        if (label or "").lower() in {declared, implied}:
            return type_
        parameters = {**type_.parameters, "charset": label or ""}
        if not label:
            del parameters["charset"]
        return type_._replace(parameters=parameters)

    def _disposition(self) -> ContentDisposition | None:
        body = self._raw("Content-Disposition")
        read = None if body is None else parse_content_disposition(body).value
        if "disposition" not in self._part:
            return read
        stated = self._word("disposition")
        if stated is None:
            return None
        if not is_token(stated):
            raise ComposeError(f"{self._path}.disposition: {stated!r} is no disposition type")
        if read is not None and read.value == stated:
            return read
        return ContentDisposition(stated, {})

    def _named(
        self, type_: ContentType, disposition: ContentDisposition | None
    ) -> tuple[ContentType, ContentDisposition | None]:
        """Both with the file name that is given, if they do not have it."""
        if "name" not in self._part:
            return type_, disposition
        name = self._text("name")
        read = (disposition and disposition.filename) or type_.parameters.get("name")
        if (name or None) == (read or None):
            return type_, disposition
        type_ = type_._replace(parameters=_with(type_.parameters, "name", None))
        if disposition is None:
            return type_._replace(parameters=_with(type_.parameters, "name", name)), None
        parameters = _with(disposition.parameters, "filename", name)
        return type_, disposition._replace(parameters=parameters)

    def _parameters(self, parameters: Mapping[str, str], name: str) -> dict[str, str]:
        """Those that may be written: a boundary is ours to choose, a bad name has no meaning."""
        path = f"{self._path}.{name}"
        return {
            key: copied_text(value, path, self._defects)
            for key, value in parameters.items()
            if key != "boundary" and is_token(key) and "*" not in key
        }

    def _field(self, name: str) -> NewField | None:
        """The field of a property that shows all of it; the raw one if it says the same."""
        field_name, path = FIELD_OF[name], f"{self._path}.{name}"
        raw = self._raws.get(field_name.lower())
        value = self._part.get(name)
        if raw and (name not in self._part or value == _READ_WHOLE[name](raw.body.encode())):
            return raw_field(raw, self._defects)
        if value is None or value == []:
            return None
        return NewField(field_name, path, self._format(name, value, path))

    def _format(self, name: str, value: object, path: str) -> Format:
        if name == "language":
            tags = ", ".join(_tag(item, f"{path}[{at}]") for at, item in _numbered(value, path))
            return lambda _: tags
        text = copied_text(value, path, self._defects)
        if name == "location":
            return read_form("asText", FIELD_OF[name], text, path, None)
        return lambda wire: format_content_id(text, utf8=wire.utf8)

    def _raw(self, field_name: str) -> bytes | None:
        raw = self._raws.get(field_name.lower())
        return None if raw is None else raw.body.encode()

    def _word(self, name: str) -> str | None:
        """A type: case and blanks round it do not matter."""
        value = self._part.get(name)
        if value is None:
            return None
        return copied_text(value, f"{self._path}.{name}", self._defects).strip().lower()

    def _text(self, name: str) -> str | None:
        value = self._part.get(name)
        return None if value is None else expect_text(value, f"{self._path}.{name}")


def _with(parameters: Mapping[str, str], name: str, value: str | None) -> dict[str, str]:
    """The parameters with another value of one; None takes it away."""
    others = {key: each for key, each in parameters.items() if key != name}
    return others if value is None else {**others, name: value}


def _split_type(text: str, path: str) -> tuple[str, str]:
    type_, _, subtype = text.partition("/")
    if not (is_token(type_) and is_token(subtype)):
        raise ComposeError(f"{path}: {text!r} is no media type")
    return type_, subtype


def _numbered(value: object, path: str) -> enumerate[Any]:
    return enumerate(expect_list(value, path))


def _tag(value: object, path: str) -> str:
    tag = expect_text(value, path)
    if not _LANGUAGE_TAG.fullmatch(tag):
        raise ComposeError(f"{path}: {tag!r} is no language tag (RFC 5646)")
    return tag
