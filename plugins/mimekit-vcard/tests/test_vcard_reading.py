"""Cards of all versions, as they are written and as they should not be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mimekit_vcard import Property, VCard, content_lines, read_vcards, reading

from tests.growth import assert_linear


def card(lines: str, version: str = "4.0") -> VCard:
    [found] = read_vcards(f"BEGIN:VCARD\nVERSION:{version}\n{lines}\nEND:VCARD\n")
    return found


def only(lines: str, version: str = "4.0") -> Property:
    [found] = card(lines, version).properties
    return found


@pytest.mark.parametrize(
    ("line", "version", "text"),
    [
        pytest.param("FN:Zoë", "4.0", "Zoë", id="plain"),
        pytest.param(
            r"NOTE:one\, two\; three\nfour\Nfive\\n",
            "4.0",
            "one, two; three\nfour\nfive\\n",
            id="escapes",
        ),
        pytest.param(r"NOTE:a\:b\x", "4.0", "a:bx", id="escapes-that-are-none"),
        pytest.param("NOTE:a\\", "4.0", "a\\", id="backslash-at-the-end"),
        pytest.param(r"NOTE:c:\new\; old", "2.1", r"c:\new; old", id="backslashes-of-2.1"),
        pytest.param("NOTE:one\n  two\n\tthree", "4.0", "one twothree", id="folds"),
        pytest.param("NOTE:one\n two", "2.1", "one two", id="folds-of-2.1-keep-their-blank"),
        pytest.param(
            "NOTE;ENCODING=QUOTED-PRINTABLE:Gr=FC=DFe=0D=0Aaus",
            "2.1",
            "Grüße\naus",
            id="quoted-printable",
        ),
        pytest.param(
            "NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8:a=\n=C3=A6=\n b",
            "2.1",
            "aæ b",
            id="soft-line-ends",
        ),
        pytest.param(
            "NOTE;CHARSET=KOI8-R;ENCODING=quoted-printable:=D0=D2=C9", "2.1", "при", id="charset"
        ),
        pytest.param(
            "NOTE;ENCODING=QUOTED-PRINTABLE:a=", "2.1", "a", id="soft-line-end-at-the-end"
        ),
        pytest.param("NOTE:a\x00\x1b[1m\u2028b", "4.0", "a  [1m b", id="controls"),
        pytest.param("note : x ", "4.0", "x", id="blanks"),
        pytest.param("NOTE:", "4.0", "", id="empty"),
    ],
)
def test_text(line: str, version: str, text: str) -> None:
    assert only(line, version).text == text


@pytest.mark.parametrize(
    ("line", "parameters"),
    [
        pytest.param(
            "TEL;TYPE=work,voice;PREF=1:1", {"TYPE": ("work", "voice"), "PREF": ("1",)}, id="list"
        ),
        pytest.param('TEL;TYPE="work,voice":1', {"TYPE": ("work", "voice")}, id="quoted-list"),
        pytest.param("TEL;TYPE=work;TYPE=voice:1", {"TYPE": ("work", "voice")}, id="repeated"),
        pytest.param("TEL;type=work:1", {"TYPE": ("work",)}, id="lower-case"),
        pytest.param("TEL;WORK;VOICE:1", {"TYPE": ("WORK", "VOICE")}, id="without-names"),
        pytest.param('TEL;X="a;b:c":1', {"X": ("a;b:c",)}, id="quoted-marks"),
        pytest.param('TEL;X="a"b;Y=c:1', {"X": ("a",), "Y": ("c",)}, id="behind-a-quote"),
        pytest.param('TEL;X=a"b:1', {"X": ('a"b',)}, id="quote-inside"),
        pytest.param("TEL;X=a^nb^'c^^d^e:1", {"X": ('a\nb"c^d^e',)}, id="rfc-6868"),
        pytest.param("TEL;X=:1", {"X": ("",)}, id="empty"),
        pytest.param("TEL;:1", {"TYPE": ("",)}, id="nothing"),
        pytest.param("TEL;X=,:1", {"X": ("", "")}, id="two-empty"),
    ],
)
def test_parameters(line: str, parameters: dict[str, tuple[str, ...]]) -> None:
    assert only(line).parameters == parameters
    assert only(line).text == "1"


def test_groups() -> None:
    found = card("item1.TEL:1\nitem1.X-ABLabel:_$!<Home>!$_").properties
    assert [(each.group, each.name) for each in found] == [
        ("item1", "TEL"),
        ("item1", "X-ABLABEL"),
    ]


def test_components_and_values() -> None:
    assert only(r"N:Grünwald;Zoë;A,B\,C;;").components == (
        ("Grünwald",), ("Zoë",), ("A", "B,C"), ("",), ("",),
    )  # fmt: skip
    assert only(r"N:a,b;c\;d", "2.1").components == (("a,b",), ("c;d",))
    assert only(r"CATEGORIES:light\,house,tower").values == ("light,house", "tower")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("PHOTO;ENCODING=b;TYPE=JPEG:TWFu\n TWE=", id="3.0"),
        pytest.param("PHOTO;JPEG;BASE64:\n  TWFu\n  TWE=\n", id="2.1"),
        pytest.param("PHOTO;ENCODING=BASE64:TWFu\nTWE=\n", id="lines-without-blanks"),
        pytest.param("PHOTO;ENCODING=b:TWFu\n TWE", id="no-padding"),
    ],
)
def test_base64(lines: str) -> None:
    found = card(f"{lines}\nFN:Zoe", "2.1").properties
    assert found[0].octets == b"ManMa"
    assert found[1].text == "Zoe"


def test_base64_ends_where_a_property_begins() -> None:
    found = card("PHOTO;BASE64:\nTWFu\nFN:Zoe", "2.1").properties
    assert [each.name for each in found] == ["PHOTO", "FN"]


def test_several_cards() -> None:
    text = "BEGIN:VCARD\rFN:One\rEND:VCARD\r\r\nbegin:vcard\r\nFN:Two\r\nEND:VCARD"
    assert [each.properties[0].text for each in read_vcards(text)] == ["One", "Two"]


def test_a_card_inside_of_another_follows_it() -> None:
    text = "BEGIN:VCARD\nFN:One\nAGENT:\nBEGIN:VCARD\nFN:Two\nEND:VCARD\nTEL:1\nEND:VCARD"
    outer, inner = read_vcards(text)
    assert [each.name for each in outer.properties] == ["FN", "AGENT", "TEL"]
    assert [each.text for each in inner.properties] == ["Two"]


def test_preferred_properties_come_first() -> None:
    assert card("TEL:1\nTEL;PREF=1:2").get("TEL") == only("TEL;PREF=1:2")
    assert card("TEL:1\nTEL;TYPE=pref:2").get("TEL") == only("TEL;TYPE=pref:2")
    assert card("TEL:1\nTEL:2").get("TEL") == only("TEL:1")
    assert card("TEL:1").get("EMAIL") is None


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("BEGIN:VCARD\nFN:Zoe", ("the card does not end",), id="cut-short"),
        pytest.param(
            "BEGIN:VCARD\nGARBAGE\nFN:Zoe\nEND:VCARD", ("no property: 'GARBAGE'",), id="line"
        ),
        pytest.param('BEGIN:VCARD\nA;B="c:d\nFN:Zoe\nEND:VCARD', (), id="quote-that-does-not-end"),
        pytest.param("BEGIN:VCARD\nFN:Zoe\nEND:VCARD\nEND:VCARD\nX", (), id="outside"),
    ],
)
def test_problems(text: str, problems: tuple[str, ...]) -> None:
    [found] = read_vcards(text)
    assert found.problems == problems
    assert found.all("FN")[0].text == "Zoe"


@pytest.mark.parametrize("text", ["", "Dear Zoe", "BEGIN:VCALENDAR\nEND:VCALENDAR", "FN:Zoe"])
def test_what_is_no_card(text: str) -> None:
    assert read_vcards(text) == ()


def test_octets_are_a_mistake() -> None:
    with pytest.raises(TypeError, match="text is a str, not bytes"):
        read_vcards(b"BEGIN:VCARD")  # type: ignore[arg-type]


def escaped(value: str) -> str:
    return "".join("\\n" if c == "\n" else f"\\{c}" if c in "\\,;" else c for c in value)


# What a value may hold: controls become blanks, and blanks at its ends belong to the line.
values = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"))


@given(st.lists(values, min_size=1), st.integers(1, 74))
def test_what_is_written_by_the_rules_is_read(parts: list[str], width: int) -> None:
    """RFC 6350 section 3.2 and 3.4: escaped, then folded at any character."""
    line = "X-A:-" + ";".join(map(escaped, parts)) + "-"
    folded = "\r\n ".join(line[place : place + width] for place in range(0, len(line), width))
    found = only(folded).components
    assert [component[0] for component in found] == [
        ("-" if not number else "") + part + ("-" if number == len(parts) - 1 else "")
        for number, part in enumerate(parts)
    ]


WHOLE = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=\r\n=AB\r\n"
    'item1.TEL;WORK;X="a:b":+47\r\nPHOTO;BASE64:\r\n TWFu\r\n\r\nEND:VCARD\r\n'
)


@pytest.mark.parametrize("end", range(len(WHOLE)))
def test_cut_anywhere(end: int) -> None:
    """What stands before the cut is read, and the rest as far as it is there."""
    found = read_vcards(WHOLE[:end])
    assert len(found) == (end >= WHOLE.index("\r\nVERSION"))
    if end >= WHOLE.index("\r\nitem1"):
        assert found[0].properties[0].text == "Zoë"
    is_whole = end >= WHOLE.index("END:VCARD") + len("END:VCARD")
    assert found == () or found[0].problems[-1:] == (
        () if is_whole else ("the card does not end",)
    )


@given(
    st.lists(
        st.sampled_from(
            [
                *'abc:;,="\\.\n\r\t ^',
                "BEGIN:VCARD\n",
                "END:VCARD\n",
                "\nVERSION:2.1\n",
                ";ENCODING=QUOTED-PRINTABLE:",
                ";BASE64:",
                "N:",
                "ADR:",
                "TYPE=",
            ]
        )
    )
)
def test_anything_is_read(pieces: list[str]) -> None:
    text = "BEGIN:VCARD\nFN:Zoe\n" + "".join(pieces)
    found = read_vcards(text)
    assert found[0].all("FN")[0].text.startswith(("Zoe", ""))
    assert found == read_vcards(text)
    for each in found:
        for one in each.properties:
            assert one.name == one.name.upper()
            assert len(one.components) >= 1
            assert len(one.values) >= 1


# -- sizes


def test_cards_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CARDS", 2)
    found = read_vcards("BEGIN:VCARD\nFN:a\nEND:VCARD\n" * 4)
    assert [each.problems for each in found] == [(), ()]


def test_nesting_is_capped() -> None:
    text = (
        "BEGIN:VCARD\n" * 20_000
        + "FN:deep\n"
        + "END:VCARD\n" * 20_000
        + "BEGIN:VCARD\nFN:b\nEND:VCARD\n"
    )
    found = read_vcards(text)
    assert len(found) == reading.MAX_DEPTH + 1
    assert [each.properties for each in found[:-1]] == [()] * reading.MAX_DEPTH
    assert found[-1].properties[0].text == "b"


def test_lines_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_lines, "MAX_LINES", 3)
    [found] = read_vcards("BEGIN:VCARD\nA:1\nB:2\nC:3\nEND:VCARD")
    assert [each.name for each in found.properties] == ["A", "B"]
    assert found.problems == ("the card does not end",)


def test_parameters_are_capped() -> None:
    many = only("TEL" + "".join(f";X{number}=1" for number in range(300)) + ":1")
    assert len(many.parameters) == reading.MAX_PARAMETERS
    long = only("TEL;TYPE=" + "a," * 300 + ":1")
    assert len(long.types) <= reading.MAX_PARAMETERS
    assert long.text == "1"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda size: "A;B=" + "c," * (size // 2) + ":1", id="values"),
        pytest.param(lambda size: "A" + ";B" * (size // 2) + ":1", id="names"),
        pytest.param(lambda size: "A" + ';B="' * (size // 4) + ":1", id="quotes"),
        pytest.param(lambda size: 'A;B="' * (size // 5), id="quotes-that-do-not-end"),
        pytest.param(lambda size: "A:" + "\\;" * (size // 2), id="escapes"),
        pytest.param(lambda size: "A:" + ";" * size, id="components"),
        pytest.param(lambda size: "A:b" + "\n c" * (size // 3), id="folds"),
        pytest.param(
            lambda size: "A;QUOTED-PRINTABLE:" + "=\n" * (size // 2), id="soft-line-ends"
        ),
        pytest.param(lambda size: "A;BASE64:" + "\nTWFu" * (size // 5), id="base64"),
        pytest.param(lambda size: "A:1\n" * (size // 4), id="lines"),
        pytest.param(lambda size: "garbage\n" * (size // 8), id="garbage"),
        pytest.param(lambda size: "BEGIN:VCARD\n" * (size // 12), id="nesting"),
        pytest.param(lambda size: "." * size, id="dots"),
        pytest.param(lambda size: "a" * size, id="no-colon"),
        pytest.param(lambda size: ";ENCODING" * (size // 9), id="encodings"),
    ],
)
def test_cost_is_linear(make: Callable[[int], str]) -> None:
    def run(lines: str) -> None:
        for found in read_vcards(f"BEGIN:VCARD\nVERSION:2.1\n{lines}\nEND:VCARD\n"):
            for each in found.properties:
                assert each.components
                assert each.values

    assert_linear(run, make)
