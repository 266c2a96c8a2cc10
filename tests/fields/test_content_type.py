"""Content-Type: what is read, what is text/plain instead, and the way back."""

from __future__ import annotations

import itertools
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.content_type import (
    ContentType,
    format_content_type,
    parse_content_type,
    stated_type,
)
from tests.growth import assert_linear

TYPE, INVALID = DefectCode.MEDIA_TYPE_INVALID, DefectCode.PARAMETER_INVALID
UTF_8 = {"charset": "utf-8"}


def read(body: bytes) -> tuple[str, dict[str, str]]:
    value = parse_content_type(body).value
    return value.media_type, dict(value.parameters)


def codes(body: bytes) -> set[DefectCode]:
    return {defect.code for defect in parse_content_type(body).defects}


def check_sound(body: bytes) -> None:
    """What holds for any input."""
    parsed = parse_content_type(body)
    assert parsed.value.type
    assert parsed.value.subtype
    parsed.value.media_type.encode()
    (span,) = parsed.spans
    for each in [span, *(defect.span for defect in parsed.defects)]:
        assert 0 <= each.offset <= each.end <= len(body)


@pytest.mark.parametrize(
    ("body", "media_type", "parameters"),
    [
        pytest.param(b"text/html", "text/html", {}, id="plain"),
        pytest.param(b" Text/HTML; Charset=utf-8\r\n", "text/html", UTF_8, id="case"),
        pytest.param(b'text/html;charset="utf-8"', "text/html", UTF_8, id="quoted"),
        pytest.param(b"text/html;", "text/html", {}, id="semicolon"),
        pytest.param(
            b'multipart/mixed;\r\n\tboundary="=_a b"',
            "multipart/mixed",
            {"boundary": "=_a b"},
            id="boundary",
        ),
        pytest.param(
            b"application/vnd.a-b+xml", "application/vnd.a-b+xml", {}, id="token-characters"
        ),
        pytest.param(b"text / html", "text/html", {}, id="blanks"),
        pytest.param(b"\r\n text/html", "text/html", {}, id="fold"),
        pytest.param(
            b"(a) Text (b(c)) / (d) HTML (e) ; (f) charset=utf-8",
            "text/html",
            UTF_8,
            id="comments",
        ),
    ],
)
def test_reads_what_the_standard_allows(
    body: bytes, media_type: str, parameters: dict[str, str]
) -> None:
    assert read(body) == (media_type, parameters)
    assert codes(body) == set()


@pytest.mark.parametrize(
    ("body", "media_type", "parameters", "wrong"),
    [
        # deviation 2
        pytest.param("á/é".encode(), "á/é", {}, {TYPE}, id="8bit"),
        pytest.param(b"[image]/jpeg", "[image]/jpeg", {}, {TYPE}, id="specials-in-type"),
        pytest.param(b"image/[jpeg]", "image/[jpeg]", {}, {TYPE}, id="specials"),
        pytest.param(b"image/x:y; a=b", "image/x:y", {"a": "b"}, {TYPE}, id="colon"),
        # deviation 3
        pytest.param(b"text/html charset=utf-8", "text/html", UTF_8, {INVALID}, id="no-semicolon"),
        pytest.param(b"text/html, charset=utf-8", "text/html", UTF_8, {INVALID}, id="comma"),
        pytest.param(
            b"text/html/x;charset=utf-8", "text/html", UTF_8, {INVALID}, id="two-slashes"
        ),
        pytest.param(b"text/html x y", "text/html", {}, {INVALID}, id="words"),
        # deviation 4
        pytest.param(b"", "text/plain", {}, {TYPE}, id="empty"),
        pytest.param(b" \r\n", "text/plain", {}, {TYPE}, id="blank"),
        pytest.param(b"text", "text/plain", {}, {TYPE}, id="type-alone"),
        pytest.param(b"image; charset=utf-8", "text/plain", UTF_8, {TYPE}, id="parameters-kept"),
        pytest.param(b"text/", "text/plain", {}, {TYPE}, id="no-subtype"),
        pytest.param(b"text/ ;charset=utf-8", "text/plain", UTF_8, {TYPE}, id="blank-subtype"),
        pytest.param(
            b"charset=utf-8", "text/plain", UTF_8, {TYPE, INVALID}, id="parameters-alone"
        ),
        pytest.param(b"; charset=utf-8", "text/plain", UTF_8, {TYPE}, id="no-type"),
        pytest.param(b"/html", "text/plain", {}, {TYPE, INVALID}, id="subtype-alone"),
        pytest.param(b'"text/html"', "text/plain", {}, {TYPE, INVALID}, id="quoted"),
        pytest.param(b"X-Chart; 12", "text/plain", {}, {TYPE, INVALID}, id="rfc-1049"),
        # deviation 5
        pytest.param(
            b"text/html (x; charset=utf-8",
            "text/html",
            UTF_8,
            {DefectCode.COMMENT_UNTERMINATED},
            id="comment-open",
        ),
    ],
)
def test_reads_what_mail_has(
    body: bytes, media_type: str, parameters: dict[str, str], wrong: set[DefectCode]
) -> None:
    assert read(body) == (media_type, parameters)
    assert codes(body) == wrong


@pytest.mark.parametrize(
    ("body", "octets"),
    [
        pytest.param(b" text/html; a=b \r\n", b"text/html; a=b", id="plain"),
        pytest.param(b" (c) text / html; a=/ \r\n", b"text / html; a=/", id="not-plain"),
        pytest.param(b" \r\n", b"", id="none"),
    ],
)
def test_the_span_is_all_but_blanks(body: bytes, octets: bytes) -> None:
    (span,) = parse_content_type(body).spans
    assert body[span.slice] == octets


@pytest.mark.parametrize(
    ("body", "stated"),
    [
        pytest.param(b" Text/HTML; charset=utf-8\r\n", "text/html", id="sound"),
        pytest.param(b"(a) text (b) / (c) html (d)", "text/html", id="comments"),
        pytest.param(b"text/html charset=utf-8", "text/html", id="semicolon-missing"),
        pytest.param(b"text/html (x; charset=utf-8", "text/html", id="comment-open"),
        pytest.param(b"X-Chart; 12", "x-chart", id="x-token"),
        pytest.param(b"text/ ; a=b", "text", id="no-subtype"),
        pytest.param(b"text/html/x", "text/html/x", id="two-slashes"),
        pytest.param("á/é".encode(), "á/é", id="8bit"),
        pytest.param(b"/html", "", id="no-type"),
        pytest.param(b"; a=b", "", id="parameters-alone"),
        pytest.param(b"", "", id="empty"),
        pytest.param(b"/" * 40000, "", id="slashes"),
        pytest.param(b"(" * 40000, "", id="comments-open"),
    ],
)
def test_the_type_as_stated(body: bytes, stated: str) -> None:
    assert stated_type(body) == stated


def test_an_unterminated_comment_is_reported_once() -> None:
    assert len(parse_content_type(b"(x = y").defects) == 2  # it, and the type that it hides


def test_values_are_equal_and_pickle() -> None:
    value = parse_content_type(b"text/html; charset=utf-8").value
    assert value == ContentType("text", "html", UTF_8) != ContentType("text", "html", {})
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301


def test_short_inputs_are_sound() -> None:
    for length in range(5):
        for octets in itertools.product(b'a/;=" ("', repeat=length):
            check_sound(bytes(octets))


def test_cut_anywhere_it_is_sound() -> None:
    body = b"(a) Text (b) / (c) html (d); charset=\"utf-8\"; name*0*=''a"
    for end in range(len(body)):
        check_sound(body[:end])
        check_sound(body[end:])


WORDS = st.sampled_from(
    [b"text", b"HTML", b"/", b" ", b"(c)", b"(", b";", b"=", b"\xff", b'"', b"a=b"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=12).map(b"".join))
def test_a_comment_in_front_changes_nothing_else(body: bytes) -> None:
    check_sound(body)
    commented = parse_content_type(b"()" + body)  # never the fast path
    assert commented.value == parse_content_type(body).value
    assert [defect.at(-2) for defect in commented.defects] == list(
        parse_content_type(body).defects
    )


@pytest.mark.parametrize(
    "unit", [b"/", b"a", b" ", b"(", b"()", b"a/", b"=", b",", b"\xff"], ids=repr
)
@pytest.mark.parametrize("before", [b"", b"text", b"text/"], ids=repr)
def test_floods_are_linear(unit: bytes, before: bytes) -> None:
    assert_linear(parse_content_type, lambda size: before + unit * (size // len(unit)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(ContentType("text", "plain", {}), "text/plain", id="plain"),
        pytest.param(
            ContentType("multipart", "mixed", {"boundary": "a b=?c"}),
            'multipart/mixed; boundary="a b=?c"',
            id="boundary",
        ),
        pytest.param(
            ContentType("image", "png", {"name": "é"}),
            "image/png; name*=utf-8''%C3%A9",
            id="extended",
        ),
    ],
)
def test_formats(value: ContentType, text: str) -> None:
    assert format_content_type(value) == text
    assert parse_content_type(text.encode()) == (value, (), ((0, len(text)),))


def test_options_are_handed_on() -> None:
    value = ContentType("image", "png", {"name": "é" * 20})
    assert format_content_type(value, utf8=True) == f'image/png; name="{"é" * 20}"'
    assert "=?utf-8?" in format_content_type(value, rfc2047=True)
    assert "name*1*=" in format_content_type(value, max_length=78)


@settings(max_examples=100, deadline=None)
@given(
    st.text("abz019!#$&^_.+-", min_size=1),
    st.text("abz019!#$&^_.+-", min_size=1),
    st.dictionaries(st.sampled_from(["charset", "name", "x"]), st.text('aé "\\;=?(1'), max_size=2),
)
def test_what_is_formatted_reads_back(
    type_: str, subtype: str, parameters: dict[str, str]
) -> None:
    value = ContentType(type_, subtype, parameters)
    parsed = parse_content_type(format_content_type(value).encode("ascii"))
    assert (parsed.value, parsed.defects) == (value, ())


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(ContentType("", "plain", {}), id="type-empty"),
        pytest.param(ContentType("text", "", {}), id="subtype-empty"),
        pytest.param(ContentType("te xt", "plain", {}), id="type-blank"),
        pytest.param(ContentType("text", "plain; a=b", {}), id="subtype-parameter"),
        pytest.param(ContentType("text", "plaïn", {}), id="subtype-not-ascii"),
        pytest.param(ContentType("a", "b", {"boundary": ""}), id="boundary-empty"),
        pytest.param(ContentType("a", "b", {"boundary": "a" * 71}), id="boundary-long"),
        pytest.param(ContentType("a", "b", {"boundary": "a "}), id="boundary-ends-in-blank"),
        pytest.param(ContentType("a", "b", {"boundary": "é"}), id="boundary-not-ascii"),
        pytest.param(ContentType("a", "b", {"boundary": 'a"'}), id="boundary-quote"),
    ],
)
def test_refuses_what_cannot_be_written(value: ContentType) -> None:
    with pytest.raises(ComposeError):
        format_content_type(value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(ContentType("text\r\nBcc", "plain", {}), id="type"),
        pytest.param(ContentType("text", "plain\r\nBcc: x@y.zz", {}), id="subtype"),
        pytest.param(ContentType("a", "b", {"boundary": "a\r\nBcc: x"}), id="boundary"),
        pytest.param(ContentType("a", "b", {"method": "REQUEST\nBcc: x"}), id="parameter"),
    ],
)
def test_refuses_controls(value: ContentType) -> None:
    with pytest.raises(HeaderInjectionError):
        format_content_type(value)
