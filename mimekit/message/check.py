"""Everything that is wrong with a message, found on request.

Accessors record nothing: what `check` finds does not depend on what was read
before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Final

from mimekit.codecs import charset
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.fields.by_name import SINGLE
from mimekit.fields.lexical import MAX_DEFECTS_PER_CODE
from mimekit.message.body import content_type
from mimekit.message.descent import enclosed_root, limit_met, walk
from mimekit.message.findings import findings_of
from mimekit.message.headers import Headers
from mimekit.message.lines import is_field
from mimekit.message.preamble import hidden_parts
from mimekit.message.report import ReportCheck
from mimekit.message.tree import Tree, body_span, decode_body, header_block, path_of, span_of
from mimekit.span import Span
from mimekit.structure.header_block import split_fields
from mimekit.structure.rows import (
    ENCODING,
    FLAGS,
    HEADER_END,
    IS_MESSAGE,
    KIND,
    LEAF,
    MESSAGE,
    MULTIPART,
    WIDTH,
)

if TYPE_CHECKING:
    from mimekit.message.part import Part

# Findings of one code that are told of one node, and of all together, but for the first of
# each node. A field of four octets may have three findings of two hundred each; what is
# left out is counted.
MAX_IN_NODE: Final = MAX_DEFECTS_PER_CODE
MAX_IN_ALL: Final = 10_000

# What a part is depends on these: of two, readers take different ones.
_FRAMING = frozenset(("content-type", "content-transfer-encoding"))


def check(tree: Tree, row: int, handle: Callable[[Tree, int], Part]) -> Iterator[Defect]:
    """The findings in a node and all below it, by path, then by offset.

    ``handle`` makes a handle, for what reads a part as a user does.
    """
    told: Counter[DefectCode] = Counter()
    reports = ReportCheck(tree)
    for node in walk(tree, row, enter_messages=True):
        if tree.rows[node * WIDTH + KIND] == MESSAGE:
            enclosed_root(tree, node)  # what this finds is among the findings of the scan
        found = chain(
            findings_of(tree, node),
            _check_lines(tree, node),
            _check_fields(tree, node),
            _check_body(tree, node),
            reports.check(node, handle(tree, node)),
        )
        yield from sorted(_without_floods(found, told), key=lambda defect: defect.span)


def _without_floods(found: Iterable[Defect], told: Counter[DefectCode]) -> Iterator[Defect]:
    """The findings in one node, and of each code how many are left out, if any are.

    ``told`` counts what is told of all nodes.
    """
    here: Counter[DefectCode] = Counter()
    omitted: Counter[DefectCode] = Counter()
    first: dict[DefectCode, Defect] = {}  # of those that are left out
    for defect in found:
        code = defect.code
        if not here[code] or (here[code] < MAX_IN_NODE and told[code] < MAX_IN_ALL):
            here[code] += 1
            told[code] += 1
            yield defect
        else:
            omitted[code] += 1
            first.setdefault(code, defect)
    for code, count in omitted.items():
        detail = f"{count} x {code.value}"
        yield first[code]._replace(code=DefectCode.DEFECTS_OMITTED, detail=detail)


def _check_lines(tree: Tree, row: int) -> Iterator[Defect]:
    """Lines of the header block that are no fields, and fields beyond the limit."""
    block = header_block(tree, row)
    raws, offsets = split_fields(block.octets, any_line_end=block.any_line_end)
    path = path_of(tree, row)
    end = tree.rows[row * WIDTH + HEADER_END]
    read = block.offset + len(block.octets)
    if read < end:
        yield Defect(DefectCode.LIMIT_HEADER_FIELDS, Span(read, end - read), path)
    for raw, offset in zip(raws, offsets, strict=True):
        if not is_field(raw):
            span = Span(block.offset + offset, len(raw))
            yield Defect(DefectCode.HEADER_LINE_INVALID, span, path)


def _check_fields(tree: Tree, row: int) -> Iterator[Defect]:
    """Each field by its grammar, and which of them are missing or repeated."""
    path = path_of(tree, row)
    seen = set()
    for field in Headers(tree, row).fields:
        yield from field.defects
        name = field.name.lower()
        if name in seen and name in SINGLE:
            ambiguous = name in _FRAMING
            code = DefectCode.PARTS_AMBIGUOUS if ambiguous else DefectCode.FIELD_REPEATED
            yield Defect(code, field.span or Span(0, 0), path, field.name)
        seen.add(name)
    if tree.rows[row * WIDTH + FLAGS] & IS_MESSAGE:
        start = span_of(tree, row).offset
        for name in ("Date", "From"):
            if name.lower() not in seen:
                yield Defect(DefectCode.FIELD_MISSING, Span(start, 0), path, name)


def _check_body(tree: Tree, row: int) -> Iterator[Defect]:
    at = row * WIDTH
    kind, encoding = tree.rows[at + KIND], tree.rows[at + ENCODING]
    span, path = body_span(tree, row), path_of(tree, row)
    if code := limit_met(tree, row):
        yield Defect(code, Span(span.offset, 0), path)
    may_be_encoded = content_type(tree, row).subtype == "global"  # RFC 6532 section 3.7
    if kind == MESSAGE and encoding and not may_be_encoded:
        yield Defect(DefectCode.MESSAGE_ENCODED, Span(span.offset, 0), path)
    if kind == MULTIPART:
        for line in hidden_parts(tree, row):
            yield Defect(DefectCode.MULTIPART_PART_HIDDEN, line, path)
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
        from mimekit.html.visible_text import read_visible  # noqa: PLC0415 - for HTML only

        found += [
            Defect(DefectCode.HTML_HIDDEN_TEXT, span, detail=hidden.reason.value)
            for hidden in read_visible(text).hidden
        ]
    for code in dict.fromkeys(defect.code for defect in found):
        details = [defect.detail for defect in found if defect.code == code]
        yield Defect(code, span, path, details[0])
