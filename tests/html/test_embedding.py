"""HTML that stands in another page: what stays, what goes, and that nothing gets out."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mimekit.html.embedding import embedded
from mimekit.html.harmless import ATTRIBUTES, ELEMENTS
from mimekit.html.urls import LINK_SCHEMES


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("1 &lt; 2 &amp; 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2", id="text"),
        pytest.param(
            "<!doctype html><html><head><title>T</title><meta charset=x></head>"
            "<body bgcolor=red><p>Hi</p></body></html>",
            "<p>Hi</p>",
            id="page",
        ),
        pytest.param("<!-- a --><p>b<!-- c", "<p>b", id="comments"),
        pytest.param(
            "<table><blockquote><table></table></blockquote><p>a",
            "<table><blockquote></blockquote></table><table></table><p>a",
            id="table-in-no-cell",
        ),
        pytest.param(
            "<table><tr><td><table><tr><td>a</table>b</table>",
            "<table><tr><td><table><tr><td>a</table>b</table>",
            id="table-in-a-cell",
        ),
        pytest.param('<p style="margin:0-9px">a', "<p>a", id="negative-behind-a-number"),
        pytest.param('<p style="margin:+0-9px 1px">a', "<p>a", id="negative-behind-plus"),
        pytest.param("a<script>b</script>c<style>d</style>e", "ace", id="script-and-style"),
        pytest.param("a<script>b", "a", id="script-without-end"),
        pytest.param("<script>a<!--<script></script>--></script>b", "b", id="script-in-comment"),
        pytest.param("<iframe src=x>a</iframe><object>b</object>", "b", id="frames"),
        pytest.param("<template><p>a</template>b", "b", id="template"),
        pytest.param("<svg onload=x()><text>a</text></svg>", "a", id="svg"),
        pytest.param("<form action=x><input name=p>a<button>b</button></form>", "ab", id="form"),
        pytest.param("<xmp><p></xmp>", "&lt;p&gt;", id="raw-text"),
        pytest.param("<p onclick=x() id=a class=b name=c>d", "<p>d", id="attributes"),
        pytest.param("<p title='\"><script>'>a", '<p title="&quot;&gt;&lt;script&gt;">a', id="quote"),
        pytest.param("<p/onclick=x()>a", "<p>a", id="slash"),
        pytest.param("<a href=https://x.test/?a&amp;b=1>a</a>",
                     '<a href="https://x.test/?a&amp;b=1">a</a>', id="link"),
        pytest.param("<a href=mailto:a@x.test>a", '<a href="mailto:a@x.test">a</a>', id="mailto"),
        pytest.param("<a href=javascript:x()>a</a>", "<a>a</a>", id="script-link"),
        pytest.param("<a href=' \x01JAVA&#9;scr\nipt:x()'>a</a>", "<a>a</a>", id="hidden-scheme"),
        pytest.param("<a href=data:text/html,x>a</a>", "<a>a</a>", id="data-link"),
        pytest.param("<a href=//x.test>a</a><a href=b>c</a>", "<a>a</a><a>c</a>", id="relative"),
        pytest.param("<a href=' ht\ntps://x.test '>a</a>", '<a href="https://x.test">a</a>',
                     id="link-with-line-ends"),
        pytest.param("<img src=http://x.test/a.png width=9>",
                     '<img src="http://x.test/a.png" width="9">', id="image"),
        pytest.param("<img src=javascript:x() alt=a>", '<img alt="a">', id="script-image"),
        pytest.param("<img src='data:image/png;base64,AA=='>",
                     '<img src="data:image/png;base64,AA==">', id="data-image"),
        pytest.param("<img src='data:image/svg+xml;base64,AA=='>", "<img>", id="data-svg"),
        pytest.param("<img src=cid:a%40b>", '<img src="cid:1-a@b">', id="cid"),
        pytest.param("<img src=CID:none>", "<img>", id="cid-of-nothing"),
        pytest.param("<img srcset='http://x.test 2x'>", "<img>", id="srcset"),
        pytest.param("<p style='color:red;background:url(x);font-size:9pt'>",
                     '<p style="color: red; font-size: 9pt">', id="style"),
        pytest.param("<p style='color:rgb(1,2,3); background-color: rgba(0 0 0 / 50%)'>",
                     '<p style="color: rgb(1,2,3); background-color: rgba(0 0 0 / 50%)">',
                     id="colours"),
        pytest.param("<p style='width:expression(x());position:fixed;margin:-9px;top:0'>", "<p>",
                     id="style-that-does-harm"),
        pytest.param("<p style='color:\\72 ed;width:1/**/px;height:calc(1px)'>", "<p>",
                     id="style-that-hides"),
        pytest.param("<p style='font-family:&quot;Segoe UI&quot;,sans-serif'>",
                     '<p style="font-family: &quot;Segoe UI&quot;,sans-serif">', id="font"),
        pytest.param("<p style='text-indent:calc(-9px)'>a<p style=';;:'>b", "<p>a<p>b",
                     id="style-of-nothing"),
        pytest.param("</div></blockquote>a</table></p>", "a", id="end-tags-alone"),
        pytest.param("<b><i>a</b>c", "<b><i>a</i></b>c", id="crossed"),
        pytest.param("<div><p>a<p>b</div>", "<div><p>a<p>b</div>", id="paragraphs"),
        pytest.param("<b><table><tr><td>a</b>c", "<b><table><tr><td>ac</table></b>",
                     id="end-tag-in-a-cell"),
        pytest.param("<table><tr><td><b>a</td></tr></table>",
                     "<table><tr><td><b>a</b></td></tr></table>", id="cell-ends"),
        pytest.param("<div>" * 3, "<div><div><div></div></div></div>", id="open-at-the-end"),
        pytest.param("<br><hr/><img>", "<br><hr><img>", id="void"),
    ],
)  # fmt: skip
def test_embeds(html: str, expected: str) -> None:
    names = {"a@b": "1-a@b"}
    assert embedded(html, names.get) == expected


PIECES = [
    *("<div>", "</div>", "<table>", "</table>", "<td>", "</td>", "<p>", "</p>", "<b", ">", "'"),
    *('"', " style=", "color:red;", "url(", " href=", " src=", "javascript:", "cid:", "&#", "x;"),
    *("<script", "</script", "<style>", "</style>", "<!--", "-->", "<svg>", "</svg>", "<math>"),
    *(" onclick=", "a", "\0", "<textarea>", "</blockquote>", "<title>", "<plaintext>", "/", "="),
    *("<li>", "<select>", "<mi>", "<mglyph>", "</p>", "<a>", "<form>", "<caption>", "<template>"),
]


class _Reader(HTMLParser):
    """Checks each tag."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "href":
                assert (value or "").partition(":")[0].lower() in LINK_SCHEMES


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join))
def test_nothing_active_stays_and_nothing_gets_out(html: str) -> None:
    inside = embedded(html, lambda cid: cid)
    _Reader().feed(inside)
    page = LexborHTMLParser(f"<div id=around>{inside}</div><p id=behind>behind</p>")
    behind = page.css_first("#behind")
    assert behind is not None
    assert behind.parent is not None
    assert behind.parent.tag == "body"
    around = page.css_first("#around")
    assert around is not None
    assert around.parent is not None
    assert around.parent.tag == "body"


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_what_was_embedded_stays_when_it_is_embedded_again(html: str) -> None:
    once = embedded(html, lambda cid: cid)
    assert embedded(once, lambda cid: cid) == once
