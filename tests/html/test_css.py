"""Declarations, lengths, selectors and media queries."""

from __future__ import annotations

import time

import pytest

from mimekit.html.css import (
    Declarations,
    StyleSheet,
    cascade,
    element_keys,
    length_px,
    parse_declarations,
)


@pytest.mark.parametrize(
    ("text", "normal", "important"),
    [
        pytest.param("", {}, {}, id="empty"),
        pytest.param("color:red;;width : 1PX ", {"color": "red", "width": "1px"}, {}, id="plain"),
        pytest.param("color:red!important", {}, {"color": "red"}, id="important"),
        pytest.param("color:red ! IMPORTANT ;", {}, {"color": "red"}, id="important-blanks"),
        pytest.param("unknown:x;color:red", {"color": "red"}, {}, id="unknown"),
        pytest.param("color:red;color:blue", {"color": "blue"}, {}, id="twice"),
        pytest.param("nonsense;color:red", {"color": "red"}, {}, id="no-colon"),
        pytest.param("/*a;b*/color:/**/red", {"color": "red"}, {}, id="comments"),
        pytest.param("color:red/*open", {"color": "red"}, {}, id="comment-open"),
        pytest.param("c\\6f lor:r\\65 d", {"color": "red"}, {}, id="escapes"),
        pytest.param("color:\\d800\\0 x", {"color": "\ufffd\ufffdx"}, {}, id="escape-surrogate"),
        pytest.param(
            "background:url('a;b' x);color:red",
            {"background": "url('a;b' x)", "color": "red"},
            {},
            id="parentheses",
        ),
        pytest.param('font:"a;b" 1px\'', {"font": '"a;b" 1px\''}, {}, id="quotes"),
        pytest.param(
            "background:url(a;color:red", {"background": "url(a", "color": "red"}, {}, id="("
        ),
    ],
)
def test_declarations(text: str, normal: dict[str, str], important: dict[str, str]) -> None:
    assert parse_declarations(text) == Declarations(normal, important)


def test_cascade_puts_important_last() -> None:
    blocks = [
        Declarations({"color": "1", "width": "1"}, {"height": "1"}),
        Declarations({"color": "2", "height": "2"}, {}),
    ]
    assert cascade(blocks) == {"color": "2", "width": "1", "height": "1"}


@pytest.mark.parametrize(
    ("text", "px"),
    [
        pytest.param("0", 0, id="zero"),
        pytest.param("12px", 12, id="px"),
        pytest.param("-.5em", -5, id="em"),
        pytest.param("2ex", 10, id="ex"),
        pytest.param("3pt", 4, id="pt"),
        pytest.param("1in", 96, id="in"),
        pytest.param("50%", 100, id="percent"),
        pytest.param("2rem", 32, id="rem"),
        pytest.param("100vw", 1000, id="vw"),
        pytest.param("auto", None, id="auto"),
        pytest.param("1furlong", None, id="unknown-unit"),
        pytest.param("", None, id="empty"),
        pytest.param("9" * 5000, 999999999, id="endless"),
    ],
)
def test_lengths(text: str, px: float | None) -> None:
    assert length_px(text, em=10, whole=200) == px


def test_element_keys() -> None:
    assert element_keys({"class": " A b\na", "id": "X"}) == {".a", ".b", "#x"}
    assert element_keys({}) == set()


def colors(css: str, element: str, attributes: dict[str, str], media: str = "") -> list[str]:
    sheet = StyleSheet()
    sheet.add(css, media)
    return [rule.declarations.normal["color"] for rule in sheet.rules(element, attributes)]


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        pytest.param("p", True, id="element"),
        pytest.param("P", True, id="case"),
        pytest.param("*", True, id="any"),
        pytest.param(".a", True, id="class"),
        pytest.param("*.a", True, id="any-with-class"),
        pytest.param("p.a.b#c", True, id="all"),
        pytest.param(".a:link", True, id="link"),
        pytest.param("x, .a", True, id="list"),
        pytest.param("x > .a", True, id="ancestor-left-open"),
        pytest.param("b", False, id="other-element"),
        pytest.param(".d", False, id="other-class"),
        pytest.param("b.a", False, id="class-of-other-element"),
        pytest.param(".a.d", False, id="one-of-two-classes"),
        pytest.param("#d", False, id="other-id"),
        pytest.param("p:hover", False, id="pseudo-class"),
        pytest.param("p::before", False, id="pseudo-element"),
        pytest.param("p[a]", False, id="attribute"),
        pytest.param("x + p", False, id="sibling"),
        pytest.param("", False, id="nothing"),
        pytest.param("@font-face", False, id="at-rule"),
    ],
)
def test_selectors(selector: str, *, matches: bool) -> None:
    found = colors(selector + "{color:red}", "p", {"class": "a b", "id": "c"})
    assert found == ["red"] * matches


def test_rules_come_by_specificity_then_order() -> None:
    css = "#c{color:6}.a.b{color:5}p.b{color:4}.a{color:2}.b{color:3}p{color:1}*{color:0}"
    assert colors(css, "p", {"class": "a b", "id": "c"}) == list("0123456")


def test_rules_alike_are_one() -> None:
    sheet = StyleSheet()
    sheet.add("p{color:red;width:1px}p{color:blue}")
    (rule,) = sheet.rules("p", {})
    assert rule.declarations.normal == {"color": "blue", "width": "1px"}


def test_ancestors() -> None:
    sheet = StyleSheet()
    sheet.add("div.a > #b p{color:red}")
    (rule,) = sheet.rules("p", {})
    assert rule.ancestors == {"div", ".a", "#b"}
    assert sheet.ancestor_keys == rule.ancestors


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        *((query, True) for query in ("", "all", "screen", "only screen", "print, screen")),
        *((query, True) for query in ("(min-width:600px)", "screen and (max-width: 1200px)")),
        *((query, False) for query in ("print", "not screen", "(max-width:600px)", "(hover)")),
        *((query, False) for query in ("screen and (min-width:2000px)", "speech")),
    ],
)
def test_media(query: str, *, holds: bool) -> None:
    assert colors(f"@media {query} {{p{{color:red}}}}", "p", {}) == ["red"] * holds
    assert colors("p{color:red}", "p", {}, query) == ["red"] * holds


@pytest.mark.parametrize(
    ("css", "found"),
    [
        pytest.param("@import 'x';p{color:red}", ["red"], id="import"),
        pytest.param("@import 'x{;y';p{color:red}", ["red"], id="string"),
        pytest.param("@font-face{src:x}p{color:red}", ["red"], id="font-face"),
        pytest.param("@keyframes x{p{color:red}}p{color:blue}", ["blue"], id="keyframes"),
        pytest.param("@supports (a:b){p{color:red}}", ["red"], id="supports"),
        pytest.param("@supports not (a:b){p{color:red}}", [], id="supports-not"),
        pytest.param("@media print{@media all{p{color:red}}}p{color:blue}", ["blue"], id="nested"),
        pytest.param("b{p{color:red}}", [], id="nested-rule"),
        pytest.param("p{color:red", ["red"], id="open"),
        pytest.param("@media print{p{color:red", [], id="open-in-media"),
        pytest.param("p{color:red;x{y}}b{color:blue}", [], id="braces-in-a-rule"),
    ],
)
def test_sheets(css: str, found: list[str]) -> None:
    assert colors(css, "p", {}) == found


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "a{",
            "}",
            "@media{",
            ";",
            "'",
            '"',
            "a,",
            "a ",
            ".a",
            "/*",
            "\\",
            "\\31",
            "a{b:c}",
            "(",
        ),
        *("a{color:red}", "a{color:(", "url(", "!important", "a:b;", "a:", ":"),
    ],
)
def test_hostile_css_is_linear(pattern: str) -> None:
    text = pattern * ((1 << 17) // len(pattern))
    start = time.process_time()
    parse_declarations(text)
    StyleSheet().add(text)
    StyleSheet().add(text + "{color:red}")
    assert time.process_time() - start < 2
