"""What a reader sees: the layout, what is hidden and why, and hostile documents."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.html.hidden import Hidden, Reason
from mimekit.html.layout import MAX_TABLES
from mimekit.html.page import MAX_PREFIXES
from mimekit.html.text_page import RULE
from mimekit.html.tokens import TEXT, iter_tokens
from mimekit.html.visible_text import VisibleText, read_visible, visible_text
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("a  \n\t b", "a b", id="blanks-collapse"),
        pytest.param("<b>a </b> b<i> c</i>", "a b c", id="blanks-collapse-across-elements"),
        pytest.param("<pre> <br>0", "0", id="preformatted-blanks-first"),
        pytest.param("<pre>a\n \nb\n  </pre>", "a\n\nb", id="preformatted-blanks"),
        pytest.param("a<b>b</b><span>c</span>", "abc", id="inline"),
        pytest.param("<div>a</div><div>b</div>c", "a\nb\nc", id="blocks"),
        pytest.param("<p>a<p>b</p>c", "a\n\nb\n\nc", id="paragraphs"),
        pytest.param("<div><p>a</p></div><div><p>b</p></div>", "a\n\nb", id="margins-count-once"),
        pytest.param("<h1>a</h1>b<h2>c</h3>d", "a\n\nb\n\nc\n\nd", id="headings"),
        pytest.param("a<br>b<br/>c</br>d", "a\nb\nc\nd", id="br"),
        pytest.param("a<br><br>b", "a\n\nb", id="br-twice"),
        pytest.param("a<br><br><br><br>b", "a\n\nb", id="br-many"),
        pytest.param("<div>a<br></div><div>b</div>", "a\nb", id="br-at-the-end"),
        pytest.param("<div>a</div><div><br></div><div>b</div>", "a\n\nb", id="br-alone"),
        pytest.param("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb", id="empty-paragraph"),
        pytest.param("<div>a</div><div>&nbsp;</div><div>b</div>", "a\n\nb", id="empty-line"),
        pytest.param("&nbsp;&nbsp;a&nbsp; &nbsp;b", "  a   b", id="no-break-spaces"),
        pytest.param("a<hr>b", f"a\n\n{RULE}\n\nb", id="hr"),
        pytest.param("<pre>\n a\n\n\n  b\n</pre>c", " a\n\n\n  b\n\nc", id="pre"),
        pytest.param("<pre>a <b>b  c</b></pre>", "a b  c", id="pre-inline"),
        pytest.param("<p style='white-space:pre'>a\n  b</p>c d", "a\n  b\n\nc d", id="pre-css"),
        pytest.param("<pre><p style='white-space:normal'>a  b", "a b", id="pre-off"),
        pytest.param("<textarea>\n&lt;b>\n</textarea>", "<b>", id="textarea"),
        pytest.param("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc", id="quote"),
        pytest.param(
            "<blockquote>a<blockquote>b</blockquote>c</blockquote>",
            "> a\n>\n> > b\n>\n> c",
            id="quote-in-quote",
        ),
        pytest.param("<ul><li>a<li>b</ul>c", "* a\n* b\n\nc", id="list"),
        pytest.param("<ol><li>a</li> <li>b</li></ol>", "1. a\n2. b", id="ordered-list"),
        pytest.param(
            "<ol start=9><li>a<li>b<li value=3>c<li>d</ol>",
            "9. a\n10. b\n3. c\n4. d",
            id="ordered-list-numbers",
        ),
        pytest.param("<ol start=x><li>a</ol>", "1. a", id="ordered-list-no-number"),
        pytest.param(
            "<ul><li>a<ol><li>b<br>c<li>d</ol><li>e</ul>",
            "* a\n  1. b\n     c\n  2. d\n* e",
            id="nested-lists",
        ),
        pytest.param("<ul><li><p>a</p><p>b</p></li></ul>", "* a\n\n  b", id="paragraphs-in-item"),
        pytest.param("<ul><li></li><li>a</ul>", "* a", id="empty-item"),
        pytest.param("<li>a<li>b", "* a\n* b", id="items-without-list"),
        pytest.param(
            "<ul><li>a<table><tr><td>b<li>c</table>d</ul>",
            "* a\n  b\n  * c\n  d",
            id="item-in-a-cell",
        ),
        pytest.param(
            "<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b", id="two-quotes"
        ),
        pytest.param("<dl><dt>a<dd>b<dd>c<dt>d</dl>e", "a\n    b\n    c\nd\n\ne", id="dl"),
        pytest.param("<select><option>a<option>b</select>", "a\nb", id="options"),
        pytest.param("a<input value=b><input type=hidden value=c>", "ab", id="input"),
        pytest.param("<input type=image alt=a><input type=checkbox value=b>", "a", id="inputs"),
        pytest.param("<img alt='a  b'> <img src=x>c", "a b c", id="image"),
        pytest.param("<span style='display:block'>a</span>b", "a\nb", id="display-block"),
        pytest.param("<div>a</div><div style='display:inline'>b</div>c", "a\nbc", id="inline-div"),
        pytest.param("<a style='display:block'>a</a><a>b</a>", "a\nb", id="display-block-link"),
        pytest.param(
            "<div style='display:inline-block'>a</div><div style='display:inline-block'>b</div>c",
            "a b c",
            id="boxes-in-a-line",
        ),
        pytest.param("<b style='display:inline-block'>a</b>.", "a.", id="box-in-a-word"),
        pytest.param(
            "<span style='display:table-row'><span style='display:table-cell'>a</span>"
            "<span style='display:table-cell'>b</span></span>c",
            "a b\nc",
            id="table-by-css",
        ),
        pytest.param("a</p>b", "a\n\nb", id="end-of-no-paragraph"),
        pytest.param("a <q>b</q>, <q hidden></q>c", "a \u201cb\u201d, c", id="quotation-marks"),
        pytest.param("<td>a<td>b", "ab", id="cells-without-table"),
        pytest.param("<plaintext>a</p><b>", "a</p><b>", id="plaintext"),
        pytest.param("&lt;&eacute;&#8364;&#x1F600;&nope;", "<é€😀&nope;", id="references"),
        pytest.param("a\x00b\x07c\x85d", "abcd", id="controls"),
        pytest.param("a\ud83d\ude00b\udfffc", "a😀b\ufffdc", id="surrogates"),
        pytest.param("a\r\nb<pre>c\rd\r\ne</pre>", "a b\n\nc\nd\ne", id="line-ends"),
        pytest.param(
            "<title>t</title><style>s</style><script>x</script><template>t</template>"
            "<iframe>i</iframe><!-- c -->a<datalist><option>d</datalist>",
            "a",
            id="dropped",
        ),
        pytest.param("a<!--[if mso]>b<![endif]-->c<![if !mso]>d<![endif]>", "acd", id="mso"),
    ],
)
def test_layout(html: str, text: str) -> None:
    assert read_visible(html) == VisibleText(text, ())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param(
            "<table><tr><th>a<th>b<tr><td>c<td>d</table>e", "a | b\nc | d\n\ne", id="data"
        ),
        pytest.param(
            "<table><tr><td>a<td>b<tr><td><td>d</table>", "a | b\nd", id="layout-of-facts"
        ),
        pytest.param(
            "<table><tr><td><p>a</p><td>b<tr><td>c<td>d<tr><td>e<td></table>",
            "a | b\nc | d\ne",
            id="data-without-header",
        ),
        pytest.param(
            "<table><tr><th>a<th>b<tr><td>c<br>d<td>e</table>", "a | b\nc d | e", id="line-in-cell"
        ),
        pytest.param(
            "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>e",
            "a | b\nc | d\ne",
            id="layout-by-role",
        ),
        pytest.param(
            "<table><tr><td><h1>a</h1><p>b<td>c<tr><td>d</table>", "a\n\nb\n\nc\nd", id="layout"
        ),
        pytest.param(
            "<table><tr><td><table><tr><td>a<td>b</table><tr><td>c</table>",
            "a | b\nc",
            id="nested",
        ),
        pytest.param(
            f"<table><tr><td>{'a' * 61}<td>b</table>", f"{'a' * 61}\nb", id="long-cells-stack"
        ),
        pytest.param(
            "<table><caption>a</caption><thead><tr><th>b<th>c<tbody><tr><td>d<td>e</table>",
            "a\n\nb | c\nd | e",
            id="caption",
        ),
        pytest.param("<table><tr><td><ul><li>a<li>b</ul></table>", "* a\n* b", id="list-in-cell"),
        pytest.param(
            "<blockquote><table><tr><td>a<td>b</table></blockquote>", "> a | b", id="in-quote"
        ),
        pytest.param("<table>a<tr>b<td>c</table>d", "ab\nc\nd", id="text-outside-cells"),
        pytest.param("<table><td>a<table>b</table>", "a\nb", id="tables-left-open"),
        pytest.param(
            "<table><td>a</table>" * 2 + "<table><tr><td>b<div>c</td></div><td>d</table>",
            "a\na\nb\nc\nd",
            id="end-tag-in-the-wrong-cell",
        ),
    ],
)
def test_tables(html: str, text: str) -> None:
    assert read_visible(html) == VisibleText(text, ())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<a href='http://a.example/b'>c</a>", "c <http://a.example/b>", id="link"),
        pytest.param("<a href='HTTPS://a.example'>c </a>d", "c <HTTPS://a.example> d", id="blank"),
        pytest.param("<a href='mailto:b@a.example'>c</a>", "c <mailto:b@a.example>", id="mailto"),
        pytest.param(
            "<a href='http://a.example/'>http://a.example</a>", "http://a.example", id="="
        ),
        pytest.param("<a href='https://www.a.example/'>A.example</a>", "A.example", id="bare"),
        pytest.param(
            "<a href='mailto:b@a.example?subject=x'>b@a.example</a>", "b@a.example", id="@"
        ),
        pytest.param("<a href='javascript:x'>c</a>", "c", id="javascript"),
        pytest.param("<a href='data:text/html,x'>c</a>", "c", id="data"),
        pytest.param("<a href='#x'>c</a><a name=x>d</a>", "cd", id="anchor"),
        pytest.param("<a href='http://a.example'></a>b", "b", id="empty"),
        pytest.param(
            "<a href='http://a.example'><img alt=c></a>", "c <http://a.example>", id="img"
        ),
        pytest.param(
            "<a href=' http://a.example/b c>\nd '>e</a>",
            "e <http://a.example/b%20c%3Ed>",
            id="url",
        ),
        pytest.param(
            "<a href='http://a.example/?a=1&copy=2&amp;b'>c</a>",
            "c <http://a.example/?a=1&copy=2&b>",
            id="references",
        ),
        pytest.param(
            "<a href=http://a.example>b<a href=http://c.example>d",
            "b <http://a.example>d <http://c.example>",
            id="links-left-open",
        ),
        pytest.param(
            "<table><tr><td><a href=http://a.example>b</td><td>c</table>",
            "b <http://a.example> | c",
            id="cell-ends-link",
        ),
        pytest.param(
            "<a href=http://a.example><div>b</div></a>c", "b\nc", id="link-around-a-block"
        ),
    ],
)
def test_links(html: str, text: str) -> None:
    assert visible_text(html) == text


@pytest.mark.parametrize(
    ("trick", "reason"),
    [
        pytest.param("<p style='display:none'>spam</p>", Reason.DISPLAY_NONE, id="display"),
        pytest.param("<p style=display:none>spam</p>", Reason.DISPLAY_NONE, id="display-bare"),
        pytest.param(
            "<p style='DISPLAY : NONE !important'>spam</p>", Reason.DISPLAY_NONE, id="display-case"
        ),
        pytest.param(
            "<p style='color:red;/*;*/d\\69splay:none'>spam</p>",
            Reason.DISPLAY_NONE,
            id="display-escaped",
        ),
        pytest.param(
            "<p style='background:url(a;b);display:none'>spam</p>",
            Reason.DISPLAY_NONE,
            id="display-behind-url",
        ),
        pytest.param(
            "<p style='display&#58;none'>spam</p>", Reason.DISPLAY_NONE, id="display-reference"
        ),
        pytest.param("<p hidden>spam</p>", Reason.DISPLAY_NONE, id="hidden-attribute"),
        pytest.param("<dialog>spam</dialog>", Reason.DISPLAY_NONE, id="dialog"),
        pytest.param(
            "<div style='display:none'><b style='display:block'>spam</b></div>",
            Reason.DISPLAY_NONE,
            id="display-inside",
        ),
        pytest.param(
            "<style>.x{display:none}</style><p class='a X'>spam</p>",
            Reason.DISPLAY_NONE,
            id="sheet-class",
        ),
        pytest.param(
            "<style>#x{display:none}</style><p id=x>spam</p>", Reason.DISPLAY_NONE, id="sheet-id"
        ),
        pytest.param(
            "<style>em{display:none}</style><em>spam</em>", Reason.DISPLAY_NONE, id="sheet-element"
        ),
        pytest.param(
            "<style>a, p.x.y{display:none}</style><p class='y x'>spam</p>",
            Reason.DISPLAY_NONE,
            id="sheet-compound",
        ),
        pytest.param(
            "<style>html body.m>p{display:none}</style><body class=m><p>spam</p>",
            Reason.DISPLAY_NONE,
            id="sheet-html-and-body",
        ),
        pytest.param(
            "<style>div.a > p .x{display:none}</style><div class=a><p><b class=x>spam</b></div>",
            Reason.DISPLAY_NONE,
            id="sheet-ancestors",
        ),
        pytest.param(
            "<style>@media screen{.x{display:none}}</style><p class=x>spam</p>",
            Reason.DISPLAY_NONE,
            id="sheet-media",
        ),
        pytest.param(
            "<style>@media only screen and (min-width:600px){.x{display:none}}</style>"
            "<p class=x>spam</p>",
            Reason.DISPLAY_NONE,
            id="sheet-desktop",
        ),
        pytest.param(
            "<style>p{display:none!important}</style><p style='display:block'>spam</p><div>",
            Reason.DISPLAY_NONE,
            id="sheet-important",
        ),
        pytest.param(
            "<style><!-- .x{display:none} --></style><p class=x>spam</p>",
            Reason.DISPLAY_NONE,
            id="sheet-in-comment-marks",
        ),
        pytest.param(
            "<p class=x>spam</p><style>.x{display:none</style>",
            Reason.DISPLAY_NONE,
            id="sheet-behind-and-open",
        ),
        pytest.param(
            "<style>.a .x{display:none}</style><i class=x></i><p class=a><i class=x>spam</i></p>",
            Reason.DISPLAY_NONE,
            id="sheet-ancestors-only-here",
        ),
        pytest.param(
            "<div hidden><table><td></div>spam</table></div>",
            Reason.DISPLAY_NONE,
            id="end-tag-in-a-cell",
        ),
        pytest.param("<b hidden><b></b>spam</b>", Reason.DISPLAY_NONE, id="element-in-its-like"),
        pytest.param("<p style='visibility:hidden'>spam</p>", Reason.VISIBILITY, id="visibility"),
        pytest.param("<p style='opacity:0'>spam</p>", Reason.OPACITY, id="opacity"),
        pytest.param("<p style='opacity:1%'>spam</p>", Reason.OPACITY, id="opacity-percent"),
        pytest.param("<p style='font-size:0'>spam</p>", Reason.FONT_SIZE, id="font-size-0"),
        pytest.param("<p style='font-size:1px'>spam</p>", Reason.FONT_SIZE, id="font-size-1px"),
        pytest.param("<p style='font-size:.75pt'>spam</p>", Reason.FONT_SIZE, id="font-size-pt"),
        pytest.param("<p style='font-size:.01em'>spam</p>", Reason.FONT_SIZE, id="font-size-em"),
        pytest.param("<p style='font:0/0 a'>spam</p>", Reason.FONT_SIZE, id="font"),
        pytest.param("<p style='color:#fff'>spam</p>", Reason.COLOR, id="white-on-white"),
        pytest.param("<p style='color:#FEFDFE'>spam</p>", Reason.COLOR, id="near-white"),
        pytest.param("<font color=#ffffff>spam</font>", Reason.COLOR, id="font-color"),
        pytest.param("<font color=WHITE>spam</font>", Reason.COLOR, id="color-by-name"),
        pytest.param("<p style='color:rgb(255,255,255)'>spam</p>", Reason.COLOR, id="rgb"),
        pytest.param("<p style='color:hsl(0 0% 100%)'>spam</p>", Reason.COLOR, id="hsl"),
        pytest.param("<p style='color:transparent'>spam</p>", Reason.COLOR, id="transparent"),
        pytest.param("<p style='color:rgba(0,0,0,.02)'>spam</p>", Reason.COLOR, id="alpha"),
        pytest.param(
            "<p style='background:url(x);color:transparent'>spam</p>",
            Reason.COLOR,
            id="transparent-on-image",
        ),
        pytest.param(
            "<table bgcolor=#336699><tr><td style='color:#369'>spam</table>",
            Reason.COLOR,
            id="inherited-background",
        ),
        pytest.param(
            "<div style='background:navy no-repeat'><font color=#000080>spam</font></div>",
            Reason.COLOR,
            id="background-shorthand",
        ),
        pytest.param(
            "<div bgcolor=black><font color=white>spam</font></div>", Reason.COLOR, id="no-ground"
        ),
        pytest.param(
            "<p style='background:#000;color:#000'>spam</p>", Reason.COLOR, id="black-on-black"
        ),
        pytest.param(
            "<p><font color=#ffffff>spam<p>spam</font></p>", Reason.COLOR, id="color-goes-on"
        ),
        pytest.param(
            "<div><font color=#ffffff>spam</div>spam</font>", Reason.COLOR, id="color-behind-div"
        ),
        pytest.param("<a href=x style='color:white'>spam</a>", Reason.COLOR, id="link-in-white"),
        pytest.param(
            "<p style='position:absolute;left:-9999px'>spam</p>", Reason.OFF_SCREEN, id="left"
        ),
        pytest.param("<p style='position:fixed;top:-100em'>spam</p>", Reason.OFF_SCREEN, id="top"),
        pytest.param(
            "<p style='position:relative;left:9999px'>spam</p>", Reason.OFF_SCREEN, id="right"
        ),
        pytest.param("<p style='text-indent:-9999px'>spam</p>", Reason.OFF_SCREEN, id="indent"),
        pytest.param(
            "<p style='text-indent:100%;overflow:hidden'>spam</p>", Reason.OFF_SCREEN, id="indent+"
        ),
        pytest.param("<p style='margin-left:-999px'>spam</p>", Reason.OFF_SCREEN, id="margin"),
        pytest.param(
            "<p style='transform:translate(0, -9999px)'>spam</p>",
            Reason.OFF_SCREEN,
            id="translate",
        ),
        pytest.param("<p style='transform:scale(0)'>spam</p>", Reason.ZERO_SIZE, id="scale"),
        pytest.param(
            "<p style='width:0;overflow:hidden'>spam</p>", Reason.ZERO_SIZE, id="zero-width-box"
        ),
        pytest.param(
            "<p style='height:1px;overflow-y:hidden'>spam</p>", Reason.ZERO_SIZE, id="1px-box"
        ),
        pytest.param(
            "<p style='max-height:0;overflow:hidden'>spam</p>", Reason.ZERO_SIZE, id="max-height"
        ),
        pytest.param(
            "<p style='position:absolute;clip:rect(0,0,0,0)'>spam</p>", Reason.CLIPPED, id="clip"
        ),
        pytest.param(
            "<p style='clip:rect(1px 1px 1px 1px)'>spam</p>", Reason.CLIPPED, id="clip-blanks"
        ),
        pytest.param("<p style='clip-path:inset(50%)'>spam</p>", Reason.CLIPPED, id="clip-inset"),
        pytest.param(
            "<p style='clip-path:circle(0 at 50% 50%)'>spam</p>", Reason.CLIPPED, id="clip-circle"
        ),
        pytest.param(
            "<p style='clip-path:polygon(0 0, 0 0, 0 0)'>spam</p>",
            Reason.CLIPPED,
            id="clip-polygon",
        ),
        pytest.param("<p style='mso-hide:all'>spam</p>", Reason.MSO_HIDE, id="mso-hide"),
        pytest.param("<img alt=spam width=1 height=1>", Reason.ZERO_SIZE, id="pixel"),
        pytest.param("<img alt=spam style='display:none'>", Reason.DISPLAY_NONE, id="image"),
        pytest.param(
            "<svg style='display:none'><text>spam</text></svg>", Reason.DISPLAY_NONE, id="svg"
        ),
        pytest.param(
            "<svg><desc>spam</desc><defs>spam</defs></svg>", Reason.DISPLAY_NONE, id="svg-desc"
        ),
        pytest.param(
            "".join(chr(0xE0000 + ord(letter)) for letter in "spam"),
            Reason.TAG_CHARACTERS,
            id="tag-characters",
        ),
        pytest.param(
            "".join(chr(0xE0100 - 16 + octet) for octet in b"spam"),
            Reason.VARIATION_SELECTORS,
            id="variation-selectors",
        ),
    ],
)
def test_hidden_text_is_dropped_and_reported(trick: str, reason: Reason) -> None:
    text, hidden = read_visible(f"<div>before</div>{trick}<div>behind</div>")
    assert text.split() == ["before", "behind"]
    assert {item.reason for item in hidden} == {reason}
    assert set(" ".join(item.text for item in hidden).split()) == {"spam"}


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p style='display:block'>ham</p>", id="display-block"),
        pytest.param("<p style='display:none;display:block'>ham</p>", id="the-last-counts"),
        pytest.param("<p style='dis/**/play:none'>ham</p>", id="comment-in-a-name"),
        pytest.param("<p hidden style='display:block'>ham</p>", id="hidden-overruled"),
        pytest.param("<dialog open>ham</dialog>", id="dialog-open"),
        pytest.param("<p aria-hidden=false>ham</p>", id="aria-hidden"),
        pytest.param("<desc>ham</desc>", id="desc-in-no-svg"),
        pytest.param(
            "<p style='visibility:hidden'><b style='visibility:visible'>ham</b></p>",
            id="visible-again",
        ),
        pytest.param(
            "<td><div style='font-size:0'><b style='font-size:12px'>ham</b></div>", id="size-again"
        ),
        pytest.param(
            "<p style='font-size:0'><font size=2>ham</font></p>", id="size-again-by-attribute"
        ),
        pytest.param("<p style='font-size:x-small'>ham</p>", id="size-by-name"),
        pytest.param("<p style='font:bold 100%/1 a'>ham</p>", id="font"),
        pytest.param("<p style='opacity:.5'>ham</p>", id="opacity-half"),
        pytest.param("<p style='color:white;background:#333'>ham</p>", id="white-on-dark"),
        pytest.param(
            "<table bgcolor=black><tr><td><font color=white>ham</font></table>",
            id="white-in-table",
        ),
        pytest.param("<p style='color:#fff;background:url(x.png)'>ham</p>", id="white-on-image"),
        pytest.param(
            "<table><td background=x.png><font color=white>ham</table>", id="white-on-cell-image"
        ),
        pytest.param(
            "<p style='background:linear-gradient(red,blue);color:#fff'>ham</p>",
            id="white-on-gradient",
        ),
        pytest.param("<body bgcolor=black text=white>ham", id="white-body"),
        pytest.param(
            "<style>body{background:#000;color:#fff}</style>ham", id="white-body-by-sheet"
        ),
        pytest.param("<p style='color:white'><a href=x>ham</a></p>", id="link-has-its-colour"),
        pytest.param("<p style='color:#eee'>ham</p>", id="faint"),
        pytest.param("<p><font color=white></font>ham</p>", id="font-closed"),
        pytest.param("<font color=white><p></font>ham</p>", id="font-closed-outside"),
        pytest.param("<table><td><font color=white></table>ham", id="font-ends-with-its-cell"),
        pytest.param("<span style='display:none'><p></span></div></p></span>ham", id="stray-ends"),
        pytest.param("<table style='display:none'>ham<tr><td></table>", id="outside-of-cells"),
        pytest.param("<p style='position:absolute;left:-10px'>ham</p>", id="left-a-little"),
        pytest.param("<p style='left:-9999px'>ham</p>", id="left-of-static"),
        pytest.param("<p style='text-indent:-20px'>ham</p>", id="hanging-indent"),
        pytest.param("<p style='width:0'>ham</p>", id="no-width-but-overflow"),
        pytest.param("<p style='width:0;overflow:visible'>ham</p>", id="overflow-visible"),
        pytest.param("<p style='overflow:hidden;width:100px'>ham</p>", id="overflow"),
        pytest.param("<table hidden><table></table><td>ham", id="table-ends-table"),
        pytest.param("<object hidden></object>ham", id="object-closed"),
        pytest.param("<h1 hidden><h2>ham</h2>", id="heading-ends-heading"),
        pytest.param(
            "<div><font color=white>" + "<font size=2>" * 16 + "</div>ham",
            id="formatting-out-of-reach",
        ),
        pytest.param(
            "<div style='background:url(x)'><p style='background:#fff1;color:#fff'>ham",
            id="veil-on-image",
        ),
        pytest.param("<p style='clip:auto;clip-path:inset(10%)'>ham</p>", id="clip-a-little"),
        pytest.param("<p style='clip:rect(0,100px,20px,0)'>ham</p>", id="clip-with-room"),
        pytest.param("<p style='transform:scale(0.5)'>ham</p>", id="scale-half"),
        pytest.param("<style>@media print{p{display:none}}</style><p>ham", id="media-print"),
        pytest.param("<style media=print>p{display:none}</style><p>ham", id="sheet-for-print"),
        pytest.param(
            "<style>@media (max-width:480px){p{display:none}}</style><p>ham", id="media-telephone"
        ),
        pytest.param("<style>p:hover{display:none}</style><p>ham", id="pseudo-class"),
        pytest.param("<style>i p{display:none}</style><p>ham", id="other-ancestor"),
        pytest.param("<style>.x.y{display:none}</style><p class=x>ham", id="half-a-compound"),
        pytest.param("<!-- <style>p{display:none}</style> --><p>ham", id="sheet-in-a-comment"),
        pytest.param("<style>.x{display:none}.x{display:block}</style><p class=x>ham", id="order"),
        pytest.param(
            "<style>p.x{display:block}.x{display:none}</style><p class=x>ham", id="specificity"
        ),
        pytest.param(
            "<style>p{display:none}</style><p style='display:block'>ham", id="inline-wins"
        ),
        pytest.param("<svg><style>p{display:none}</style></svg><div>ham", id="sheet-in-svg"),
        pytest.param("<svg><style/>ham</svg>", id="empty-style-in-svg"),
        pytest.param("<svg><style><p>ham", id="paragraph-ends-svg"),
        pytest.param("<script><!--<script></script>--></script>ham", id="script-in-script"),
        pytest.param("<a title='<p hidden>'>ham", id="tag-in-attribute"),
    ],
)
def test_what_can_be_seen_stays(html: str) -> None:
    text, hidden = read_visible(html)
    assert (text.strip(), hidden) == ("ham", ())


def test_hidden_text_is_reported_in_order_and_in_pieces() -> None:
    html = (
        "<div hidden>one <b>two</b><p>three</div>seen<span style='opacity:0'>four</span>"
        "<font color=white>five</font> <font color=white>six</font>seen<p hidden> \n </p>"
    )
    assert read_visible(html) == VisibleText(
        "seen seen",
        (
            Hidden("one two three", Reason.DISPLAY_NONE),
            Hidden("four", Reason.OPACITY),
            Hidden("five six", Reason.COLOR),
        ),
    )


def test_characters_without_width_are_reported_together() -> None:
    text, hidden = read_visible("Pay\u200bP&#8203;al &zwnj;&nbsp;&zwnj;<p>\ufeffx\u00ady")
    assert text == "PayPal\n\nxy"
    assert hidden == (Hidden("\u200b\u200b\u200c\u200c\ufeff", Reason.ZERO_WIDTH),)


def test_hidden_elements_have_no_place_in_the_layout() -> None:
    assert visible_text("a<div hidden><p>b</p><hr><br><table><tr><td>c</table></div>d") == "ad"
    assert visible_text("<ul><li>a<li hidden>b<li>c</ul>") == "* a\n* c"


def test_other_types_are_refused() -> None:
    with pytest.raises(TypeError):
        visible_text(b"<p>")  # type: ignore[arg-type]


SOUP = st.lists(
    st.sampled_from(
        [
            *("a", "b c", "&amp;", " ", "\n", "é", "<", ">", "-->", "'", '"'),
            *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<font color=white>", "</font>"),
            *("<span hidden>", "</span>", "<pre>", "</pre>", "<h1>", "</h2>", "<svg>", "</svg>"),
            *("<p style='font-size:0'>", "<object>", "</object>", "<center>", "<i>", "</i>"),
            *("<br>", "<body>", "<dialog>", "</dialog>", "<option>", "<a>", "</a>", "<nobr>"),
        ]
    ),
    max_size=25,
).map("".join)


@given(SOUP)
@settings(deadline=None, max_examples=100)
def test_no_text_is_lost(html: str) -> None:
    text, hidden = read_visible(html)
    read = Counter("".join([text, *(item.text for item in hidden)]))
    written = Counter("".join(name for kind, name, _ in iter_tokens(html) if kind == TEXT))
    for blank in " \n":
        del read[blank], written[blank]
    assert read == written


@given(st.text(max_size=80) | st.text("<>/!-=\"' \nabpdtlr&#;[]", max_size=80) | SOUP)
@settings(deadline=None, max_examples=100)
def test_nothing_raises(html: str) -> None:
    text, hidden = read_visible(html)
    assert visible_text(html) == text
    (text + "".join(item.text for item in hidden)).encode()
    assert all(item.text for item in hidden)
    assert not text.startswith("\n")


STYLES = st.lists(
    st.sampled_from(
        [
            *(
                "display:none",
                "color:white",
                "background:#000",
                "font-size:0",
                "opacity:0",
                "all:unset",
            ),
            *(
                "--x:none",
                "display:var(--x)",
                "position:absolute",
                "left:-9999px",
                "overflow:hidden",
            ),
            *("height:0", "line-height:0", "letter-spacing:-9em", "text-indent:-999px", "inset:0"),
            *("visibility:hidden", "visibility:visible", "background-clip:text", "color:var(--y)"),
            *(
                "transform:scale(0)",
                "clip-path:inset(50%)",
                "text-shadow:1px 1px red",
                "display:block",
            ),
        ]
    ),
    max_size=4,
).map(";".join)
SELECTORS = st.lists(
    st.sampled_from(
        [*("p", "b", "*", ".x", "#y", "[class]", ":first-child", ":last-child", ":not(b)", "div")]
    )
    | st.sampled_from([" ", ">", "+", "~", ","]),
    max_size=5,
).map("".join)
SHEETS = st.lists(st.tuples(SELECTORS, STYLES).map("{0[0]}{{{0[1]}}}".format), max_size=4)
STYLED = st.lists(
    st.tuples(
        st.sampled_from(["p", "b", "div", "td", "a href=x", "font color=white"]), STYLES
    ).map("<{0[0]} class=x style='{0[1]}'>".format)
    | st.sampled_from(
        ["a", "b c ", "</p>", "</b>", "</div>", "<table>", "</table>", "<b id=y>", "<br>"]
    ),
    max_size=20,
).map("".join)


@given(SHEETS, STYLED)
@settings(deadline=None, max_examples=200)
def test_style_moves_text_and_loses_none(rules: list[str], html: str) -> None:
    text, hidden = read_visible(sheet(*rules) + html)
    read = Counter("".join([text.replace("<http:>", ""), *(item.text for item in hidden)]))
    written = Counter("".join(name for kind, name, _ in iter_tokens(html) if kind == TEXT))
    for noise in " \n|":
        del read[noise], written[noise]
    assert read == written


def test_cut_anywhere() -> None:
    html = (
        "<style>.x{display:none}</style><table><tr><td class=x>HIDE</td><td>b &amp; c</td></tr>"
        "</table><script>HIDE</script><ul><li>d</ul><!-- HIDE --><a href='HIDE'>e<p hidden>HIDE"
    )
    for length in range(len(html)):
        text, hidden = read_visible(html[:length])
        assert not set(text) & set("HIDE")
        assert {item.reason for item in hidden} <= {Reason.DISPLAY_NONE}
        assert "bcde".startswith("".join(letter for letter in text if letter in "bcde"))


def test_deep_nesting_shows_its_text() -> None:
    html = "<div>" * 20_000 + "deep" + "</div>" * 20_000 + "end"
    assert visible_text(html) == "deep\nend"
    tables = "<table><tr><td>" * 2_000 + "deep" + "</table>" * 2_000 + "end"
    assert visible_text(tables) == "deep\nend"


def test_prefixes_and_tables_are_bounded() -> None:
    line = visible_text("<blockquote>" * 500 + "a")
    assert line == "> " * MAX_PREFIXES + "a"
    rows = "<table><tr><td>" * (MAX_TABLES + 5) + "a</td><td>b</td></tr></table>"
    assert visible_text(rows) == "a\nb"


_HOSTILE = {
    "less-than": "<",
    "comment": "<!--",
    "attribute-open": '<a href="x',
    "div": "<div>",
    "paragraph-end": "</p>",
    "paragraph": "<p>x",
    "list": "<ul><li>x",
    "quote": "<blockquote>x",
    "table": "<table><tr><td>x",
    "font-paragraph": "<font color=red><p>",
    "misnested": "<b style=color:red><div></b>",
    "link": "<a href=http://x>y",
    "svg": "<svg><style>",
    "rule": "<style>.a .b{color:red}</style>",
    "declarations": "<p style='color:red;((('>",
    "override": "\u202ea",
    "reference": "&#9",
}


@pytest.mark.parametrize("pattern", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_documents_are_linear(pattern: str) -> None:
    assert_linear(read_visible, lambda size: pattern * (size // len(pattern)))


def sheet(*rules: str) -> str:
    return f"<style>{''.join(rules)}</style>"


FIFTY = " ".join(f"a{i}" for i in range(50))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda n: "<p>" + "".join(f"<font color=#{i:06x}>" for i in range(n)) + "<p>x" * 4 * n,
            id="formatting-times-paragraphs",
        ),
        pytest.param(lambda n: "<div>" * 6 * n + "</p>" * 8 * n, id="ends-of-nothing-deep-down"),
        pytest.param(
            lambda n: "<span hidden>" * 2 * n + "</x>" * 8 * n, id="ends-of-unknown-deep-down"
        ),
        pytest.param(
            lambda n: "<b hidden>" * 2 * n + "<div>" * 2 * n + "</b>" * 2 * n, id="ends-outside"
        ),
        pytest.param(
            lambda n: (
                sheet(*(f".x.a{i}{{color:red}}" for i in range(n)))
                + "".join(f"<b class='x a{i}'>" for i in range(2 * n))
            ),
            id="rules-times-elements",
        ),
        pytest.param(
            lambda n: "<table><tr><td>" * n + "word<br>" * 4 * n, id="lines-in-deep-tables"
        ),
        pytest.param(
            lambda n: (
                sheet(*(f".a{i} .x{{color:red}}" for i in range(n)))
                + "".join(f"<b class='x a{i}'>" for i in range(n))
            ),
            id="ancestors-times-elements",
        ),
        pytest.param(
            lambda n: (
                sheet(*(f"b:nth-child({i}n+1)~b{{color:red}}" for i in range(n))) + "<b>x" * 7 * n
            ),
            id="siblings-times-elements",
        ),
        pytest.param(
            lambda n: (
                sheet(*(f"i .a{i % 50}:not(.b{i}){{top:0}}" for i in range(2 * n)))
                + "".join(f"<b class='{FIFTY}' id={i}>x</b>" for i in range(n // 8))
            ),
            id="rules-times-classes-times-elements",
        ),
        pytest.param(
            lambda n: (
                sheet(*(f"[t*=a{i}]{{top:0}}" for i in range(n)))
                + "".join(f"<b t={'b' * 400}{i}>" for i in range(n // 8))
            ),
            id="attributes-times-elements",
        ),
        pytest.param(
            lambda n: (
                sheet("b{" + "color:var(--x,var(--y,red));" * (n // 4) + "left:var(--z,0)}")
                + "".join(f"<b id=a{i}>x" for i in range(2 * n))
            ),
            id="references-times-elements",
        ),
        pytest.param(
            lambda n: (
                sheet("*{all:unset}b{all:unset}.x{all:unset}")
                + "".join(f"<b class=x style=top:{i}px>x" for i in range(n))
            ),
            id="properties-times-elements",
        ),
        pytest.param(
            lambda n: "".join(
                f"<div style='{';'.join(f'--a{i}-{j}:1' for j in range(16))};color:var(--a1-1)'>"
                for i in range(n)
            ),
            id="custom-properties-times-nesting",
        ),
    ],
)
def test_products_are_bounded(make: Callable[[int], str]) -> None:
    assert_linear(read_visible, make, start=128)  # rules: more than one name may have


def test_memory_is_bounded() -> None:
    html = "<table><tr><td>x" * 3_000
    tracemalloc.start()
    read_visible(html)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 160 * len(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<template><p>a</template>b", "b", id="paragraph-left-open"),
        pytest.param("<template><object><b>a</template>b", "b", id="barrier-left-open"),
        pytest.param("<div><template></div>a</template>b</div>", "b", id="end-of-what-is-around"),
        pytest.param("<table><tr><td>a</tr><template><tr><td>b</template></table>c", "a\nc", id="row"),
        pytest.param("<table><tr><td>a<template></table>b</template></table>c", "a\nc", id="table-end"),
        pytest.param("<template><template>a</template>b</template>c</template>d", "cd", id="nested"),
    ],
)  # fmt: skip
def test_nothing_of_a_template_is_seen(html: str, text: str) -> None:
    assert visible_text(html) == text
