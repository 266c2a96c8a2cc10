"""Plain text as HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.plain.blocks import read_blocks
from mimekit.conversion.plain.html import plain_html
from tests.growth import assert_linear

PIECES = st.sampled_from([*"ab \n\n>-|\t<>&\"'/=:!", "http://x.y"])
TEXTS = st.lists(PIECES, max_size=50).map("".join)


def html(text: str) -> str:
    return plain_html(read_blocks(text))


class Reader(HTMLParser):
    """The elements and the text of a page; each element that is opened must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("<b>&amp;", "<p>&lt;b&gt;&amp;amp;</p>\n", id="escaped"),
        pytest.param("a\nb", "<p>a<br>\nb</p>\n", id="lines"),
        pytest.param("a\n\nb", "<p>a</p>\n<p>b</p>\n", id="paragraphs"),
        pytest.param("a   b", "<p>a&nbsp;  b</p>\n", id="blanks"),
        pytest.param("- a\n- b\n  c", "<ul>\n<li>a</li>\n<li>b<br>\nc</li>\n</ul>\n", id="list"),
        pytest.param("a    1\nb    2", "<pre>\na    1\nb    2</pre>\n", id="columns"),
        pytest.param(
            ">> a\n> b\nc",
            "<blockquote>\n<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>\n</blockquote>\n<p>c</p>\n",
            id="quotes",
        ),
        pytest.param(
            "> a\n-- \nb",
            '<blockquote>\n<p>a</p>\n</blockquote>\n<div class="signature">\n<p>b</p>\n</div>\n',
            id="signature",
        ),
        pytest.param(
            "<http://x.example/?a&b='>",
            '<p>&lt;<a href="http://x.example/?a&amp;b=">http://x.example/?a&amp;b=</a>\'&gt;</p>\n',
            id="link",
        ),
        pytest.param("javascript:alert(1)", "<p>javascript:alert(1)</p>\n", id="no-link"),
    ],
)
def test_html(text: str, expected: str) -> None:
    assert html(text) == expected


@given(TEXTS)
def test_no_element_is_forged(text: str) -> None:
    page = Reader(html(text))
    assert page.open == []
    assert page.names <= {"p", "br", "ul", "li", "pre", "blockquote", "div", "a"}
    assert all(
        (name == "href" and value and value.startswith("http://x.y"))
        or (name, value) == ("class", "signature")
        for name, value in page.attributes
    )
    assert [c for c in page.text if c in "ab&<"] == [c for c in text if c in "ab&<"]


@pytest.mark.parametrize("unit", ["a\n", "> a\n", ">", "- a\n", "http://a ", "> a\n>> a\n", "  "])
def test_time_is_linear(unit: str) -> None:
    assert_linear(html, lambda size: unit * size)
