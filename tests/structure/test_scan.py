from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import LimitError
from mimekit.limits import Limits
from mimekit.structure.description import describe
from mimekit.structure.rows import (
    BODY,
    END,
    HEADER_END,
    KIND,
    NEXT,
    PARENT,
    START,
    WIDTH,
    Scan,
    Source,
)
from mimekit.structure.scan import scan
from tests.structure.reference import Reference

CODES = tuple(DefectCode)
KINDS = ("leaf", "multipart", "message")


def scanned(data: Source, limits: Limits = Limits()) -> Scan:  # noqa: B008 - immutable
    return scan(data, 0, len(data), limits, describe)


def nodes(found: Scan) -> Iterator[tuple[int, int, int, int, str, int]]:
    """Start, header end, body, end, kind and number of children of each row."""
    rows = found.rows
    parents = rows[PARENT::WIDTH]
    for row in range(len(rows) // WIDTH):
        at = row * WIDTH
        yield (*rows[at : at + 4], KINDS[rows[at + KIND]], parents.count(row))  # type: ignore[misc]


def codes(found: Scan) -> list[str]:
    return [CODES[number].value for number in found.defects[::4]]


def tree(data: bytes) -> str:
    """The leaves' bodies in brackets of their containers."""
    rows = scanned(data).rows

    def show(row: int) -> str:
        at = row * WIDTH
        body = data[rows[at + BODY] : rows[at + END]].decode("latin-1")
        if rows[at + NEXT] == row + 1:
            return repr(body)
        child, shown = row + 1, []
        while child < rows[at + NEXT]:
            shown.append(show(child))
            child = rows[child * WIDTH + NEXT]
        return f"({' '.join(shown)})"

    return show(0)


MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"A: 1\n\nbody", "'body'", id="plain"),
        pytest.param(b"A: 1\r\n\r\nbody\r\n", r"'body\r\n'", id="crlf"),
        pytest.param(b"A: 1\r\rbody\r", r"'body\r'", id="cr"),
        pytest.param(b"A: 1\r\n\nbody", "'body'", id="empty-line-of-another-kind"),
        pytest.param(b"", "''", id="nothing"),
        pytest.param(b"no header\n\nat all", r"'no header\n\nat all'", id="no-field"),
        pytest.param(b"A: 1\njunk\nB: 2\n\nbody", "'body'", id="junk-between-fields"),
        pytest.param(b"A: 1\njunk\n\nbody", r"'junk\n\nbody'", id="junk-behind-fields"),
        pytest.param(b"\xef\xbb\xbf\n\nFrom x\nA: 1\n\nbody", "'body'", id="prologue"),
        pytest.param(b"From me\n\nto you", r"'From me\n\nto you'", id="from-line-of-no-header"),
        pytest.param(
            b"ContenV-Type: multipart/x; boundary=b\n\n--b\n\n1\n--b--\n",
            r"'--b\n\n1\n--b--\n'",
            id="first-field-begins-alike",
        ),
        pytest.param(MIXED + b"--b\n\n1\n--b\n\n2\n--b--\n", "('1' '2')", id="two-parts"),
        pytest.param(MIXED + b"--b\n\n1\n\n--b--\n", r"('1\n')", id="last-line-end-is-content"),
        pytest.param(MIXED + b"--b\n--b--", "('')", id="part-of-nothing"),
        pytest.param(MIXED + b"--b\n\n--b--", "('')", id="part-of-an-empty-line"),
        pytest.param(MIXED + b"--b\nA: 1\n--b--", "('')", id="header-ends-at-delimiter"),
        pytest.param(MIXED + b"pre\n--b\n\n1", "('1')", id="unterminated"),
        pytest.param(MIXED + b"--b \t\n\n1\n--b-- \n", "('1')", id="blanks-behind-delimiter"),
        pytest.param(MIXED + b"--b x\n\n1\n--b--\tx\nend\n", "('1')", id="text-behind-delimiter"),
        pytest.param(
            MIXED.replace(b"=b", b'="b "') + b"--b\n\n1\n--b--\n",
            "('1')",
            id="blank-ends-boundary",
        ),
        pytest.param(
            MIXED.replace(b"=b", b'="b "') + b"--b \n\n1\n--b\n--b --\n",
            r"('1\n--b')",
            id="blank-ends-delimiter-too",
        ),
        pytest.param(MIXED + b"--bb\n\n1\n--b\n\n2\n--b--", "('2')", id="longer-boundary"),
        pytest.param(MIXED + b"x--b\n\n1\n--b\n\n2\n--b--", "('2')", id="not-at-line-start"),
        pytest.param(MIXED + b"--b\r\r1\r--b--\r", "('1')", id="cr-in-the-body"),
        pytest.param(MIXED + b"--b\n\n1\n--b--\n--b\n\n2\n", "('1')", id="after-close"),
        pytest.param(MIXED + b"nothing\n", r"'nothing\n'", id="no-delimiter"),
        pytest.param(
            MIXED + b"--b\n" + MIXED + b"--b\n\n1\n--b--\n--b\n\n2\n--b--\n",
            "(('1') '2')",
            id="nested-same-boundary",
        ),
        pytest.param(
            MIXED + b"--b\n" + MIXED.replace(b"=b", b"=c") + b"--c\n\n1\n--b\n\n2\n--b--\n",
            "(('1') '2')",
            id="outer-delimiter-ends-inner",
        ),
        pytest.param(
            MIXED + b"--b\nContent-Type: message/rfc822\n\nA: 1\n\nin\n--b--\n",
            "(('in'))",
            id="enclosed-message",
        ),
        pytest.param(
            MIXED.replace(b"mixed", b"digest") + b"--b\n\nA: 1\n\nin\n--b--\n",
            "(('in'))",
            id="digest",
        ),
        pytest.param(
            MIXED + b"--b\nContent-Transfer-Encoding: base64\n\nTQ-=\n-\n--\n--b--\n",
            r"('TQ-=\n-\n--')",
            id="dashes-in-base64",
        ),
    ],
)
def test_takes_apart(data: bytes, expected: str) -> None:
    assert tree(data) == expected


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        pytest.param(b'boundary="b c"', b"b c", id="quoted"),
        pytest.param(b"charset=x; boundary=b", b"b", id="not-first"),
        pytest.param(b"\n boundary=b", b"b", id="folded"),
        pytest.param(b'x="; boundary=no"; boundary=b', b"b", id="in-a-quoted-string"),
        pytest.param(b"boundary (c)=(d) b", b"b", id="comments"),
        pytest.param(b"boundary*0=b; boundary*1=c", b"bc", id="rfc-2231"),
        pytest.param(b'boundary="b\\"c"', b'b"c', id="quoted-pair"),
        pytest.param(b"boundary=b; boundary=c", b"b", id="repeated"),
    ],
)
def test_finds_the_boundary(header: bytes, boundary: bytes) -> None:
    data = b"Content-Type: multipart/mixed; %b\n\n--%b\n\n1\n--%b--\n" % (
        header,
        boundary,
        boundary,
    )
    assert tree(data) == "('1')"


TEXT = "multipart-delimiter-text"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"A: 1\n\n", [], id="clean"),
        pytest.param(b"text\n\n", ["header-missing"], id="no-field"),
        pytest.param(b"text", ["header-missing"], id="no-field-and-no-empty-line"),
        pytest.param(
            MIXED + b"--b\ntext\n--b--\n", ["header-missing"], id="no-field-before-a-delimiter"
        ),
        pytest.param(b"A: 1\nx\n\n", ["header-line-invalid"], id="junk"),
        pytest.param(b"A: 1", ["header-end-missing"], id="no-empty-line"),
        pytest.param(b"From x\nA: 1\n\n", ["mbox-from-line"], id="from-line"),
        pytest.param(b"\xef\xbb\xbfA: 1\n\n", ["byte-order-mark"], id="mark"),
        pytest.param(b"\n\nA: 1\n\n", ["leading-empty-lines"], id="empty-lines"),
        pytest.param(MIXED, ["multipart-delimiter-missing"], id="no-delimiter"),
        pytest.param(MIXED + b"--b\n\n", ["multipart-unterminated"], id="unterminated"),
        pytest.param(
            b"Content-Type: multipart/mixed\n\n", ["multipart-boundary-missing"], id="no-boundary"
        ),
        pytest.param(MIXED + b"--b\n\n--b--\n--b\n", ["multipart-after-close"], id="after-close"),
        pytest.param(MIXED + b"--b \n\n--b--\t\n", [], id="blank-behind-boundary"),
        pytest.param(MIXED + b"--b\n\n-- \nme\n--\n--b--\n", [], id="signature"),
        pytest.param(MIXED + b"--b x\n\n--b--\n", [TEXT], id="text-behind-boundary"),
        pytest.param(MIXED + b"--b\n\n--b--\0\n--b--\n", [TEXT], id="nul-behind-close"),
        pytest.param(MIXED + b"--bc\n--b\n\n--b--\n", [TEXT], id="text-in-the-preamble"),
        pytest.param(MIXED + b"--b\nA: 1\n--bc\nB: 2\n\n--b--\n", [TEXT], id="text-in-header"),
        pytest.param(
            MIXED + b"--b\nA: 1\n--bc\n\n--b--\n",
            ["header-line-invalid", TEXT],
            id="text-behind-the-last-field",
        ),
        pytest.param(
            MIXED + b"--b\nA: 1\r--bc\rB: 2\r\r--b--\n", [TEXT], id="text-in-header-of-cr"
        ),
        pytest.param(
            MIXED + b"--b\n" + MIXED.replace(b"=b", b"=bc") + b"--bc\n\n--bc--\n--b--\n",
            [],
            id="boundary-begins-an-inner-one",
        ),
        pytest.param(
            MIXED + b"--b x\n" + MIXED.replace(b"=b", b"=c") + b"--c\n\n--b\0\n--b y\n\n--b--\n",
            [TEXT, TEXT, "multipart-unterminated"],
            id="once-in-each-multipart",
        ),
        pytest.param(
            b"Content-Transfer-Encoding: base64\n" + MIXED + b"--b\n\n--b--\n",
            ["multipart-encoded"],
            id="encoded",
        ),
    ],
)
def test_finds_defects(data: bytes, expected: list[str]) -> None:
    assert codes(scanned(data)) == expected


TOKENS = [
    b"--a",
    b"--b",
    b"--a--",
    b"--ab",
    b"--b--",
    b"--c--",
    b"--c----",
    b"--a \t\n",
    b"--a x\n",
    b"--a-- --b\n",
    b"x",
    b"\n",
    b"\r\n",
    b"\r",
    b"A: 1\n",
    b"A: 1\r\n cont\n",
    b"From x\n",
    b"From : x\n",
    b"Content-Type: multipart/mixed; boundary=a\n\n",
    b"Content-Type: multipart/mixed; boundary=a\r\n",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"content-type: multipart/mixed; boundary=c--\r\n\r\n--c--\r\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Type: text/plain\n",
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=24).map(b"".join))
def test_agrees_with_the_slow_scan(data: bytes) -> None:
    assert list(nodes(scanned(data))) == Reference(data).scan().rows()


def test_agrees_with_the_slow_scan_on_all_short_texts() -> None:
    head = b"Content-Type: multipart/mixed; boundary=a\n"
    for length in range(6):
        for tokens in product([b"--a", b"--a--", b"\n", b"\r", b"x", b"A:"], repeat=length):
            data = head + b"".join(tokens)
            assert list(nodes(scanned(data))) == Reference(data).scan().rows(), data


def check_nesting(found: Scan, length: int) -> None:
    """Spans are ordered, children lie in their parents, siblings do not overlap."""
    rows = found.rows
    last_end: dict[int, int] = {}
    for row in range(len(rows) // WIDTH):
        at = row * WIDTH
        start, header_end, body, end, parent = rows[at : at + 5]
        assert 0 <= start <= header_end <= body <= end <= length
        assert row < rows[at + NEXT] <= len(rows) // WIDTH
        if parent >= 0:
            assert parent < row < rows[parent * WIDTH + NEXT]
            assert start >= last_end.get(parent, rows[parent * WIDTH + BODY])
            assert end <= rows[parent * WIDTH + END]
            last_end[parent] = end


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=3), max_size=24).map(b"".join))
def test_spans_nest(data: bytes) -> None:
    check_nesting(scanned(data), len(data))


def test_every_cut_nests() -> None:
    data = (
        MIXED + b"--b\nContent-Type: message/rfc822\n\n" + MIXED + b"--b\r\n\r\n1\r--b--\n--b--\n"
    )
    for cut in range(len(data) + 1):
        check_nesting(scanned(data[:cut]), cut)


def nested(depth: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )


def test_depth_is_limited() -> None:
    found = scanned(nested(20), Limits(max_depth=5))
    assert len(found.rows) // WIDTH == 6
    assert "limit-depth" in codes(found)
    with pytest.raises(LimitError, match="max_depth: more than 5, at octet") as caught:
        scanned(nested(20), Limits(max_depth=5, strict=True))
    assert caught.value.offset == nested(5).__len__()


def test_parts_are_limited() -> None:
    found = scanned(MIXED + b"--b\n\n1\n" * 20, Limits(max_parts=5))
    assert len(found.rows) // WIDTH == 5
    assert "limit-parts" in codes(found)
    with pytest.raises(LimitError, match="max_parts"):
        scanned(MIXED + b"--b\n\n1\n" * 20, Limits(max_parts=5, strict=True))


def test_header_block_is_limited() -> None:
    data = b"A: " + b"x" * 100 + b"\n\nbody"
    found = scanned(data, Limits(max_header_bytes=50))
    assert (found.rows[HEADER_END], found.rows[BODY]) == (50, 50)
    assert codes(found) == ["limit-header-bytes"]
    with pytest.raises(LimitError, match="max_header_bytes"):
        scanned(data, Limits(max_header_bytes=50, strict=True))


def test_reads_a_part_of_a_source() -> None:
    message = MIXED + b"--b\n\n1\n--b--\n"
    found = scan(b"xx\n" + message + b"zz", 3, 3 + len(message), Limits(), describe)
    expected = scanned(message).rows
    for column in (START, HEADER_END, BODY, END):
        assert found.rows[column::WIDTH] == [offset + 3 for offset in expected[column::WIDTH]]


def test_reads_a_mapped_file(tmp_path: Path) -> None:
    data = MIXED + b"--b\n\n1\n--b--\n"
    path = tmp_path / "mail.eml"
    path.write_bytes(data)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert scanned(mapped) == scanned(data)


def test_reference_knows_lines() -> None:
    assert re.sub(rb"\s", b"", b"".join(Reference(b"a\r\nb\rc\nd").lines)) == b"abcd"
