"""text/enriched and text/richtext."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handlers.enriched import HANDLERS, MAX_DEPTH, enriched_html
from tests.conversion.handlers.calling import call
from tests.growth import assert_linear

PIECES = st.sampled_from(
    [
        "<bold>",
        "</bold>",
        "<excerpt>",
        "</excerpt>",
        "<param>",
        "</param>",
        "<x>",
        "<<",
        "<",
        "\n",
        "a&",
        "<nofill>",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("<bold>a</bold>", "<b>a</b>", id="command"),
        pytest.param("<BOLD>a</Bold>", "<b>a</b>", id="any-case"),
        pytest.param("a\nb\n\nc\n\n\nd", "a\nb\n<br>\nc\n<br>\n<br>\nd", id="line-ends"),
        pytest.param("1 << 2 < 3 > 4 &amp;", "1 &lt; 2 &lt; 3 &gt; 4 &amp;amp;", id="characters"),
        pytest.param("<color><param>red</param>a</color>", "a", id="parameter"),
        pytest.param("<excerpt>a</excerpt>b", "<blockquote>a</blockquote>b", id="quote"),
        pytest.param("<nofill>a\n\nb</nofill>", "<pre>a\n\nb</pre>", id="not-filled"),
        pytest.param("<bold><italic>a</bold>b</italic>", "<b><i>a</i></b>b", id="crossed"),
        pytest.param("</bold>a<bold>b", "a<b>b</b>", id="not-paired"),
        pytest.param("<script>a</script><b>", "a", id="unknown"),
        pytest.param("<bold onclick=x>", "&lt;bold onclick=x&gt;", id="no-command"),
    ],
)
def test_enriched(text: str, expected: str) -> None:
    assert enriched_html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb\n\nc", "a b c", id="line-ends"),
        pytest.param("a<nl>b<lt>c<np>d", "a<br>\nb&lt;c<hr>\nd", id="commands-of-its-own"),
        pytest.param(
            "<paragraph>a</paragraph><comment>b<bold></comment>c", "<p>a</p><b></b>c", id="comment"
        ),
    ],
)
def test_richtext(text: str, expected: str) -> None:
    assert enriched_html(text, is_richtext=True) == expected


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        pytest.param("text/html", "<b>a*</b>\n<br>\n<blockquote>b</blockquote>", id="html"),
        pytest.param("text/markdown", "**a\\***\n\n> b\n", id="markdown"),
        pytest.param("text/plain", "a*\n\n> b\n", id="text"),
    ],
)
def test_converts(to: str, expected: str) -> None:
    text = "<bold>a*</bold>\n\n<excerpt>b\u200b</excerpt>"
    made = call(HANDLERS, Content(media_type="text/enriched", octets=text.encode()), to)
    assert made.text.strip() == expected.strip()
    assert made.codes == [WarningCode.HIDDEN_TEXT]


class Checker(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        assert tag in {"b", "blockquote", "br", "pre"}
        if tag != "br":
            self.open.append(tag)
        self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(TEXTS)
def test_elements_are_balanced(text: str) -> None:
    assert Checker(enriched_html(text)).open == []


def test_depth_is_bounded() -> None:
    assert Checker(enriched_html("<excerpt>" * 1000)).deepest == MAX_DEPTH


@pytest.mark.parametrize(
    "unit",
    ["<bold>", "</bold>", "<bold></italic>", "<", "<<", "\n", "<param>", "<bold", "<a><b></a>"],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(enriched_html, lambda size: unit * size)
