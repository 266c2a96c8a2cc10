"""What is hidden around the parts of a multipart: in its preamble and its epilogue.

RFC 2046 section 5.1.1: what stands before the first delimiter and behind the closing one
is to be ignored. A reader that takes other lines for delimiters finds parts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from mimekit.message.descent import children_of
from mimekit.message.tree import Tree, body_span, source_of
from mimekit.span import Span
from mimekit.structure.rows import CLOSED, END, FLAGS, OPENED, START, WIDTH, Source

_DASH_LINE = re.compile(rb"--(?<=[\r\n]--)[^\r\n]*")
_EMPTY_LINE = re.compile(rb"\n\r?\n|\r\r")
# RFC 2045 section 3: MIME-extension-field := <Any RFC 822 header field which begins
#   with the string "Content-">
_CONTENT_FIELD = re.compile(rb"[\r\n]Content-[!-9;-~]+[ \t]*:", re.IGNORECASE)


def hidden_parts(tree: Tree, row: int) -> Iterator[Span]:
    """Lines of a multipart that begin what looks like a part: the first one in either place."""
    rows, flags = tree.rows, tree.rows[row * WIDTH + FLAGS]
    if not flags & OPENED:
        return
    source, body = source_of(tree, row), body_span(tree, row)
    parts_end = body.offset
    for number, child in enumerate(children_of(tree, row)):
        if number == 0:
            yield from _first_part(source, body.offset, rows[child * WIDTH + START])
        parts_end = rows[child * WIDTH + END]
    if flags & CLOSED and (closing := _DASH_LINE.search(source, parts_end, body.end)):
        yield from _first_part(source, closing.end(), body.end)


def _first_part(source: Source, start: int, end: int) -> Iterator[Span]:
    """The first line there that begins with "--" and has a Content-... field below it."""
    lines = (match.span() for match in _DASH_LINE.finditer(source, start, end))
    for (at, line_end), (stop, _) in pairwise(chain(lines, [(end, end)])):
        empty = _EMPTY_LINE.search(source, line_end, stop)
        if _CONTENT_FIELD.search(source, line_end, empty.start() if empty else stop):
            yield Span(at, line_end - at)
            return
