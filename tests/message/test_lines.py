"""The lines of a header field, whatever its grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.message.lines import is_field, line_defects


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"Subject: x\r\n", True, id="field"),
        pytest.param(b"A:", True, id="no-body"),
        pytest.param(b"A \t: x\n", True, id="blanks-before-the-colon"),
        pytest.param(b"!#$%&'*+-/=?^_`{|}~0: x", True, id="ftext"),
        pytest.param(b"x\n", False, id="no-colon"),
        pytest.param(b": x\n", False, id="no-name"),
        pytest.param(b"A B: x\n", False, id="blank-in-the-name"),
        pytest.param(b"\xc3\xa9: x\n", False, id="8-bit-name"),
        pytest.param(b"A\x7f: x\n", False, id="control-in-the-name"),
        pytest.param(b" A: x\n", False, id="continuation"),
        pytest.param(b"A\n: x\n", False, id="colon-on-the-next-line"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_is_field(raw: bytes, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_field(raw) is expected


def found(raw: bytes) -> list[tuple[str, int, int]]:
    defects = line_defects(raw, raw.index(b":"))
    return [(defect.code.value, *defect.span) for defect in defects]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"A: x\r\n y\r\n", [], id="clean"),
        pytest.param(b"A: \ty\xe9\n", [], id="tab-and-8-bit"),
        pytest.param(b"A : x\n", [("header-name-blank", 1, 1)], id="blank"),
        pytest.param(b"A \t: x\n", [("header-name-blank", 2, 1)], id="the-last-of-two-blanks"),
        pytest.param(b"A: x\0y\0\n", [("header-nul", 4, 1)], id="the-first-nul"),
        pytest.param(b"A: \x01\x02\n", [("header-control", 3, 1)], id="the-first-control"),
        pytest.param(b"A: \x7f\n", [("header-control", 3, 1)], id="delete"),
        pytest.param(b"A: \x0b\x0c\n", [("header-control", 3, 1)], id="vertical-tab"),
        pytest.param(b"A: x\r y\r\n", [("header-bare-line-end", 4, 1)], id="lone-cr"),
        pytest.param(b"A: x\r", [("header-bare-line-end", 4, 1)], id="lone-cr-at-the-end"),
        pytest.param(
            b"A : \0\x01\r x\n",
            [
                ("header-name-blank", 1, 1),
                ("header-nul", 4, 1),
                ("header-control", 5, 1),
                ("header-bare-line-end", 6, 1),
            ],
            id="each-kind",
        ),
    ],
)
def test_line_defects(raw: bytes, expected: list[tuple[str, int, int]]) -> None:
    assert found(raw) == expected


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b""], ids=["lf", "crlf", "none"])
@pytest.mark.parametrize(
    ("before", "length"),
    [
        pytest.param(b"", 998, id="the-most-that-is-allowed"),
        pytest.param(b"", 999, id="one-more"),
        pytest.param(b"A: x\r\n", 998, id="continuation"),
        pytest.param(b"A: x\r\n", 999, id="continuation-with-one-more"),
        pytest.param(b"A: x\n y\n", 2000, id="second-continuation"),
    ],
)
def test_lines_are_measured_without_their_ends(before: bytes, length: int, newline: bytes) -> None:
    line = (b" " if before else b"A:").ljust(length, b"x")
    place = [("header-line-too-long", len(before), length)] if length > 998 else []
    assert found(before + line + newline) == place


@given(st.lists(st.sampled_from([b"x", b"\0", b"\x01", b"\r", b"\n ", b"\r\n\t"])).map(b"".join))
def test_each_kind_is_told_once_and_where_it_stands(body: bytes) -> None:
    raw = b"A:" + body + b"\n"
    defects = line_defects(raw, 1)
    places = {defect.code.value: raw[defect.span.slice] for defect in defects}
    assert len(places) == len(defects)
    assert places.get("header-nul", b"\0") == b"\0"
    assert places.get("header-control", b"\x01") == b"\x01"
    assert ("header-nul" in places, "header-control" in places) == (b"\0" in raw, b"\x01" in raw)
    is_bare = b"\r" in raw.replace(b"\r\n", b"")
    assert ("header-bare-line-end" in places) == is_bare
