"""What is wrong with the lines of a header field, whatever its grammar."""

from __future__ import annotations

import re

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.fields.unstructured import CONTROL
from mimekit.span import Span

# RFC 5322 section 2.2: field-name = 1*ftext; section 4.5.1: *WSP ":".
_NAME = re.compile(rb"[!-9;-~]++[ \t]*+:")
_LONE_CR = re.compile(rb"\r(?!\n)")
# RFC 5322 section 2.1.1: "Each line of characters MUST be no more than 998".
_LONG_LINE = re.compile(rb"(?<![^\r\n])[^\r\n]{999,}+")

_CHECKS = (
    (re.compile(rb"\x00"), DefectCode.HEADER_NUL),
    (CONTROL, DefectCode.HEADER_CONTROL),
    (_LONE_CR, DefectCode.HEADER_BARE_LINE_END),
    (_LONG_LINE, DefectCode.HEADER_LINE_TOO_LONG),
)


def is_field(raw: bytes) -> bool:
    """Whether a line, with those that continue it, is a field: begins with a name and a colon."""
    return _NAME.match(raw) is not None


def line_defects(raw: bytes, colon: int) -> list[Defect]:
    """The first finding of each kind in a whole field; spans count in it."""
    found = []
    if raw[colon - 1 : colon] in {b" ", b"\t"}:
        found.append(Defect(DefectCode.HEADER_NAME_BLANK, Span(colon - 1, 1)))
    for pattern, code in _CHECKS:
        if match := pattern.search(raw):
            found.append(Defect(code, Span(match.start(), match.end() - match.start())))
    return found
