"""RTF: its code pages, its paragraphs and tables, and the HTML that Outlook put into it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_outlook import rtf_to_html, rtf_to_text

from tests.growth import assert_linear


def rtf(body: str) -> bytes:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Cyr;}{\f2\fcharset128 MS;}{\f3\fnil\cpg1250 X;}}"
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{body}}}".encode("latin-1")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(r"one\par two", "one\ntwo\n", id="paragraphs"),
        pytest.param("one\r\n two", "one two\n", id="line-ends-mean-nothing"),
        pytest.param("one\\\r\ntwo", "one\ntwo\n", id="escaped-line-end"),
        pytest.param(r"a\line b\tab c", "a\nb\tc\n", id="line-and-tab"),
        pytest.param(r"\{\\\}", "{\\}\n", id="escapes"),
        pytest.param(r"caf\'e9 \'80", "café €\n", id="octets"),
        pytest.param(r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} \'cf", "Привет Ï\n", id="code-page-of-font"),
        pytest.param(r"{\f2 \'82\'a0}", "あ\n", id="two-octets"),
        pytest.param(r"{\f2 \'83A}", "ア\n", id="second-octet-is-a-letter"),
        pytest.param(r"{\f3 \'b9}", "ą\n", id="code-page-by-number"),
        pytest.param(r"\f1 \'cf\plain \'cf", "ПÏ\n", id="plain-is-the-default-font"),
        pytest.param(r"\u8364?\u-10179?\u-8704?", "€😀\n", id="unicode-and-surrogates"),
        pytest.param(r"\uc2\u8364\'a2\'e3!", "€!\n", id="fallback-of-two-octets"),
        pytest.param(r"\u8364\bullet x", "€x\n", id="fallback-that-is-a-word"),
        pytest.param(r"\uc0\u8364 x", "€x\n", id="no-fallback"),
        pytest.param(r"{\uc0 \u65}\u66?C", "ABC\n", id="fallback-ends-with-its-group"),
        pytest.param(r"{\u65}?", "A?\n", id="a-group-ends-the-fallback"),
        pytest.param(r"\u-10179?x", "\N{REPLACEMENT CHARACTER}x\n", id="half-a-surrogate-pair"),
        pytest.param(
            r"\ldblquote a\rdblquote\emdash\~b\_c",
            "“a”—\xa0b\N{NON-BREAKING HYPHEN}c\n",
            id="characters",
        ),
        pytest.param(r"{\*\generator Word}{\info{\title T}}x", "x\n", id="destinations"),
        pytest.param(r"{\*\unknown{nested}}x", "x\n", id="unknown-optional-destination"),
        pytest.param(r"{\unknown x}", "x\n", id="unknown-word"),
        pytest.param(r"a\bin5 {}}\\b", "ab\n", id="binary"),
        pytest.param(r"a{\v secret}b", "ab\n", id="hidden"),
        pytest.param(r"\v secret\v0 b", "b\n", id="no-longer-hidden"),
        pytest.param(r"a{\cf3\highlight3 secret}b", "ab\n", id="in-its-highlight"),
        pytest.param(r"a{\chcbpat2\cf2 secret}b", "ab\n", id="in-its-shading"),
        pytest.param(r"a{\cf3\highlight2 seen}b", "aseenb\n", id="in-another-highlight"),
        pytest.param(r"a{\charscalex1 secret}b", "ab\n", id="of-no-width"),
        pytest.param(
            r"\trowd\intbl a\cell b\par c\cell\row\pard end", "a\tb c\nend\n", id="table"
        ),
        pytest.param(r"{\pntext 1.\tab}one\par", "1.\tone\n", id="list-number"),
        pytest.param(r"{\object{\*\objdata 00}{\result shown}}", "shown\n", id="object"),
        pytest.param("a\0b\x07", "ab\n", id="controls"),
        pytest.param("}}}x", "x\n", id="behind-the-end"),
    ],
)
def test_to_text(body: str, text: str) -> None:
    assert rtf_to_text(rtf(body)) == text


@pytest.mark.parametrize(
    ("body", "html"),
    [
        pytest.param(r"a \b b\b0  c", "<p>a <b>b</b> c</p>\n", id="bold"),
        pytest.param(
            r"{\i a}{\ul b}{\strike c}", "<p><i>a</i><u>b</u><s>c</s></p>\n", id="shapes"
        ),
        pytest.param(r"\b\i a\plain b", "<p><b><i>a</i></b>b</p>\n", id="plain"),
        pytest.param(r"\ul a\ulnone b", "<p><u>a</u>b</p>\n", id="underline-ends"),
        pytest.param(r"x{\super 2}{\sub 1}", "<p>x<sup>2</sup><sub>1</sub></p>\n", id="scripts"),
        pytest.param(
            r"<b>&amp;\'3cscript>", "<p>&lt;b&gt;&amp;amp;&lt;script&gt;</p>\n", id="escaped"
        ),
        pytest.param(r"a\par\par b\line c", "<p>a</p>\n<p>b<br>c</p>\n", id="paragraphs"),
        pytest.param(
            r"\intbl a\cell{\b b}\cell\row\intbl c\cell\row\pard d\par",
            "<table>\n<tr><td>a</td><td><b>b</b></td></tr>\n<tr><td>c</td></tr>\n</table>\n<p>d</p>\n",
            id="table",
        ),
        pytest.param(r"\intbl a\cell", "<table>\n<tr><td>a</td></tr>\n</table>\n", id="open-row"),
        pytest.param(
            r'{\field{\*\fldinst{HYPERLINK "https://example.com/?a=1&b"}}{\fldrslt{\ul here}}} x',
            '<p><a href="https://example.com/?a=1&amp;b">here</a> x</p>\n',
            id="link",
        ),
        pytest.param(
            r'{\field{\*\fldinst{HYPERLINK "javascript:alert(1)"}}{\fldrslt here}}',
            "<p>here</p>\n",
            id="link-that-runs",
        ),
        pytest.param(
            r"""{\field{\*\fldinst{HYPERLINK "https://x/'onclick=<"}}{\fldrslt a}}""",
            '<p><a href="https://x/&#x27;onclick=&lt;">a</a></p>\n',
            id="link-is-escaped",
        ),
        pytest.param(r"{\field{\*\fldinst PAGE}{\fldrslt 3}}", "<p>3</p>\n", id="other-field"),
    ],
)
def test_to_html(body: str, html: str) -> None:
    assert rtf_to_html(rtf(body)) == html


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        pytest.param(r"{\pict 00ff}", "left out of RTF: pictures", id="picture"),
        pytest.param(r"{\header x}", "left out of RTF: page headers", id="header"),
        pytest.param(r"{\footnote x}", "left out of RTF: footnotes", id="footnote"),
        pytest.param(r"{\v x}", "left out of RTF: text that is hidden", id="hidden"),
    ],
)
def test_says_what_is_left_out(body: str, warning: str) -> None:
    warnings: list[str] = []
    assert rtf_to_html(rtf(f"seen{body}"), warnings) == "<p>seen</p>\n"
    assert warnings == [warning]


COLOURS = r"{\colortbl;\red255\green255\blue255;\red0\green0\blue0;\red250\green255\blue241;}"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(r"a{\cf1 white}b\cf1 white", id="white"),
        pytest.param(r"a{\cf3 nearly white}\cf2 b", id="nearly-white"),
        pytest.param(r"a\cf1 white\plain b", id="until-plain"),
        pytest.param(r"a\fs2 tiny\fs20 b{\fs4 tiny}", id="tiny"),
    ],
)
def test_text_that_cannot_be_seen(body: str) -> None:
    warnings: list[str] = []
    assert rtf_to_text(rtf(COLOURS + body), warnings) == "ab\n"
    assert warnings == ["left out of RTF: text that is hidden"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(r"{\highlight2\cf1 a}b", id="white-on-black"),
        pytest.param(r"\trowd\clcbpat2\intbl\cf1 ab\cell\row", id="white-in-a-dark-cell"),
        pytest.param(r"{\fs5 a}\cf9 b", id="small-and-of-no-colour"),
        pytest.param(r"\cf2 a\cf b", id="black"),
    ],
)
def test_text_that_can_be_seen(body: str) -> None:
    warnings: list[str] = []
    assert rtf_to_text(rtf(COLOURS + body), warnings) == "ab\n"
    assert warnings == []


# -- de-encapsulation

ENCAPSULATED = (
    r"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Cyr;}}"
    r"{\*\generator Outlook;}"
    r"{\*\htmltag19 <html>}{\*\htmltag50 <body>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
    r"Caf\'e9 {\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 bold\htmlrtf }\htmlrtf0 {\*\htmltag92 </b>}"
    r"{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0  {\f1 \'cf}"
    r"{\*\mhtmltag84 <img src='rewritten'>}{\*\htmltag84 <img src='cid:a'>}"
    r"\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}\par{\*\htmltag58 </body>}{\*\htmltag27 </html>\par}}"
)


def test_html_comes_out_as_it_was() -> None:
    assert rtf_to_html(ENCAPSULATED.encode("latin-1")) == (
        "<html><body><p>Café <b>bold</b>&amp; П<img src='cid:a'></p>\r\n</body></html>\r\n"
    )


def test_what_is_for_readers_of_rtf_ends_with_its_group() -> None:
    assert rtf_to_html(rb"{\rtf1\fromhtml1 a{\htmlrtf b}c}") == "ac"


def test_text_of_encapsulated_html() -> None:
    assert rtf_to_text(ENCAPSULATED.encode("latin-1")).split() == ["Café", "bold&", "П"]


def test_text_comes_out_as_it_was() -> None:
    octets = rb"{\rtf1\ansi\fromtext \deff0{\fonttbl{\f0 A;}}\f0\fs20 a <b>\par \par c\tab d\par}"
    assert rtf_to_text(octets) == "a <b>\n\nc\td\n"
    assert rtf_to_html(octets) == "<pre>a &lt;b&gt;\n\nc\td\n</pre>\n"


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(rb"{\rtf1{\fonttbl{\f0 \fromhtml1;}}a}", id="behind-the-fonts"),
        pytest.param(rb"{\rtf1\fromhtml2 a}", id="other-number"),
        pytest.param(rb"{\rtf1" + rb"\b0" * 100 + rb"\fromhtml1 a}", id="far-behind"),
    ],
)
def test_is_not_taken_for_encapsulated(octets: bytes) -> None:
    assert rtf_to_html(octets) == "<p>a</p>\n"


# -- hostile

PIECES = [rb"{", rb"}", rb"\b ", rb"\v", rb"\'e9", rb"\u55357?", rb"\uc3", rb"\cell", rb"\row"]
PIECES += [rb"\intbl", rb"\par", rb"\*", rb"\field", rb"\fldinst", rb"\fldrslt", rb"\f1", rb"<a>"]
PIECES += [
    rb"\htmltag1",
    rb"\htmlrtf",
    rb"\bin3 ",
    rb"\bin99999999",
    b"\\",
    b"text",
    b"\xff",
    b"\0",
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's name
        self.tags.add(tag)


@settings(deadline=None)  # a busy machine is slow
@given(SOUP)
def test_soup_gives_no_element_of_its_own(soup: bytes) -> None:
    html = rtf_to_html(b"{\\rtf1\\ansi " + soup)
    tags = Tags()
    tags.feed(html)
    assert tags.tags <= {*"pbius", "br", "sup", "sub", "table", "tr", "td"}
    assert html.encode().decode() == html  # no half of a surrogate pair


@settings(deadline=None)  # a busy machine is slow
@given(SOUP, st.sampled_from([rb"\fromhtml1 ", rb"\fromtext "]))
def test_soup_that_is_encapsulated(soup: bytes, origin: bytes) -> None:
    octets = rb"{\rtf1" + origin + soup
    read = rtf_to_html(octets) + rtf_to_text(octets)
    assert read.encode().decode() == read
    assert "\0" not in read


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(b"{", id="open"),
        pytest.param(b"{\\b x}", id="groups"),
        pytest.param(b"\\'e9", id="octets"),
        pytest.param(b"\\u55357?", id="surrogates"),
        pytest.param(b"\\intbl a\\cell\\row ", id="rows"),
        pytest.param(b'{\\field{\\*\\fldinst HYPERLINK "x', id="fields"),
        pytest.param(b"\\", id="backslashes"),
        pytest.param(b"\\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", id="long-words"),
        pytest.param(b"\\uc99999 \\u1 ", id="fallbacks"),
    ],
)
def test_time_is_linear(piece: bytes) -> None:
    assert_linear(rtf_to_html, lambda size: b"{\\rtf1 " + piece * (size // len(piece)))


def test_results_of_one_field_cost_no_more_than_they_are() -> None:
    def field(size: int) -> bytes:
        link = b"HYPERLINK " + b"a" * (size // 2)
        results = b"\\fldrslt" * (size // 16)
        return b"{\\rtf1{\\field{\\*\\fldinst " + link + b"}" + results + b" x}}"

    assert_linear(rtf_to_html, field)
