"""The tokens of HTML, held against the HTML Standard and against lexbor."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mimekit.html.tokens import (
    END,
    RAW_TEXT,
    START,
    TEXT,
    Token,
    iter_tokens,
    parse_attributes,
    resolve,
)
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("html", "tokens"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("a", [(TEXT, "a", "")], id="text"),
        pytest.param("<A>b</A >", [(START, "a", ""), (TEXT, "b", ""), (END, "a", "")], id="tags"),
        pytest.param("a < b <3", [(TEXT, "a < b <3", "")], id="no-tag"),
        pytest.param("<a b='>' c=\">\">", [(START, "a", " b='>' c=\">\"")], id="quotes"),
        pytest.param("<a b>'>", [(START, "a", " b"), (TEXT, "'>", "")], id="quote-outside"),
        pytest.param("<a 'b>c", [(START, "a", " 'b"), (TEXT, "c", "")], id="quote-in-a-name"),
        pytest.param("<a b=c'd>e", [(START, "a", " b=c'd"), (TEXT, "e", "")], id="quote-in-value"),
        pytest.param("<a b=>c", [(START, "a", " b="), (TEXT, "c", "")], id="no-value"),
        pytest.param("<a/b/>", [(START, "a", "/b/")], id="slashes"),
        pytest.param("a<b c='d", [(TEXT, "a", "")], id="tag-cut-off"),
        pytest.param("a</b", [(TEXT, "a", "")], id="end-tag-cut-off"),
        pytest.param("a<!-->b", [(TEXT, "a", ""), (TEXT, "b", "")], id="comment-short"),
        pytest.param("a<!--->b", [(TEXT, "a", ""), (TEXT, "b", "")], id="comment-short-dash"),
        pytest.param("a<!--x--!>b", [(TEXT, "a", ""), (TEXT, "b", "")], id="comment-bang"),
        pytest.param("a<!--x->-- >b", [(TEXT, "a", "")], id="comment-open"),
        pytest.param("a<!x>b<?y>c</>d</ e>", [(TEXT, x, "") for x in "abcd"], id="bogus-comments"),
        pytest.param("&lt;b>", [(TEXT, "<b>", "")], id="reference"),
        pytest.param(
            "<style>a</b>&lt;</STYLE >",
            [(START, "style", ""), (TEXT, "a</b>&lt;", ""), (END, "style", "")],
            id="raw-text",
        ),
        pytest.param(
            "<title>a<b>&lt;</title>",
            [(START, "title", ""), (TEXT, "a<b><", ""), (END, "title", "")],
            id="escapable-raw-text",
        ),
        pytest.param(
            "<xmp>a</xmpx></xmp/>",
            [(START, "xmp", ""), (TEXT, "a</xmpx>", ""), (END, "xmp", "")],
            id="raw-text-longer-name",
        ),
        pytest.param("<style>a", [(START, "style", ""), (TEXT, "a", "")], id="raw-text-open"),
        pytest.param(
            "<script><!--<script>a</script>b--></script>c",
            [
                (START, "script", ""),
                (TEXT, "<!--<script>a</script>b-->", ""),
                (END, "script", ""),
                (TEXT, "c", ""),
            ],
            id="script-in-script",
        ),
        pytest.param(
            "<script><!--></script>c",
            [(START, "script", ""), (TEXT, "<!-->", ""), (END, "script", ""), (TEXT, "c", "")],
            id="script-with-short-comment",
        ),
        pytest.param(
            "<script><!--><script></script>c",
            [
                (START, "script", ""),
                (TEXT, "<!--><script>", ""),
                (END, "script", ""),
                (TEXT, "c", ""),
            ],
            id="script-behind-short-comment",
        ),
        pytest.param(
            "<script><script></script>c",
            [(START, "script", ""), (TEXT, "<script>", ""), (END, "script", ""), (TEXT, "c", "")],
            id="script-in-script-without-comment",
        ),
        pytest.param(
            "<plaintext>a</plaintext>",
            [(START, "plaintext", ""), (TEXT, "a</plaintext>", "")],
            id="plaintext",
        ),
        pytest.param(
            "<svg><style>a<b/></svg><style>a<b>",
            [
                (START, "svg", ""),
                (START, "style", ""),
                (TEXT, "a", ""),
                (START, "b", "/"),
                (END, "svg", ""),
                (START, "style", ""),
                (TEXT, "a<b>", ""),
            ],
            id="svg-ends-at-html",
        ),
        pytest.param(
            "<svg><svg/><style/>a</svg><xmp><",
            [
                *((START, "svg", ""), (START, "svg", "/"), (END, "svg", "")),
                *((START, "style", "/"), (END, "style", ""), (TEXT, "a", ""), (END, "svg", "")),
                *((START, "xmp", ""), (TEXT, "<", "")),
            ],
            id="svg-self-closing",
        ),
        pytest.param("<lin\u212a>", [(START, "lin\u212a", "")], id="no-unicode-lower-case"),
    ],
)
def test_tokens(html: str, tokens: list[Token]) -> None:
    assert list(iter_tokens(html)) == tokens


@pytest.mark.parametrize(
    ("written", "attributes"),
    [
        pytest.param("", {}, id="none"),
        pytest.param(
            " A=b C = 'd' e=\"f\" g", {"a": "b", "c": "d", "e": "f", "g": ""}, id="forms"
        ),
        pytest.param(" a=1 A=2", {"a": "1"}, id="the-first-counts"),
        pytest.param(" a='x'b=y", {"a": "x", "b": "y"}, id="no-blank"),
        pytest.param(" =a=b", {"=a": "b"}, id="equals-first"),
        pytest.param(" a=''", {"a": ""}, id="empty"),
        pytest.param(" a=b/", {"a": "b/"}, id="slash-in-value"),
        pytest.param(" a='&lt;&#65;&amp;b'", {"a": "<A&b"}, id="references"),
        pytest.param(
            " a='?b&copy=1&copyx&notit;&copy'",
            {"a": "?b&copy=1&copyx&notit;©"},
            id="no-references",
        ),
        pytest.param(" \u212a=b", {"\u212a": "b"}, id="no-unicode-lower-case"),
    ],
)
def test_attributes(written: str, attributes: dict[str, str]) -> None:
    assert parse_attributes(written) == attributes


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        pytest.param("&amp;&quot;&nbsp;&hellip;", '&"\xa0…', id="names"),
        pytest.param("&ampx &notit; &noti", "&x ¬it; ¬i", id="no-semicolon"),
        pytest.param("&#65&#x41;&#X41", "AAA", id="numbers"),
        pytest.param("&#128;&#x80;", "€€", id="windows-1252"),
        pytest.param("&#0;&#xD800;&#x110000;", "\ufffd" * 3, id="no-characters"),
        pytest.param(f"&#{'0' * 5000}65;&#x{'0' * 5000}41;", "AA", id="leading-zeros"),
        pytest.param(f"&#{'9' * 5000};&#x{'f' * 5000};", "\ufffd" * 2, id="endless"),
        pytest.param("& &; &# &#; &#x; &nope;", "& &; &# &#; &#x; &nope;", id="none"),
    ],
)
def test_references(text: str, resolved: str) -> None:
    assert resolve(text) == resolved


PIECES = [
    *(
        "<",
        ">",
        '"',
        "'",
        "=",
        "/",
        "!",
        "-",
        "--",
        "<!--",
        "<!-",
        "-->",
        "--!>",
        "<!",
        "<?",
        "<!>",
    ),
    *(
        "a",
        "b",
        " ",
        "\n",
        "\t",
        "<a",
        "<b ",
        "</",
        "</b>",
        "<p>",
        "</p>",
        "<a/",
        "<x/y>",
        "<br/>",
    ),
    *("<script>", "</script>", "<script", "</script ", "<style>", "</style>", "</Style "),
    *("<title>", "</title>", "<textarea>", "</textarea>", "<xmp>", "</xmp>", "<plaintext>"),
    *("&amp;", "&", "&lt", "&#65", "&#x41;", "&#0;", "#", "&copy", "&copy=", "&ampx", "é"),
]


def lexbor_text(html: str) -> str:
    """All text of the document but that of raw text elements, in tree order."""
    texts = []
    node = LexborHTMLParser(html).root
    while node is not None:
        if node.tag == "-text" and node.parent is not None and node.parent.tag not in HIDDEN:
            texts.append(node.text_content or "")
        following = node.first_child or node.next
        while following is None and node is not None:
            node = node.parent
            following = None if node is None else node.next
        node = following
    return "".join(texts)


HIDDEN = RAW_TEXT - {"xmp"} | {"title"}


def tokens_text(html: str) -> str:
    texts, around = [], ""
    for kind, name, _ in iter_tokens(html):
        if kind == TEXT and around not in HIDDEN:
            texts.append(name)
        around = name if kind == START else ""
    return "".join(texts)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(deadline=None, max_examples=100)
def test_lexbor_reads_the_same_text(html: str) -> None:
    def letters(text: str) -> list[str]:
        return sorted("".join(text.split()).replace("\0", "").replace("\ufffd", ""))

    assert letters(tokens_text(html)) == letters(lexbor_text(html))


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<",
            "<!--",
            "<a ",
            "<a b=",
            '<a b="',
            "<a b='&#9",
            "</",
            "<!",
            "<script>",
            "<script><!--",
        ),
        *("&", "&#9", "&#x", "&a", "<a a", "<a =", "<title>", "<svg>", "<a/", "<a\t", "<!----"),
    ],
)
def test_hostile_text_is_linear(html: str) -> None:
    def read(text: str) -> None:
        for kind, _, written in iter_tokens(text + "'>"):
            if kind == START:
                parse_attributes(written)

    assert_linear(read, lambda size: html * (size // len(html)))
    assert_linear(read, lambda size: html + html[-1] * size)
