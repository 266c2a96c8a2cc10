from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import flowed
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("a\nb\n", "a\nb\n", id="fixed-lines"),
        pytest.param("a \nb \nc\n", "a b c\n", id="paragraph"),
        pytest.param("a \r\nb\r\n", "a b\n", id="crlf"),
        pytest.param("a  \nb", "a  b", id="two-blanks"),
        pytest.param("a \n\nb", "a \nb", id="ended-by-an-empty-line"),
        pytest.param("  a\n >b\n From c\n", " a\n>b\nFrom c\n", id="stuffed"),
        pytest.param(" \n", "\n", id="nothing-but-stuffing"),
        pytest.param("a \n  b", "a  b", id="stuffed-continuation"),
        pytest.param("> a \n> b\n>c \n>d", "> a b\n>c d", id="quoted"),
        pytest.param(">> a \n>> b\n> c\n", ">> a b\n> c\n", id="quoted-twice"),
        pytest.param("> > a \n> > b", "> > a > b", id="blank-between-quote-marks"),
        pytest.param("> \n>", "> \n>", id="quoted-empty-lines"),
        pytest.param("Bye \n\n-- \nMe\n", "Bye \n-- \nMe\n", id="signature"),
        pytest.param("> -- \n> Me \n> too", "> -- \n> Me too", id="quoted-signature"),
        pytest.param("-- a \nb", "-- a b", id="no-signature"),
        pytest.param(
            "a\x0b \x85b\u2028c \nd", "a\x0b \x85b\u2028c d", id="other-line-ends-are-not"
        ),
    ],
)
def test_decodes(text: str, decoded: str) -> None:
    assert flowed.decode(text) == decoded


# The numbers are those of the deviations in the module's docstring.
@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        pytest.param("> a \nb", "> a \nb", id="1-next-is-less-quoted"),
        pytest.param("a \n> b", "a \n> b", id="1-next-is-more-quoted"),
        pytest.param("a \n-- \nb", "a \n-- \nb", id="1-next-is-the-signature"),
        pytest.param("a ", "a ", id="1-last-line"),
        pytest.param("a \n", "a \n", id="1-last-line-with-line-end"),
        pytest.param("a \r\r\nb\r\r\n", "a b\n", id="2-line-ends-with-two-crs"),
        pytest.param("a\rb\r", "a\rb\r", id="2-cr-without-lf"),
        pytest.param(">a \n> b", ">a b", id="3-quote-marks-of-the-first-line"),
    ],
)
def test_deviations(text: str, decoded: str) -> None:
    assert flowed.decode(text) == decoded


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        pytest.param("a \nb", "ab", id="one-blank"),
        pytest.param("a  \nb", "a b", id="two-blanks"),
        pytest.param("a \n> b", "a\n> b", id="next-is-quoted"),
        pytest.param("a \n", "a\n", id="last-line"),
        pytest.param("-- \na", "-- \na", id="signature"),
        pytest.param("> a \n> b", "> ab", id="quoted"),
    ],
)
def test_decodes_with_delsp(text: str, decoded: str) -> None:
    assert flowed.decode(text, delsp=True) == decoded


@pytest.mark.parametrize(
    ("text", "arguments", "encoded"),
    [
        pytest.param("", {}, "", id="nothing"),
        pytest.param("a\r\n\nb", {}, "a\n\nb", id="lines"),
        pytest.param("a  \n ", {}, "a\n", id="blanks-at-the-ends-of-lines"),
        pytest.param("x" * 72, {}, "x" * 72, id="word-that-fits"),
        pytest.param("x" * 80, {}, "x" * 80, id="word-that-does-not"),
        pytest.param("x" * 71 + " y", {}, "x" * 71 + " \ny", id="blank-that-fits"),
        pytest.param("x" * 72 + " y", {}, "x" * 72 + " \ny", id="blank-that-does-not"),
        pytest.param("to be or not", {"width": 10}, "to be or \nnot", id="paragraph"),
        pytest.param("to be   or", {"width": 10}, "to be   or", id="blanks-that-fit"),
        pytest.param(
            "a" + " " * 12 + "b", {"width": 10}, "a" + " " * 9 + "\n    b", id="many-blanks"
        ),
        pytest.param(" a\nFrom b\nFrom", {}, "  a\n From b\nFrom", id="stuffed"),
        pytest.param(
            "x" * 9 + " >b", {"width": 10}, "x" * 9 + " \n >b", id="stuffed-continuation"
        ),
        pytest.param("> to be or not", {"width": 10}, "> to be \n> or not", id="quoted"),
        pytest.param(
            ">to be or not", {"width": 10}, ">to be or \n>not", id="quoted-without-blank"
        ),
        pytest.param(
            ">to be or >s", {"width": 10}, ">to be or \n> >s", id="stuffed-behind-quote-marks"
        ),
        pytest.param("> \n>", {}, "> \n>", id="quoted-empty-lines"),
        pytest.param(
            ">>>>>> a b c d", {"width": 10}, ">>>>>> a b c d", id="more-quote-marks-than-text"
        ),
        pytest.param("-- \n> -- \n>-- ", {}, "-- \n> -- \n>-- ", id="signature"),
        pytest.param("-- \n--  \n --  ", {}, "-- \n--\n  --", id="no-signature"),
        pytest.param(
            "-- abcdefgh ij", {"width": 10}, "-- abcdefgh \nij", id="no-line-becomes-a-signature"
        ),
        pytest.param("to be or", {"width": 10, "delsp": True}, "to be or", id="delsp-fits"),
        pytest.param(
            "to be or not", {"width": 10, "delsp": True}, "to be or  \nnot", id="delsp-paragraph"
        ),
        pytest.param(
            "x" * 20,
            {"width": 10, "delsp": True},
            "x" * 9 + " \n" + "x" * 9 + " \nxx",
            id="delsp-word",
        ),
        pytest.param(
            "-- abcdefgh",
            {"width": 10, "delsp": True},
            "--  \nabcdefgh",
            id="delsp-no-line-becomes-a-signature",
        ),
    ],
)
def test_encodes(text: str, arguments: dict[str, int], encoded: str) -> None:
    assert flowed.encode(text, **arguments) == encoded  # type: ignore[arg-type]


def test_too_narrow() -> None:
    with pytest.raises(ValueError, match="at least 10"):
        flowed.encode("", width=9)


def without_trailing_blanks(text: str) -> str:
    """What `encode` keeps of a text, line by line."""
    lines = []
    for line in text.split("\n"):
        line = line.rstrip("\r")  # noqa: PLW2901 - with its line end off
        quotes = line[: len(line) - len(line.lstrip(">"))]
        if quotes and line.startswith(" ", len(quotes)):
            quotes += " "
        content = line[len(quotes) :]
        lines.append(line if content == "-- " else quotes + content.rstrip(" "))
    return "\n".join(lines)


def check_round_trip(text: str, width: int, *, delsp: bool) -> None:
    encoded = flowed.encode(text, delsp=delsp, width=width)
    assert flowed.decode(encoded, delsp=delsp) == without_trailing_blanks(text)
    for line in encoded.split("\n"):
        assert not line.startswith("From ")
        content = line.lstrip(">").removeprefix(" ")
        quotes = len(line) - len(line.lstrip(">"))
        if len(line) > width and quotes <= width // 2 - 1:
            assert not delsp
            fitting = content[: width - (len(line) - len(content))]
            assert " " not in fitting or fitting.startswith("-- ")


def test_all_short_texts() -> None:
    for length in range(6):
        for characters in product(">- a\nF", repeat=length):
            text = "".join(characters)
            for delsp in (False, True):
                check_round_trip(text, 10, delsp=delsp)


LINES = st.lists(
    st.sampled_from(["a", "word ", " ", ">", "-- ", "--", "From ", "\n", "x" * 9, "é"])
)


@settings(deadline=None, max_examples=100)
@given(LINES.map("".join), st.integers(10, 14), st.booleans())
def test_round_trip(text: str, width: int, delsp: bool) -> None:  # noqa: FBT001
    check_round_trip(text, width, delsp=delsp)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(" >-a\r\n")), st.booleans())
def test_pieces_do_not_matter(pieces: list[str], delsp: bool) -> None:  # noqa: FBT001
    text = "".join(pieces)
    decoder = flowed.Decoder(delsp=delsp)
    assert "".join([*map(decoder.decode, pieces), decoder.finish()]) == flowed.decode(
        text, delsp=delsp
    )
    assert decoder.defects == []
    encoder = flowed.Encoder(delsp=delsp, width=10)
    assert "".join([*map(encoder.encode, pieces), encoder.finish()]) == flowed.encode(
        text, delsp=delsp, width=10
    )


def test_at_every_cut() -> None:
    text = "> to be or \r\n> not to be\r\n> -- \r\nFrom here \n on\n"
    for cut in range(len(text) + 1):
        decoder = flowed.Decoder()
        decoded = decoder.decode(text[:cut]), decoder.decode(text[cut:]), decoder.finish()
        assert "".join(decoded) == flowed.decode(text)
        encoder = flowed.Encoder(width=10)
        encoded = encoder.encode(text[:cut]), encoder.encode(text[cut:]), encoder.finish()
        assert "".join(encoded) == flowed.encode(text, width=10)


@pytest.mark.parametrize(
    "pattern", [" ", ">", "> ", "\n", " \n", "> a \n", "a ", "-- ", "a", "\r", "From "], ids=repr
)
def test_runs_take_linear_time(pattern: str) -> None:
    def code(text: str) -> None:
        for delsp in (False, True):
            flowed.decode(text, delsp=delsp)
            assert len(flowed.encode(text, delsp=delsp)) < 2.5 * len(text)

    def decode_slowly(text: str) -> None:
        decoder = flowed.Decoder()
        assert sum(len(decoder.decode(character)) for character in text) <= len(text)

    assert_linear(code, lambda size: pattern * (size // len(pattern)))
    assert_linear(decode_slowly, lambda size: pattern * (size // len(pattern)))


def test_many_quote_marks_do_not_multiply() -> None:
    text = ">" * 100_000 + " a" * 50_000
    assert flowed.encode(text) == text


def test_octets_are_the_callers_mistake() -> None:
    with pytest.raises(TypeError):
        flowed.decode(b"a")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        flowed.encode(b"a")  # type: ignore[arg-type]
