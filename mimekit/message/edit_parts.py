"""Editing of parts: their content is replaced, parts are attached and removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from mimekit.errors import ComposeError
from mimekit.fields.body_format import FieldValue
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_transfer_encoding import parse_transfer_encoding
from mimekit.fields.content_type import ContentType
from mimekit.fields.folding import format_field
from mimekit.fields.parameters import is_token
from mimekit.message.attachment import Attachment, attachment_leaf
from mimekit.message.body import content_type, disposition, field_body
from mimekit.message.descent import children_of, encoded_below, walk
from mimekit.message.edit import edits_of, note, set_unchecked
from mimekit.message.encode import encode_body, identity_encoding
from mimekit.message.leaf import Leaf
from mimekit.message.splice import boundary_of, is_apart, newline_of
from mimekit.message.tree import DECODE, Tree, add_source, parent_of
from mimekit.message.wrap import wrap
from mimekit.structure.rows import (
    CLOSED,
    ENCODING,
    ENCODINGS,
    FLAGS,
    IS_MESSAGE,
    KIND,
    LEAF,
    MESSAGE,
    MULTIPART,
    NEXT,
    PARENT,
    WIDTH,
    Scan,
    move_rows,
)
from mimekit.wire import WireFormat

_WIDTHS: Final = {"8bit": 1, "binary": 2}  # of 7bit and whatever is encoded, 0

_OCTETS = ContentType("application", "octet-stream", {})


def replace_content(tree: Tree, row: int, content: bytes | str) -> None:
    """Give a leaf another content: text in UTF-8, or octets as they are."""
    if tree.rows[row * WIDTH + KIND] != LEAF:
        raise ComposeError("only a part that holds no others can get another content")
    type_ = content_type(tree, row)
    if not isinstance(content, bytes | bytearray | memoryview | str):
        raise TypeError(f"a content is bytes or a str, not {type(content).__name__}")
    is_exact = not isinstance(content, str)
    if isinstance(content, str):
        if type_.type != "text":
            raise ComposeError(f"text is no content of {type_.media_type}: give octets")
        label = "us-ascii" if content.isascii() else "utf-8"
        # It is not flowed, and would be read otherwise if the type said so (RFC 3676).
        kept = {k: v for k, v in type_.parameters.items() if k not in {"format", "delsp"}}
        type_ = type_._replace(parameters={**kept, "charset": label})
        content = content.encode("utf-8")
        _set(tree, row, "Content-Type", type_)
    wire = WireFormat(newline=_written_newline(tree, row))
    if type_.type == "multipart":  # one without parts
        encoding, octets = identity_encoding(content, wire), bytes(content)
    else:
        encoding, octets = encode_body(content, type_, wire, exact=is_exact)
    if encoding == "binary" or _holds_delimiter(tree, row, octets):
        if type_.type == "multipart":
            raise ComposeError(f"{type_.media_type} may not be encoded (RFC 2045 section 6.4)")
        encoding, octets = encode_body(content, _OCTETS, wire)
    _set(tree, row, "Content-Transfer-Encoding", encoding)
    tree.rows[row * WIDTH + ENCODING] = ENCODINGS[encoding]
    note(tree, row).bodies[row] = octets


def _set(tree: Tree, row: int, name: str, value: FieldValue) -> None:
    """Set a field that describes the body."""
    set_unchecked(tree, row, name, _formatted(tree, row, name, value))


def _formatted(tree: Tree, row: int, name: str, value: FieldValue) -> bytes:
    """A field in the line ends of its header block."""
    return format_field(name, value).replace(b"\r\n", newline_of(tree, row))


def _written_newline(tree: Tree, row: int) -> bytes:
    """The line end of what is added; a lone CR is not written."""
    newline = newline_of(tree, row)
    return newline if newline != b"\r" else b"\r\n"


def _holds_delimiter(tree: Tree, row: int, octets: bytes) -> bool:
    """Whether a line begins as a delimiter of the node, or of a multipart around it, does."""
    lines = b"\n" + octets.replace(b"\r", b"\n")
    return any(b"\n--" + boundary in lines for boundary in _boundaries_of(tree, row))


def _boundaries_of(tree: Tree, row: int) -> Iterator[bytes]:
    """The boundaries that the lines in a node are compared with: its own and those around it."""
    while row >= 0:
        if tree.rows[row * WIDTH + KIND] == MULTIPART:
            yield boundary_of(tree, row)
        elif tree.rows[row * WIDTH + KIND] == MESSAGE and encodes(tree, row):
            return  # what is above an encoded message sees no line of it
        row = parent_of(tree, row)


def encodes(tree: Tree, row: int) -> bool:
    """Whether a part's transfer encoding hides the lines of its content."""
    return tree.rows[row * WIDTH + ENCODING] in DECODE


def rename(tree: Tree, row: int, filename: str) -> None:
    """Set the file name (RFC 2183 section 2.3), and the name of Content-Type if it has one."""
    declared = disposition(tree, row) or ContentDisposition("attachment", {})
    value = declared.value if is_token(declared.value) else "attachment"
    declared = ContentDisposition(value, {**declared.parameters, "filename": filename})
    fields: dict[str, FieldValue] = {"Content-Disposition": declared}
    type_ = content_type(tree, row)
    if "name" in type_.parameters:
        fields["Content-Type"] = type_._replace(parameters={**type_.parameters, "name": filename})
    raws = {name: _formatted(tree, row, name, value) for name, value in fields.items()}
    for name, raw in raws.items():  # all could be made: now they are set
        set_unchecked(tree, row, name, raw)


def attach(tree: Tree, row: int, attachment: Attachment) -> int:
    """Add a part as the last one of a multipart/mixed; its row.

    What is no such multipart, or a digest that gets a message, becomes the first part of one.
    """
    in_place = _takes_parts(tree, row, attachment)
    around = row if in_place else parent_of(tree, row)
    leaf = _leaf(tree, around, row, attachment)
    octets = b"".join([leaf.fields, _written_newline(tree, row), *leaf.pieces()])
    new = Tree(octets, tree.limits)
    delimiters = {*_boundaries_of(tree, around)}
    if any(_is_open(new, node, delimiters) for node in range(new.rows[NEXT])):
        raise ComposeError("a multipart in the message has a boundary around it, and no end")
    if not in_place:
        wrap(tree, row)
    root = _add_child(tree, row, new)
    _declare(tree, row, leaf.encoding)
    return root


def _takes_parts(tree: Tree, row: int, attachment: Attachment) -> bool:
    """Whether parts can follow those that a node has, and mean nothing but themselves.

    Not so where the parts belong together (RFC 2046 section 5.1.4, RFC 2387, RFC 1847,
    RFC 6522), and where a delimiter would be that of a multipart inside.
    """
    at = row * WIDTH
    if tree.rows[at + KIND] != MULTIPART or not (
        row in edits_of(tree).boundaries or is_apart(tree, row)
    ):
        return False
    subtype = content_type(tree, row).subtype
    is_message = attachment.content_type.type == "message"
    if subtype != "mixed" and not (subtype == "digest" and is_message):
        return False
    edits = edits_of(tree)
    if row not in edits.sound and _is_sound(tree, row):
        edits.sound.add(row)
    return row in edits.sound


def _is_sound(tree: Tree, row: int) -> bool:
    """Whether a delimiter behind the parts of a multipart would be its own."""
    delimiters = {boundary_of(tree, row)}
    below = (node for node in walk(tree, row, enter_messages=True) if node != row)
    return not any(_is_open(tree, node, delimiters) for node in below)


def _is_open(tree: Tree, row: int, boundaries: set[bytes]) -> bool:
    """Whether a node is a multipart that has one of the boundaries, and no end."""
    at = row * WIDTH
    if tree.rows[at + KIND] != MULTIPART or tree.rows[at + FLAGS] & CLOSED:
        return False
    return boundary_of(tree, row) in boundaries


def _leaf(tree: Tree, around: int, row: int, attachment: Attachment) -> Leaf:
    """The part, with no line that is a delimiter of ``around`` or of what is around that."""
    wire = WireFormat(newline=_written_newline(tree, row))
    leaf = attachment_leaf(attachment, wire)
    if leaf.plain and _holds_delimiter(tree, around, bytes(leaf.plain)):
        if attachment.content_type.type == "message":
            raise ComposeError("the message holds a line that is a delimiter around it")
        leaf = attachment_leaf(attachment, wire, hidden=True)
    return leaf


def _declare(tree: Tree, row: int, encoding: str) -> None:
    """State the transfer encoding of a new part around it (RFC 2045 section 6.4)."""
    width = _WIDTHS.get(encoding, 0)
    while row >= 0 and width and not encodes(tree, row):
        declared = field_body(tree, row, b"content-transfer-encoding") or b""
        if _WIDTHS.get(parse_transfer_encoding(declared).value, 0) < width:
            with suppress(ComposeError):  # a header that takes no field
                _set(tree, row, "Content-Transfer-Encoding", encoding)
        row = parent_of(tree, row)


def _add_child(tree: Tree, row: int, new: Tree) -> int:
    """Add what was scanned of a source of its own as the last child of a multipart."""
    root = len(tree.rows) // WIDTH
    found = move_rows(Scan(new.rows, new.findings), root)
    found.rows[PARENT] = row
    found.rows[FLAGS] &= ~IS_MESSAGE
    tree.rows += found.rows
    tree.findings += found.defects
    add_source(tree, new.sources[0], root)
    edits = note(tree, row)
    if row not in edits.children:
        edits.children[row] = [*children_of(tree, row)]
    edits.children[row].append(root)
    edits.new.add(root)
    if tree.waiting is not None:
        tree.waiting[:0] = encoded_below(tree, root)
    return root


def remove(tree: Tree, row: int) -> None:
    """Take a part out of its multipart, which keeps one at the least."""
    parent = parent_of(tree, row)
    if parent < 0 or tree.rows[parent * WIDTH + KIND] != MULTIPART:
        raise ComposeError("only a part of a multipart can be removed")
    edits = edits_of(tree)
    if parent not in edits.children:
        edits.children[parent] = [*children_of(tree, parent)]
    siblings = edits.children[parent]
    if row not in siblings:
        raise ComposeError("this part was removed already")
    if len(siblings) == 1:
        raise ComposeError("a multipart has one part at the least (RFC 2046 section 5.1.1)")
    siblings.remove(row)
    note(tree, parent)
