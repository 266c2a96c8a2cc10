"""The text of parts and messages."""

from __future__ import annotations

from mimekit.codecs import charset, flowed
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.fields.content_type import ContentType
from mimekit.fields.unstructured import parse_unstructured
from mimekit.message.body import choose, content_type, disposition, field_body
from mimekit.message.descent import enclosed_root
from mimekit.message.findings import findings_of
from mimekit.message.tree import Tree, decode_body
from mimekit.structure.rows import KIND, MESSAGE, WIDTH

# The fields that say what an enclosed message is (RFC 5322 section 3.6).
_SHOWN_FIELDS = ("From", "To", "Cc", "Date", "Subject")
_WITHOUT_LABEL = ContentType("text", "plain", {})
_IN_ONE_PIECE = frozenset(
    (DefectCode.MULTIPART_BOUNDARY_MISSING, DefectCode.MULTIPART_DELIMITER_MISSING)
)


def decode_text(tree: Tree, row: int, defects: list[Defect] | None = None) -> str | None:
    """The text of a text/* part, line ends LF; None for any other part."""
    type_ = content_type(tree, row)
    return _decode(tree, row, type_, defects) if type_.type == "text" else None


def _decode(tree: Tree, row: int, type_: ContentType, defects: list[Defect] | None = None) -> str:
    return text_of(decode_body(tree, row), type_, defects)


def text_of(content: bytes, type_: ContentType, defects: list[Defect] | None = None) -> str:
    """Octets of that text type as text, line ends LF."""
    label = type_.parameters.get("charset")
    text = charset.decode(content, label, html=type_.subtype == "html", defects=defects)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def plain_text(tree: Tree, root: int) -> str | None:
    """The text/plain parts of the body, unflowed and joined; None if there is none."""
    texts = []
    for row in choose(tree, root).text:
        type_ = content_type(tree, row)
        if type_.media_type != "text/plain":
            continue
        text = _decode(tree, row, type_)
        if type_.parameters.get("format", "").lower() == "flowed":
            delsp = type_.parameters.get("delsp", "").lower() == "yes"
            text = flowed.decode(text, delsp=delsp)
        texts.append(text)
    return _join(texts)


def html_text(tree: Tree, root: int) -> str | None:
    """The text/html parts of the body, joined; None if there is none."""
    types = ((row, content_type(tree, row)) for row in choose(tree, root).html)
    return _join([_decode(tree, row, t) for row, t in types if t.media_type == "text/html"])


def _join(texts: list[str]) -> str | None:
    """One text after the other, each on lines of its own."""
    if len(texts) < 2:
        return texts[0] if texts else None
    *before, last = texts
    return (
        "".join(text if text.endswith("\n") or not text else text + "\n" for text in before) + last
    )


def readable_text(tree: Tree, root: int) -> str:
    """The plain text, else the visible text of the HTML, else what is enclosed to be shown.

    Of a message that is nothing but a multipart without delimiters it is that, as it stands.

    That is of each message among the attachments that is not declared as one (RFC 2183
    section 2.1): the fields that name it, and its own text, but not of what it encloses.
    """
    text = _own_text(tree, root)
    if text is not None:
        return text
    shown = [
        _enclosed_text(tree, inner)
        for row in choose(tree, root).attachments
        if (inner := _shown_message(tree, row)) >= 0
    ]
    return _join(shown) or ""


def _own_text(tree: Tree, root: int) -> str | None:
    """The text of the message itself, else of its HTML, else of what is left in one piece.

    None without a body.
    """
    text = plain_text(tree, root)
    if text is not None:
        return text
    html = html_text(tree, root)
    if html is None:
        return _text_in_one_piece(tree, root)
    from mimekit.html.visible_text import visible_text  # noqa: PLC0415 - for HTML only

    return visible_text(html)


def _text_in_one_piece(tree: Tree, root: int) -> str | None:
    """The octets, as text, of a multipart whose delimiters are not found and that is all there is.

    Its label is none for them: what it was to hold has labels of its own.
    """
    attachments = choose(tree, root).attachments
    if len(attachments) != 1:
        return None
    [row] = attachments
    codes = {defect.code for defect in findings_of(tree, row)}
    if not codes & _IN_ONE_PIECE or DefectCode.LIMIT_PARTS in codes:
        return None
    return text_of(decode_body(tree, row), _WITHOUT_LABEL)


def _shown_message(tree: Tree, row: int) -> int:
    """The root of the message that a part encloses to be shown; -1 if it does not."""
    if tree.rows[row * WIDTH + KIND] != MESSAGE:
        return -1
    declared = disposition(tree, row)
    if declared is not None and declared.value != "inline":
        return -1
    return enclosed_root(tree, row)


def _enclosed_text(tree: Tree, root: int) -> str:
    """An enclosed message as readers show it: ``Name: text`` lines, an empty one, its text."""
    lines = []
    for name in _SHOWN_FIELDS:
        value = field_body(tree, root, name.lower().encode())
        if value is not None:
            lines.append(f"{name}: {parse_unstructured(value).value}\n")
    return "".join(lines) + "\n" + (_own_text(tree, root) or "")
