"""Editing of parts: their content is replaced, parts are attached and removed."""

from __future__ import annotations

import secrets
from typing import Final

from mimekit.errors import ComposeError
from mimekit.fields.body_format import FieldValue
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType, parse_content_type
from mimekit.fields.folding import format_field
from mimekit.message.body import content_type, disposition
from mimekit.message.descent import children_of, encoded_below, walk
from mimekit.message.edit import (
    NEW,
    edits_of,
    lines_of,
    note,
    replace_lines,
    set_unchecked,
)
from mimekit.message.encode import choose_boundary, encode_body, leaf_fields, text_octets
from mimekit.message.splice import boundary_of, newline_of
from mimekit.message.tree import DECODE, Tree, parent_of, raw_body
from mimekit.structure.rows import (
    CLOSED,
    ENCODING,
    ENCODINGS,
    FLAGS,
    IDENTITY,
    IS_MESSAGE,
    KIND,
    LEAF,
    MESSAGE,
    MULTIPART,
    OPENED,
    PARENT,
    WIDTH,
    move_rows,
)
from mimekit.structure.seam import scan
from mimekit.wire import WireFormat

# Multiparts whose children are not simply one behind the other: to add one to them changes
# what the others mean (RFC 2046 section 5.1.4, RFC 1847, RFC 6522).
_CLOSED_TYPES: Final = frozenset(("alternative", "signed", "encrypted", "report"))

_OCTETS = ContentType("application", "octet-stream", {})


def replace_content(tree: Tree, row: int, content: bytes | str) -> None:
    """Give a leaf another content: text in UTF-8, or octets as they are."""
    if tree.rows[row * WIDTH + KIND] != LEAF:
        raise ComposeError("only a part that holds no others can get another content")
    type_ = content_type(tree, row)
    is_exact = not isinstance(content, str)
    if isinstance(content, str):
        if type_.type != "text":
            raise ComposeError(f"text is no content of {type_.media_type}: give octets")
        label = "us-ascii" if content.isascii() else "utf-8"
        type_ = type_._replace(parameters={**type_.parameters, "charset": label})
        content = content.encode("utf-8")
        _set(tree, row, "Content-Type", type_)
    wire = WireFormat(newline=_written_newline(tree, row))
    encoding, octets = encode_body(content, type_, wire, exact=is_exact)
    if _holds_delimiter(tree, row, octets):
        encoding, octets = encode_body(content, _OCTETS, wire)
    _set(tree, row, "Content-Transfer-Encoding", encoding)
    tree.rows[row * WIDTH + ENCODING] = ENCODINGS[encoding]
    note(tree, row).bodies[row] = octets


def _set(tree: Tree, row: int, name: str, value: FieldValue) -> None:
    """Set a field that describes the body, in the line ends of its header block."""
    raw = format_field(name, value).replace(b"\r\n", newline_of(tree, row))
    set_unchecked(tree, row, name, raw)


def _written_newline(tree: Tree, row: int) -> bytes:
    """The line end of what is added; a lone CR is not written."""
    newline = newline_of(tree, row)
    return newline if newline != b"\r" else b"\r\n"


def _holds_delimiter(tree: Tree, row: int, octets: bytes) -> bool:
    """Whether a line begins as a delimiter of the node, or of a multipart around it, does."""
    lines = b"\n" + octets.replace(b"\r", b"\n")
    while row >= 0:
        if tree.rows[row * WIDTH + KIND] == MULTIPART:
            if b"\n--" + boundary_of(tree, row) in lines:
                return True
        elif tree.rows[row * WIDTH + KIND] == MESSAGE and encodes(tree, row):
            return False  # what is above an encoded message sees no line of it
        row = parent_of(tree, row)
    return False


def encodes(tree: Tree, row: int) -> bool:
    """Whether a part's transfer encoding hides the lines of its content."""
    return tree.rows[row * WIDTH + ENCODING] in DECODE


def octets_of(
    tree: Tree,
    row: int,
    content: bytes | str,
    *,
    declared: ContentDisposition,
    media_type: str | None,
    content_id: str | None,
) -> bytes:
    """Header block and body of a part for a multipart, in the line ends of its header."""
    if media_type is None:
        media_type = _guess_type(declared.filename) if isinstance(content, bytes) else "text/plain"
    parsed = parse_content_type(media_type.encode("utf-8"))
    if parsed.defects or parsed.value.type == "multipart":
        raise ComposeError(f"{media_type!r} is no media type of an attachment")
    type_, is_text = parsed.value, isinstance(content, str)
    content, type_ = text_octets(content, type_)
    newline = _written_newline(tree, row)
    wire = WireFormat(newline=newline, eight_bit=type_.type == "message")
    is_exact = not is_text and type_.type != "message"
    encoding, body = encode_body(content, type_, wire, exact=is_exact)
    if _holds_delimiter(tree, row, body):
        if type_.type == "message":
            raise ComposeError("the message holds a line that is a delimiter around it")
        encoding, body = encode_body(content, _OCTETS, wire)
    return leaf_fields(type_, encoding, declared, content_id, wire) + newline + body


def _guess_type(filename: str | None) -> str:
    """The media type that a file name tells."""
    import mimetypes  # noqa: PLC0415 - reads files of the system

    return (filename and mimetypes.guess_type(filename)[0]) or "application/octet-stream"


def rename(tree: Tree, row: int, filename: str) -> None:
    """Set the file name (RFC 2183 section 2.3), and the name of Content-Type if it has one."""
    declared = disposition(tree, row) or ContentDisposition("attachment", {})
    declared = declared._replace(parameters={**declared.parameters, "filename": filename})
    type_ = content_type(tree, row)
    if "name" in type_.parameters:
        type_ = type_._replace(parameters={**type_.parameters, "name": filename})
        _set(tree, row, "Content-Type", type_)
    _set(tree, row, "Content-Disposition", declared)


def attach(tree: Tree, row: int, octets: bytes) -> int:
    """Add a part, header block and body, as the last child of a multipart; its row.

    A leaf becomes a multipart/mixed of what it was and the new part.
    """
    if tree.rows[row * WIDTH + KIND] == LEAF:
        _wrap(tree, row)
    elif tree.rows[row * WIDTH + KIND] != MULTIPART:
        raise ComposeError("a part that encloses a message holds that message alone")
    elif content_type(tree, row).subtype in _CLOSED_TYPES:
        media_type = content_type(tree, row).media_type
        raise ComposeError(f"a part more would change what the others of {media_type} mean")
    elif _is_open_inside(tree, row):
        raise ComposeError("a multipart in this one has its boundary, and no end")
    return _add_child(tree, row, octets)


def _is_open_inside(tree: Tree, row: int) -> bool:
    """Whether a delimiter behind the parts of a multipart would be that of one inside."""
    boundary = boundary_of(tree, row)
    return any(
        tree.rows[node * WIDTH + KIND] == MULTIPART
        and not tree.rows[node * WIDTH + FLAGS] & CLOSED
        and boundary_of(tree, node) == boundary
        for node in walk(tree, row, enter_messages=True)
        if node != row
    )


def _wrap(tree: Tree, row: int) -> None:
    """Make a leaf the first child of a multipart/mixed in its place."""
    type_ = content_type(tree, row)
    if type_.type == "multipart":
        raise ComposeError("this multipart was left in one piece: its boundary is of no use")
    newline = newline_of(tree, row)
    lines = lines_of(tree, row)
    moved = [raw for raw, _ in lines if raw[:8].lower() == b"content-"]
    head = b"".join(moved)
    if not head:  # else a body that looks like fields would be taken for some
        head = b"Content-Type: text/plain" + newline
    elif not head.endswith((b"\n", b"\r")):
        head += newline
    octets = head + newline + raw_body(tree, row)
    boundary = choose_boundary(secrets.token_hex(), [octets])
    new = ContentType("multipart", "mixed", {"boundary": boundary})
    kept = [line for line in lines if line[0][:8].lower() != b"content-"]
    if not any(raw[:13].lower() == b"mime-version:" for raw, _ in kept):
        kept.append((b"MIME-Version: 1.0" + newline, NEW))
    kept.append((format_field("Content-Type", new).replace(b"\r\n", newline), NEW))
    replace_lines(tree, row, kept)
    at = row * WIDTH
    tree.rows[at + KIND] = MULTIPART
    tree.rows[at + ENCODING] = IDENTITY
    tree.rows[at + FLAGS] |= OPENED
    edits = note(tree, row)
    edits.bodies.pop(row, None)
    edits.boundaries[row] = boundary.encode("ascii")
    edits.children[row] = []
    _add_child(tree, row, octets)


def _add_child(tree: Tree, row: int, octets: bytes) -> int:
    """Add a part of a source of its own as the last child of a multipart."""
    root = len(tree.rows) // WIDTH
    found = move_rows(scan(octets, tree.limits), root)
    found.rows[PARENT] = row
    found.rows[FLAGS] &= ~IS_MESSAGE
    tree.rows += found.rows
    tree.findings += found.defects
    tree.sources = (*tree.sources, octets)
    tree.roots = (*tree.roots, root)
    edits = note(tree, row)
    edits.children.setdefault(row, [*children_of(tree, row)]).append(root)
    edits.new.add(root)
    if tree.waiting is not None:
        tree.waiting[:0] = encoded_below(tree, root)
    return root


def remove(tree: Tree, row: int) -> None:
    """Take a part out of its multipart, which keeps one at the least."""
    parent = parent_of(tree, row)
    if parent < 0 or tree.rows[parent * WIDTH + KIND] != MULTIPART:
        raise ComposeError("only a part of a multipart can be removed")
    siblings = edits_of(tree).children.setdefault(parent, [*children_of(tree, parent)])
    if row not in siblings:
        raise ComposeError("this part was removed already")
    if len(siblings) == 1:
        raise ComposeError("a multipart has one part at the least (RFC 2046 section 5.1.1)")
    siblings.remove(row)
    note(tree, parent)
