"""Everything that is wrong with a message, found on request.

Accessors record nothing: what `check` finds does not depend on what was read
before.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimekit.codecs import charset
from mimekit.defects import Defect, DefectCode
from mimekit.fields.by_name import SINGLE
from mimekit.message.body import content_type
from mimekit.message.headers import HeaderField, Headers
from mimekit.message.tree import (
    Tree,
    body_span,
    decode_body,
    enclosed_root,
    findings_of,
    path_of,
    span_of,
    walk,
)
from mimekit.span import Span
from mimekit.structure.rows import ENCODING, FLAGS, IS_MESSAGE, KIND, LEAF, MESSAGE, UNKNOWN, WIDTH


def check(tree: Tree, row: int) -> Iterator[Defect]:
    """The findings in a node and all below it, by path, then by offset."""
    for node in walk(tree, row, enter_messages=True):
        if tree.rows[node * WIDTH + KIND] == MESSAGE:
            enclosed_root(tree, node)  # what this finds is among the findings of the scan
        found = [*findings_of(tree, node), *_check_header(tree, node), *_check_body(tree, node)]
        yield from sorted(found, key=lambda defect: defect.span)


def _check_header(tree: Tree, row: int) -> Iterator[Defect]:
    path = path_of(tree, row)
    seen: dict[str, HeaderField] = {}
    for field in Headers(tree, row).fields:
        yield from field.defects
        name = field.name.lower()
        if name in seen and name in SINGLE:
            yield Defect(DefectCode.FIELD_REPEATED, field.span, path, field.name)
        seen.setdefault(name, field)
    if tree.rows[row * WIDTH + FLAGS] & IS_MESSAGE:
        start = span_of(tree, row).offset
        for name in ("Date", "From"):
            if name.lower() not in seen:
                yield Defect(DefectCode.FIELD_MISSING, Span(start, 0), path, name)


def _check_body(tree: Tree, row: int) -> Iterator[Defect]:
    at = row * WIDTH
    kind, encoding = tree.rows[at + KIND], tree.rows[at + ENCODING]
    span, path = body_span(tree, row), path_of(tree, row)
    if encoding == UNKNOWN:
        yield Defect(DefectCode.ENCODING_UNKNOWN, Span(span.offset, 0), path)
    if kind == MESSAGE and encoding:
        yield Defect(DefectCode.MESSAGE_ENCODED, Span(span.offset, 0), path)
    if kind != LEAF and not (kind == MESSAGE and encoding):
        return
    found: list[Defect] = []
    content = decode_body(tree, row, found)
    for defect in found:
        yield defect.at(span.offset, path)
    type_ = content_type(tree, row)
    if kind == LEAF and type_.type == "text":
        yield from _check_text(content, type_.parameters.get("charset"), type_.subtype, span, path)


def _check_text(
    content: bytes, label: str | None, subtype: str, span: Span, path: str
) -> Iterator[Defect]:
    """Findings in the decoded text; their span is the whole body, which may be encoded."""
    found: list[Defect] = []
    text = charset.decode(content, label, html=subtype == "html", defects=found)
    if subtype == "html" and text:
        from mimekit.html.visible_text import read_visible  # noqa: PLC0415 - selectolax is heavy

        found += [
            Defect(DefectCode.HTML_HIDDEN_TEXT, span, detail=hidden.reason)
            for hidden in read_visible(text).hidden
        ]
    for code in dict.fromkeys(defect.code for defect in found):
        details = [defect.detail for defect in found if defect.code == code]
        yield Defect(code, span, path, details[0])
