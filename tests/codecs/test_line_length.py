from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mimekit.codecs.findings import Findings
from mimekit.codecs.line_length import LineLength
from mimekit.defect_codes import DefectCode
from mimekit.span import Span

CODE = DefectCode.QP_LINE_TOO_LONG


def found(*pieces: bytes) -> list[Span]:
    findings = Findings()
    lines = LineLength(findings, CODE)
    for piece in pieces:
        lines.inspect(memoryview(piece))
    return [defect.span for defect in findings.defects]


def expected(text: bytes) -> list[Span]:
    """Line by line, each without its line end."""
    at = 0
    for line in text.split(b"\n"):
        if len(line.removesuffix(b"\r")) > 76:
            return [Span(at + 76, 1)]
        at += len(line) + 1
    return []


@pytest.mark.parametrize("line_end", [b"", b"\n", b"\r\n", b"\r\r\n", b"\rx"], ids=repr)
@pytest.mark.parametrize("length", [74, 75, 76, 77, 78])
@pytest.mark.parametrize("before", [b"", b"\n", b"x\r\n", b"\r\n\r"], ids=repr)
def test_at_every_cut(before: bytes, length: int, line_end: bytes) -> None:
    text = before + b"x" * length + line_end
    for cut in range(len(text) + 1):
        assert found(text[:cut], text[cut:]) == expected(text)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([b"x", b"\r", b"\n", b"\r\n", b"x" * 75, b"x" * 76, b"\n" * 80])))
@example([b"x" * 76, b"\r", b"\n", b"x" * 75, b"\r", b"\r\n"])
def test_pieces_do_not_matter(pieces: list[bytes]) -> None:
    assert found(*pieces) == found(b"".join(pieces)) == expected(b"".join(pieces))


def test_the_first_long_line_alone_is_a_finding() -> None:
    assert found(b"x" * 80 + b"\n" + b"x" * 80, b"x" * 80) == [Span(76, 1)]
