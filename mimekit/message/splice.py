"""The octets of an edited message: spans of its sources, and what was put in their place.

Only what was edited is written anew; before, between and behind it the sources are copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimekit.codecs import base64, quoted_printable, uuencode
from mimekit.message.body import content_type
from mimekit.message.edits import Edits
from mimekit.message.tree import (
    Tree,
    first_inside,
    header_block,
    parent_of,
    source_of,
    span_of,
    stored_body,
)
from mimekit.structure.rows import (
    BASE64,
    BODY,
    ENCODING,
    END,
    FLAGS,
    KIND,
    MESSAGE,
    MULTIPART,
    NEXT,
    NO_HEADER,
    OPENED,
    START,
    UUENCODE,
    WIDTH,
)


def encode_again(octets: bytes, encoding: int, newline: bytes) -> bytes:
    """Octets in the transfer encoding that a part declares."""
    if encoding == BASE64:
        return base64.encode(octets, newline=newline)
    if encoding == UUENCODE:
        return uuencode.encode(octets, newline=newline)
    others = octets.replace(newline, b"")
    is_binary = b"\r" in others or b"\n" in others  # line ends that would change
    return quoted_printable.encode(octets, newline=newline, binary=is_binary)


def iter_octets(tree: Tree, edits: Edits, row: int) -> Iterator[bytes | memoryview]:
    """Header block and body of a node, in pieces."""
    view = memoryview(source_of(tree, row))
    if row not in edits.changed:
        yield view[span_of(tree, row).slice]
        return
    at = row * WIDTH
    start, header_end, body, end = tree.rows[at : at + 4]
    yield view[span_of(tree, row).offset : start]  # what stands before a message's fields
    block = header_block(tree, row).octets if row in edits.headers else view[start:header_end]
    yield block
    yield view[header_end:body]
    if header_end == body and (
        _is_body_new(tree, edits, row) or (tree.rows[at + FLAGS] & NO_HEADER and body < end)
    ):
        # There was no empty line: no header, or a delimiter or the end behind it.
        yield newline_of(tree, row) * (1 if bytes(block[-1:]) in {b"\n", b"\r", b""} else 2)
    yield from iter_body(tree, edits, row)


def _is_body_new(tree: Tree, edits: Edits, row: int) -> bool:
    """Whether there is a body where none may have been."""
    if row in edits.boundaries or row in edits.moved or edits.bodies.get(row):
        return True
    return tree.rows[row * WIDTH + KIND] == MESSAGE and _enclosed(tree, row) in edits.changed


def iter_body(tree: Tree, edits: Edits, row: int) -> Iterator[bytes | memoryview]:
    """The body of a node, in pieces."""
    at = row * WIDTH
    kind, flags, encoding = (tree.rows[at + column] for column in (KIND, FLAGS, ENCODING))
    if row in edits.bodies:
        yield edits.bodies[row]
    elif row in edits.boundaries:
        yield from _iter_made(tree, edits, row)
    elif kind == MULTIPART and flags & OPENED:
        yield from _iter_children(tree, edits, row)
    elif kind == MESSAGE and (root := _enclosed(tree, row)) in edits.changed:
        octets = b"".join(iter_octets(tree, edits, root))
        yield octets if flags & OPENED else encode_again(octets, encoding, newline_of(tree, row))
    else:
        yield stored_body(tree, row)


def _enclosed(tree: Tree, row: int) -> int:
    """The root of an enclosed message, if it was opened; else -1."""
    if tree.rows[row * WIDTH + FLAGS] & OPENED:
        return first_inside(tree, row)
    return tree.enclosed.get(row, -1)


def _iter_children(tree: Tree, edits: Edits, row: int) -> Iterator[bytes | memoryview]:
    """The body of a multipart: its parts, and what stands between them, as it stands."""
    rows, view, newline = tree.rows, memoryview(source_of(tree, row)), newline_of(tree, row)
    at = rows[row * WIDTH + BODY]
    children = edits.children.get(row)
    kept = None if children is None else frozenset(children)
    written = b"\n"  # the last octet of the part before
    last = written  # the same, if a line end there is one before a delimiter
    for child in read_children(tree, row):
        start = span_of(tree, child).offset
        if kept is None or child in kept:
            yield from _iter_between(view[at:start], last, newline)
            if child in edits.changed and bytes(view[start - 1 : start]) not in {b"\n", b"\r"}:
                yield newline  # the message ends in this delimiter, and goes on now
            for piece in iter_octets(tree, edits, child):
                last = written = bytes(piece[-1:]) or written
                yield piece
            if _ends_in_new(tree, edits, child):
                last = b"x"  # its last line end is its own
        else:
            if at == rows[row * WIDTH + BODY]:
                yield view[at : _preamble_end(tree, start, row)]
            last = b"x"  # its delimiter is gone, and the line end with it
        at = rows[child * WIDTH + END]
    for child in children or ():
        if child in edits.new:
            yield _line_end(written, newline) + b"--" + boundary_of(tree, row) + newline
            for piece in iter_octets(tree, edits, child):
                written = bytes(piece[-1:]) or written
                yield piece
            last = b"x"  # whatever it ends with, a delimiter has its own line end
    yield from _iter_between(view[at : rows[row * WIDTH + END]], last, newline)


def _line_end(last: bytes, newline: bytes) -> bytes:
    """A line end behind an octet, of which it takes none."""
    return b"\r\n" if last == b"\r" and newline == b"\n" else newline


def _ends_in_new(tree: Tree, edits: Edits, row: int) -> bool:
    """Whether what a node ends with may be new: not if its own header alone was edited."""
    is_leaf = tree.rows[row * WIDTH + KIND] not in {MULTIPART, MESSAGE}
    return row in edits.changed and not (is_leaf and row not in edits.bodies)


def _iter_between(gap: memoryview, last: bytes, newline: bytes) -> Iterator[bytes | memoryview]:
    """What stands between parts, with the line end that its delimiter had of a field before."""
    if last not in {b"\n", b"\r"} and bytes(gap[:1]) == b"-":
        yield newline
    yield gap


def _iter_made(tree: Tree, edits: Edits, row: int) -> Iterator[bytes | memoryview]:
    """The body of a part that an edit made a multipart."""
    newline, boundary = newline_of(tree, row), edits.boundaries[row]
    for child in edits.children[row]:
        yield b"--" + boundary + newline
        last = b""
        for piece in iter_octets(tree, edits, child):
            last = bytes(piece[-1:]) or last
            yield piece
        yield _line_end(last, newline)
    yield b"--" + boundary + b"--" + newline


def read_children(tree: Tree, row: int) -> Iterator[int]:
    """The children of a multipart that its source holds."""
    child = first_inside(tree, row)
    end = tree.rows[(child - 1) * WIDTH + NEXT]
    while child < end:
        yield child
        child = tree.rows[child * WIDTH + NEXT]


def is_apart(tree: Tree, row: int) -> bool:
    """Whether its source has a multipart in parts: there are a delimiter and a part behind it."""
    return next(read_children(tree, row), -1) >= 0


def _line_before(tree: Tree, start: int, row: int) -> tuple[int, int]:
    """Where the line begins and ends that is before a part of the multipart ``row``."""
    source, body = source_of(tree, row), tree.rows[row * WIDTH + BODY]
    end = start - (2 if source[start - 2 : start] == b"\r\n" else 1)
    return max(source.rfind(b"\n", body, end), source.rfind(b"\r", body, end), body - 1) + 1, end


def _preamble_end(tree: Tree, start: int, row: int) -> int:
    """Where the line end begins that belongs to the delimiter of a part that starts there."""
    source, body = source_of(tree, row), tree.rows[row * WIDTH + BODY]
    line, _ = _line_before(tree, start, row)
    return max(line - (2 if source[line - 2 : line] == b"\r\n" else 1), body)


def boundary_of(tree: Tree, row: int) -> bytes:
    """What stands behind the "--" of a multipart's delimiters."""
    if tree.edits is not None and row in tree.edits.boundaries:
        return tree.edits.boundaries[row]
    boundary = content_type(tree, row).parameters.get("boundary", "").encode("utf-8", "replace")
    if not is_apart(tree, row):
        return boundary.rstrip(b" \t")
    line, end = _line_before(tree, tree.rows[first_inside(tree, row) * WIDTH + START], row)
    is_exact = source_of(tree, row)[line + 2 : end].startswith(boundary)
    return boundary if is_exact else boundary.rstrip(b" \t")


def newline_of(tree: Tree, row: int) -> bytes:
    """The line end that a node's header block has, or the one around it; CRLF if none shows."""
    while row >= 0:
        octets = header_block(tree, row).octets
        for newline in (b"\r\n", b"\n", b"\r"):
            if newline in octets:
                return newline
        row = parent_of(tree, row)
    return b"\r\n"
