from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import uuencode
from mimekit.codecs.uuencode import Block
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.span import Span
from tests.growth import assert_linear

BEGIN_MISSING = DefectCode.UU_BEGIN_MISSING
END_MISSING = DefectCode.UU_END_MISSING
LINE_INVALID = DefectCode.UU_LINE_INVALID

FULL_LINE = b"M" + b"0V]M" * 15
FULL_OCTETS = b"Com" * 15


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        pytest.param(b"begin 644 name\n#36%N\n`\nend\n", b"Man", id="lf"),
        pytest.param(b"begin 644 name\r\n#36%N\r\n`\r\nend\r\n", b"Man", id="crlf"),
        pytest.param(b"begin 644 name\n#36%N\n`\nend", b"Man", id="no-last-line-end"),
        pytest.param(b"begin 0644 two words \n#36%N\n`\nend \n", b"Man", id="mode-of-four-digits"),
        pytest.param(b"begin 644 empty\n`\nend\n", b"", id="empty-file"),
        pytest.param(b"begin 644 a\n!30``\n`\nend\n", b"M", id="one-octet"),
        pytest.param(
            b"begin 644 a\n" + FULL_LINE + b"\r\n" + FULL_LINE + b"\n#36%N\n`\nend\n",
            FULL_OCTETS * 2 + b"Man",
            id="full-lines",
        ),
    ],
)
def test_decodes_sound_text(text: bytes, octets: bytes) -> None:
    defects: list[Defect] = []
    assert uuencode.decode(text, defects) == octets
    assert uuencode.decode(text) == octets
    assert defects == []


# The numbers are those of the deviations in the module's docstring.
@pytest.mark.parametrize(
    ("text", "octets", "defects"),
    [
        pytest.param(b"begin 644 a\n#  ``\n \nend\n", b"\0\0\0", [], id="1-zeros-as-blanks"),
        pytest.param(
            b"begin 644 a\n#36%\n\nend\n", b"Ma@", [(LINE_INVALID, 12, 4)], id="2-blank-deleted"
        ),
        pytest.param(
            b"begin 644 a\r\nM\r\n\r\nend\r\n",
            bytes(45),
            [(LINE_INVALID, 13, 1)],
            id="2-all-blanks-deleted",
        ),
        pytest.param(b"begin 644 a\n!30\n`\nend\n", b"M", [], id="2-last-group-cut"),
        pytest.param(
            b"begin 644 a\n#36%NX\n`\nend\n",
            b"Man",
            [(LINE_INVALID, 12, 6)],
            id="3-check-character",
        ),
        pytest.param(
            b"begin 644 a\n" + FULL_LINE + b"\n" + FULL_LINE + b"*\n`\nend\n",
            FULL_OCTETS * 2,
            [(LINE_INVALID, 74, 62)],
            id="3-check-character-of-a-full-line",
        ),
        pytest.param(
            b"\nHello,\n#36%N\n`\nend\n", b"Man", [(BEGIN_MISSING, 8, 0)], id="4-begin-missing"
        ),
        pytest.param(
            b"#36%NX\n#36%N\nend",
            b"Man",
            [(BEGIN_MISSING, 7, 0)],
            id="4-a-line-of-other-length-begins-no-data",
        ),
        pytest.param(b"Hello,\n", b"", [(BEGIN_MISSING, 0, 0)], id="4-nothing-begins"),
        pytest.param(b"begin 644 a\n#36%N\n", b"Man", [(END_MISSING, 18, 0)], id="5-end-missing"),
        pytest.param(
            b"begin 644 a\n#36%N", b"Man", [(END_MISSING, 17, 0)], id="5-end-and-line-end-missing"
        ),
        pytest.param(
            b"begin 644 a\n#36%N\nfooter\r\nend\n",
            b"Man",
            [(LINE_INVALID, 18, 6)],
            id="6-line-of-text",
        ),
        pytest.param(
            b"begin 644 a\n#36%N\n`\nend\n#36%N\nfooter\n", b"Man", [], id="7-lines-behind-the-end"
        ),
        pytest.param(
            b"begin 644 a\n#36%N\n`\nend\n\nbegin 644 b\n!30``\n`\nend\n",
            b"ManM",
            [],
            id="7-second-file",
        ),
        pytest.param(
            b"begin 644 a\n#36%N\nbegin 644 b\n!30``\n`\nend\n",
            b"ManM",
            [(END_MISSING, 18, 0)],
            id="7-second-file-behind-an-unended-one",
        ),
    ],
)
def test_decodes_malformed_text(
    text: bytes, octets: bytes, defects: list[tuple[DefectCode, int, int]]
) -> None:
    found: list[Defect] = []
    assert uuencode.decode(text, found) == octets
    assert uuencode.decode(text) == octets
    assert [(defect.code, *defect.span) for defect in found] == defects


def expected_data(line: bytes) -> tuple[bytes, bool] | None:
    """The octets of a line of data, and whether it is as long as it says; bit by bit."""
    if not line or not b"!"[0] <= line[0] <= b"_"[0] or any(not 32 <= o <= 96 for o in line):
        return None
    length = line[0] - 32
    bits = "".join(f"{(octet - 32) % 64:06b}" for octet in line[1:]).ljust(length * 8, "0")
    octets = bytes(int(bits[at : at + 8], 2) for at in range(0, length * 8, 8))
    return octets, -(-length * 8 // 6) <= len(line) - 1 <= -(-length // 3) * 4


def expected(text: bytes) -> tuple[bytes, set[tuple[DefectCode, int, int]]]:
    octets, place, at = b"", "before", 0
    defects: dict[DefectCode, tuple[DefectCode, int, int]] = {}

    def report(code: DefectCode, *span: int) -> None:
        defects.setdefault(code, (code, span[0], span[1]))

    for raw in text.split(b"\n"):
        line = raw.rstrip(b"\r")
        data = expected_data(line)
        if re.fullmatch(rb"begin +[0-7]{3,4} +[^ ].*", line):
            if place == "inside":
                report(END_MISSING, at, 0)
            place = "inside"
        elif place == "inside" and re.fullmatch(rb"end *", line):
            place = "behind"
        elif place == "before" and data and data[1]:
            report(BEGIN_MISSING, at, 0)
            place = "inside"
            octets += data[0]
        elif place == "inside" and data:
            octets += data[0]
            if not data[1]:
                report(LINE_INVALID, at, len(line))
        elif place == "inside" and line.strip(b" `"):
            report(LINE_INVALID, at, len(line))
        at += len(raw) + 1
    if place == "inside":
        report(END_MISSING, len(text), 0)
    elif place == "before" and text:
        report(BEGIN_MISSING, 0, 0)
    return octets, set(defects.values())


def decode_in_pieces(*pieces: bytes) -> tuple[bytes, list[Defect]]:
    decoder = uuencode.Decoder()
    octets = b"".join([*map(decoder.decode, pieces), decoder.finish()])
    return octets, decoder.defects


def check_against_reference(text: bytes) -> None:
    found: list[Defect] = []
    octets = uuencode.decode(text, found)
    assert (octets, {(defect.code, *defect.span) for defect in found}) == expected(text)
    assert uuencode.decode(text) == octets


LINES = (b"begin 644 a", b"end", b"`", b"", b"#36%N", b"#36%", b"prose", b"!30``!", FULL_LINE)


def test_all_short_texts_of_lines() -> None:
    for count in range(5):
        for lines in product(LINES, repeat=count):
            check_against_reference(b"\n".join(lines))


@pytest.mark.parametrize("before", [b"", b"begin 644 a\n"], ids=["begin-missing", "inside"])
def test_all_short_texts(before: bytes) -> None:
    for length in range(6):
        for octets in product(b"!`0\r\na", repeat=length):
            check_against_reference(before + bytes(octets))


def test_at_every_cut() -> None:
    text = (
        b"Hi\n#36%N\r\n" + FULL_LINE + b"\r\n" + FULL_LINE + b"\n#36%\nx\r\r\nbegin 644 a\nend\n#"
    )
    found: list[Defect] = []
    octets = uuencode.decode(text, found)
    assert decode_in_pieces(*(text[at : at + 1] for at in range(len(text)))) == (octets, found)
    for cut in range(len(text) + 1):
        assert decode_in_pieces(text[:cut], text[cut:]) == (octets, found)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from([*LINES, b"\n", b"\r\n", b"\n", b"M", b"\xff", b" ", FULL_LINE[:30]]))
)
def test_pieces_do_not_matter(pieces: list[bytes]) -> None:
    found: list[Defect] = []
    octets = uuencode.decode(b"".join(pieces), found)
    assert decode_in_pieces(*pieces) == (octets, found)


def test_a_kind_of_defect_is_reported_once() -> None:
    defects: list[Defect] = []
    uuencode.decode(b"begin 644 a\nx\n#36%\n" * 100, defects)
    assert [defect.code for defect in defects] == [LINE_INVALID, END_MISSING]


def test_without_check_nothing_is_looked_for() -> None:
    decoder = uuencode.Decoder(check=False)
    assert decoder.decode(b"#36%N\nx\n") + decoder.finish() == b"Man"
    assert decoder.defects == []


def test_takes_a_memoryview() -> None:
    text = memoryview(b"-begin 644 a\n#36%N\n`\nend-")[1:-1]
    assert uuencode.decode(text) == b"Man"
    assert [block.content for block in uuencode.iter_blocks(text)] == [b"Man"]
    assert b"#36%N" in uuencode.encode(memoryview(b"-Man-")[1:-1])


def test_a_str_is_the_callers_mistake() -> None:
    with pytest.raises(TypeError):
        uuencode.decode("end")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        list(uuencode.iter_blocks("end"))  # type: ignore[arg-type]


HOSTILE = (
    *(
        b"begin 644 a\r\n",
        b"begin 644 ",
        b"begin 644 a ",
        b"begin 644 a\n\n",
        b"begin 644 a\n#36%N\n",
    ),
    *(
        b"begin 644 a\n" + b" \n" * 500,
        b"M",
        b" ",
        b"`\n",
        b"\n",
        b"end\n",
        b"#36%N\n",
        b"\r",
        b"x\n",
    ),
)


@pytest.mark.parametrize("pattern", HOSTILE, ids=lambda pattern: repr(pattern[:20]))
@pytest.mark.parametrize("before", [b"", b"begin 644 a\n"], ids=["alone", "inside"])
def test_runs_take_linear_time(pattern: bytes, before: bytes) -> None:
    def read(text: bytes) -> None:
        uuencode.decode(text, [])
        list(uuencode.iter_blocks(text))

    assert_linear(read, lambda size: before + pattern * (size // len(pattern)))


def block(name: str, content: bytes, offset: int, length: int, mode: int = 0o644) -> Block:
    return Block(name, mode, content, Span(offset, length))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(
            b"Hi\r\nbegin 600 a b.txt \r\n#36%N\r\n`\r\nend\r\nBye\r\n",
            [block("a b.txt", b"Man", 4, 35, 0o600)],
            id="in-prose",
        ),
        pytest.param(
            b"begin 644 a\n#36%N\n`\nend\nbegin 644 b\n!30``\n \nend",
            [block("a", b"Man", 0, 24), block("b", b"M", 24, 23)],
            id="two",
        ),
        pytest.param(
            b"begin 644 a\n" + FULL_LINE + b"\n" + FULL_LINE + b"\n#36%N\n`\nend\n",
            [block("a", FULL_OCTETS * 2 + b"Man", 0, 148)],
            id="full-lines",
        ),
        pytest.param(b"begin 644 a\n`\nend\n", [block("a", b"", 0, 18)], id="empty-file"),
        pytest.param(
            b"begin 644 a\n#36%N\n\n\nend\n",
            [block("a", b"Man", 0, 24)],
            id="empty-lines-before-end",
        ),
        pytest.param(
            b"begin 644 a\n#36%\nend\n", [block("a", b"Ma@", 0, 21)], id="blank-deleted-but-ended"
        ),
        pytest.param(
            b"begin 644 a\n#36%N\n\nfooter\n", [block("a", b"Man", 0, 18)], id="unended-but-exact"
        ),
        pytest.param(b"begin 644 a\n#36%N", [block("a", b"Man", 0, 17)], id="cut-off"),
        pytest.param(
            "begin 644 é\n#36%N\nend".encode(), [block("é", b"Man", 0, 22)], id="name-in-utf-8"
        ),
        pytest.param(
            b"begin 644 \xe9\n#36%N\nend",
            [block("é", b"Man", 0, 21)],
            id="name-in-another-charset",
        ),
        pytest.param(b"begin 644 a\n#36%\nfooter\n", [], id="neither-ended-nor-exact"),
        pytest.param(b"begin 644 a\nend\n", [], id="no-data"),
        pytest.param(b"begin 644 a\n\nend of it\n", [], id="end-of-a-sentence"),
        pytest.param(b"begin 644 times\nand again\n", [], id="prose"),
        pytest.param(b"begin 12 a\n#36%N\nend\n", [], id="mode-of-two-digits"),
        pytest.param(b"begin 648 a\n#36%N\nend\n", [], id="mode-not-octal"),
        pytest.param(b"begin 644  \n#36%N\nend\n", [], id="no-name"),
        pytest.param(b"  begin 644 a\n#36%N\nend\n", [], id="not-at-the-start-of-a-line"),
        pytest.param(b"begin 644 a\nM36%N\n> end\n", [], id="quoted"),
        pytest.param(
            b"begin 644 a\nbegin 644 b\n#36%N\nend\n",
            [block("b", b"Man", 12, 22)],
            id="prose-before-a-block",
        ),
    ],
)
def test_blocks(text: bytes, blocks: list[Block]) -> None:
    found = list(uuencode.iter_blocks(text))
    assert found == blocks
    for one in found:
        assert text[one.span.slice].startswith(b"begin ")


@pytest.mark.parametrize(
    ("octets", "arguments", "text"),
    [
        pytest.param(b"", {}, b"begin 644 data\r\n`\r\nend\r\n", id="nothing"),
        pytest.param(
            b"M",
            {"name": "a b", "mode": 0o1777, "newline": b"\n"},
            b"begin 1777 a b\n!30``\n`\nend\n",
            id="arguments",
        ),
        pytest.param(
            FULL_OCTETS + b"Man",
            {"newline": b"\n"},
            b"begin 644 data\n" + FULL_LINE + b"\n#36%N\n`\nend\n",
            id="more-than-a-line",
        ),
        pytest.param(
            b"",
            {"mode": 0o7, "name": "é"},
            "begin 007 é\r\n`\r\nend\r\n".encode(),
            id="short-mode",
        ),
    ],
)
def test_encodes(octets: bytes, arguments: dict[str, int], text: bytes) -> None:
    assert uuencode.encode(octets, **arguments) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param({"name": "a\nend"}, HeaderInjectionError, id="lf"),
        pytest.param({"name": "a\rb"}, HeaderInjectionError, id="cr"),
        pytest.param({"name": "a\0b"}, HeaderInjectionError, id="nul"),
        pytest.param({"name": ""}, ComposeError, id="no-name"),
        pytest.param({"name": " a"}, ComposeError, id="blank-first"),
        pytest.param({"name": "a "}, ComposeError, id="blank-last"),
        pytest.param({"name": "a\ud800"}, ComposeError, id="lone-surrogate"),
        pytest.param({"mode": 0o10000}, ComposeError, id="mode-too-large"),
        pytest.param({"mode": -1}, ComposeError, id="mode-negative"),
    ],
)
def test_refuses(arguments: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        uuencode.encode(b"", **arguments)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(max_size=100)), st.sampled_from([b"\n", b"\r\n"]))
def test_what_is_encoded_decodes(pieces: list[bytes], newline: bytes) -> None:
    octets = b"".join(pieces)
    text = uuencode.encode(octets, newline=newline)
    defects: list[Defect] = []
    assert uuencode.decode(text, defects) == octets
    assert defects == []
    assert [one.content for one in uuencode.iter_blocks(text)] == [octets]
    encoder = uuencode.Encoder(newline=newline)
    assert b"".join([*map(encoder.encode, pieces), encoder.finish()]) == text
