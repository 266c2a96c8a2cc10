"""A slow scan, line by line and recursive: what the fast one must agree with.

It knows only plain Content-Type fields, on one line, of which the first counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
FROM_LINE = re.compile(rb">?From (?![ \t]*:)")
FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
MULTIPART = re.compile(
    rb"content-type: multipart/[a-z]+; boundary=([a-z-]+)[ \t]*\Z", re.IGNORECASE
)
MESSAGE = re.compile(rb"content-type: message/rfc822\Z", re.IGNORECASE)


@dataclass
class Node:
    start: int
    header_end: int
    body: int
    kind: str
    end: int = -1
    opened: bool = False
    closed: bool = False
    children: list[Node] = field(default_factory=list)

    def rows(self) -> list[tuple[int, int, int, int, str, int]]:
        """Start, header end, body, end, kind and number of children, in document order."""
        mine = (self.start, self.header_end, self.body, self.end, self.kind, len(self.children))
        return [mine, *(row for child in self.children for row in child.rows())]


@dataclass
class Delimiter:
    line: int
    boundary: bytes
    closing: bool


class Reference:
    """One scan."""

    def __init__(self, data: bytes) -> None:
        self.lines = LINE.findall(data)
        self.offsets = [0]
        for line in self.lines:
            self.offsets.append(self.offsets[-1] + len(line))
        self.open: list[bytes] = []

    def scan(self) -> Node:
        node, _ = self.entity(0, is_message=True)
        return node

    def text(self, line: int) -> bytes:
        return bytes(self.lines[line]).rstrip(b"\r\n")

    def delimiter(self, line: int) -> Delimiter | None:
        text = self.text(line)
        if not text.startswith(b"--"):
            return None
        name = text[2:].rstrip(b" \t")
        if name in self.open:
            return Delimiter(line, name, closing=False)
        if name.endswith(b"--") and name[:-2] in self.open:
            return Delimiter(line, name[:-2], closing=True)
        first, *rest = name.split(None, 1) or [b""]
        if rest and first in self.open:
            return Delimiter(line, first, closing=False)
        if rest and first.endswith(b"--") and first[:-2] in self.open:
            return Delimiter(line, first[:-2], closing=True)
        return None

    def before(self, line: int) -> int:
        """The offset of the line end that belongs to a delimiter."""
        before = self.lines[line - 1]
        return self.offsets[line] - (2 if before.endswith(b"\r\n") else 1)

    def prologue(self, line: int) -> int:
        """Pass a mark, empty lines and a From_ line, if a field follows."""
        at = line
        while at < len(self.lines) and not self.text(at).strip(b" \t") and self.ended(at):
            at += 1
        while at < len(self.lines) and FROM_LINE.match(self.text(at)):
            at += 1
        if at < len(self.lines) and FIELD.match(self.text(at)):
            return at
        return line

    def ended(self, line: int) -> bool:
        return bytes(self.lines[line]).endswith((b"\r", b"\n"))

    def header(self, line: int) -> tuple[int, int]:
        """The line behind the last field, and the first line of the body."""
        stop = line
        while stop < len(self.lines) and self.text(stop) and not self.delimiter(stop):
            stop += 1
        body = stop + 1 if stop < len(self.lines) and not self.text(stop) else stop
        if stop == line:
            return stop, body
        fields = [n for n in range(line, stop) if FIELD.match(self.text(n))]
        if not fields:
            return line, line
        end = fields[-1] + 1
        while end < stop and self.text(end).startswith((b" ", b"\t")):
            end += 1
        if end == stop:
            return stop, body
        return end, end

    def describe(self, first: int, end: int) -> tuple[str, bytes]:
        for line in range(first, end):
            text = self.text(line)
            if text.lower().startswith(b"content-type:"):
                if match := MULTIPART.match(text):
                    return "multipart", match[1]
                return ("message" if MESSAGE.match(text) else "leaf"), b""
        return "leaf", b""

    def entity(self, line: int, *, is_message: bool) -> tuple[Node, Delimiter | None]:
        first = self.prologue(line) if is_message else line
        header_end, body = self.header(first)
        if header_end == first and body == first and first != line:
            first = header_end = body = line
        kind, boundary = self.describe(first, header_end)
        node = Node(self.offsets[first], self.offsets[header_end], self.offsets[body], kind)
        if kind == "message":
            child, event = self.entity(body, is_message=True)
            node.children.append(child)
        elif kind == "multipart":
            event = self.multipart(node, boundary, body)
        else:
            event = self.next_delimiter(body)
        end = self.before(event.line) if event else self.offsets[-1]
        end = max([end, *(child.end for child in node.children)])
        if end < node.body:
            node.body = end = max(end, node.header_end)
        node.end = end
        return node, event

    def next_delimiter(self, line: int) -> Delimiter | None:
        for at in range(line, len(self.lines)):
            if found := self.delimiter(at):
                return found
        return None

    def multipart(self, node: Node, boundary: bytes, line: int) -> Delimiter | None:
        self.open.append(boundary)
        level = len(self.open)
        event = self.next_delimiter(line)
        while event and self.owner(event.boundary) == level and not event.closing:
            child, event = self.entity(event.line + 1, is_message=False)
            node.children.append(child)
        if event and self.owner(event.boundary) == level:
            node.closed = True
            self.open.pop()
            return self.next_delimiter(event.line + 1)
        self.open.pop()
        return event

    def owner(self, boundary: bytes) -> int:
        """The level, from 1, of the innermost open multipart with that boundary."""
        return max(n for n, b in enumerate(self.open, 1) if b == boundary)
