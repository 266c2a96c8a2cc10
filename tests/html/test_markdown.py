"""HTML as Markdown: what is written, that no text is markup, and that none that is hidden leaks."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mimekit.html.hidden import Hidden, Reason
from mimekit.html.layout import MAX_TABLES
from mimekit.html.markdown import Markdown, read_markdown, to_markdown
from mimekit.html.marks import MAX_MARKS
from mimekit.html.page import MAX_PREFIXES
from mimekit.html.visible_text import read_visible
from tests.growth import assert_linear
from tests.html.rendered import iter_rendered, kinds, text_of


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("a \n b&nbsp;&nbsp;c\u2003d", "a b c d", id="blanks"),
        pytest.param("<h1>a</h1><h6>b<br>c</h6>d", "# a\n\n###### b c\n\nd", id="headings"),
        pytest.param("<h2>C #</h2>", "## C \\#", id="heading-that-ends-in-hashes"),
        pytest.param("<h2><p>a</p><p>b</p></h2>", "## a\n\n## b", id="blocks-in-a-heading"),
        pytest.param("<p>a<p>b<div>c</div>d", "a\n\nb\n\nc\n\nd", id="blocks"),
        pytest.param("a<br>b<br><br>c<br>", "a\\\nb\n\nc", id="line-breaks"),
        pytest.param("a<hr>b", "a\n\n***\n\nb", id="rule-that-is-no-front-matter"),
        pytest.param("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc", id="quote"),
        pytest.param("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc", id="list"),
        pytest.param("<ol start=9><li>a<li>b</ol>", "9. a\n10. b", id="ordered-list"),
        pytest.param("<ol start=-3><li>a</ol>", "0. a", id="negative-number"),
        pytest.param("<ol start=999999999><li>a<li>b</ol>", "999999999. a\n999999999. b", id="9s"),
        pytest.param(
            "<ul><li>a<ul><li>b<br>c</ul><li>d</ul>", "- a\n  - b\\\n    c\n- d", id="nested-lists"
        ),
        pytest.param(
            "<ul><li>a<ol start=2><li>b<li>c</ol></ul>",
            "- a\n\n  2. b\n  3. c",
            id="number-that-interrupts-no-paragraph",
        ),
        pytest.param("<ul><li><p>a<p>b</ul>", "- a\n\n  b", id="paragraphs-in-an-item"),
        pytest.param("<dl><dt>a<dd>b<dd>c</dl>", "a\n- b\n- c", id="descriptions"),
        pytest.param("<pre>\n a\n\n  *b*</pre>c", "```\n a\n\n  *b*\n```\n\nc", id="code-block"),
        pytest.param("<pre>a\n````\n</pre>", "`````\na\n````\n`````", id="fence-in-a-code-block"),
        pytest.param(
            "<ul><li><pre>a\n b</pre></ul>", "- ```\n  a\n   b\n  ```", id="code-in-item"
        ),
        pytest.param("<pre><ul><li>a</ul></pre>", "```\n* a\n```", id="list-in-a-code-block"),
        pytest.param("<pre> \n</pre>a", "a", id="empty-code-block"),
        pytest.param("<p style='white-space:pre'>a\n  b\n\nc", "a\\\nb\n\nc", id="pre-by-style"),
        pytest.param("<p>\u00a0</p>a", "a", id="no-break-space"),
    ],
)
def test_blocks(html: str, markdown: str) -> None:
    assert read_markdown(html) == Markdown(markdown, ())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param("<b>a</b> <i>b</i> <s>c</s>", "**a** *b* ~~c~~", id="marks"),
        pytest.param("a<b> b </b>c", "a **b** c", id="blanks-move-out"),
        pytest.param("<b></b><i> </i>a", "a", id="nothing-is-marked"),
        pytest.param("<b><strong>a</strong> b</b>", "**a b**", id="twice-is-once"),
        pytest.param("<b>a <i>b</i></b>", "**a *b***", id="nested"),
        pytest.param("<b><p>a</p><p>b</p></b>c", "**a**\n\n**b**\n\nc", id="around-blocks"),
        pytest.param("<b>a<i>b</b>c</i>", "**a*b***c", id="misnested"),
        pytest.param("a<b>b</b>c", "a**b**c", id="inside-a-word"),
        pytest.param("<b>a:</b>b", "a:b", id="end-that-could-not-be-read"),
        pytest.param("a<b>(b)</b>", "a(b)", id="beginning-that-could-not-be-read"),
        pytest.param("<b>a:</b> b", "**a:** b", id="punctuation-inside"),
        pytest.param("<code>a  *b*</code>", "`a *b*`", id="code"),
        pytest.param("<code>a`b</code> <tt>`</tt>", "``a`b`` `` ` ``", id="backticks"),
        pytest.param("<code>a <b>b</b> c</code>", "`a` **`b`** `c`", id="mark-in-code"),
        pytest.param("<code>a</code><br>b", "`a`\\\nb", id="code-ends-with-its-line"),
        pytest.param("<q>a</q>", "\u201ca\u201d", id="quotation"),
    ],
)
def test_marks(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param("<a href='http://x.org/a(b)'>c</a>", "[c](http://x.org/a%28b%29)", id="link"),
        pytest.param("<a href='http://x.org/a b\\>c'>d</a>", "[d](http://x.org/a%20b%5C%3Ec)", id="%"),
        pytest.param("<a href='http://x.org/?a&copy;b'>d</a>", "[d](http://x.org/?a%C2%A9b)", id="©"),
        pytest.param("<a href='http://x.org/?a&amp;lt;b'>d</a>", "[d](http://x.org/?a&amp;lt;b)", id="&"),
        pytest.param("<a href=http://x.org>x.org</a>", "<http://x.org>", id="autolink"),
        pytest.param("<a href=mailto:b@x.org>b@x.org</a>", "<b@x.org>", id="address"),
        pytest.param("<a href='mailto:b@x.org?body=c'>b@x.org</a>", "[b@x.org](mailto:b@x.org?body=c)", id="address-and-more"),
        pytest.param("<a href=tel:+123>call</a>", "[call](tel:+123)", id="tel"),
        pytest.param("<a href=javascript:x>a</a><a href=' vbscript:x'>b</a>", "ab", id="programs"),
        pytest.param("<a href=data:text/html,x>a</a><a href='java\nscript:x'>b</a>", "ab", id="data"),
        pytest.param("<a href=#x>a</a><a href=/y>b</a>", "ab", id="relative"),
        pytest.param("<a href=http://x.org></a>a", "a", id="empty"),
        pytest.param("<a href=http://x.org>a]b[c</a>", "[a\\]b\\[c](http://x.org)", id="brackets"),
        pytest.param("a!<a href=http://x.org>b</a>", "a\\![b](http://x.org)", id="no-image"),
        pytest.param("<b>a!</b><a href=http://x.org>b</a>", "**a!**[b](http://x.org)", id="no-image-behind-mark"),
        pytest.param("<a href=http://x.org><b>a</b> b</a>", "[**a** b](http://x.org)", id="mark-inside"),
        pytest.param("<b><a href=http://x.org>a</a></b>", "**[a](http://x.org)**", id="mark-around"),
        pytest.param("a<b><a href=http://x.org>b</a></b>", "a[b](http://x.org)", id="mark-beside-a-word"),
        pytest.param("<a href=http://x.org>a<br>b</a>", "[a b](http://x.org)", id="line-break"),
        pytest.param("<a href=http://x.org><p>a</p><p>b</p></a>", "[a](http://x.org)\n\nb", id="blocks"),
        pytest.param("<a href=http://x.org><table><tr><td>a<td>b</table></a>", "[a](http://x.org) | b", id="table"),
        pytest.param("<a href=http://x.org><code>x.org</code></a>", "<http://x.org>", id="code"),
        pytest.param("<a href=http://\U000e0041\u200b.org>a</a>", "[a](http://%F3%A0%81%81%E2%80%8B.org)", id="hidden-in-url"),
        pytest.param("<a href=http://a.org>b<a href=http://c.org>d", "[b](http://a.org)[d](http://c.org)", id="link-in-link"),
    ],
)  # fmt: skip
def test_links(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param("<img src=cid:a alt=b>", "![b](cid:a)", id="cid"),
        pytest.param("<img src=http://a.org/b.png alt='[c]'>", "![\\[c\\]](http://a.org/b.png)", id="remote"),
        pytest.param("<img src=data:image/png;base64,AA== alt=b>", "b", id="data"),
        pytest.param("<img src=b.png alt=c>", "c", id="relative"),
        pytest.param("<img src=cid:a>", "![](cid:a)", id="without-text"),
        pytest.param("<img src=cid:a alt=''>b", "b", id="ornament"),
        pytest.param("<a href=http://a.org><img src=cid:b alt=c></a>", "[![c](cid:b)](http://a.org)", id="in-a-link"),
        pytest.param("<input type=image src=cid:b alt=c>", "![c](cid:b)", id="input"),
    ],
)  # fmt: skip
def test_images(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param(
            "<table><tr><th>a<th>b<tr><td>c<td>d</table>e",
            "| a | b |\n| --- | --- |\n| c | d |\n\ne",
            id="header",
        ),
        pytest.param(
            "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
            "|  |  |\n| --- | --- |\n| a | b |\n| c | d |",
            id="without-header",
        ),
        pytest.param(
            "<table><tr><th>a<tr><td>b<td>c</table>",
            "| a |  |\n| --- | --- |\n| b | c |",
            id="short-header",
        ),
        pytest.param(
            "<table><tr><th>a|b<th>\\|<tr><td><code>c|d</code><td>|</table>",
            "| a\\|b | \\\\\\| |\n| --- | --- |\n| `c\\|d` | \\| |",
            id="pipes",
        ),
        pytest.param(
            "<table><tr><th>a<th>b<tr><td>c<p>d<br>e<td>f</table>",
            "| a | b |\n| --- | --- |\n| c d e | f |",
            id="lines-in-a-cell",
        ),
        pytest.param(
            "<table><tr><td><h2>a</h2>b<td>c</table>", "## a\n\nb\n\nc", id="layout"
        ),
        pytest.param("<table><tr><td>a<td>b</table>", "a | b", id="menu"),
        pytest.param(
            "<table><tr><th><p>a<p>b</th><th>c<tr><th>d<th>e</table>",
            "a\n\nb\n\nc\n\nd | e",
            id="layout-of-header-cells",
        ),
        pytest.param(
            "<table><tr><th>a<th>b<tr><td>c<td><table><tr><th>d<th>e</table></table>",
            "a | b\n\nc\n\n| d | e |\n| --- | --- |",
            id="table-in-a-table",
        ),
        pytest.param(
            "<ul><li>a<table><tr><th>b<th>c</table></ul>",
            "- a\n\n  | b | c |\n  | --- | --- |",
            id="in-an-item",
        ),
        pytest.param(
            "<table><caption>a</caption><tr><th>b<th>c</table>",
            "a\n\n| b | c |\n| --- | --- |",
            id="caption",
        ),
    ],
)  # fmt: skip
def test_tables(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_targets_are_mapped() -> None:
    html = (
        "<img src='cid:a' alt=b><img src=http://c.org alt=d><img src=data:image/png;base64, alt=e>"
        "<a href=cid:f>g</a><a href=' javascript:h'>i</a><a href=http://j.org>k</a>"
    )
    asked: list[str] = []

    def link(url: str) -> str | None:
        asked.append(url)
        return "to (a).md" if url == "cid:f" else None

    markdown = read_markdown(html, link=link, image={"cid:a": "files/a b.png"}.get)
    assert markdown.text == "![b](files/a%20b.png)de[g](to%20%28a%29.md)ik"
    assert asked == ["cid:f", "http://j.org"]


def test_links_in_links_are_bounded() -> None:
    html = "<a href=http://a.org><table><tr><td>b" * (2 * MAX_MARKS)
    text = to_markdown(html + "</table></a>" * (2 * MAX_MARKS) + "<a href=http://c.org>d</a>")
    assert text.count("](http://a.org)") == MAX_MARKS
    assert text.count("b") == 2 * MAX_MARKS
    assert text.endswith("[d](http://c.org)")


@pytest.mark.parametrize(
    ("url", "is_asked"),
    [
        *(
            pytest.param(f"data:image/{name};base64,AA==", True, id=name)
            for name in ("avif", "bmp", "gif", "jpeg", "png", "webp")
        ),
        pytest.param("DATA:Image/PNG;Base64,AA==", True, id="upper-case"),
        pytest.param("data:image/svg+xml;base64,AA==", False, id="svg"),
        pytest.param("data:image/png,AA", False, id="no-base64"),
        pytest.param("data:image/png;base64,AA)[x](y", False, id="more-than-base64"),
        pytest.param("data:text/html;base64,AA==", False, id="page"),
        pytest.param("javascript:data:image/png;base64,AA==", False, id="program"),
    ],
)
def test_images_in_data_urls_are_asked_about(url: str, *, is_asked: bool) -> None:
    html = f"<img src='{url}' alt=a>"
    asked: list[str] = []

    def image(url: str) -> str:
        asked.append(url)
        return "files/a.png"

    assert read_markdown(html, image=image).text == ("![a](files/a.png)" if is_asked else "a")
    assert asked == [url] * is_asked
    assert to_markdown(html) == "a"


@pytest.mark.parametrize(
    ("html", "count"),
    [
        pytest.param("<img src=http://a.org width=1 height=1>", 1, id="pixel"),
        pytest.param("<img src=//a.org width=0>", 1, id="zero"),
        pytest.param("<img src=http://a.org style='width:1px;height:1px'>", 1, id="style"),
        pytest.param("<img src=http://a.org style=display:none>", 1, id="hidden"),
        pytest.param("<img src=http://a.org width=600 height=1>", 0, id="spacer"),
        pytest.param("<img src=cid:a width=1 height=1>", 0, id="not-remote"),
    ],
)
def test_tracking_pixels_are_dropped_and_counted(html: str, count: int) -> None:
    assert read_markdown(html) == Markdown("", (), count)


def test_hidden_text_is_reported() -> None:
    markdown = read_markdown("a<p hidden>b</p><img src=http://c.org alt=d style=opacity:0>")
    assert markdown.text == "a"
    assert markdown.hidden == (
        Hidden("b", Reason.DISPLAY_NONE),
        Hidden("d", Reason.OPACITY),
    )


# -- no text is markup

SIGNS = st.sampled_from(
    [
        *("#", "## ", "- ", "-", "+ ", "* ", "*", "_", "`", "```", "~~~", "~", "[", "]", "(", ")"),
        *(
            "<",
            "<a>",
            "</p>",
            "<!--",
            ">",
            "&amp;",
            "&#42;",
            "&",
            "!",
            "|",
            "\\",
            "1.",
            "1) ",
            "=",
        ),
        *("===", "---", "+++", ":", ":-", "::: ", "http://a.b", "<http://x>", "%%", "$", "{", " "),
        *("    ", "\t", "\n", "a", "b", "\u00e9", "\u2028"),
    ]
)
BETWEEN = st.sampled_from(["", "", "<b></b>", "<br>", "<span></span>", "</p><p>", "<wbr>"])


@settings(max_examples=400)
@given(st.lists(st.tuples(SIGNS, BETWEEN), max_size=9))
@example([("1", "<b></b>"), (". a", "")])
@example([("-", "<span></span>"), (" a", "")])
@example([("---", "<br>"), ("a: b", "<br>"), ("---", "")])
@example([("a|b", "<br>"), ("-|-", "")])
def test_text_is_text(pieces: list[tuple[str, str]]) -> None:
    html = "<p>" + "".join(escape(sign, quote=False) + tag for sign, tag in pieces)
    markdown = to_markdown(html)
    assert kinds(markdown) == set()
    seen = re.sub("<b></b>|<span></span>|<wbr>", "", re.sub("<br>|</?p>", " ", html))
    assert text_of(markdown) == " ".join(unescape(seen).split())


@pytest.mark.parametrize("tag", ["h1", "li", "blockquote", "td", "b", "code", "a href=http://a.b"])
@given(signs=st.lists(SIGNS, max_size=6))
def test_text_is_text_in_any_element(tag: str, signs: list[str]) -> None:
    text = "".join(signs)
    markdown = to_markdown(f"<{tag}>{escape(text)}")
    assert "html_inline" not in kinds(markdown)
    assert "html_block" not in kinds(markdown)
    assert {t.attrGet("href") for t in iter_rendered(markdown)} <= {None, "http://a.b"}
    assert "".join(text_of(markdown).split()) == "".join(text.split())


@given(st.text("<>/abpidvuloqtrh =\"'&;!-#\n*[]_`|", max_size=120))
def test_words_are_those_of_the_text(html: str) -> None:
    marks = re.compile(r"\W|_")
    markdown, visible = read_markdown(html), read_visible(html)
    assert markdown.hidden == visible.hidden
    if "<pre" not in html:
        assert marks.sub("", text_of(markdown.text)) == marks.sub("", visible.text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ntitle: x\n---", id="yaml"),
        pytest.param("+++\ntitle = 'x'\n+++", id="toml"),
        pytest.param("```\nx\n```", id="fence"),
        pytest.param("# x", id="heading"),
        pytest.param("x\n===", id="underlined-heading"),
        pytest.param("[x]: http://a.org", id="reference"),
        pytest.param("a | b\n--- | ---", id="table"),
        pytest.param("<script>x</script>", id="tag"),
        pytest.param("::: note", id="directive"),
    ],
)
def test_nothing_is_forged(text: str) -> None:
    lines = "<br>".join(map(escape, text.split("\n")))
    for html in (
        lines,
        f"<pre>{escape(text)}</pre>",
        f"<div style='white-space:pre'>{escape(text)}",
    ):
        assert kinds(to_markdown(html)) <= {"fence"}
        assert not to_markdown(html).startswith(("---", "+++"))


# -- any size

_HOSTILE = {
    "spans": "<tr><td colspan=99 rowspan=99>x",
    "spans-below": "<tr><td>x<td rowspan=100>y",
    "heading": "<h1>x",
    "bold": "<b>x",
    "marks": "<b>x<i>y<s>z</b>",
    "code": "<code>`x",
    "pre": "<pre>```x",
    "link": "<a href=http://x/yyyyyyyyyyyyy>y<br>z<p>w",
    "link-around-tables": "<a href=http://x><table><tr><td>x",
    "escapes": "*_`[",
    "item": "<ol start=7><li>x",
    "quote": "<blockquote><ul><li>x",
    "table": "<table><tr><th>x<th>y<tr><td>z",
    "rows": "<tr><td>x<td>y",
    "image": "<img src=cid:x alt=[>",
    "break": "x<br>",
    "hashes": "<h1># ",
}


@pytest.mark.parametrize("pattern", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_documents_are_linear(pattern: str) -> None:
    assert_linear(read_markdown, lambda size: "<table>" + pattern * (size // len(pattern)))


def test_rows_of_any_length_are_linear() -> None:
    def make(size: int) -> str:
        return "<table><tr>" + "<th>x" * size + "<tr><td>y<td>z" * size

    assert_linear(read_markdown, make)


def test_a_long_url_is_written_once() -> None:
    def make(size: int) -> str:
        return f"<a href='http://x/{'y' * size}'>" + "<p>z" * (size // 8)

    assert_linear(read_markdown, make)


def test_prefixes_and_tables_are_bounded() -> None:
    assert to_markdown("<blockquote>" * 500 + "a") == "> " * MAX_PREFIXES + "a"
    rows = "<table><tr><td>" * (MAX_TABLES + 5) + "a</td><td>b</td></tr></table>"
    assert to_markdown(rows) == "a\n\nb"
