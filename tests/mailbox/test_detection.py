"""Which format a file has; what an mboxrd cannot hold decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.mailbox.content_length import body_end, iter_claimed, separator_behind
from mimekit.mailbox.detection import detect_format
from mimekit.mailbox.separators import iter_separators

LINE = b"From a Thu Jan  1 00:00:00 1970\n"


def record(body: bytes, *, length: int | None = None, end: bytes = b"\n") -> bytes:
    size = len(body) if length is None else length
    return LINE + b"Content-Length: %d\n\n" % size + body + end


BARE = record(b"From here\n")
PLAIN = record(b"text\n")


@pytest.mark.parametrize(
    ("sample", "found"),
    [
        pytest.param(b"", None, id="empty"),
        pytest.param(b"text\n", None, id="no-message"),
        pytest.param(LINE + b"\ntext\n", "mboxrd", id="plain"),
        pytest.param(LINE + b"\nFrom here\n", "mboxo", id="bare-line"),
        pytest.param(LINE + b"\nFrom here", "mboxrd", id="cut-line"),
        pytest.param(LINE + b"\n>From here\n>>From there\n", "mboxrd", id="quoted"),
        pytest.param(b"From here\n\n" + LINE + b"\ntext\n", "mboxrd", id="bare-line-in-prologue"),
        pytest.param(PLAIN + PLAIN, "mboxrd", id="lengths-that-do-not-matter"),
        pytest.param(PLAIN + BARE, "mboxcl2", id="covered"),
        pytest.param(BARE, "mboxcl2", id="covered-alone"),
        pytest.param(BARE + LINE + b"\ntext\n\n", "mboxo", id="one-without-length"),
        pytest.param(BARE + record(b"text\n", length=9), "mboxo", id="one-wrong-length"),
        pytest.param(record(b"text\n", length=9) + BARE, "mboxo", id="first-length-wrong"),
        pytest.param(record(b"no end") + PLAIN, "mboxcl", id="joined"),
        pytest.param(record(b"no end") + BARE, "mboxcl2", id="joined-and-covered"),
        pytest.param(record(b"a\n", end=b"") + PLAIN, "mboxcl", id="no-empty-line"),
        pytest.param(
            record(b"a\n", length=3 + len(PLAIN)) + PLAIN + PLAIN, "mboxrd", id="hides-the-next"
        ),
    ],
)
def test_detects(sample: bytes, found: str | None) -> None:
    assert detect_format(sample, whole=True) == found


def test_a_message_that_the_sample_cuts_is_not_judged() -> None:
    filler = record(b"x" * 2000)
    in_header = filler + BARE + filler + LINE + b"Subject: x\n" * 200
    assert detect_format(in_header, whole=False) == "mboxcl2"
    assert detect_format(in_header, whole=True) == "mboxo"
    in_body = filler + BARE + filler + record(b"From x\n" * 1000)[:3000]
    assert detect_format(in_body, whole=False) == "mboxcl2"
    assert detect_format(in_body, whole=True) == "mboxo"
    at_the_end = filler + BARE + filler + record(b"text\n", length=900)
    assert detect_format(at_the_end, whole=False) == "mboxcl2"
    without = filler + BARE + LINE + b"Subject: x\n\ntext\n\n" + filler
    assert detect_format(without, whole=False) == "mboxo"


@given(st.lists(st.sampled_from([BARE, PLAIN, LINE, b"\n", b"\r\n", b"text\n"]), max_size=6))
def test_cut_anywhere(pieces: list[bytes]) -> None:
    octets = b"".join(pieces)
    for end in range(len(octets)):
        for whole in (False, True):
            found = detect_format(octets[:end], whole=whole)
            assert (found is None) == (LINE not in first_line(octets[:end]))


def first_line(octets: bytes) -> bytes:
    """What of the octets can begin a message."""
    read = lambda offset, length: octets[offset : offset + length]  # noqa: E731
    start = next(iter_separators(read, 0, len(octets)), len(octets))
    return octets[start:]


@pytest.mark.parametrize(
    ("octets", "end"),
    [
        pytest.param(b"From\nContent-Length: 3\n\nabc", 24, id="plain"),
        pytest.param(b"From\r\nCONTENT-length:3\r\n\r\nabc", 25 + 4, id="crlf"),
        pytest.param(b"From\nA: b\n\nContent-Length: 3\n\n", None, id="in-the-body"),
        pytest.param(b"From\n\nContent-Length: 3\n\n", None, id="no-header-field"),
        pytest.param(b"From\nContent-Length: x\n\n", None, id="no-number"),
        pytest.param(b"From\nContent-Length: -3\n\n", None, id="negative"),
        pytest.param(b"From\nX-Content-Length: 3\n\n", None, id="other-name"),
        pytest.param(b"From\nContent-Length: 3\n", None, id="cut"),
        pytest.param(b"From", None, id="cut-line"),
    ],
)
def test_body_end(octets: bytes, end: int | None) -> None:
    expected = None if end is None else octets.index(b"abc") + 3
    assert body_end(octets) == expected


@pytest.mark.parametrize(
    ("tail", "behind"),
    [
        pytest.param(b"", 0, id="end-of-the-file"),
        pytest.param(b"\n", 1, id="line-end"),
        pytest.param(b"\n\n", 2, id="empty-line"),
        pytest.param(b"\r\n\r\n" + LINE, 4, id="crlf"),
        pytest.param(LINE, 0, id="at-once"),
        pytest.param(b"\n\n\n", None, id="three-line-ends"),
        pytest.param(b"\nFrom here\n", None, id="text"),
        pytest.param(b"x", None, id="more"),
    ],
)
def test_separator_behind(tail: bytes, behind: int | None) -> None:
    assert separator_behind(tail) == behind


def claimed(octets: bytes) -> list[int]:
    def read(offset: int, length: int) -> bytes:
        assert length <= (1 << 21)
        return octets[offset : offset + length]

    strict = iter_separators(read, 0, len(octets))
    return [*iter_claimed(read, len(octets), strict)]


def test_a_right_length_goes_first() -> None:
    inner = LINE + b"\nno message\n"
    outer = record(b"\n" + inner)
    wrong = record(b"\n" + inner, length=3)
    assert claimed(outer + PLAIN) == [0, len(outer)]
    assert claimed(wrong + PLAIN) == [0, wrong.index(inner), len(wrong)]
    assert claimed(record(b"no end") + PLAIN) == [0, len(record(b"no end"))]
    far = record(b"a\n", length=10**9)
    assert claimed(far + PLAIN) == [0, len(far)]


def test_long_header_blocks_are_read_in_growing_pieces() -> None:
    long = LINE + b"X: y\n" * 5000 + b"Content-Length: 6\n\nno end\n"
    assert claimed(long + PLAIN) == [0, len(long)]
