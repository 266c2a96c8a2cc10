"""A part as a transport or a file takes it: `WireFormat` says what that is.

Only what does not fit is made anew. Header fields are folded and encoded; bodies get another
transfer encoding, and the parts around them declare it (RFC 2045 section 6.4). Where the wire
allows 8bit or binary, a body that is encoded without need is written as it is. Of
multipart/signed and multipart/encrypted (RFC 1847) nothing changes but the line ends, which
those who sign take for CRLF whatever they are (section 2.1). A From_ line, a byte order mark
and empty lines on top of a message are left out: they are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mimekit.codecs import base64, quoted_printable
from mimekit.errors import ComposeError
from mimekit.fields.body_format import rewrite_body
from mimekit.fields.content_transfer_encoding import parse_transfer_encoding
from mimekit.fields.folding import fold
from mimekit.message.body import content_type, field_body
from mimekit.message.encode import Octets, encode_body, identity_encoding, may_carry
from mimekit.message.lines import is_field
from mimekit.message.tree import Tree, decode_body, parent_of, raw_body, source_of, span_of
from mimekit.structure.header_block import split_fields
from mimekit.structure.rows import (
    BARE_CR,
    ENCODING,
    END,
    FLAGS,
    HEADER_END,
    IDENTITY,
    IS_MESSAGE,
    KIND,
    LEAF,
    MESSAGE,
    MULTIPART,
    NEXT,
    OPENED,
    PARENT,
    QUOTED_PRINTABLE,
    START,
    UNKNOWN,
    WIDTH,
)
from mimekit.wire import WireFormat

_LINE_END = re.compile(rb"\r\n?|\n")
_BARE_CR = re.compile(rb"\r(?!\n)")
# A blank that stays one in quoted-printable, but not before a line end (RFC 2045 section 6.7).
_BLANK_BEFORE_BARE_CR = re.compile(rb"[ \t](?=\r(?!\n))")
_CHUNK = 1 << 20  # octets written at a time
_WIDTHS: Final = {"7bit": 0, "8bit": 1, "binary": 2}
_SEALED: Final = frozenset(("multipart/signed", "multipart/encrypted"))
_TRANSFER_ENCODING: Final = b"content-transfer-encoding"


class _Plan(NamedTuple):
    """What is to be done with the bodies of a part and those below it, by row."""

    stated: dict[int, str]
    """The transfer encoding that a part has to declare, where it is another one than it does."""
    anew: set[int]
    """Leaves whose bodies are decoded, and encoded again."""
    sealed: set[int]
    """Multiparts of which nothing is altered."""


def iter_rewritten(tree: Tree, row: int, wire: WireFormat) -> Iterator[Octets]:
    """The octets of a part, in pieces; `ComposeError` comes before the first."""
    plan = _plan(tree, row, wire)
    for piece in [*_iter_frame(tree, row, plan, wire)]:
        if isinstance(piece, int):
            yield from _body(tree, piece, wire, anew=piece in plan.anew)
        else:
            yield piece


def _iter_frame(tree: Tree, row: int, plan: _Plan, wire: WireFormat) -> Iterator[bytes | int]:
    """All but the bodies that may be encoded; for each of these its row."""
    rows, source = tree.rows, source_of(tree, row)
    span = span_of(tree, row)
    at, node, end = span.offset, row, rows[row * WIDTH + NEXT]
    while node < end:
        start, header_end, body, stop = rows[node * WIDTH + START : node * WIDTH + END + 1]
        if rows[node * WIDTH + FLAGS] & IS_MESSAGE:  # what stands on top of it is no part of it
            start = span_of(tree, node).offset
        yield _between(source[at:start], wire)
        yield _header(tree, node, plan.stated.get(node), wire)
        empty_line = _between(source[header_end:body], wire)
        yield empty_line or (wire.newline if node in plan.stated else b"")
        at = body
        if _is_leaf(tree, node):
            yield node
            at = stop
            node = rows[node * WIDTH + NEXT]  # what a message in an unknown encoding encloses
        else:
            node = rows[node * WIDTH + NEXT] if node in plan.sealed else node + 1
    yield _between(source[at : span.end], wire)


# -- the plan


def _is_leaf(tree: Tree, row: int) -> bool:
    """Whether a body may be encoded: it is no multipart, and no message as it stands."""
    kind, encoding = tree.rows[row * WIDTH + KIND], tree.rows[row * WIDTH + ENCODING]
    return kind == LEAF or (kind == MESSAGE and encoding != IDENTITY)


def _plan(tree: Tree, root: int, wire: WireFormat) -> _Plan:
    """Decide on every body, the last one first, so that what is inside comes before its parent."""
    rows = tree.rows
    plan = _Plan({}, set(), set(_sealed(tree, root)))
    widths: dict[int, int] = {}  # of what a part holds, as far as it is known
    end = rows[root * WIDTH + NEXT]
    wholes = {*plan.sealed, *(row for row in range(root, end) if _is_leaf(tree, row))}
    untouched = {row for whole in wholes for row in range(whole + 1, rows[whole * WIDTH + NEXT])}
    for row in range(end - 1, root - 1, -1):
        if row in untouched:
            continue
        declared = _declared(tree, row)
        if _is_leaf(tree, row):
            kept = _kept_encoding(tree, row, declared, wire)
            encoding = kept or _new_body(tree, row, wire)[0]
            if not kept:
                plan.anew.add(row)
        else:
            encoding = _composite_encoding(tree, row, widths.get(row, 0), plan, wire)
            if declared in _WIDTHS and may_carry(declared, wire):
                encoding = max(encoding, declared, key=_WIDTHS.__getitem__)
        if encoding != declared:
            plan.stated[row] = encoding
        parent = rows[row * WIDTH + PARENT]
        widths[parent] = max(widths.get(parent, 0), _WIDTHS.get(encoding, 0))
    return plan


def _sealed(tree: Tree, root: int) -> Iterator[int]:
    """The outermost multiparts that hold something signed or encrypted."""
    rows = tree.rows
    row, end = root, rows[root * WIDTH + NEXT]
    while row < end:
        is_multipart = rows[row * WIDTH + KIND] == MULTIPART
        if is_multipart and content_type(tree, row).media_type in _SEALED:
            yield row
            row = rows[row * WIDTH + NEXT]
        else:
            row += 1


def _declared(tree: Tree, row: int) -> str:
    value = field_body(tree, row, _TRANSFER_ENCODING)
    return "7bit" if value is None else parse_transfer_encoding(value).value


def _composite_encoding(tree: Tree, row: int, width: int, plan: _Plan, wire: WireFormat) -> str:
    """What a part declares that cannot be encoded: the widest of what is in it."""
    at = row * WIDTH
    if row in plan.sealed or not tree.rows[at + FLAGS] & OPENED:
        raw = raw_body(tree, row)
        if row in plan.sealed and _BARE_CR.search(raw):
            raise ComposeError(
                f"{_label(tree, row)} has a lone CR: it cannot be written unaltered"
            )
        encoding = identity_encoding(_line_ends(raw, wire), wire)
        if not may_carry(encoding, wire):
            raise ComposeError(f"{_label(tree, row)} is {encoding}, and may not be altered")
        width = max(width, _WIDTHS[encoding])
    return [*_WIDTHS][width]


def _label(tree: Tree, row: int) -> str:
    return content_type(tree, row).media_type


def _kept_encoding(tree: Tree, row: int, declared: str, wire: WireFormat) -> str:
    """The transfer encoding that a leaf's body has as it stands; empty if it is made anew."""
    if declared == "binary":
        return declared if wire.binary else ""
    found = identity_encoding(_line_ends(raw_body(tree, row), wire), wire)
    encoding = tree.rows[row * WIDTH + ENCODING]
    if encoding == IDENTITY:
        is_sound = may_carry(declared, wire) and _WIDTHS[found] <= _WIDTHS.get(declared, 0)
        return (declared if is_sound else found) if may_carry(found, wire) else ""
    if encoding == QUOTED_PRINTABLE and _BLANK_BEFORE_BARE_CR.search(raw_body(tree, row)):
        return ""
    if encoding == UNKNOWN and found != "7bit":
        raise ComposeError(f"a body in the transfer encoding {declared!r} cannot be written")
    if found == "7bit" and (encoding == UNKNOWN or not _is_needless(tree, row, wire)):
        return declared
    return ""


def _is_needless(tree: Tree, row: int, wire: WireFormat) -> bool:
    """Whether the wire takes the content of an encoded body as it is."""
    is_text = content_type(tree, row).type == "text"
    may_be = wire.binary or (wire.allows_8bit and is_text)
    if not may_be or tree.rows[row * WIDTH + KIND] != LEAF:
        return False
    return _new_body(tree, row, wire)[0] in _WIDTHS


def _new_body(tree: Tree, row: int, wire: WireFormat) -> tuple[str, bytes]:
    """A body encoded anew; lines that are no lines of text stay what they are."""
    type_ = content_type(tree, row)
    if type_.type == "multipart":
        raise ComposeError("a multipart without parts does not fit, and may not be encoded")
    content = decode_body(tree, row)
    if tree.rows[row * WIDTH + ENCODING] == QUOTED_PRINTABLE:  # its lines are those of the text
        raw = _BLANK_BEFORE_BARE_CR.sub(_escape, raw_body(tree, row))
        content = quoted_printable.decode(_line_ends(raw, wire))
    declared = _declared(tree, row)
    exact = declared not in {"7bit", "8bit"} or type_.type != "text"
    if type_.type == "message":  # a message may be encoded if it was: message/global
        type_ = type_._replace(type="application", subtype="octet-stream")
    encoding, body = encode_body(content, type_, wire, exact=exact)
    if any(delimiter in body for delimiter in _open_delimiters(tree, row)):
        return "base64", base64.encode(content, newline=wire.newline)
    return encoding, body


def _escape(blank: re.Match[bytes]) -> bytes:
    return b"=%02X" % blank[0][0]


def _open_delimiters(tree: Tree, row: int) -> Iterator[bytes]:
    """What begins a line between parts here."""
    while (row := parent_of(tree, row)) >= 0:
        boundary = content_type(tree, row).parameters.get("boundary")
        if boundary:
            yield b"--" + boundary.encode()


# -- the octets


def _line_ends(octets: Octets, wire: WireFormat) -> Octets:
    """Lines with the line ends of the wire; not copied if they have them."""
    if wire.newline == b"\n" and not re.search(rb"\r", octets):
        return octets
    if wire.newline == b"\r\n" and not re.search(rb"\r(?!\n)|(?<!\r)\n", octets):
        return octets
    return _LINE_END.sub(wire.newline, octets)


def _between(octets: bytes, wire: WireFormat) -> bytes:
    """Delimiters, preambles and epilogues, and what stands on top of a message."""
    octets = bytes(_line_ends(octets, wire))
    encoding = identity_encoding(octets, wire)
    if not may_carry(encoding, wire):
        raise ComposeError(f"text between the parts is {encoding}: {octets[:40]!r}")
    return octets


def _body(tree: Tree, row: int, wire: WireFormat, *, anew: bool) -> Iterator[Octets]:
    body: Octets = raw_body(tree, row)
    if anew:
        body = _new_body(tree, row, wire)[1]
    elif _declared(tree, row) != "binary":
        body = _line_ends(body, wire)
    view = memoryview(body)
    for at in range(0, len(view), _CHUNK):
        yield view[at : at + _CHUNK]


def _header(tree: Tree, row: int, encoding: str | None, wire: WireFormat) -> bytes:
    """The fields of a part, with the transfer encoding that its body gets."""
    at = row * WIDTH
    rows = tree.rows
    octets = source_of(tree, row)[rows[at + START] : rows[at + HEADER_END]]
    raws, _ = split_fields(octets, any_line_end=rows[at + FLAGS] & BARE_CR != 0)
    stated = b"" if encoding is None else fold("Content-Transfer-Encoding", encoding, wire=wire)
    fields: list[bytes] = []
    for raw in raws:
        name, colon, body = raw.partition(b":")
        if not (colon and is_field(raw)):
            fields.append(_between(raw, wire))
        elif encoding is None or name.rstrip().lower() != _TRANSFER_ENCODING:
            fields.append(_field(name, body, raw, wire))
        else:
            fields.append(stated)
            stated = b""
    block = b"".join(fields)
    if stated and block and not block.endswith(wire.newline):  # the message ends in its header
        block += wire.newline
    return block + stated


def _field(name: bytes, body: bytes, raw: bytes, wire: WireFormat) -> bytes:
    """A field as it stands but for its line ends, if it fits; else made anew."""
    octets = bytes(_line_ends(raw, wire))
    is_old = wire.rfc2047_parameters and b"*" in body and name[:8].lower() == b"content-"
    if not is_old and identity_encoding(octets, wire) in _FITTING[wire.utf8] and _is_text(octets):
        return octets
    text = name.rstrip().decode("ascii")
    return fold(text, rewrite_body(text, body, wire=wire), wire=wire)


_FITTING = {False: {"7bit"}, True: {"7bit", "8bit"}}


def _is_text(octets: bytes) -> bool:
    """Whether octets are UTF-8."""
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
