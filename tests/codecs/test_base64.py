from __future__ import annotations

import mmap
import tracemalloc
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import base64
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.span import Span

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

CHARACTER = DefectCode.BASE64_CHARACTER
PADDING = DefectCode.BASE64_PADDING
JOINED = DefectCode.BASE64_JOINED
TRUNCATED = DefectCode.BASE64_TRUNCATED
TRAILING_BITS = DefectCode.BASE64_TRAILING_BITS
LINE_TOO_LONG = DefectCode.BASE64_LINE_TOO_LONG


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b"\r\n", b"", id="nothing-but-a-line-end"),
        pytest.param(b"TWFu", b"Man", id="whole-group"),
        pytest.param(b"TWE=", b"Ma", id="two-octets"),
        pytest.param(b"TQ==", b"M", id="one-octet"),
        pytest.param(b"TWFu\r\nTWE=\r\n", b"ManMa", id="crlf"),
        pytest.param(b"TWFu\nTWE=\n", b"ManMa", id="lf"),
        pytest.param(b"T\tW F\ru", b"Man", id="blanks"),
        pytest.param(b"TQ=\r\n=", b"M", id="padding-over-two-lines"),
        pytest.param(b"+/+/", b"\xfb\xff\xbf", id="last-two-of-the-alphabet"),
    ],
)
def test_decodes_sound_text(text: bytes, octets: bytes) -> None:
    defects: list[Defect] = []
    assert base64.decode(text, defects) == octets
    assert base64.decode(text) == octets
    assert defects == []


# The numbers are those of the deviations in the module's docstring.
@pytest.mark.parametrize(
    ("text", "octets", "defects"),
    [
        pytest.param(b"TW*Fu", b"Man", [(CHARACTER, 2, 1)], id="1-other-octet"),
        pytest.param(b"TWFu\x00\xff", b"Man", [(CHARACTER, 4, 1)], id="1-nul-and-8-bit"),
        pytest.param(
            b"TWFu\r\n--\r\nlist footer",
            b"Man" + bytes.fromhex("962b2d7e8a2d7a"),
            [(CHARACTER, 6, 1), (PADDING, 21, 0), (TRAILING_BITS, 20, 1)],
            id="1-footer-of-a-mailing-list",
        ),
        pytest.param(b"-_TWFu", b"Man", [(CHARACTER, 0, 1)], id="2-url-safe-alphabet"),
        pytest.param(b"TWE", b"Ma", [(PADDING, 3, 0)], id="3-padding-missing"),
        pytest.param(b"TWE\r\n", b"Ma", [(PADDING, 3, 0)], id="3-padding-missing-before-line-end"),
        pytest.param(b"TQ", b"M", [(PADDING, 2, 0)], id="3-both-missing"),
        pytest.param(b"TQ=", b"M", [(PADDING, 3, 0)], id="3-one-of-two-missing"),
        pytest.param(
            b"TQ=\nTWFu",
            b"MMan",
            [(PADDING, 3, 0), (JOINED, 4, 1)],
            id="3-one-missing-before-a-joined-text",
        ),
        pytest.param(b"TQ==TQ==", b"MM", [(JOINED, 4, 1)], id="4-joined-texts"),
        pytest.param(b"TWE=\r\nTWFu", b"MaMan", [(JOINED, 6, 1)], id="4-joined-on-the-next-line"),
        pytest.param(b"TWFu====", b"Man", [(CHARACTER, 4, 1)], id="4-padding-of-a-whole-group"),
        pytest.param(b"TQ===", b"M", [(CHARACTER, 4, 1)], id="4-padding-too-long"),
        pytest.param(b"=TWFu", b"Man", [(CHARACTER, 0, 1), (JOINED, 1, 1)], id="4-padding-first"),
        pytest.param(b"TWFuT", b"Man", [(TRUNCATED, 4, 1)], id="5-single-character"),
        pytest.param(b"T===", b"", [(TRUNCATED, 0, 1)], id="5-single-character-padded"),
        pytest.param(
            b"T=TWFu", b"Man", [(TRUNCATED, 0, 1), (JOINED, 2, 1)], id="5-single-character-joined"
        ),
        pytest.param(b"TR==", b"M", [(TRAILING_BITS, 1, 1)], id="6-last-of-four-bits"),
        pytest.param(b"TI==", b"L", [(TRAILING_BITS, 1, 1)], id="6-first-of-four-bits"),
        pytest.param(b"TWF=", b"Ma", [(TRAILING_BITS, 2, 1)], id="6-two-bits"),
        pytest.param(
            b"TWF\n", b"Ma", [(TRAILING_BITS, 2, 1), (PADDING, 3, 0)], id="6-without-padding"
        ),
        pytest.param(b"TWFu" * 20, b"Man" * 20, [(LINE_TOO_LONG, 76, 1)], id="7-long-line"),
        pytest.param(
            b"TWFu\n" + b"TWFu" * 20 + b"\n",
            b"Man" * 21,
            [(LINE_TOO_LONG, 81, 1)],
            id="7-long-second-line",
        ),
    ],
)
def test_decodes_malformed_text(
    text: bytes, octets: bytes, defects: list[tuple[DefectCode, int, int]]
) -> None:
    found: list[Defect] = []
    assert base64.decode(text, found) == octets
    assert base64.decode(text) == octets
    assert {(defect.code, *defect.span) for defect in found} == set(defects)
    assert [defect.span.offset for defect in found] == sorted(place for _, place, _ in defects)


def test_defects_are_in_the_order_of_their_places() -> None:
    for text in (b"*" + b"T" * 80, b"T" * 80 + b"*"):
        defects: list[Defect] = []
        base64.decode(text, defects)
        assert {CHARACTER, LINE_TOO_LONG} == {defect.code for defect in defects}
        assert defects[0].span.offset < defects[1].span.offset


def test_a_kind_of_defect_is_reported_once() -> None:
    defects: list[Defect] = []
    base64.decode(b"*TQ==\n" * 1000, defects)
    assert [defect.code for defect in defects] == [CHARACTER, JOINED]


def test_defects_are_added() -> None:
    earlier = Defect(DefectCode.HEADER_NUL, Span(0, 1))
    defects = [earlier]
    base64.decode(b"TQ", defects)
    assert [defect.code for defect in defects] == [earlier.code, PADDING]


def expected_octets(text: bytes) -> bytes:
    """Character by character, a number of 6 bits each."""
    octets = bytearray()
    for joined in text.split(b"="):
        values = [ALPHABET.index(character) for character in joined if character in ALPHABET]
        bits = "".join(f"{value:06b}" for value in values)
        octets += bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
    return bytes(octets)


def expected_defects(text: bytes) -> Iterator[tuple[DefectCode, int, int]]:
    """What is wrong with a text without long lines, from the whole of it."""
    others = [at for at, octet in enumerate(text) if octet not in ALPHABET + b"= \t\r\n"]
    significant = [(octet, at) for at, octet in enumerate(text) if octet in ALPHABET + b"="]
    while significant:
        size = next((n for n, (octet, _) in enumerate(significant) if octet == ord("=")), None)
        characters = significant[:size]
        rest = significant[len(characters) :]
        stop = next((n for n, (octet, _) in enumerate(rest) if octet != ord("=")), len(rest))
        pads, significant = rest[:stop], rest[stop:]
        needed = -len(characters) % 4
        if needed == 3:
            yield TRUNCATED, characters[-1][1], 1
        elif needed and ALPHABET.index(characters[-1][0]) % (1 << 2 * needed):
            yield TRAILING_BITS, characters[-1][1], 1
        if len(pads) > needed:
            others.append(pads[needed][1])
        elif len(pads) < needed < 3:
            yield PADDING, (characters + pads)[-1][1] + 1, 0
        if significant:
            yield JOINED, significant[0][1], 1
    if others:
        yield CHARACTER, min(others), 1


def first_of_each_kind(
    defects: Iterator[tuple[DefectCode, int, int]],
) -> set[tuple[DefectCode, int, int]]:
    first: dict[DefectCode, tuple[DefectCode, int, int]] = {}
    for defect in defects:
        first.setdefault(defect[0], defect)
    return set(first.values())


def decode_in_pieces(*pieces: bytes) -> tuple[bytes, list[Defect]]:
    decoder = base64.Decoder()
    octets = b"".join([*map(decoder.decode, pieces), decoder.finish()])
    return octets, decoder.defects


def test_all_short_texts() -> None:
    for length in range(6):
        for octets in product(b"AQ=\n-!", repeat=length):
            text = bytes(octets)
            found: list[Defect] = []
            assert base64.decode(text) == base64.decode(text, found) == expected_octets(text)
            wanted = first_of_each_kind(expected_defects(text))
            assert {(defect.code, *defect.span) for defect in found} == wanted, text
            for cut in range(1, length):
                assert decode_in_pieces(text[:cut], text[cut:]) == (expected_octets(text), found)


TEXT_LIKE = st.lists(st.sampled_from([*b"AQw/=\r\n \t-*\x80"])).map(bytes) | st.binary().map(
    base64.encode
)


@settings(deadline=None, max_examples=100)
@given(st.lists(TEXT_LIKE))
def test_pieces_do_not_matter(pieces: list[bytes]) -> None:
    text = b"".join(pieces)
    found: list[Defect] = []
    assert base64.decode(text) == base64.decode(text, found) == expected_octets(text)
    assert decode_in_pieces(*pieces) == (expected_octets(text), found)


def test_line_length_at_every_cut() -> None:
    text = b"TWFu\r\n" + b"T" * 76 + b"\r\n" + b"T" * 77 + b"\r\n"
    for cut in range(len(text) + 1):
        _, defects = decode_in_pieces(text[:cut], text[cut:])
        assert [(defect.code, *defect.span) for defect in defects[:1]] == [(LINE_TOO_LONG, 160, 1)]


def test_without_check_nothing_is_looked_for() -> None:
    decoder = base64.Decoder(check=False)
    assert decoder.decode(b"T*Q==T") + decoder.finish() == b"M"
    assert decoder.defects == []


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(bytearray(b"TWFu"), id="bytearray"),
        pytest.param(memoryview(b"-TWFu-")[1:-1], id="part-of-a-memoryview"),
    ],
)
def test_takes_other_buffers(view: bytearray | memoryview) -> None:
    assert base64.decode(view) == base64.decode(view, []) == b"Man"
    assert base64.encode(view, newline=b"") == b"VFdGdQ=="


def test_takes_a_mapped_file(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"TWFuTQ==")
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
        memoryview(mapped) as view,
    ):
        assert base64.decode(view) == b"ManM"


def test_a_str_is_the_callers_mistake() -> None:
    with pytest.raises(TypeError):
        base64.decode("TWFu")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        base64.encode("TWFu")  # type: ignore[arg-type]


def test_sound_text_is_not_copied() -> None:
    text = base64.encode(bytes(3_000_000))
    tracemalloc.start()
    octets = base64.decode(memoryview(text))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(octets) * 1.1


@pytest.mark.parametrize(
    ("octets", "arguments", "text"),
    [
        pytest.param(b"", {}, b"", id="nothing"),
        pytest.param(b"ManMa", {}, b"TWFuTWE=\r\n", id="defaults"),
        pytest.param(b"x" * 57, {}, b"eHh4" * 19 + b"\r\n", id="one-full-line"),
        pytest.param(b"x" * 58, {}, b"eHh4" * 19 + b"\r\neA==\r\n", id="one-more-octet"),
        pytest.param(b"ManMa", {"newline": b"\n"}, b"TWFuTWE=\n", id="lf"),
        pytest.param(b"ManMan", {"line_length": 7}, b"TWFu\r\nTWFu\r\n", id="next-multiple-of-4"),
    ],
)
def test_encodes(octets: bytes, arguments: dict[str, bytes | int], text: bytes) -> None:
    assert base64.encode(octets, **arguments) == text  # type: ignore[arg-type]


def test_a_line_has_room_for_a_group() -> None:
    with pytest.raises(ValueError, match="at least 4"):
        base64.encode(b"", line_length=3)


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300), st.integers(4, 80), st.sampled_from([b"\n", b"\r\n"]))
def test_what_is_encoded_decodes(octets: bytes, line_length: int, newline: bytes) -> None:
    text = base64.encode(octets, newline=newline, line_length=line_length)
    lines = text.split(newline)
    found: list[Defect] = []
    assert base64.decode(text, found) == octets
    assert [defect for defect in found if defect.code is not LINE_TOO_LONG] == []
    assert all(len(line) == line_length // 4 * 4 for line in lines[:-2])
    assert lines[-1] == b""


def test_more_lines_than_are_cut_at_once() -> None:
    octets = bytes(range(256)) * 300
    text = base64.encode(octets)
    assert base64.decode(text) == octets
    assert {len(line) for line in text.splitlines()[:-1]} == {76}


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary()), st.integers(4, 12))
def test_encoded_pieces_do_not_matter(pieces: list[bytes], line_length: int) -> None:
    encoder = base64.Encoder(line_length=line_length)
    text = b"".join([*map(encoder.encode, pieces), encoder.finish()])
    assert text == base64.encode(b"".join(pieces), line_length=line_length)


def test_encodes_at_every_cut() -> None:
    octets = bytes(range(130))
    for cut in range(len(octets) + 1):
        encoder = base64.Encoder()
        pieces = encoder.encode(octets[:cut]), encoder.encode(octets[cut:]), encoder.finish()
        assert b"".join(pieces) == base64.encode(octets)
