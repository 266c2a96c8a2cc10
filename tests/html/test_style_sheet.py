"""Blocks of style sheets, and which rules an element has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.html.declarations import parse_declarations
from mimekit.html.rules import Block, iter_blocks
from mimekit.html.style_sheet import Place, StyleSheet, fitting
from tests.growth import assert_linear


def colors(css: str, element: str = "p", **attributes: str) -> list[str]:
    """The colours of the rules for an element, whatever is around it."""
    sheet = StyleSheet()
    sheet.add(css)
    rules = [step.rule for step in sheet.steps(element, attributes)]
    return [rule.declarations.normal["color"] for rule in rules if rule]


def test_rules_come_by_layer_then_specificity_then_order() -> None:
    css = "#c{color:navy}.a.b{color:pink}p.b{color:gold}.a{color:tan}.b{color:red}p{color:blue}"
    css += "@layer x{#c{color:aqua}}*{color:lime}"
    found = colors(css, **{"class": "a b"}, id="c")
    assert found == ["aqua", "lime", "blue", "tan", "red", "gold", "pink", "navy"]


def test_rules_of_one_selector_keep_their_order() -> None:
    css = ".a{color:red}.b{color:blue}.a{color:tan}"
    assert colors(css, **{"class": "a b"}) == ["red", "blue", "tan"]
    assert len(colors("p{color:red}" * 50)) < 10


def test_rules_under_one_name_are_bounded() -> None:
    css = "".join(f"i{i} .x{{color:red}}" for i in range(1000))
    assert len(colors(css, **{"class": "x"})) <= 100


def test_rules_for_one_element_are_bounded() -> None:
    css = "".join(f"i .a{i % 20}:not(.b{i}){{color:red}}" for i in range(1000))
    assert len(colors(css, **{"class": " ".join(f"a{i}" for i in range(20))})) <= 300


def test_combinators_ask_for_what_is_around() -> None:
    sheet = StyleSheet()
    sheet.add("a b{top:0} a>b{top:0} a+b{top:0} a~b{top:0}")
    (step_a,) = sheet.steps("a", {})
    parent = Place()
    steps = sheet.steps("b", {})

    def found(place: Place) -> str:
        return "".join(step.combinator for step in fitting(steps, place, "b"))

    assert found(parent) == ""
    parent.around = step_a.sets
    assert found(parent) == " "
    parent.own = step_a.sets
    assert found(parent) == " >"
    parent.before = step_a.sets
    assert found(parent) == " >~"
    parent.last = step_a.sets
    assert found(parent) == " >+~"


@pytest.mark.parametrize(
    ("css", "found"),
    [
        pytest.param("@import 'x';p{color:red}", ["red"], id="import"),
        pytest.param("@import 'x{;y';p{color:red}", ["red"], id="string"),
        pytest.param("@layer a, b;p{color:red}", ["red"], id="layer-statement"),
        pytest.param("@font-face{src:x}p{color:red}", ["red"], id="font-face"),
        pytest.param("@keyframes x{p{color:red}}p{color:blue}", ["blue"], id="keyframes"),
        pytest.param("@supports (a:b){p{color:red}}", ["red"], id="supports"),
        pytest.param("@supports not (color:b){p{color:red}}", [], id="supports-not"),
        pytest.param("@media print{@media all{p{color:red}}}p{color:blue}", ["blue"], id="nested"),
        pytest.param("b{p{color:red}}", ["red"], id="nested-rule"),
        pytest.param("p{b{color:red}color:blue}", ["blue"], id="nested-before"),
        pytest.param("p{color:red;&{color:blue}}", ["red", "blue"], id="nested-later"),
        pytest.param("p{color:red", ["red"], id="open"),
        pytest.param("}p{color:red}", ["red"], id="closed-too-often"),
        pytest.param("@media print{p{color:red", [], id="open-in-media"),
        pytest.param("p{color:red;x{y}}b{color:blue}", ["red"], id="braces-in-a-rule"),
        pytest.param("p{mask:url(a;b);color:red}", ["red"], id="semicolon-in-parentheses"),
        pytest.param("p,{color:red}", [], id="list-with-nothing"),
        pytest.param("p,b:hover{color:red}", ["red"], id="list-with-nobody"),
        pytest.param("<!-- p{color:red} -->", ["red"], id="comment-marks"),
        pytest.param("p{}", [], id="no-declarations"),
    ],
)
def test_sheets(css: str, found: list[str]) -> None:
    assert colors(css) == found


@pytest.mark.parametrize(
    ("css", "selectors"),
    [
        ("a{b{top:0}}", ["a b", "a"]),
        ("a{&.b{top:0}}", ["a.b", "a"]),
        ("a{>b,+c{top:0}}", ["a >b", "a +c", "a"]),
        ("a,b{c &{top:0}}", ["c a", "c b", "a", "b"]),
        ("a{@media print{top:0}@media screen{top:0}}", ["a", "a"]),
        ("a{" * 20, ["a" + " a" * depth for depth in reversed(range(12))]),
        ("a{" + "&" * 600 + "{top:0}}", ["a"]),
    ],
)
def test_nested_rules(css: str, selectors: list[str]) -> None:
    assert [each for block in iter_blocks(css) for each in block.selectors] == selectors


def test_a_sheet_for_another_medium() -> None:
    assert not [*iter_blocks("p{top:0}", "print")]
    (block,) = iter_blocks("p{top:0}", "(min-resolution: 2x)")
    assert block.doubtful


def test_nested_selectors_are_bounded() -> None:
    css = ",".join(f"a{i}" for i in range(2000)) + "{" + "b{top:0}" * 2000
    count = sum(len(block.selectors) for block in iter_blocks(css))
    assert count < 40_000


def test_keyframes() -> None:
    sheet = StyleSheet()
    sheet.add("@keyframes a{from{opacity:0}50%{left:0}}@-webkit-keyframes b{to{color:red}}")
    assert sheet.keyframes == {"a": {"opacity", "left"}, "b": {"color"}}
    assert sheet


HOSTILE = [
    *("a{", "}", "@media{", ";", "'", '"', "a,", "a ", ".a", "/*", "\\", "\\31", "a{b:c}", "("),
    *("a{color:red}", "a{color:(", "url(", "!important", "a:b;", "a:", ":", ":is(", ":not(a)"),
    *("[", "[a='", "]", "&", "&{", "a,b{", "@media(", "@media (min-width:1px){", "@supports(("),
    *(
        "--a:b;",
        "var(",
        "calc(",
        "@keyframes a{b{top:0}",
        "a>",
        "a+a{top:0}",
        "a~",
        "a:nth-child(n)",
    ),
]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_hostile_css_is_linear(pattern: str) -> None:
    def read(text: str) -> None:
        parse_declarations(text)
        StyleSheet().add(text)
        StyleSheet().add(text + "{color:red}")

    assert_linear(read, lambda size: pattern * (size // len(pattern)))


@given(st.lists(st.sampled_from([*HOSTILE, "{", ")", " ", "top:0"])).map("".join))
@settings(deadline=None)
def test_nothing_raises(css: str) -> None:
    for block in iter_blocks(css):
        assert isinstance(block, Block)
    sheet = StyleSheet()
    sheet.add(css)
    sheet.steps("a", {"class": "a", "a": "b"})
