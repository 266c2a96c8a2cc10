"""The header fields of a part, read when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, overload

from mimekit.defects import Defect
from mimekit.fields.address_list import parse_address_list, parse_mailboxes
from mimekit.fields.by_name import grammar_of
from mimekit.fields.content_disposition import parse_content_disposition
from mimekit.fields.content_type import parse_content_type
from mimekit.fields.date_time import parse_date_time
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.message_id import parse_message_ids
from mimekit.fields.unstructured import parse_unstructured
from mimekit.fields.url_list import parse_url_list
from mimekit.message import edit, write
from mimekit.message.edit import origin_of
from mimekit.message.lines import is_field, line_defects
from mimekit.message.splice import newline_of
from mimekit.message.tree import Tree, header_block, path_of
from mimekit.span import Span
from mimekit.structure.header_block import end_lines_with_lf, split_fields, split_names
from mimekit.structure.seam import find_field, plain_items

if TYPE_CHECKING:
    from mimekit.fields.body_format import FieldValue
    from mimekit.limits import Limits
    from mimekit.message.tree import HeaderBlock

_NAME = re.compile(rb"[!-9;-~]+")


class HeaderField:
    """One header field as it stands in the message, and what can be read from it.

    The ``as_...`` forms are those of RFC 8621 section 4.1.2. Each may be asked
    of any field; a body that is not of the form gives an empty or None value.
    """

    __slots__ = ("_colon", "_offset", "_row", "_tree", "raw")

    raw: bytes
    """The octets, from the name to the last line end."""

    def __init__(self, tree: Tree, row: int, raw: bytes, offset: int, colon: int) -> None:
        self._tree = tree
        self._row = row
        self.raw = raw
        self._offset = offset
        self._colon = colon

    @property
    def name(self) -> str:
        """The name, in the case in which it is written."""
        return self.raw[: self._colon].rstrip().decode("ascii", "replace")

    @property
    def body(self) -> bytes:
        """The octets behind the colon, folded as they stand, without the last line end."""
        return self.raw[self._colon + 1 :].rstrip(b"\r\n")

    @property
    def span(self) -> Span | None:
        """Where the field stands in the part's source; None for one that an edit made."""
        return None if self._offset < 0 else Span(self._offset, len(self.raw))

    def as_text(self) -> str:
        """Unfolded, encoded words decoded."""
        return parse_unstructured(self.body).value

    def as_addresses(self) -> tuple[Mailbox, ...]:
        """The mailboxes, those of groups among them."""
        return parse_mailboxes(self.body)

    def as_grouped_addresses(self) -> tuple[Mailbox | Group, ...]:
        """The mailboxes and the groups."""
        return parse_address_list(self.body).value

    def as_message_ids(self) -> tuple[str, ...]:
        """The message ids, without angle brackets."""
        return parse_message_ids(self.body).value

    def as_date(self) -> datetime | None:
        """The date, aware of its zone; None if it is none."""
        return parse_date_time(self.body).value

    def as_urls(self) -> tuple[str, ...]:
        """The URLs in angle brackets (RFC 2369)."""
        return parse_url_list(self.body).value

    def as_parameters(self) -> Mapping[str, str]:
        """The parameters behind the first value, as of Content-Type; names in lower case."""
        if self.name.lower() == "content-type":
            return parse_content_type(self.body).value.parameters
        return parse_content_disposition(self.body).value.parameters

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What is wrong with the field, by the grammar that its name has."""
        path = path_of(self._tree, self._row)
        offset = max(self._offset, 0)
        body_at = offset + self._colon + 1
        found = line_defects(self.raw, self._colon)
        lines = {defect.code for defect in found}
        parsed = grammar_of(self.name.lower())(self.body)
        return (
            *(defect.at(offset, path) for defect in found),
            *(defect.at(body_at, path) for defect in parsed.defects if defect.code not in lines),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HeaderField):
            return NotImplemented
        mine = (self._row, self._offset, self.raw)
        its = (other._row, other._offset, other.raw)
        return self._tree is other._tree and mine == its

    def __hash__(self) -> int:
        return hash((id(self._tree), self._row, self._offset))

    def __repr__(self) -> str:
        return f"<HeaderField {self.name}: {self.as_text()!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        headers = Headers(self._tree, self._row)
        places = (place for place, field in enumerate(headers.fields) if field == self)
        return _restore_field, (headers, next(places, edit.NEW), self.raw, self._colon)


def _text(body: str) -> str:
    """The text of a body of one character an octet, its line ends LF."""
    if "=?" in body or not body.isascii():
        return parse_unstructured(body.encode("latin-1")).value
    return body.replace("\n", "").strip(" \t")


class Headers:
    r"""The header fields of a part: an ordered multimap, its names case-blind.

    >>> import mimekit
    >>> headers = mimekit.parse(b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\n").headers
    >>> headers["subject"], headers.get("To"), headers.get_all("To")
    ('Grüße', None, [])
    """

    __slots__ = ("_row", "_tree")

    def __init__(self, tree: Tree, row: int) -> None:
        self._tree = tree
        self._row = row

    @property
    def fields(self) -> tuple[HeaderField, ...]:
        """All fields, in their order; lines that are no fields are left out."""
        tree, row = self._tree, self._row
        block = header_block(tree, row)
        raws, offsets = split_fields(block.octets, any_line_end=block.any_line_end)
        return tuple(
            HeaderField(tree, row, raw, origin_of(block, offset), raw.find(b":"))
            for raw, offset in zip(raws, offsets, strict=True)
            if is_field(raw)
        )

    def _find(self, name: str) -> Iterator[HeaderField]:
        block = header_block(self._tree, self._row)
        try:
            needle = name.lower().encode("utf-8", "surrogatepass")
        except AttributeError:
            raise TypeError(f"a field's name is a str, not {type(name).__name__}") from None
        if not _NAME.fullmatch(needle):
            return
        at = 0
        while place := find_field(block.searchable, needle, at):
            yield self._field(block, place)
            at = place[2]

    def _field(self, block: HeaderBlock, place: tuple[int, int, int]) -> HeaderField:
        start, body, end = place
        raw = block.octets[start:end]
        return HeaderField(self._tree, self._row, raw, origin_of(block, start), body - 1 - start)

    def __getitem__(self, name: str) -> str:
        """The decoded, unfolded text of the first field of that name; KeyError if none."""
        for field in self._find(name):
            return field.as_text()
        raise KeyError(name)

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...
    def get(self, name: str, default: str | None = None) -> str | None:
        """The decoded, unfolded text of the first field of that name, or the default."""
        for field in self._find(name):
            return field.as_text()
        return default

    def get_all(self, name: str) -> list[str]:
        """The decoded, unfolded texts of all fields of that name, in order."""
        return [field.as_text() for field in self._find(name)]

    def get_fields(self, name: str) -> tuple[HeaderField, ...]:
        """All fields of that name, in order."""
        return tuple(self._find(name))

    def _pairs(self) -> list[tuple[str, str]]:
        """Names and bodies as text of one character an octet, bodies folded by LF."""
        block = header_block(self._tree, self._row)
        octets = end_lines_with_lf(block.octets) if block.any_line_end else block.octets
        return split_names(octets.decode("latin-1").replace("\r\n", "\n"))

    def keys(self) -> list[str]:
        """The names in their order, as they are written, with repeats."""
        return [name for name, _ in self._pairs()]

    def items(self) -> list[tuple[str, str]]:
        """Names and decoded, unfolded texts, in their order, with repeats."""
        block = header_block(self._tree, self._row)
        # Hot (benchmarks/run.py everything): nearly always nothing is to be decoded.
        items = None if block.any_line_end else plain_items(block.octets)
        if items is None:
            items = [(name, _text(body)) for name, body in self._pairs()]
        return items

    # -- editing

    def set(self, name: str, value: FieldValue) -> None:
        r"""Put a field in the place of the first of its name, and take the others of it out.

        Behind all others, if there is none. All but these octets stay as they are. The value
        is text, or what the grammar of the field gives: mailboxes, a `datetime`, message ids.
        It is checked, encoded and folded (RFC 5322 section 2.2.3); `HeaderInjectionError` if
        it holds a control, `ComposeError` if the field cannot hold it, or would frame the
        body anew: a transfer encoding, another kind of part.

        >>> import mimekit
        >>> message = mimekit.parse(b"To: a@x.test\nSubject: one\n\n")
        >>> message.headers.set("subject", "zwölf")
        >>> bytes(message)
        b'To: a@x.test\nsubject: =?utf-8?q?zw=C3=B6lf?=\n\n'
        """
        edit.set_field(self._tree, self._row, name, self._format(name, value))

    def add(self, name: str, value: FieldValue) -> None:
        """Put a field behind all others; as `set` otherwise."""
        self.insert(len(self.fields), name, value)

    def insert(self, index: int, name: str, value: FieldValue) -> None:
        """Put a field before the one of that index, from 0; as `set` otherwise."""
        edit.insert_field(self._tree, self._row, index, name, self._format(name, value))

    def remove(self, name: str) -> None:
        """Take out all fields of that name; KeyError if there is none.

        `ComposeError` for the last field of a message, and for one that frames the body.
        """
        edit.remove_fields(self._tree, self._row, name)

    def _format(self, name: str, value: FieldValue) -> bytes:
        from mimekit.fields.folding import format_field  # noqa: PLC0415 - the whole of writing

        return format_field(name, value).replace(b"\r\n", newline_of(self._tree, self._row))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and any(True for _ in self._find(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.fields)

    def __repr__(self) -> str:
        return f"<Headers {self.keys()!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        tree = self._tree
        return _restore, (write.octets(tree, 0), tree.limits, path_of(tree, self._row))


def _restore(octets: bytes, limits: Limits, path: str) -> Headers:
    """Rebuild from a pickle, which takes the whole message along."""
    from mimekit.message.part import parse  # noqa: PLC0415 - part.py stands above

    return parse(octets, limits=limits).part(path).headers


def _restore_field(headers: Headers, place: int, raw: bytes, colon: int) -> HeaderField:
    """Rebuild from a pickle; without a place, a field that an edit has taken out."""
    if place != edit.NEW:
        return headers.fields[place]
    return HeaderField(headers._tree, headers._row, raw, edit.NEW, colon)  # noqa: SLF001 - its own
