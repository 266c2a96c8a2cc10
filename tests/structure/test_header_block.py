"""Where a header block ends, and where its fields stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mimekit.structure.header_block import (
    PROLOGUE,
    PROLOGUE_STARTS,
    after_line_end,
    end_lines_with_lf,
    end_of_fields,
    ends_in_field,
    find_bodies,
    find_field,
    has_lone_cr,
    lower_block,
    plain_items,
    split_fields,
    split_names,
)


@pytest.mark.parametrize(
    ("octets", "expected"),
    [(b"a\r\nb\n", False), (b"a\rb", True), (b"a\r", True), (b"\r\r\n", True), (b"", False)],
)
def test_has_lone_cr(octets: bytes, expected: bool) -> None:  # noqa: FBT001 - a table
    assert has_lone_cr(octets, 0, len(octets)) is expected


def test_a_cr_is_alone_if_its_lf_is_outside_or_it_is() -> None:
    assert has_lone_cr(b"a\r\n", 0, 2)
    assert not has_lone_cr(b"\ra\r", 1, 2)


@pytest.mark.parametrize(
    ("octets", "after"), [(b"\r\nx", 2), (b"\nx", 1), (b"\rx", 1), (b"\n", 1)]
)
def test_after_line_end(octets: bytes, after: int) -> None:
    assert after_line_end(octets, 0, len(octets)) == after


def test_no_line_end_goes_past_the_end() -> None:
    assert after_line_end(b"a\r\n", 1, 2) == 2
    assert after_line_end(b"a", 1, 1) == 1


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param(b"A: 1\n", True, id="field"),
        pytest.param(b"A: 1", True, id="no-line-end"),
        pytest.param(b"A :1\r\n", True, id="blank"),
        pytest.param(b"A: 1\n 2\n\t3\n", True, id="continued"),
        pytest.param(b"A: 1\nx\n", False, id="line-that-is-no-field"),
        pytest.param(b"A: 1\nx\n 2\n", False, id="continuation-of-one"),
        pytest.param(b"x\nA: 1\n", True, id="only-the-last-counts"),
        pytest.param(b" A: 1\n", False, id="continuation-of-nothing"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_ends_in_field(block: bytes, expected: bool) -> None:  # noqa: FBT001 - a table
    assert ends_in_field(block, 0, len(block)) is expected
    assert ends_in_field(b"xx" + block, 2, 2 + len(block)) is expected


@pytest.mark.parametrize(
    ("block", "length"),
    [
        pytest.param(b"A: 1\nx\n", 5, id="lf"),
        pytest.param(b"A: 1\r\nx\r\n", 6, id="crlf"),
        pytest.param(b"A: 1\rx\r", 5, id="cr"),
        pytest.param(b"A: 1\n 2\nx\n 3\n", 8, id="continued"),
        pytest.param(b"x\nA: 1\ny", 7, id="the-last-field"),
        pytest.param(b"A: 1", 4, id="no-line-end"),
        pytest.param(b"x\ny\n", 0, id="none"),
        pytest.param(b"", 0, id="nothing"),
    ],
)
def test_end_of_fields(block: bytes, length: int) -> None:
    assert end_of_fields(block, 0, len(block)) == length
    assert end_of_fields(b"A: 1\n" + block, 5, 5 + len(block)) == 5 + length
    assert end_of_fields(b"\xef\xbb\xbf" + block, 3, 3 + len(block)) == 3 + length


@pytest.mark.parametrize(
    ("top", "groups"),
    [
        pytest.param(b"\xef\xbb\xbf", (b"\xef\xbb\xbf", b"", b""), id="mark"),
        pytest.param(b"\n \t\r\n\r", (None, b"\n \t\r\n\r", b""), id="empty-lines"),
        pytest.param(b"From a\n>From b\r\n", (None, b"", b"From a\n>From b\r\n"), id="from-lines"),
        pytest.param(
            b"\xef\xbb\xbf\nFrom a\r", (b"\xef\xbb\xbf", b"\n", b"From a\r"), id="each-kind"
        ),
        pytest.param(b"", (None, b"", b""), id="nothing"),
    ],
)
def test_prologue(top: bytes, groups: tuple[bytes | None, bytes, bytes]) -> None:
    match = PROLOGUE.match(top + b"A: 1\n\n")
    assert match is not None
    assert match.groups() == groups
    assert match[0] == top
    assert not top or top[0] in PROLOGUE_STARTS


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"\n\nno field\n", id="no-field-behind"),
        pytest.param(b"From a\n\nA: 1\n", id="empty-line-behind-the-from-line"),
        pytest.param(b" A: 1\n", id="continuation"),
        pytest.param(b"\n\xef\xbb\xbfA: 1\n", id="mark-not-on-top"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfA: 1\n", id="two-marks"),
    ],
)
def test_no_prologue(octets: bytes) -> None:
    assert PROLOGUE.match(octets) is None


def test_a_field_named_from_is_no_from_line() -> None:
    match = PROLOGUE.match(b"From : a\n")
    assert match is not None
    assert match[0] == b""


# -- fields


BLOCK = b"A: 1\r\nb : 2\r\n 3\njunk\n 4\nA:5\rC: 6\nD:"


@pytest.mark.parametrize(
    ("any_line_end", "fields"),
    [
        (False, [b"A: 1\r\n", b"b : 2\r\n 3\n", b"junk\n 4\n", b"A:5\rC: 6\n", b"D:"]),
        (True, [b"A: 1\r\n", b"b : 2\r\n 3\n", b"junk\n 4\n", b"A:5\r", b"C: 6\n", b"D:"]),
    ],
    ids=["lf", "any-line-end"],
)
def test_split_fields(any_line_end: bool, fields: list[bytes]) -> None:  # noqa: FBT001 - a table
    raws, offsets = split_fields(BLOCK, any_line_end=any_line_end)
    assert raws == fields
    assert [BLOCK[at : at + len(raw)] for raw, at in zip(raws, offsets, strict=True)] == fields


def test_find_field_finds_them_one_after_the_other() -> None:
    lowered = lower_block(end_lines_with_lf(BLOCK))
    first = find_field(lowered, b"a")
    assert first is not None
    second = find_field(lowered, b"a", first[2])
    assert second is not None
    assert [BLOCK[place[1] : place[2]].strip() for place in (first, second)] == [b"1", b"5"]
    assert find_field(lowered, b"a", second[2]) is None


@pytest.mark.parametrize(
    ("name", "field"),
    [
        pytest.param(b"b", (b"b :", b" 2\r\n 3\n"), id="blank-and-fold"),
        pytest.param(b"d", (b"D:", b""), id="no-body-at-the-end"),
        pytest.param(b"c", (b"C:", b" 6\n"), id="behind-a-lone-cr"),
        pytest.param(b"junk", None, id="line-that-is-no-field"),
        pytest.param(b"1", None, id="in-a-body"),
        pytest.param(b"", None, id="no-name"),
    ],
)
def test_find_field(name: bytes, field: tuple[bytes, bytes] | None) -> None:
    place = find_field(lower_block(end_lines_with_lf(BLOCK)), name)
    found = place and (BLOCK[place[0] : place[1]], BLOCK[place[1] : place[2]])
    assert found == field


def test_a_name_that_begins_another_is_not_it() -> None:
    lowered = lower_block(b"Content-Typed: 1\nContent-Type: 2\n")
    place = find_field(lowered, b"content-type")
    assert place is not None
    assert place[0] == 17


PIECES = [b"A", b"b", b":", b" ", b"\t", b"\n", b"\r\n", b"\r", b"1", b"\xe9", b"A: ", b"B : "]
BLOCKS = st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join)


@settings(max_examples=500)
@given(BLOCKS, st.booleans())
def test_fields_are_the_block(block: bytes, any_line_end: bool) -> None:  # noqa: FBT001 - drawn
    raws, offsets = split_fields(block, any_line_end=any_line_end)
    assert b"".join(raws) == block
    assert offsets == [sum(map(len, raws[:index])) for index in range(len(raws))]


@example(b"A: 1\n\t2\n", False)
@settings(max_examples=500)
@given(BLOCKS, st.booleans())
def test_all_ways_to_find_a_field_agree(block: bytes, any_line_end: bool) -> None:  # noqa: FBT001
    named = [
        (match[1], raw[match.end() :])
        for raw in split_fields(block, any_line_end=any_line_end)[0]
        if (match := re.match(rb"([!-9;-~]+)[ \t]*:", raw))
    ]
    searched = end_lines_with_lf(block) if any_line_end else block
    pairs = split_names(searched.decode("latin-1").replace("\r\n", "\n"))
    assert [name.encode() for name, _ in pairs] == [name for name, _ in named]
    for name in {name.lower() for name, _ in named}:
        expected = [body for other, body in named if other.lower() == name]
        assert find_bodies(block, lower_block(searched), name) == expected


@pytest.mark.parametrize(
    ("block", "items"),
    [
        pytest.param(b"A: 1\r\nb :\t2 \n 3\n", [("A", "1"), ("b", "2  3")], id="folded"),
        pytest.param(b"A:\n  \nB: \x00\x0b\n", [("A", ""), ("B", "\0\x0b")], id="odd-bodies"),
        pytest.param(b"junk\n x: 1\n:y\nA: 2", [("A", "2")], id="no-fields"),
        pytest.param(b"A: =?x", None, id="encoded-word"),
        pytest.param(b"A: \xe9", None, id="8bit"),
        pytest.param(b"", [], id="nothing"),
    ],
)
def test_plain_items(block: bytes, items: list[tuple[str, str]] | None) -> None:
    assert plain_items(block) == items


def test_offsets_stay_where_lines_end_with_lf() -> None:
    assert end_lines_with_lf(b"A: 1\rB: 2\r\n\r\r") == b"A: 1\nB: 2\r\n\n\n"
