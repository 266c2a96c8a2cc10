"""Message ids: every form that mail has, and the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.message_id import format_message_ids, parse_message_ids
from tests.growth import assert_linear

INVALID = DefectCode.MESSAGE_ID_INVALID
UTF_8, GUESSED = DefectCode.HEADER_8BIT, DefectCode.HEADER_CHARSET_GUESSED


def check_sound(body: bytes) -> None:
    """What holds for any input."""
    parsed = parse_message_ids(body)
    assert len(parsed.value) == len(parsed.spans)
    end = 0
    for span in parsed.spans:
        assert end <= span.offset < span.end <= len(body)
        assert body[span.slice] == body[span.slice].strip(b" \t\r\n")
        end = span.end
    for defect in parsed.defects:
        assert 0 <= defect.span.offset <= defect.span.end <= len(body)
    for message_id in parsed.value:
        message_id.encode()
        assert message_id
        assert not set("\r\n") & set(message_id)


@pytest.mark.parametrize(
    ("body", "ids", "places"),
    [
        pytest.param(b"", (), [], id="nothing"),
        pytest.param(b" \r\n", (), [], id="blanks"),
        pytest.param(b"<1@a.test>", ("1@a.test",), [b"<1@a.test>"], id="plain"),
        pytest.param(b" <1@a.test>\r\n", ("1@a.test",), [b"<1@a.test>"], id="blanks-around"),
        pytest.param(b"<1@a>\r\n <2@b>", ("1@a", "2@b"), [b"<1@a>", b"<2@b>"], id="fold-between"),
        pytest.param(b"<1@a><2@b>", ("1@a", "2@b"), [b"<1@a>", b"<2@b>"], id="nothing-between"),
        pytest.param(b"<1@a>, <2@b>,", ("1@a", "2@b"), [b"<1@a>", b"<2@b>"], id="commas"),
        pytest.param(b"(c) <1@a> (d)", ("1@a",), [b"<1@a>"], id="comments-around"),
        pytest.param(b"<1.2+3=4$5@a-b>", ("1.2+3=4$5@a-b",), [b"<1.2+3=4$5@a-b>"], id="atext"),
        pytest.param(b"<1..2.@a>", ("1..2.@a",), [b"<1..2.@a>"], id="dots"),
        pytest.param(b"<1@[192.0.2.1]>", ("1@[192.0.2.1]",), [b"<1@[192.0.2.1]>"], id="literal"),
    ],
)
def test_reads(body: bytes, ids: tuple[str, ...], places: list[bytes]) -> None:
    parsed = parse_message_ids(body)
    assert parsed.value == ids
    assert [body[span.slice] for span in parsed.spans] == places
    assert parsed.defects == ()
    check_sound(body)


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        # 1: inside an id
        pytest.param(b"< 1@a >", ("1@a",), id="blanks-at-the-ends"),
        pytest.param(b"<1 @ a . b>", ("1@a.b",), id="blanks-at-dots"),
        pytest.param(b"<1@long.\r\n test>", ("1@long.test",), id="fold"),
        pytest.param(b"<1 (c)@(d (e))a>", ("1@a",), id="comments"),
        pytest.param(b'<"1 2"@a>', ('"1 2"@a',), id="quoted-left-part"),
        pytest.param(b'<"1>2"@a>', ('"1>2"@a',), id="bracket-in-quotes"),
        pytest.param(b'<"1\r\n 2"@a>', ('"1 2"@a',), id="fold-in-quotes"),
        pytest.param(b'<"1@a>', ('"1@a',), id="quote-open"),
        # 2: text between
        pytest.param(b"Your message of 1 Jan <1@a>", ("1@a",), id="phrase-before"),
        pytest.param(b'"Lee, Ann" <1@a>', ("1@a",), id="quoted-phrase-before"),
        pytest.param(b"ann@x.test <1@a>", ("1@a",), id="address-before"),
        pytest.param(b"<1@a> ann@x.test <2@b>", ("1@a", "2@b"), id="text-between"),
        pytest.param(b"<1@a>>", ("1@a",), id="bracket-behind"),
        # 4: without ">"
        pytest.param(b"<1@a", ("1@a",), id="not-closed"),
        pytest.param(b"<1@a ", ("1@a",), id="not-closed-and-blank"),
        pytest.param(b"<1@a from Ann", ("1@a",), id="not-closed-and-text"),
        pytest.param(b"<1@a, <2@b>", ("1@a", "2@b"), id="not-closed-and-comma"),
        pytest.param(b"<1@a\r\n <2@b>", ("1@a", "2@b"), id="not-closed-and-another"),
        pytest.param(b'<"1 2"@a b', ('"1 2"@a',), id="not-closed-and-quotes"),
        pytest.param(b"<<1@a>>", ("1@a",), id="doubled"),
        # 5: without brackets
        pytest.param(b"1@a", ("1@a",), id="no-brackets"),
        pytest.param(b" 1@a \t\r\n", ("1@a",), id="no-brackets-and-blanks"),
        pytest.param(b"1@a, 2@b 3@c", ("1@a", "2@b", "3@c"), id="words"),
        pytest.param(b"reply to 1@a", ("1@a",), id="words-without-an-at"),
        pytest.param(b"1@a>", ("1@a",), id="not-opened"),
        pytest.param(b"1", ("1",), id="word-alone"),
        pytest.param(b"no ids here", (), id="no-id"),
        pytest.param(b">", (), id="bracket-alone"),
        # 6: anything in brackets
        pytest.param(b"<1>", ("1",), id="no-at"),
        pytest.param(b"<1@a@b>", ("1@a@b",), id="two-ats"),
        pytest.param(b"<a:b;c,d[e]@f>", ("a:b;c,d[e]@f",), id="specials"),
        pytest.param(b"<1\x00@a>", ("1\x00@a",), id="nul"),
        pytest.param(b"<>", (), id="brackets-of-nothing"),
        pytest.param(b"< (c) >", (), id="brackets-of-a-comment"),
    ],
)
def test_tolerates(body: bytes, ids: tuple[str, ...]) -> None:
    parsed = parse_message_ids(body)
    assert parsed.value == ids
    assert INVALID in {defect.code for defect in parsed.defects}
    check_sound(body)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("<é@b>".encode(), UTF_8, id="utf-8"),
        pytest.param(b"<\xe9@b>", GUESSED, id="latin-1"),
    ],
)
def test_reads_8bit(body: bytes, code: DefectCode) -> None:
    parsed = parse_message_ids(body)
    assert parsed.value == ("é@b",)
    assert {defect.code for defect in parsed.defects} == {code}


PIECES = [b"1", b"@", b"<", b">", b",", b" ", b"\r\n ", b"(", b")", b'"', b"\\", b"\xe9", b"<1@a>"]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join))
def test_any_body_is_sound(body: bytes) -> None:
    check_sound(body)


@pytest.mark.parametrize("length", range(6))
def test_every_short_body_is_sound(length: int) -> None:
    for letters in itertools.product(b'1@<>,"( ', repeat=length):
        check_sound(bytes(letters))


def test_cut_at_every_octet() -> None:
    body = b'Ann\'s (x) of "Monday" <1 (c)."2 3"@\r\n a>, <4@b> "5" <6@[c]'
    for end in range(len(body) + 1):
        check_sound(body[:end])
        check_sound(body[end:])


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(piece, id=repr(piece)[2:-1])
        for piece in (b"<1@a> ", b"<", b"<1", b"<>", b"1 ", b"@ ", b'"', b'<"', b"(", b"()", b"<(")
    ],
)
def test_floods_are_linear(piece: bytes) -> None:
    assert_linear(parse_message_ids, lambda size: piece * (size // len(piece)))


# -- writing


def test_formats() -> None:
    assert format_message_ids(["1@a.test"]) == "<1@a.test>"
    assert format_message_ids(['"1 2"@a', "3"]) == '<"1 2"@a> <3>'
    assert format_message_ids(["é@b"], utf8=True) == "<é@b>"
    assert format_message_ids([]) == ""


@pytest.mark.parametrize("character", ["\r", "\n", "\x00", "\x0b", "\x7f", "\x85", "\u2028"])
def test_refuses_controls(character: str) -> None:
    for text in (f"1{character}@a", f'"{character}"@a'):
        with pytest.raises(HeaderInjectionError):
            format_message_ids([text], utf8=True)


@pytest.mark.parametrize(
    "message_id",
    [
        pytest.param("", id="nothing"),
        pytest.param("1 2@a", id="blank"),
        pytest.param("1\t2@a", id="tab"),
        pytest.param("<1@a>", id="brackets"),
        pytest.param("1(2)@a", id="comment"),
        pytest.param('1"@a', id="quote-open"),
        pytest.param("1\\@a", id="backslash"),
        pytest.param("é@a", id="beyond-ascii"),
        pytest.param("1\ud800@a", id="lone-surrogate"),
    ],
)
def test_refuses_what_does_not_read_back(message_id: str) -> None:
    with pytest.raises(ComposeError):
        format_message_ids(["1@a", message_id])


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(st.sampled_from('1.@"[]:;, é='), max_size=8), max_size=3))
def test_what_is_written_reads_back(ids: list[str]) -> None:
    try:
        body = format_message_ids(ids, utf8=True)
    except ComposeError:
        return
    assert parse_message_ids(body.encode()).value == tuple(ids)
