"""The native twin: whatever it reads, it reads as the Python code does."""

from __future__ import annotations

import gc
import mmap
import os
import shutil
import sys
import sysconfig
from array import array
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.limits import Limits
from mimekit.structure import header_block, seam
from mimekit.structure.description import describe
from mimekit.structure.header_block import end_lines_with_lf, lower_block
from mimekit.structure.rows import Description, Source
from mimekit.structure.scan import scan
from tests.growth import assert_linear

CAN_BUILD = bool(
    (shutil.which("cc") or shutil.which("gcc"))
    and Path(sysconfig.get_path("include"), "Python.h").is_file()
)
native = seam.native


def test_it_is_built_where_it_can_be() -> None:
    if os.environ.get("MIMEKIT_NATIVE") == "0":
        assert native is None
    elif CAN_BUILD:
        assert native is not None


needs_native = pytest.mark.skipif(native is None, reason="no native twin was built, or wanted")

TOKENS = [
    *(b"--a", b"--b", b"--c", b"--a--", b"--b--", b"--a-- --b", b"--a x", b"--a \t"),
    *(b"-- a", b"-- a x", b"--  a--", b"--\x0ba x", b"--a\x0b"),
    *(b"--ab", b"--a\0", b"--a--\0", b"--c-", b"-- b"),
    *(b"-", b"--", b"x", b" ", b"\t", b"\n", b"\n", b"\n\n", b"\r\n", b"\r\n\r\n", b"\r"),
    *(b"A: 1\n", b"A : 1\r\n cont\n", b"From x\n", b">From y\r\n", b"From : x\n", b"junk\n"),
    b"Content-Type: multipart/mixed; boundary=a\n\n--a\n",
    b'content-type: Multipart/Digest; x=y;\r\n boundary="b"\r\n\r\n--b\r\n',
    b"Content-Type: multipart/mixed; boundary=c; x\n\n",
    b"Content-Type: multipart/mixed; boundary*=utf-8''c\n\n--c\n",
    b"Content-Type: message/rfc822\n",
    b"Content-Type: text/plain (x)\n",
    b"Content-Type: text/plain; charset=x\r\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: 8bit \r\n",
    b"Content-Transfer-Encoding: x-y\n",
    b"Content-T: x\n",
]
messages = st.lists(st.sampled_from(TOKENS) | st.binary(max_size=2), max_size=24).map(b"".join)


MULTIPART = b"Content-Type: multipart/x; boundary=a\n\n"


def read(data: Source, limits: Limits = Limits()) -> tuple[list[int], list[int]] | None:  # noqa: B008
    assert native is not None
    # An array has no octet behind its last one: `make sanitize` sees whoever reads it.
    source = data if isinstance(data, mmap.mmap) else array("B", data)
    found: tuple[list[int], list[int]] | None = native.scan(
        source, 0, len(data), limits.max_depth, limits.max_parts, limits.max_header_bytes, describe
    )
    return found


def agrees(data: bytes, limits: Limits = Limits()) -> bool:  # noqa: B008
    """Whether it read the message; that it is no other reading is asserted."""
    found = read(data, limits)
    assert found is None or found == scan(data, 0, len(data), limits, describe), data
    return found is not None


def variants(data: bytes) -> Iterator[bytes]:
    """The message as it is, with LF and with CRLF line ends."""
    lf = data.replace(b"\r\n", b"\n")
    yield from (data, lf, lf.replace(b"\n", b"\r\n"))


@needs_native
def test_agrees_on_the_corpus_and_reads_most_of_it() -> None:
    corpus = sorted((Path(__file__).parents[2] / "corpus").rglob("*.eml"))
    read_by_it = [agrees(data) for path in corpus for data in variants(path.read_bytes())]
    assert sum(read_by_it) > len(read_by_it) / 2


NESTED = (
    b"From me\nSubject: x\r\nContent-Type: multipart/mixed;\r\n boundary=a\n\n--x\n--a\n"
    b'Content-Type: multipart/digest; x=y; boundary="b c"\n\n--b c\n\nFrom: me\n\n1\n'
    b"--b c-- \n--a\r\nContent-Type: message/rfc822\r\n\r\nContent-Transfer-Encoding: base64"
    b"\r\n\r\n=\r\n--a \r\nContent-Type: multipart/mixed; boundary*=''c\n\n--c\n\n--a--\nend"
)


@needs_native
def test_agrees_at_every_cut() -> None:
    read_by_it = [agrees(NESTED[:cut]) for cut in range(len(NESTED) + 1)]
    assert read_by_it[-1]
    assert sum(read_by_it) > 30  # all but cuts in a header block


@needs_native
@settings(max_examples=1500, deadline=None)
@given(messages, st.integers(1, 4), st.integers(1, 4), st.integers(1, 200))
def test_agrees_on_any_octets(data: bytes, depth: int, parts: int, size: int) -> None:
    agrees(data)
    agrees(data, Limits(max_depth=depth, max_parts=parts, max_header_bytes=size))


@needs_native
@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"Content-Type: multipart/mixed; boundary=a\n", id="multipart"),
        pytest.param(b"Content-Type: multipart/digest; boundary=a\n\n--a\n", id="in-digest"),
        pytest.param(b"From ", id="from-line"),
    ],
)
def test_agrees_on_all_short_texts(head: bytes) -> None:
    tokens = [b"--a", b"--a--", b"\n", b"\r", b"x", b"A:", b" "]
    for length in range(6):
        for text in product(tokens, repeat=length):
            agrees(head + b"".join(text))


FIELDS = [
    *(b"Content-Type:", b"content-transfer-encoding:", b"Content-T:", b" ", b"\t", b"\n", b"\r\n"),
    *(b"text", b"/", b"plain", b"multipart", b"message", b"rfc822", b"digest", b";", b"=", b'"'),
    *(b"boundary", b"x", b"base64", b"8bit", b"UUE", b"(", b"\\", b"\xe9", b"\0", b"'", b"*"),
]


@needs_native
@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(FIELDS), max_size=14).map(b"".join))
def test_agrees_on_what_fields_say(block: bytes) -> None:
    agrees(block + b"\n\n--x\n\n1\n--x--\n")


MULTIPART = b"Content-Type: multipart/x; boundary=a\n\n"


@needs_native
@pytest.mark.parametrize(
    ("data", "is_read"),
    [
        pytest.param(b"A: 1\n\nx", True, id="plain"),
        pytest.param(b"From me\nA: 1\n\nx", True, id="from-line"),
        pytest.param(b"A: 1\njunk\nB: 2\n\nx", True, id="no-field-inside"),
        pytest.param(b"A: 1\njunk\n\nx", False, id="no-field-last"),
        pytest.param(b"A: 1\rB: 2\n\nx", False, id="lone-cr"),
        pytest.param(b"A: 1\n", False, id="no-empty-line"),
        pytest.param(b"\nA: 1\n\nx", False, id="empty-line-on-top"),
        pytest.param(b"\xef\xbb\xbfA: 1\n\nx", False, id="byte-order-mark"),
        pytest.param(b"Content-Type: multipart/x\n\nx", False, id="no-boundary"),
        pytest.param(b"Content-Type: multipart/x; boundary=a\n\nx", True, id="no-delimiter"),
        pytest.param(b"Content-Type: a/b; boundary=?\n\nx", True, id="no-multipart"),
        pytest.param(MULTIPART + b"-- a\n\n1\n--a--\n", False, id="blank-before-the-boundary"),
        pytest.param(MULTIPART + b"-- a x\n\n1\n--a--\n", False, id="blank-and-text"),
        pytest.param(b"Content-T: x\n" * 8 + b"\nx", True, id="eight-content-fields"),
        pytest.param(b"Content-T: x\n" * 9 + b"\nx", False, id="nine-content-fields"),
        pytest.param(b"Content-T: x\n" * 999 + b"\nx", False, id="many-content-fields"),
        pytest.param(MULTIPART + b"--a \n\n1\n--a-- \n", True, id="blank-behind-boundary"),
        pytest.param(MULTIPART + b"--a x\n\n1\n--a--\n", False, id="text-behind-boundary"),
        pytest.param(MULTIPART + b"--a\n\n1\n--a--x\n", False, id="text-behind-close"),
        pytest.param(MULTIPART + b"--a\nA: 1\n--a\0\nB: 2\n\n1", False, id="text-in-header"),
        pytest.param(MULTIPART + b"--a\n\n-- \n1\n--a--\n", True, id="signature"),
    ],
)
def test_leaves_what_is_odd(data: bytes, is_read: bool) -> None:  # noqa: FBT001 - a table
    assert agrees(data) == is_read


@needs_native
def test_reads_a_mapped_file_and_lets_it_go(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(b"Content-Type: multipart/x; boundary=a\n\n--a\n\n1\n--a--\n")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert read(mapped) == read(path.read_bytes())
    assert mapped.closed


@needs_native
def test_gives_on_what_describe_raises() -> None:
    def fail(block: bytes, *, any_line_end: bool) -> Description:
        raise RuntimeError(block, any_line_end)

    assert native is not None
    data = b"Content-Type: text (x)\n\n"
    with pytest.raises(RuntimeError, match="Content-Type"):
        native.scan(data, 0, len(data), 9, 9, 99, fail)


@needs_native
@pytest.mark.parametrize(
    ("start", "end"), [pytest.param(-1, 1), pytest.param(2, 1), pytest.param(0, 3)]
)
def test_refuses_a_span_outside_of_the_source(start: int, end: int) -> None:
    assert native is not None
    with pytest.raises(ValueError, match="no span"):
        native.scan(b"xx", start, end, 9, 9, 99, describe)


@needs_native
@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda twin: twin.scan(b""), id="scan"),
        pytest.param(lambda twin: twin.scan("", 0, 0, 9, 9, 99, describe), id="scan-str"),
        pytest.param(lambda twin: twin.scan(b"", "", 0, 9, 9, 99, describe), id="scan-number"),
        pytest.param(lambda twin: twin.find_field(b""), id="find-field"),
        pytest.param(lambda twin: twin.find_field(b"", "a"), id="find-field-str"),
        pytest.param(lambda twin: twin.find_bodies(b"", b""), id="find-bodies"),
        pytest.param(lambda twin: twin.plain_items(""), id="plain-items"),
    ],
)
def test_refuses_wrong_arguments(call: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        call(native)


@needs_native
def test_numbers_over_the_size_of_memory_are_no_limit() -> None:
    huge = 1 << 100
    assert read(b"A: 1\n\nx", Limits(max_depth=huge, max_parts=huge, max_header_bytes=huge))


@needs_native
@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"--\r", id="dashes-and-lone-cr"),
        pytest.param(b"--\n", id="dashes"),
        pytest.param(b"--b--\r", id="closed-and-lone-cr"),
        pytest.param(b"-", id="dashes-alone"),
    ],
)
def test_time_grows_with_the_size(line: bytes) -> None:
    def make(size: int) -> bytes:
        return MULTIPART + b"--a\n\n" + line * (size // len(line))

    assert_linear(read, make, start=1 << 14)


@needs_native
def test_keeps_nothing() -> None:
    multipart = b"Content-Type: multipart/x; boundary*=''a\n\n--a\n\n1\n--a--\n--a\n\n"
    for _ in range(50):
        read(multipart)
        read(b"Content-Type: multipart/x; boundary*=''a\n\n--a\nA\n\n")
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(500):
        read(multipart)
        read(b"Content-Type: multipart/x; boundary*=''a\n\n--a\nA\n\n")
    gc.collect()
    assert len(gc.get_objects()) - before < 50


# -- header blocks

LINES = [
    *(
        b"a:",
        b"A: 1",
        b"b :",
        b"ab: x",
        b"a",
        b":",
        b" ",
        b"\t",
        b"\n",
        b"\r\n",
        b"\n ",
        b"\r\n\t",
    ),
    *(b"x  ", b"=", b"?", b"=?", b"\xe9", b"\0", b"\x0b"),
]
blocks = st.lists(st.sampled_from(LINES), max_size=16).map(b"".join)


@needs_native
@settings(max_examples=1500, deadline=None)
@given(blocks, st.sampled_from([b"a", b"b", b"ab", b"c"]))
def test_finds_the_same_fields(block: bytes, name: bytes) -> None:
    assert native is not None
    lowered = lower_block(block)
    at = 0
    while place := header_block.find_field(lowered, name, at):
        assert native.find_field(block, name, at) == place
        at = place[2]
    assert native.find_field(block, name, at) is None
    expected = header_block.find_bodies(block, lowered, name)
    assert native.find_bodies(block, block, name) == expected


@needs_native
@settings(max_examples=1500, deadline=None)
@given(blocks)
def test_gives_the_same_items(block: bytes) -> None:
    assert native is not None
    block = end_lines_with_lf(block)
    assert native.plain_items(block) == header_block.plain_items(block)


@needs_native
def test_what_is_searched_is_as_long_as_the_block() -> None:
    assert native is not None
    with pytest.raises(ValueError, match="not the block"):
        native.find_bodies(b"a: 1", b"a: 12", b"a")


@needs_native
def test_none_is_returned_with_a_reference() -> None:
    """Where None can die, before Python 3.12: also in a library that a later one has built."""
    assert native is not None
    before = sys.getrefcount(None)
    for _ in range(1000):
        assert native.find_field(b"a: 1\n", b"b") is None
        assert native.plain_items(b"a: \xe9\n") is None
        assert native.scan(b"a: 1\r", 0, 5, 9, 9, 99, describe) is None
    assert abs(sys.getrefcount(None) - before) < 100
