from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mimekit.codecs import quoted_printable
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from tests.growth import assert_linear

INVALID = DefectCode.QP_ESCAPE_INVALID
LOWER_CASE = DefectCode.QP_ESCAPE_LOWER_CASE
LINE_TOO_LONG = DefectCode.QP_LINE_TOO_LONG
UNENCODED = DefectCode.QP_8BIT


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b"plain", b"plain", id="plain"),
        pytest.param(b"=C3=A9=3D=00", b"\xc3\xa9=\0", id="octets"),
        pytest.param(b"a=\r\nb=\nc", b"abc", id="soft-line-breaks"),
        pytest.param(b"a=\n=\n=\nb", b"ab", id="soft-line-breaks-in-a-row"),
        pytest.param(b"a \t=\r\n \tb", b"a \t \tb", id="blanks-around-a-soft-line-break"),
        pytest.param(b"a= \t\r\nb= \nc", b"abc", id="blanks-behind-a-soft-line-break"),
        pytest.param(b"a \r\nb\t\nc  ", b"a\r\nb\nc", id="blanks-at-the-ends-of-lines"),
        pytest.param(b"a=20\r\nb=09", b"a \r\nb\t", id="blanks-that-were-encoded"),
        pytest.param(b" \r\n\t\r\n", b"\r\n\r\n", id="lines-of-blanks"),
        pytest.param(b"a=0D=0Ab", b"a\r\nb", id="line-end-that-was-encoded"),
        pytest.param(b"a=\r\r\nb\r\r\nc", b"ab\r\r\nc", id="line-ends-with-two-crs"),
        pytest.param(b"a \r\r\nb", b"a\r\r\nb", id="blank-before-two-crs"),
        pytest.param(b"a_b", b"a_b", id="underscore-as-in-no-encoded-word"),
    ],
)
def test_decodes_sound_text(text: bytes, octets: bytes) -> None:
    defects: list[Defect] = []
    assert quoted_printable.decode(text, defects) == octets
    assert quoted_printable.decode(text) == octets
    assert defects == []


# The numbers are those of the deviations in the module's docstring.
@pytest.mark.parametrize(
    ("text", "octets", "defects"),
    [
        pytest.param(b"a\r\nb\nc", b"a\r\nb\nc", [], id="1-line-ends-as-they-stand"),
        pytest.param(b"x=y", b"x=y", [(INVALID, 1, 1)], id="2-no-octet"),
        pytest.param(b"=2G", b"=2G", [(INVALID, 0, 1)], id="2-half-an-octet"),
        pytest.param(b"a=4", b"a=4", [(INVALID, 1, 1)], id="2-octet-cut-by-the-end"),
        pytest.param(b"a=4\n1", b"a=4\n1", [(INVALID, 1, 1)], id="2-octet-cut-by-a-line-end"),
        pytest.param(b"==C3=", b"=\xc3", [(INVALID, 0, 1)], id="2-octet-behind-an-equals-sign"),
        pytest.param(b"a==\nb", b"a=b", [(INVALID, 1, 1)], id="2-soft-line-break-behind-one"),
        pytest.param(b"a= b", b"a= b", [(INVALID, 1, 1)], id="2-blank-within-the-line"),
        pytest.param(
            b"a=\rb\nc",
            b"a=\rb\nc",
            [(INVALID, 1, 1), (UNENCODED, 2, 1)],
            id="2-cr-that-ends-no-line",
        ),
        pytest.param(b"=c3=A9", b"\xc3\xa9", [(LOWER_CASE, 0, 3)], id="3-first-digit"),
        pytest.param(b"=aB", b"\xab", [(LOWER_CASE, 0, 3)], id="3-one-digit-in-each-case"),
        pytest.param(b"=A9=3d", b"\xa9=", [(LOWER_CASE, 3, 3)], id="3-second-digit"),
        pytest.param(b"a=", b"a", [], id="4-soft-line-break-at-the-end"),
        pytest.param(b"a= \t\r", b"a", [], id="4-with-blanks-and-half-a-line-end"),
        pytest.param(b"a\x00b", b"a\x00b", [(UNENCODED, 1, 1)], id="5-nul"),
        pytest.param(b"a\xe9\x7f", b"a\xe9\x7f", [(UNENCODED, 1, 1)], id="5-8-bit"),
        pytest.param(b"a\rb\r\n", b"a\rb\r\n", [(UNENCODED, 1, 1)], id="5-cr-without-lf"),
        pytest.param(
            b"x" * 77 + b"\r\ny",
            b"x" * 77 + b"\r\ny",
            [(LINE_TOO_LONG, 76, 1)],
            id="6-long-line",
        ),
        pytest.param(
            b"\n" + b"x" * 76 + b"=\n",
            b"\n" + b"x" * 76,
            [(LINE_TOO_LONG, 77, 1)],
            id="6-the-equals-sign-counts",
        ),
    ],
)
def test_decodes_malformed_text(
    text: bytes, octets: bytes, defects: list[tuple[DefectCode, int, int]]
) -> None:
    found: list[Defect] = []
    assert quoted_printable.decode(text, found) == octets
    assert quoted_printable.decode(text) == octets
    assert [(defect.code, *defect.span) for defect in found] == defects


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b""], ids=["lf", "crlf", "end"])
def test_a_line_of_76_is_not_too_long(line_end: bytes) -> None:
    defects: list[Defect] = []
    assert quoted_printable.decode(b"x" * 75 + b"=" + line_end, defects) == b"x" * 75
    assert defects == []


def test_a_kind_of_defect_is_reported_once() -> None:
    defects: list[Defect] = []
    quoted_printable.decode(b"=x =c3 \xff\n" * 1000, defects)
    assert [defect.code for defect in defects] == [INVALID, LOWER_CASE, UNENCODED]


HEX = b"0123456789ABCDEFabcdef"


def expected_octets(text: bytes) -> bytes:
    """Line by line and octet by octet, as the module's docstring has it."""
    octets = bytearray()
    lines = text.split(b"\n")
    for number, whole in enumerate(lines, 1):
        content = whole.rstrip(b"\r")
        line = content.rstrip(b" \t") + whole[len(content) :]
        content = line.rstrip(b"\r")
        line_end = line[len(content) :] + (b"\n" if number < len(lines) else b"")
        if content.endswith(b"="):
            content, line_end = content[:-1], b""
        at = 0
        while at < len(content):
            digits = content[at + 1 : at + 3]
            if content[at] == ord("=") and len(digits) == 2 and set(digits) <= set(HEX):
                octets.append(int(digits, 16))
                at += 3
            else:
                octets.append(content[at])
                at += 1
        octets += line_end
    return bytes(octets)


def expected_defects(text: bytes) -> Iterator[tuple[DefectCode, int, int]]:
    """What is wrong with a text without long lines, from the whole of it."""
    for at, octet in enumerate(text):
        behind = text[at + 1 :]
        ends_line = behind.lstrip(b"\r").lstrip(b" \t").lstrip(b"\r")[:1] in {b"", b"\n"}
        digits = behind[:2]
        if octet == ord("=") and len(digits) == 2 and set(digits) <= set(HEX):
            if digits != digits.upper():
                yield LOWER_CASE, at, 3
        elif octet == ord("=") and not ends_line:
            yield INVALID, at, 1
        elif octet == ord("\r"):
            if not ends_line:
                yield UNENCODED, at, 1
        elif octet not in b"\t\n" and not 32 <= octet < 127:
            yield UNENCODED, at, 1


def first_of_each_kind(
    defects: Iterator[tuple[DefectCode, int, int]],
) -> list[tuple[DefectCode, int, int]]:
    first: dict[DefectCode, tuple[DefectCode, int, int]] = {}
    for defect in defects:
        first.setdefault(defect[0], defect)
    return list(first.values())


def decode_in_pieces(*pieces: bytes) -> tuple[bytes, list[Defect]]:
    decoder = quoted_printable.Decoder()
    octets = b"".join([*map(decoder.decode, pieces), decoder.finish()])
    return octets, decoder.defects


def check_against_reference(text: bytes) -> None:
    found: list[Defect] = []
    octets = expected_octets(text)
    assert quoted_printable.decode(text) == quoted_printable.decode(text, found) == octets
    wanted = first_of_each_kind(expected_defects(text))
    assert [(defect.code, *defect.span) for defect in found] == wanted
    for cut in range(1, len(text)):
        assert decode_in_pieces(text[:cut], text[cut:]) == (octets, found)


def test_all_short_texts() -> None:
    for length in range(5):
        for octets in product(b"=3a\r\n .", repeat=length):
            check_against_reference(bytes(octets))


def test_all_short_texts_of_a_few_octets() -> None:
    for octets in product(b"=A\r\n ", repeat=6):
        check_against_reference(bytes(octets))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([b"=", b"=C3", b"a", b"4", b" ", b"\t", b"\r", b"\n", b"\xe9"])))
def test_against_the_reference(parts: list[bytes]) -> None:
    check_against_reference(b"".join(parts))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.sampled_from([*b"=3a \t\r\nx\xe9"])).map(bytes)))
def test_pieces_do_not_matter(pieces: list[bytes]) -> None:
    found: list[Defect] = []
    octets = quoted_printable.decode(b"".join(pieces), found)
    assert decode_in_pieces(*pieces) == (octets, found)


def test_a_text_larger_than_what_is_taken_at_a_time() -> None:
    text = b"caf=C3=A9 au lait  \r\nx= \r\n" * 10_000
    assert quoted_printable.decode(text) == "café au lait\r\nx".encode() * 10_000


def test_without_check_nothing_is_looked_for() -> None:
    decoder = quoted_printable.Decoder(check=False)
    assert decoder.decode(b"\xff=x ") + decoder.finish() == b"\xff=x"
    assert decoder.defects == []


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(bytearray(b"=41"), id="bytearray"),
        pytest.param(memoryview(b"==41=")[1:-1], id="part-of-a-memoryview"),
    ],
)
def test_takes_other_buffers(view: bytearray | memoryview) -> None:
    assert quoted_printable.decode(view) == b"A"
    assert quoted_printable.encode(view) == b"=3D41"


def test_a_str_is_the_callers_mistake() -> None:
    with pytest.raises(TypeError):
        quoted_printable.decode("=41")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        quoted_printable.encode("=41")  # type: ignore[arg-type]


HOSTILE = (
    b" ",
    b"\t\r",
    b"=",
    b"= ",
    b"=\r",
    b"==4",
    b"=3d",
    b"\r",
    b"\n",
    b" \n",
    b".\n",
    b"From ",
)


@pytest.mark.parametrize("pattern", HOSTILE, ids=repr)
@pytest.mark.parametrize("end", [b"", b"x", b"\n"], ids=["ends", "goes-on", "ends-line"])
def test_runs_take_linear_time(pattern: bytes, end: bytes) -> None:
    def code(text: bytes) -> None:
        quoted_printable.decode(text, [])
        quoted_printable.encode(text)
        quoted_printable.encode(text, binary=True)

    assert_linear(code, lambda size: pattern * (size // len(pattern)) + end)


def test_runs_of_blanks_take_linear_time_octet_by_octet() -> None:
    def decode(size: int) -> None:
        decoder = quoted_printable.Decoder()
        octets = b"".join(decoder.decode(b" ") for _ in range(size)) + decoder.decode(b"x")
        assert octets == b" " * size + b"x"

    assert_linear(decode, lambda size: size)


@pytest.mark.parametrize(
    ("octets", "arguments", "text"),
    [
        pytest.param(b"", {}, b"", id="nothing"),
        pytest.param("café".encode(), {}, b"caf=C3=A9", id="8-bit"),
        pytest.param(b"a=b\0\x7f", {}, b"a=3Db=00=7F", id="equals-sign-and-controls"),
        pytest.param(b"a\nb\r\nc", {}, b"a\r\nb\r\nc", id="line-ends"),
        pytest.param(b"a\r\nb\n", {"newline": b"\n"}, b"a\nb\n", id="line-ends-lf"),
        pytest.param(b"a\rb\r\r\n\r", {}, b"a=0Db=0D\r\n=0D", id="cr-without-lf"),
        pytest.param(b"a \nb\t\r\nc  ", {}, b"a=20\r\nb=09\r\nc =20", id="blanks-at-the-end"),
        pytest.param(b"a b\tc", {}, b"a b\tc", id="blanks-within"),
        pytest.param(b".\n..a\nb.", {}, b"=2E\r\n=2E.a\r\nb.", id="full-stop-at-the-start"),
        pytest.param(b"From a\nFrom\n From b", {}, b"=46rom a\r\nFrom\r\n From b", id="from"),
        pytest.param(b"a\r\nb\n", {"binary": True}, b"a=0D=0Ab=0A", id="binary"),
        pytest.param(b"x" * 76 + b"\n", {}, b"x" * 76 + b"\r\n", id="full-line"),
        pytest.param(b"x" * 77, {}, b"x" * 75 + b"=\r\nxx", id="one-more"),
        pytest.param(b"x" * 75 + b" ", {}, b"x" * 75 + b"=\r\n=20", id="blank-ends-a-full-line"),
        pytest.param(b"x" * 73 + b" \n", {}, b"x" * 73 + b"=20\r\n", id="blank-that-fits"),
        pytest.param(
            b"x" * 74 + b"\xe9y", {}, b"x" * 74 + b"=\r\n=E9y", id="octet-that-does-not-fit"
        ),
        pytest.param(
            b"x" * 75 + b"From x",
            {},
            b"x" * 75 + b"=\r\n=46rom x",
            id="from-behind-a-soft-line-break",
        ),
        pytest.param(
            b"." * 90, {}, b"=2E" + b"." * 72 + b"=\r\n=2E" + b"." * 16, id="line-of-full-stops"
        ),
        pytest.param(
            b"abcdefghi\xe9", {"line_length": 8}, b"abcdefg=\r\nhi=E9", id="shortest-lines"
        ),
    ],
)
def test_encodes(octets: bytes, arguments: dict[str, bool], text: bytes) -> None:
    assert quoted_printable.encode(octets, **arguments) == text  # type: ignore[arg-type]


def test_a_line_has_room_for_an_octet() -> None:
    with pytest.raises(ValueError, match="no room"):
        quoted_printable.encode(b"", line_length=7)


def check_encoding(octets: bytes, text: bytes, line_length: int, *, binary: bool) -> None:
    found: list[Defect] = []
    decoded = quoted_printable.decode(text, found)
    assert decoded == octets if binary else decoded == octets.replace(b"\r\n", b"\n")
    assert [defect for defect in found if defect.code is not LINE_TOO_LONG] == []
    for line in text.split(b"\n"):
        assert len(line) <= line_length
        assert not line.startswith((b".", b"From "))
        assert re.fullmatch(rb"[ -~\t]*(?<![ \t])", line)


PIECE = st.sampled_from(
    [
        b"\n",
        b"\r\n",
        b"\r",
        b" ",
        b"\t",
        b".",
        b"From ",
        b"=",
        b"\xe9",
        b"x",
        b"x" * 37,
        b"\0" * 12,
    ]
) | st.binary(max_size=9)


@settings(deadline=None, max_examples=100)
@given(st.lists(PIECE), st.sampled_from([8, 9, 10, 11, 20, 75, 76, 77]), st.booleans())
@example([b"From ", b"\n"], 8, False)
@example([b"x" * 75, b" ", b"\n"], 76, False)
@example([b"\xe9" * 25, b"x", b"\n"], 76, False)
@example([b"x" * 73, b"\xe9", b"\n"], 76, False)
@example([b"x" * 73, b"\t", b"\n", b"x" * 74, b" \n"], 76, False)
@example([b".", b"\0" * 25, b"\n"], 76, False)
def test_encoding(pieces: list[bytes], line_length: int, binary: bool) -> None:  # noqa: FBT001
    octets = b"".join(pieces)
    text = quoted_printable.encode(octets, newline=b"\n", line_length=line_length, binary=binary)
    check_encoding(octets, text, line_length, binary=binary)
    for parts in (pieces, [octets[at : at + 1] for at in range(len(octets))]):
        encoder = quoted_printable.Encoder(newline=b"\n", line_length=line_length, binary=binary)
        assert b"".join([*map(encoder.encode, parts), encoder.finish()]) == text


def test_all_short_octets() -> None:
    for length in range(6):
        for octets in product(b".F\r\n =", repeat=length):
            for binary in (False, True):
                text = quoted_printable.encode(bytes(octets), newline=b"\n", binary=binary)
                check_encoding(bytes(octets), text, 76, binary=binary)


def test_encodes_at_every_cut() -> None:
    octets = b"x" * 70 + b"caf\xc3\xa9 \r\n" + b"y" * 75 + b"From \r\r\n.\n"
    for cut in range(len(octets) + 1):
        encoder = quoted_printable.Encoder()
        pieces = encoder.encode(octets[:cut]), encoder.encode(octets[cut:]), encoder.finish()
        assert b"".join(pieces) == quoted_printable.encode(octets)


def test_lines_broken_natively_and_by_us_are_the_same() -> None:
    """Whole lines go to binascii, lines that arrive octet by octet do not."""
    for length in range(60, 80):
        for tail in (
            b"",
            b" ",
            b"\t",
            b"\xe9",
            b"\xe9x",
            b"x\xe9",
            b" \xe9",
            b"\xe9 ",
            b"=",
            b"\0",
        ):
            for head in (b"", b"\xe9", b" ", b".\0"):
                octets = head + b"x" * length + tail + b"\nz\n"
                encoder = quoted_printable.Encoder()
                pieces = [encoder.encode(octets[at : at + 1]) for at in range(len(octets))]
                text = b"".join([*pieces, encoder.finish()])
                assert text == quoted_printable.encode(octets)
