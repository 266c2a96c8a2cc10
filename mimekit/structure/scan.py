"""Take a message apart into rows of spans: the one hot loop.

The loop goes forward over the source once. At any moment a chain of nodes is
open, from the root to the current one, and a table of the delimiters of the
open multiparts tells what a line that begins with "--" means: a look-up, however
deep the nesting. There is no recursion and nothing is copied but header blocks.

Deviations from RFC 2046 section 5.1, all of them seen in mail:

1. A delimiter may stand behind any line end: CRLF, LF or a lone CR.
2. The delimiter of an enclosing multipart ends all that it encloses.
3. A header block ends at an open delimiter.
4. Of two open multiparts with the same boundary the inner one gets the lines
   until it is closed.
5. A multipart whose boundary is missing or never occurs stays in one piece.
6. Text may stand behind a boundary and a blank: section 5.1.1 wants the beginning
   of the line compared, but a boundary may be the beginning of another. Whatever but
   blanks stands behind one, readers differ: it is told.
7. Blanks at the end of a boundary count only if its delimiters have them.

Benchmark: ``benchmarks/run.py structure``.
"""

from __future__ import annotations

import re
from typing import Protocol

from mimekit.defect_codes import DefectCode
from mimekit.errors import LimitError
from mimekit.limits import Limits
from mimekit.structure.description import describe_plain
from mimekit.structure.header_block import (
    PROLOGUE,
    PROLOGUE_STARTS,
    after_line_end,
    end_of_fields,
    ends_in_field,
    has_lone_cr,
)
from mimekit.structure.rows import (
    BARE_CR,
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
    LEAF,
    MESSAGE,
    NEXT,
    NO_HEADER,
    OPENED,
    START,
    UNKNOWN,
    WIDTH,
    Description,
    Scan,
    Source,
)

# RFC 2046 section 5.1.1:
#   delimiter := CRLF "--" boundary      transport-padding := *LWSP-char
_DASH_LINE = re.compile(rb"--(?<=[\r\n]--)([^\r\n]*)")

# RFC 2046 section 5.1.1:
#   boundary := 0*69<bchars> bcharsnospace
#   bchars := bcharsnospace / " "
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{1,70}\Z(?<! )")

# What a header block is searched for: an empty line, a line that begins with
# "--", and the fields Content-Type and Content-Transfer-Encoding.
_MARKS = rb"(?:\r\n?|\n|--|[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Tt])"
_MARK = re.compile(rb"\n" + _MARKS)
_MARK_ANY_LINE_END = re.compile(rb"(?:\n|\r(?!\n))" + _MARKS)
_LF, _CR, _DASH = b"\n\r-"
_CONTENT_T = b"content-t"  # what the fields begin with that `describe_plain` reads
# How far a delimiter with its blanks is looked for: a bound for siblings that have none.
_NEAR = 16 << 10
_REST_OF_LINE = re.compile(rb"[^\r\n]*")


class Describe(Protocol):
    """Reads what a header block says of its body, where it is not plain."""

    def __call__(self, block: bytes, *, any_line_end: bool) -> Description:
        """Describe the body by the grammars of the fields."""


def scan(source: Source, start: int, end: int, limits: Limits, describe: Describe) -> Scan:
    """Take the message in ``source[start:end]`` apart.

    ``describe`` is asked only for a header block whose Content-* fields do not
    match the plain pattern.
    """
    return _Scanner(source, end, limits, describe).run(start)


class _Scanner:
    """The state of one scan: what is open, and what was found."""

    __slots__ = (
        "boundaries",
        "chain",
        "closed",
        "defects",
        "delimiters",
        "describe",
        "end",
        "limits",
        "marks",
        "rows",
        "source",
        "told",
    )

    def __init__(self, source: Source, end: int, limits: Limits, describe: Describe) -> None:
        self.source = source
        self.end = end
        self.limits = limits
        self.describe = describe
        self.marks = _MARK
        self.rows: list[int] = []
        self.defects: list[int] = []
        # The open nodes, root first, and of each open delimiter the multiparts
        # that use it, innermost last (deviation 4); all as offsets in `rows`.
        self.chain: list[int] = []
        self.delimiters: dict[bytes, list[int]] = {}
        self.boundaries: dict[int, bytes] = {}  # of the open multiparts
        self.closed: dict[bytes, int] = {}  # the last multipart that was closed by each
        self.told: set[int] = set()  # multiparts with a line that has text behind a boundary

    def run(self, at: int) -> Scan:
        """Read one entity after another, each up to the next delimiter."""
        rows = self.rows
        max_length = self.limits.max_parts * WIDTH
        flags = IS_MESSAGE
        while True:
            if len(rows) >= max_length:
                last = self.chain[-1]
                if rows[last + KIND] == MESSAGE:
                    rows[last + FLAGS] &= ~OPENED  # what it encloses has no row
                self._limit("max_parts", DefectCode.LIMIT_PARTS, last, at)
                break
            row = self._read_entity(at, flags)
            at = rows[row + BODY]
            if rows[row + KIND] == MESSAGE and rows[row + FLAGS] & OPENED:
                flags = IS_MESSAGE
                continue
            if not self.delimiters:
                break
            at = self._next_part(at)
            if at < 0:
                break
            flags = IN_DIGEST if rows[self.chain[-1] + FLAGS] & IS_DIGEST else 0
        if len(rows) > WIDTH or self.boundaries:
            self._close_all()
        return Scan(rows, self.defects)

    def _read_entity(self, at: int, flags: int) -> int:
        """Read a header block and add its row; return the row's offset in `rows`."""
        source, end = self.source, self.end
        row = len(self.rows)
        if flags & IS_MESSAGE and at < end and source[at] in PROLOGUE_STARTS:
            at = self._skip_prologue(row, at)
        known = len(self.defects)
        stop, body, fields = self._find_header_end(row, at)
        if source.find(b"\r", at, stop) >= 0 and has_lone_cr(source, at, stop):
            flags |= BARE_CR
            if self.marks is _MARK:
                # Once and for all: to look for an LF first, in a source that
                # has none, would cost its length at each part.
                self.marks = _MARK_ANY_LINE_END
                del self.defects[known:]
                stop, body, fields = self._find_header_end(row, at)
        if stop > at and (flags & BARE_CR or not ends_in_field(source, at, stop)):
            stop, body = self._trim_header(row, at, stop, body)
        if stop == at:
            flags |= NO_HEADER
        elif self.delimiters and (flags & BARE_CR or source.find(b"\n--", at - 1, stop) >= 0):
            for match in _DASH_LINE.finditer(source, at, stop):
                self._look_at_text(match)
        description = describe_plain(source, fields, stop)
        if description is None:
            description = self.describe(source[at:stop], any_line_end=bool(flags & BARE_CR))
        kind, boundary, encoding, is_digest, has_type = description
        if flags & IN_DIGEST and not has_type:
            kind = MESSAGE
        parent = self.chain[-1] // WIDTH if self.chain else -1
        following = row // WIDTH + 1
        self.rows += (at, stop, body, end, parent, following, kind, encoding, flags)
        if kind != LEAF:
            self._open(row, kind, boundary, encoding, is_digest=is_digest)
        self.chain.append(row)
        return row

    def _find_header_end(self, row: int, at: int) -> tuple[int, int, list[int]]:
        """Find the end of the header block, the body's start, and the Content-T... fields."""
        source, end = self.source, self.end
        limit = self.limits.max_header_bytes
        fields = []
        before = source[at - 1] if at else 0
        if before == _CR:
            self.marks = _MARK_ANY_LINE_END
        elif before != _LF:  # there is none to match, at the start or behind a mark
            first = source[at : at + len(_CONTENT_T)].lower()
            if first == _CONTENT_T:
                fields.append(at)
            elif first.startswith((b"\r", b"\n")):
                return at, after_line_end(source, at, end), fields
        for match in self.marks.finditer(source, at - 1 if at else 0, min(end, at + limit)):
            before, after = match.span()
            mark = source[after - 1]
            if mark == _LF or mark == _CR:  # noqa: PLR1714, SIM109 - the hot loop
                return before + 1, after, fields
            if mark != _DASH:
                fields.append(before + 1)
            elif self._is_open_delimiter(after):
                if after - 2 > at:
                    self._found(DefectCode.HEADER_END_MISSING, row, (after - 2, after - 2))
                return after - 2, after - 2, fields
        stop = self._header_without_end(row, at)
        return stop, stop, fields

    def _open(
        self, row: int, kind: int, boundary: bytes | None, encoding: int, *, is_digest: bool
    ) -> None:
        """Decide whether a multipart or an enclosed message is taken apart."""
        rows = self.rows
        if kind == MESSAGE and encoding not in {IDENTITY, UNKNOWN}:
            return  # decoded and scanned when it is asked for
        if len(self.chain) >= self.limits.max_depth:
            self._limit("max_depth", DefectCode.LIMIT_DEPTH, row, rows[row + START])
            return
        if kind == MESSAGE:
            rows[row + FLAGS] |= OPENED
            return
        if encoding not in {IDENTITY, UNKNOWN}:
            self._found(DefectCode.MULTIPART_ENCODED, row)
            rows[row + ENCODING] = IDENTITY
        if not boundary:
            self._found(DefectCode.MULTIPART_BOUNDARY_MISSING, row)
            rows[row + KIND] = LEAF
            return
        if _BOUNDARY.match(boundary) is None:
            self._found(DefectCode.MULTIPART_BOUNDARY_INVALID, row)
        exact, boundary = boundary, boundary.rstrip(b" \t")
        if exact != boundary:
            body = rows[row + BODY]
            if self.source.find(b"--" + exact, body, min(body + _NEAR, self.end)) >= 0:
                boundary = exact  # deviation 7
        users = self.delimiters.setdefault(boundary, [])
        if users:
            self._found(DefectCode.MULTIPART_BOUNDARY_REPEATED, row)
        users.append(row)
        self.boundaries[row] = boundary
        rows[row + FLAGS] |= OPENED | (IS_DIGEST if is_digest else 0)

    def _next_part(self, at: int) -> int:
        """Go on to the next open delimiter; return where its part begins, or -1."""
        source, end = self.source, self.end
        # One octet is found ten times faster than the pattern, and base64 has no "-".
        while (at := source.find(b"-", at, end)) >= 0:
            match = _DASH_LINE.search(source, at, end)
            if match is None:
                return -1
            at = match.end()
            row, closing, has_text = self._delimiter_of(match[1])
            if has_text:
                self._found_text(row, match.span())
            if row >= 0 and not closing:
                self._close(match.start(), row)
                return after_line_end(source, at, end)
            if row >= 0:
                self._close(match.start(), row)
                self.rows[row + FLAGS] |= CLOSED
                self.closed[self._forget(row)] = row
            elif (name := match[1].rstrip(b" \t")) in self.closed:
                self._found(DefectCode.MULTIPART_AFTER_CLOSE, self.closed.pop(name), match.span())
            else:
                self._look_at_text(match)
        return -1

    def _delimiter_of(self, line: bytes) -> tuple[int, bool, bool]:
        """The multipart, or -1, whose delimiter a line is behind its "--".

        With it, whether the line closes it, and whether text stands behind the boundary.
        """
        delimiters = self.delimiters
        if line in delimiters:
            return delimiters[line][-1], False, False
        name = line.rstrip(b" \t")
        has_text = False
        while True:
            if users := delimiters.get(name):
                return users[-1], False, has_text
            if name.endswith(b"--") and (users := delimiters.get(name[:-2])):
                return users[-1], True, has_text
            words = name.split(None, 1)
            if len(words) < 2:
                return -1, False, False
            name, has_text = words[0], True  # deviation 6

    def _look_at_text(self, match: re.Match[bytes]) -> None:
        """Tell of a line that is no delimiter, but begins with an open one."""
        inside = next(reversed(self.boundaries), -1)  # the innermost: the line stands in it
        if inside not in self.told and match[1].startswith(tuple(self.delimiters)):
            self._found_text(inside, match.span())

    def _found_text(self, row: int, line: tuple[int, int]) -> None:
        """Tell of text behind a boundary, once in a multipart: such lines may be many."""
        if row not in self.told:
            self.told.add(row)
            self._found(DefectCode.MULTIPART_DELIMITER_TEXT, row, line)

    def _close(self, line_start: int, keep: int) -> None:
        """End the open nodes inside the multipart ``keep`` before a delimiter line."""
        end = line_start - 1
        if self.source[end - 1 : line_start] == b"\r\n":
            end -= 1
        while self.chain[-1] != keep:
            end = self._end_innermost(end)

    def _close_all(self) -> None:
        end = self.end
        while self.chain:
            end = self._end_innermost(end)

    def _end_innermost(self, end: int) -> int:
        """End the innermost open node; return the earliest end of its parent."""
        rows = self.rows
        row = self.chain.pop()
        if end < rows[row + BODY]:  # the empty line's end belongs to the delimiter
            rows[row + BODY] = end = max(end, rows[row + HEADER_END])
        rows[row + END] = end
        rows[row + NEXT] = len(rows) // WIDTH
        if row in self.boundaries:
            self._forget(row)
            if rows[row + NEXT] == row // WIDTH + 1:
                rows[row + FLAGS] &= ~OPENED
                self._found(DefectCode.MULTIPART_DELIMITER_MISSING, row)
            else:
                self._found(DefectCode.MULTIPART_UNTERMINATED, row)
        return end

    def _forget(self, row: int) -> bytes:
        """Take a multipart's delimiter out of the open ones, and return it."""
        boundary = self.boundaries.pop(row)
        users = self.delimiters[boundary]
        users.pop()
        if not users:
            del self.delimiters[boundary]
        return boundary

    # -- header blocks that are out of the ordinary

    def _skip_prologue(self, row: int, at: int) -> int:
        """Pass what stands before the first field of a message, if fields follow."""
        match = PROLOGUE.match(self.source, at, self.end)
        if match is None:
            return at
        if match[1]:
            self._found(DefectCode.BYTE_ORDER_MARK, row, match.span(1))
        if match[2]:
            self._found(DefectCode.LEADING_EMPTY_LINES, row, match.span(2))
        if match[3]:
            self._found(DefectCode.MBOX_FROM_LINE, row, match.span(3))
        return match.end()

    def _is_open_delimiter(self, at: int) -> bool:
        """Whether the line whose first two octets, "--", end at ``at`` is a delimiter."""
        match = _REST_OF_LINE.match(self.source, at, self.end) if self.delimiters else None
        return match is not None and self._delimiter_of(match[0])[0] >= 0

    def _header_without_end(self, row: int, at: int) -> int:
        """The end of a header block that no empty line ends."""
        limit = self.limits.max_header_bytes
        if self.end - at > limit:
            self._limit("max_header_bytes", DefectCode.LIMIT_HEADER_BYTES, row, at + limit)
            return at + limit
        if at < self.end:
            self._found(DefectCode.HEADER_END_MISSING, row, (self.end, self.end))
        return self.end

    def _trim_header(self, row: int, at: int, stop: int, body: int) -> tuple[int, int]:
        """End the header block behind its last field; lines behind it begin the body."""
        fields_end = end_of_fields(self.source, at, stop)
        if fields_end == stop:
            return stop, body
        code = DefectCode.HEADER_LINE_INVALID
        if fields_end == at:
            code = DefectCode.HEADER_MISSING
            if self.defects[-4:-2] == [DefectCode.HEADER_END_MISSING.number, row // WIDTH]:
                del self.defects[-4:]  # where nothing is, nothing has an end
        self._found(code, row, (fields_end, stop))
        return fields_end, fields_end

    # -- findings

    def _found(self, code: DefectCode, row: int, place: tuple[int, int] | None = None) -> None:
        start, end = place or (self.rows[row + START], self.rows[row + HEADER_END])
        self.defects += (code.number, row // WIDTH, start, end - start)

    def _limit(self, name: str, code: DefectCode, row: int, at: int) -> None:
        if self.limits.strict:
            raise LimitError(name, allowed=getattr(self.limits, name), offset=at)
        self._found(code, row, (at, at))
