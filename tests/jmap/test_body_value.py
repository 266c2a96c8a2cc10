"""Texts of parts: their charsets, and where they are cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import parse
from mimekit.jmap.body_value import EmailBodyValue, read_value
from tests.growth import assert_linear


def read(body: bytes, head: bytes = b"", max_bytes: int = 0) -> EmailBodyValue:
    return read_value(parse(head + b"\n" + body), max_bytes)


def cut(text: str, max_bytes: int, subtype: str = "html") -> str:
    head = f"Content-Type: text/{subtype}; charset=utf-8\n".encode()
    return read(text.encode(), head, max_bytes)["value"]


@pytest.mark.parametrize(
    ("head", "body", "text", "is_problem"),
    [
        pytest.param(b"", b"a\r\nb\rc\n", "a\nb\nc\n", False, id="line-ends"),
        pytest.param(
            b"Content-Type: text/plain; charset=iso-8859-1\n", b"\xe9", "é", False, id="charset"
        ),
        pytest.param(
            b"Content-Type: text/plain; charset=utf-8\n", b"a\xff", "a", True, id="charset-wrong"
        ),
        pytest.param(
            b"Content-Type: text/plain; charset=x-none\n", b"a", "a", True, id="charset-unknown"
        ),
        pytest.param(b"", "é".encode(), "é", True, id="charset-not-declared"),
        pytest.param(
            b"Content-Transfer-Encoding: x-none\n", b"a", "a", True, id="encoding-unknown"
        ),
        pytest.param(
            b"Content-Transfer-Encoding: BASE64\n", b"YQ==", "a", False, id="encoding-known"
        ),
        pytest.param(
            b"Content-Type: text/html\n",
            '<meta charset="utf-8">é'.encode(),
            '<meta charset="utf-8">é',
            False,
            id="charset-in-html",
        ),
    ],
)
def test_value(head: bytes, body: bytes, text: str, is_problem: bool) -> None:  # noqa: FBT001
    value = read(body, head)
    assert value["value"].startswith(text)
    assert value["isEncodingProblem"] is is_problem
    assert value["isTruncated"] is False


@pytest.mark.parametrize(
    ("text", "max_bytes", "expected"),
    [
        pytest.param("abc", 3, "abc", id="fits"),
        pytest.param("abcd", 3, "abc", id="one-too-many"),
        pytest.param("aéé", 3, "aé", id="fits-in-octets"),
        pytest.param("aéé", 4, "aé", id="inside-a-character"),
        pytest.param("a\U0001f4e7", 4, "a", id="inside-four-octets"),
        pytest.param("\U0001f4e7", 1, "", id="nothing-fits"),
        pytest.param("a<b c=d>", 5, "a<b c", id="tags-of-plain-text"),
    ],
)
def test_cut_of_text(text: str, max_bytes: int, expected: str) -> None:
    assert cut(text, max_bytes, "plain") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<p>a|</p>", "<p>a", id="between-tags"),
        pytest.param("<p>a</|p>", "<p>a", id="in-an-end-tag"),
        pytest.param("<p>a<|/p>", "<p>a", id="behind-the-opening"),
        pytest.param("<p>a</p>|b", "<p>a</p>", id="behind-the-closing"),
        pytest.param('<a href="ht|tps://x">', "", id="in-a-value"),
        pytest.param('x<a b="c>d|">', "x", id="closing-in-double-quotes"),
        pytest.param("x<a b = 'c>d|'>", "x", id="closing-in-single-quotes"),
        pytest.param("x<a b='\"'>c|d", "x<a b='\"'>c", id="quotes-in-quotes"),
        pytest.param("x<a it's>c|d", "x<a it's>c", id="quote-in-a-name"),
        pytest.param("x<a b=>c|d", "x<a b=>c", id="value-missing"),
        pytest.param("x<a b=c>d|e", "x<a b=c>d", id="value-without-quotes"),
        pytest.param('x<a b==">">c|d', 'x<a b==">">c', id="equals-twice"),
        pytest.param("a < b| c", "a < b", id="no-tag"),
        pytest.param("a <3 b| c", "a <3 b", id="no-tag-but-a-digit"),
        pytest.param("a<!-- <b> |-->c", "a", id="in-a-comment"),
        pytest.param("a<!-- <b --> c| d", "a<!-- <b --> c", id="behind-a-comment"),
        pytest.param("<!DOCTYPE ht|ml>", "", id="in-a-declaration"),
        pytest.param("<p>a</p><p>b</p>|<p>", "<p>a</p><p>b</p>", id="several"),
    ],
)
def test_cut_of_html(text: str, expected: str) -> None:
    before, behind = text.split("|")
    assert cut(before + behind, len(before)) == expected


def test_html_that_fits_is_not_cut() -> None:
    assert cut("a<b c", 5) == "a<b c"
    assert cut("a<b c", 4) == "a"


def test_truncation_is_told() -> None:
    head = b"Content-Type: text/html\n"
    assert read(b"<p>a</p>", head, 8)["isTruncated"] is False
    assert read(b"<p>a</p>", head, 7) == {
        "value": "<p>a",
        "isEncodingProblem": False,
        "isTruncated": True,
    }


_TAG = re.compile(r"""<[a-z/](?:[^>="']|="[^"]*")*>""")


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(["é", "a", " ", "<b>", "</b>", '<a b="é>">', "\U0001f4e7"])).map(
        "".join
    ),
    st.integers(1, 40),
)
def test_cut_property(text: str, max_bytes: int) -> None:
    value = cut(text, max_bytes)
    assert text.startswith(value)
    assert len(value.encode()) <= max_bytes
    assert "<" not in _TAG.sub("", value)
    # Nothing more would have fitted: the next character or tag is too long.
    rest = text[len(value) :]
    tag = _TAG.match(rest)
    more = tag[0] if tag else rest[:1]
    assert not more or len((value + more).encode()) > max_bytes


@pytest.mark.parametrize("pattern", ["<", "<a", "<a ", "<a>", '<a b="', "=", "<!--", "'", '="x" '])
def test_floods_cost_linear_time(pattern: str) -> None:
    def read(text: str) -> None:
        assert len(cut(text, len(text) - 1)) < len(text)

    assert_linear(read, lambda size: "<a " + pattern * (size // len(pattern)))
