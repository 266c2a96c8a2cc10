"""HTML that is safe to show: what stays, what goes and is counted, and hostile documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.html.harmless import ATTRIBUTES, ELEMENTS, is_data_image
from mimekit.html.safe_tags import LINK_SCHEMES
from mimekit.html.sanitizing import (
    MAX_DEPTH,
    MAX_FORMATTING,
    _parsed_again,
    read_sanitized,
    sanitize,
)
from mimekit.html.urls import scheme_of
from mimekit.html.visible_text import read_visible
from tests.growth import assert_linear
from tests.html.rendered import page_words

REL = ' rel="noopener noreferrer"'
PNG = "data:image/png;base64,AA=="
NEWSLETTERS = Path(__file__).resolve().parents[2] / "corpus" / "newsletters"


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c", id="text"),
        pytest.param("<p class=x id=y onclick=z()>a", "<p>a</p>", id="attributes"),
        pytest.param("<b><i>a</b>", "<b><i>a</i></b>", id="left-open"),
        pytest.param("<html><body><div>a</body></html>", "<div>a</div>", id="body"),
        pytest.param(
            "<html>\n<body bgcolor=#333 text=white style='margin:0;top:0'><p>a",
            '\n<div style="background-color:#333333;color:#ffffff;margin:0"><p>a</p></div>',
            id="body-with-colours",
        ),
        pytest.param("<script>a</script><style>b</style><title>c</title>d", "d", id="dropped"),
        pytest.param("<!-- a -->b<!--[if mso]>c<![endif]-->", "b", id="comments"),
        pytest.param("<form action=x><input value=a><button>b</button></form>", "b", id="form"),
        pytest.param("<iframe src=a>b</iframe><object data=a>c</object>", "c", id="frames"),
        pytest.param("<svg><script>a</script><text>b</text></svg>", "b", id="svg"),
        pytest.param("<font color=red size=2>a</font>", '<font color="red" size="2">a</font>', id="font"),
        pytest.param("<p style='color:red;position:fixed;top:0'>a", '<p style="color:red">a</p>', id="style"),
        pytest.param("<p style='width:expression(x);color:\\72 ed'>a", "<p>a</p>", id="style-that-acts"),
        pytest.param("<p style='background:url(x)'>a", "<p>a</p>", id="style-that-loads"),
        pytest.param("<p style='margin-left:-99px;color:red'>a", '<p style="color:red">a</p>', id="style-that-leaves"),
        pytest.param("<a href=https://a.b>c</a>", f'<a href="https://a.b"{REL}>c</a>', id="link"),
        pytest.param("<a href=mailto:a@b.c>d</a>", f'<a href="mailto:a@b.c"{REL}>d</a>', id="mailto"),
        pytest.param("<a href=cid:a target=_top rel=opener>b</a>", f'<a href="cid:a"{REL}>b</a>', id="cid"),
        pytest.param("<a href='java\nscript:x'>a</a>", f"<a{REL}>a</a>", id="javascript"),
        pytest.param("<a href=' &#1;javascript:x'>a</a>", f"<a{REL}>a</a>", id="javascript-behind-controls"),
        pytest.param("<a href=data:text/html,x>a</a>", f"<a{REL}>a</a>", id="data-link"),
        pytest.param("<a href=/x>a</a><a href=ftp://b>c</a>", f"<a{REL}>a</a><a{REL}>c</a>", id="other-links"),
        pytest.param("<img src=https://a/b alt=c>", '<img alt="c">', id="remote"),
        pytest.param("<img src=//a/b srcset='//c 2x' alt=d>", '<img alt="d">', id="remote-by-srcset"),
        pytest.param(f"<img src={PNG}>", f'<img src="{PNG}">', id="data-image"),
        pytest.param("<img src=data:image/svg+xml;base64,AA==>", "<img>", id="svg-image"),
        pytest.param("<table><td>a<table><td>b", "<table><tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody></table>", id="tables"),
        pytest.param("<math><mi><style><img src=x onerror=y()></style>", "", id="mutation-math"),
        pytest.param("<noscript><p title='</noscript><img src=x onerror=y()>'>", '<p title="&lt;/noscript&gt;&lt;img src=x onerror=y()&gt;"></p>', id="mutation-noscript"),
        pytest.param("a\0b", "ab", id="nul"),
        pytest.param("a\ud800b", "a\ufffdb", id="surrogate"),
    ],
)  # fmt: skip
def test_sanitize(html: str, safe: str) -> None:
    assert sanitize(html) == safe


@pytest.mark.parametrize(
    ("html", "counts"),
    [
        pytest.param("<img src=http://a srcset='//b 1x'>", (2, 0, 0), id="image"),
        pytest.param("<body background=//a><table background=http://b>", (2, 0, 0), id="background"),
        pytest.param("<p style='background:url(http://a);list-style:u\\72l(//b)'>", (2, 0, 0), id="style"),
        pytest.param("<style>@import 'http://a';p{background:url( //b )}</style>", (2, 0, 0), id="sheet"),
        pytest.param("<link href=http://a rel=stylesheet>", (1, 1, 0), id="link"),
        pytest.param("<video src=http://a poster=http://b></video>", (2, 0, 0), id="video"),
        pytest.param("<iframe src=http://a></iframe>", (1, 1, 0), id="frame"),
        pytest.param("<script src=http://a></script>", (1, 1, 0), id="script"),
        pytest.param("<p onclick=a onload=b><a href=javascript:c>", (0, 3, 0), id="handlers"),
        pytest.param("<form action=http://a><input type=image src=http://b>", (1, 2, 0), id="form"),
        pytest.param("<img src=cid:a><img src=data:,b>", (0, 0, 1), id="cid"),
        pytest.param("<a href=http://a><img src=cid:b></a>", (0, 0, 1), id="links-load-nothing"),
    ],
)  # fmt: skip
def test_what_is_taken_away_is_counted(html: str, counts: tuple[int, int, int]) -> None:
    assert read_sanitized(html)[1:4] == counts


@pytest.mark.parametrize(
    ("given_url", "src"),
    [
        pytest.param(PNG, PNG, id="image"),
        pytest.param("data:image/svg+xml;base64,AA==", None, id="svg"),
        pytest.param("https://a.example/x.png", None, id="remote"),
        pytest.param("javascript:x", None, id="program"),
        pytest.param('data:image/png;base64,"onerror="x', None, id="quotes"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_images_by_cid(given_url: str | None, src: str | None) -> None:
    safe = read_sanitized("<img src=' cid:a' alt=b>", image={"cid:a": given_url}.get)
    found = [value for name, value in attributes_of(safe.html) if name == "src"]
    assert found == ([] if src is None else [src])
    assert safe.images_missing == (src is None)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<img src=https://a>", id="remote"),
        pytest.param(f"<p src={PNG}>", id="source-of-no-image"),
        pytest.param("<a href=data:image/png;base64,AA==>", id="data-link"),
        pytest.param("<p href=https://a>", id="link-of-no-anchor"),
        pytest.param("<p style='color:expression(x)'>", id="style"),
        pytest.param("<script>a</script><p onclick=b>", id="script"),
    ],
)
def test_the_second_pass_is_no_less_strict(html: str) -> None:
    assert re.sub("<[a-z]+>|</p>|</a>", "", _parsed_again(html).replace(REL, "")) == ""


def test_deep_nesting_is_cut() -> None:
    assert sanitize("<div>" * 5000 + "a").count("<div>") == MAX_DEPTH
    assert sanitize("<b>" * 5000 + "a").count("<b>") == MAX_FORMATTING
    assert sanitize("<div>" * 5000 + "a" + "</div>" * 5000 + "b").endswith("b")


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def attributes_of(html: str) -> list[tuple[str, str | None]]:
    collector = _Collector()
    collector.feed(html)
    collector.close()
    return collector.attributes


def iter_unsafe(html: str) -> Iterator[str]:
    """What should not be in what is safe."""
    collector = _Collector()
    collector.feed(html)
    collector.close()
    yield from (tag for tag in collector.tags if tag not in ELEMENTS)
    for name, value in collector.attributes:
        if name not in ATTRIBUTES | {"rel"}:
            yield name
        elif (
            (name == "href" and scheme_of(value or "") not in LINK_SCHEMES)
            or (name == "src" and not is_data_image(value or ""))
            or (
                name == "style"
                and ("(" in (value or "").replace("rgb(", "") or "\\" in (value or ""))
            )
        ):
            yield f"{name}={value}"


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<svg>", "</svg>"),
        *("<math>", "<mi>", "<style>", "</style>", "<script>", "</script>", "<title>", "<!--"),
        *("-->", "<![CDATA[", "]]>", "<noscript>", "<template>", "<select>", "<option>"),
        *("<img src=x onerror=y>", "<a href='javascript:x'>", "</a>", "<a href=http://a.b>"),
        *("<p style='color:red;background:url(x)'>", "<plaintext>", "<textarea>", "</textarea>"),
        *("<iframe>", "<xmp>", "<foreignObject>", "<annotation-xml encoding=text/html>"),
        *('"', "'", ">", "<", "&lt;", "&#x3c;img src=x onerror=y&gt;", "a", "\0", "`"),
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_nothing_unsafe_is_left(pieces: list[str]) -> None:
    safe = sanitize("".join(pieces))
    assert [*iter_unsafe(safe)] == []
    assert sanitize(safe).replace("<img>", "") == safe.replace("<img>", "")


@pytest.mark.parametrize("path", sorted(NEWSLETTERS.glob("*.html")), ids=lambda path: path.stem)
def test_newsletters_stay_readable(path: Path) -> None:
    stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    safe = read_sanitized(path.read_text(encoding="utf-8"))
    assert [*iter_unsafe(safe.html)] == []
    assert "http" not in "".join(v or "" for n, v in attributes_of(safe.html) if n != "href")
    text = page_words(safe.html)
    for sentence in stated["visible"]:
        assert sentence in text
    for sentence in stated["hidden"]:
        assert sentence not in text


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        pytest.param("<style>.x{display:none}</style><p class=x title=b>a<b>c</b></p>d", '<p style="display:none"><b style="display:none"></b></p>d', id="box"),
        pytest.param("<style>b{font-size:0}</style>a<b>b</b>", "a<b></b>", id="letters"),
        pytest.param("<p style=visibility:hidden>a<b style=visibility:visible>c</b>", '<p style="visibility:hidden"><b style="visibility:visible">c</b></p>', id="seen-inside"),
        pytest.param("<style>.x{opacity:0}</style><p class=x>a<img src=cid:a alt=b></p>", '<p style="display:none"></p>', id="image"),
        pytest.param("<img width=1 src=https://a alt=b>", "", id="pixel"),
        pytest.param("a\u200bb<i title='c\U000e0068'>", 'ab<i title="c"></i>', id="characters"),
        pytest.param("<bdo dir=rtl>lap<b>yap</b></bdo>", "pal<b>pay</b>", id="turned"),
        pytest.param("<template><p>a</template><p hidden>b</p><p>c", '<p style="display:none"></p><p>c</p>', id="muted"),
        pytest.param("<table hidden>a<tbody><tr><td>b</table>", 'a<table style="display:none"><tbody style="display:none"><tr style="display:none"><td style="display:none"></td></tr></tbody></table>', id="table"),
        pytest.param("<table><tr><td bgcolor=red>a<td hidden>b</table>", '<table><tbody><tr><td bgcolor="red">a</td><td style="display:none"></td></tr></tbody></table>', id="cell"),
    ],
)  # fmt: skip
def test_what_is_hidden_goes(html: str, safe: str) -> None:
    assert sanitize(html).replace(' hidden=""', "") == safe


@given(st.lists(PIECES, max_size=14))
def test_the_same_is_hidden_as_in_text(pieces: list[str]) -> None:
    html = "<style>p{font-size:0}</style>" + "".join(pieces)
    assert read_sanitized(html).hidden == read_visible(html).hidden


_HOSTILE = {
    "div": "<div>x",
    "font-paragraph": "<font color=red><p>",
    "many-fonts": "<p><font size=1><b><i><u>",
    "table": "<table><tr><td>x",
    "table-text": "<table>x",
    "select": "<select><option>x",
    "list": "<ul><li>x",
    "link": "<a href=http://x>y",
    "comment": "<!--",
    "ends": "</p></b>",
    "attributes": "<p a=1 b=2 onx=3>",
    "style": "<p style='color:red;((('>",
    "foreign": "<svg><math>",
}


@pytest.mark.parametrize("pattern", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_documents_are_linear(pattern: str) -> None:
    assert_linear(read_sanitized, lambda size: pattern * (size // len(pattern)))


# The squares of nh3 are small ones: they are seen in large documents only.
_LARGE = 1 << 15


@pytest.mark.parametrize("pattern", ["&", "&amp;"])
def test_ampersands_are_linear(pattern: str) -> None:
    assert_linear(read_sanitized, lambda size: pattern * size, start=_LARGE)


def test_ampersands_in_an_attribute_are_linear() -> None:
    def link(size: int) -> str:
        return f"<a title='{'&' * size}' href=cid:x>y</a>"

    assert_linear(read_sanitized, link, start=_LARGE)


def test_ampersands_stay() -> None:
    url = "https://a.example/?a=1&b=2"
    assert sanitize(f'<a href="{url}" title="x &amp;amp; y">&amp;lt; & \ufdd0</a>') == (
        f'<a href="{url.replace("&", "&amp;")}" title="x &amp;amp; y"{REL}>&amp;lt; &amp; \ufffd</a>'
    )
