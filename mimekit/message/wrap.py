"""A node is put into a multipart/mixed in its own place, so that others can follow it.

Its Content-... fields go with it, all others stay above. Of its body not an octet changes, so
that a multipart/signed (RFC 1847 section 2.1) is still what was signed.
"""

from __future__ import annotations

from hashlib import sha256

from mimekit.fields.content_transfer_encoding import parse_transfer_encoding
from mimekit.fields.content_type import ContentType
from mimekit.fields.folding import format_field
from mimekit.message.body import content_type, field_body
from mimekit.message.descent import children_of, enclosed_root
from mimekit.message.edit import NEW, Line, block_of, edits_of, lines_of, note, replace_lines
from mimekit.message.encode import choose_boundary
from mimekit.message.findings import move_findings
from mimekit.message.lines import is_field
from mimekit.message.splice import iter_body, newline_of
from mimekit.message.tree import Tree, add_source, source_of
from mimekit.structure.rows import (
    BODY,
    CLOSED,
    ENCODING,
    END,
    FLAGS,
    HEADER_END,
    IDENTITY,
    IN_DIGEST,
    IS_DIGEST,
    IS_MESSAGE,
    KIND,
    MESSAGE,
    MULTIPART,
    NEXT,
    NO_HEADER,
    OPENED,
    PARENT,
    START,
    WIDTH,
)

# What a multipart declares if a part in it does (RFC 2045 section 6.4).
_WIDE = frozenset(("8bit", "binary"))


def wrap(tree: Tree, row: int) -> None:
    """Make a node a multipart/mixed with one part, which is what the node was."""
    if tree.rows[row * WIDTH + KIND] == MESSAGE:
        enclosed_root(tree, row)  # decoded, if need be, while it stands where it was
    moved, kept = _divided(tree, row)
    boundary = _boundary(tree, row)
    kept += _fields_of_multipart(tree, row, kept, boundary)
    head = block_of(tree, row, moved)
    replace_lines(tree, row, kept)
    inner = _move(tree, row)
    tree.blocks[inner] = head
    at = row * WIDTH
    tree.rows[at + KIND], tree.rows[at + ENCODING] = MULTIPART, IDENTITY
    tree.rows[at + FLAGS] = tree.rows[at + FLAGS] & ~IS_DIGEST | OPENED | CLOSED
    edits = note(tree, row)
    edits.boundaries[row] = boundary.encode("ascii")
    edits.children[row] = [inner]
    edits.headers.add(inner)
    edits.changed.add(inner)
    edits.new.add(inner)


def _divided(tree: Tree, row: int) -> tuple[list[Line], list[Line]]:
    """The lines of a header block: those that describe the body, and the others."""
    moved: list[Line] = []
    kept: list[Line] = []
    for line in lines_of(tree, row):
        is_moved = line[0][:8].lower() == b"content-" and is_field(line[0])
        (moved if is_moved else kept).append(line)
    in_digest = tree.rows[row * WIDTH + FLAGS] & IN_DIGEST
    if not moved or (in_digest and field_body(tree, row, b"content-type") is None):
        # Without a field, a body that looks like some would be taken for them.
        type_ = content_type(tree, row)
        raw = format_field("Content-Type", type_).replace(b"\r\n", newline_of(tree, row))
        moved.insert(0, (raw, NEW))
    return moved, kept


def _fields_of_multipart(tree: Tree, row: int, kept: list[Line], boundary: str) -> list[Line]:
    newline = newline_of(tree, row)
    declared = field_body(tree, row, b"content-transfer-encoding") or b""
    encoding = parse_transfer_encoding(declared).value
    type_ = ContentType("multipart", "mixed", {"boundary": boundary})
    fields = []
    if not any(raw[:13].lower() == b"mime-version:" for raw, _ in kept):
        fields.append(b"MIME-Version: 1.0\r\n")
    fields.append(format_field("Content-Type", type_))
    if encoding in _WIDE:
        fields.append(format_field("Content-Transfer-Encoding", encoding))
    return [(raw.replace(b"\r\n", newline), NEW) for raw in fields]


def _boundary(tree: Tree, row: int) -> str:
    """A boundary that is not in the body, and always the same for the same body."""
    edits = edits_of(tree)
    digest = sha256()
    pieces = [*iter_body(tree, edits, row)]
    for piece in pieces:
        digest.update(piece)
    return choose_boundary(digest.hexdigest(), pieces)


def _move(tree: Tree, row: int) -> int:
    """Give what a node holds to a new node below it, in the same source; its row."""
    rows, at = tree.rows, row * WIDTH
    inner = len(rows) // WIDTH
    children = [*children_of(tree, row)]
    kind, body = rows[at + KIND], rows[at + BODY]
    new = [0] * WIDTH
    new[START] = new[HEADER_END] = new[BODY] = body
    new[END] = rows[at + END]
    new[PARENT], new[NEXT] = row, inner + 1
    new[KIND], new[ENCODING] = kind, rows[at + ENCODING]
    new[FLAGS] = rows[at + FLAGS] & ~(IS_MESSAGE | IN_DIGEST | NO_HEADER)
    rows += new
    add_source(tree, source_of(tree, row), inner)
    for child in children:
        rows[child * WIDTH + PARENT] = inner
    if row in tree.enclosed:
        tree.enclosed[inner] = tree.enclosed.pop(row)
    if row in tree.refused:
        tree.refused[inner] = tree.refused.pop(row)
    edits = note(tree, row)
    for changes in (edits.bodies, edits.boundaries):
        if row in changes:
            changes[inner] = changes.pop(row)
    edits.children.pop(row, None)
    if kind == MULTIPART:
        edits.children[inner] = children
    edits.moved[inner] = edits.moved.get(row, row)
    move_findings(tree, row, inner)
    return inner
