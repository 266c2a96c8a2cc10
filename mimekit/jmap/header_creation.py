"""Header fields of a new message, from the properties of an Email or of one of its parts.

RFC 8621 sections 4.1.2, 4.1.3 and 4.6. A field may come from two places: from ``headers``,
which has its body in Raw form, as it was read, and from a property of its own, which has what
was read of it. Where both say the same, the raw field is written, for it says more: comments,
names of groups, whatever the form leaves out. Where they differ, somebody has edited the
property, and it counts; null takes the field away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.by_name import SINGLE
from mimekit.fields.folding import check_name, fold
from mimekit.jmap.field_value import Format, allowed_forms, read_form, unfolded
from mimekit.jmap.header_form import HeaderProperty, read_split, split_property
from mimekit.jmap.property_value import at_path, expect_list, expect_object, expect_text
from mimekit.limits import Limits
from mimekit.message.part import parse
from mimekit.wire import WireFormat

# The order in which RFC 5322 section 3.6 names the fields; others follow.
_ORDER: Final = (
    *("date", "from", "sender", "reply-to", "to", "cc", "bcc"),
    *("message-id", "in-reply-to", "references", "subject"),
)
_RANKS: Final = {name: rank for rank, name in enumerate(_ORDER)}
_NO_LIMITS: Final = Limits(max_header_bytes=1 << 62, max_header_fields=1 << 62)


class NewField(NamedTuple):
    """A field that is to be written."""

    name: str
    path: str
    """The property that it comes from."""
    format: Format

    def written(self, wire: WireFormat) -> bytes:
        """The field, folded; `ComposeError` with the path if ``wire`` cannot express it."""
        try:
            return fold(self.name, self.format(wire), wire=wire)
        except ComposeError as error:
            raise at_path(self.path, error) from None


class RawField(NamedTuple):
    """An EmailHeader of ``headers``: its body unfolded, without controls."""

    number: int
    """Its place in ``headers``."""
    name: str
    path: str
    body: str


class Given(NamedTuple):
    """A property that stands for a field."""

    path: str
    header: HeaderProperty
    value: Any


def read_headers(value: object, path: str, defects: list[Defect] | None) -> Iterator[RawField]:
    """The fields of ``headers``, an array of EmailHeader objects (section 4.1.3)."""
    for number, item in enumerate(() if value is None else expect_list(value, path)):
        place = f"{path}[{number}]"
        header = expect_object(item, place)
        name = expect_text(header.get("name"), f"{place}.name")
        _check_name(name, f"{place}.name")
        body = unfolded(header.get("value"), f"{place}.value", defects)
        yield RawField(number, name, place, body)


def _check_name(name: str, path: str) -> None:
    try:
        check_name(name)
    except ComposeError as error:
        raise at_path(path, error) from None


def read_properties(
    owner: Mapping[str, Any], prefix: str, short_for: Mapping[str, str], others: frozenset[str]
) -> dict[str, Given]:
    """The properties of an object that stand for fields, by the field's name in lower case.

    Those of ``others`` stand for none. `ComposeError` for a property that there is not, for a
    form that the field may not have, and for two properties of one field.
    """
    found: dict[str, Given] = {}
    for name, value in owner.items():
        if name in others:
            continue
        path = prefix + name
        try:
            header = split_property(short_for.get(name, name))
        except ValueError as error:
            raise ComposeError(f"{path}: {error}") from None
        field_name = header.field_name.lower()
        if header.form not in allowed_forms(field_name):
            raise ComposeError(f"{path}: {header.field_name} has no form {header.form}")
        if field_name in found:
            raise ComposeError(
                f"{path}: {found[field_name].path} is the same header field (RFC 8621 section 4.6)"
            )
        found[field_name] = Given(path, header, value)
    return found


def merge_fields(
    raws: Iterable[RawField], given: Mapping[str, Given], defects: list[Defect] | None
) -> list[NewField]:
    """The fields to write: in the order of ``headers``, then those that properties alone have.

    Of a field that may stand once, the last one counts (section 4.1.3).
    """
    by_name: dict[str, list[RawField]] = {}
    for raw in raws:
        by_name.setdefault(raw.name.lower(), []).append(raw)
    edited = {
        name for name, group in by_name.items() if name in given and not _says(group, given[name])
    }
    fields: list[NewField] = []
    for raw in _in_order(by_name):
        name = raw.name.lower()
        if name not in edited:
            fields.append(raw_field(raw, defects))
        elif raw is by_name[name][-1]:
            fields += _given_fields(given[name], defects)
    own = [name for name in given if name not in by_name]
    for name in sorted(own, key=lambda name: _RANKS.get(name, len(_RANKS))):
        fields += _given_fields(given[name], defects)
    return fields


def _in_order(by_name: Mapping[str, list[RawField]]) -> list[RawField]:
    """The raw fields that may stand, as they stood."""
    kept = [
        raw for name, group in by_name.items() for raw in (group[-1:] if name in SINGLE else group)
    ]
    return sorted(kept, key=lambda raw: raw.number)


def _says(raws: Iterable[RawField], given: Given) -> bool:
    """Whether a property has the value that is read of the raw fields, as they will be written."""
    block = "".join([f"{raw.name}:{raw.body}\r\n" for raw in raws])
    headers = parse(f"{block}\r\n".encode(), limits=_NO_LIMITS).headers
    return bool(read_split(headers, given.header) == given.value)


def raw_field(raw: RawField, defects: list[Defect] | None) -> NewField:
    """A field in Raw form."""
    formats = read_form("asRaw", raw.name, raw.body, raw.path, defects)
    return NewField(raw.name, raw.path, formats)


def _given_fields(given: Given, defects: list[Defect] | None) -> Iterator[NewField]:
    """The fields of one property; none for null."""
    path, (name, form, of_all), value = given
    values = [(path, value)]
    if of_all:
        items = () if value is None else expect_list(value, path)
        values = [(f"{path}[{number}]", item) for number, item in enumerate(items)]
    values = [(place, item) for place, item in values if item is not None and item != []]
    if len(values) > 1 and name.lower() in SINGLE:
        raise ComposeError(f"{path}: {name} may stand once (RFC 5322 section 3.6)")
    for place, item in values:
        yield NewField(name, place, read_form(form, name, item, place, defects))
