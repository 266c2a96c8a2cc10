"""The grammar of selectors, and what one compound matches."""

from __future__ import annotations

import pytest

from mimekit.html.selectors import (
    ESCAPED,
    IMPOSSIBLE,
    Position,
    parse_selector,
    split_selectors,
)
from mimekit.html.style_sheet import element_keys

ATTRIBUTES = {"class": "a b", "id": "c", "title": "One two", "lang": "en-GB", "sm": ""}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a", ["a"]),
        (" a , b>c ", ["a", "b>c"]),
        ("[a='b,c'],d", ["[a='b,c']", "d"]),
        (":is(a,b),c", [":is(a,b)", "c"]),
        ("'a,b',c", ["'a,b'", "c"]),
        *((text, []) for text in ("", ",", "a,", ",a", "a,,b", "a, ,b")),
    ],
)
def test_lists(text: str, items: list[str]) -> None:
    assert split_selectors(text) == items


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        *((text, True) for text in ("p", "*", ".a", "*.a", "p.a.b#c", "[title]", "p[class]")),
        *((text, True) for text in ("[title='one two']", "[title^=one]", "[title$=two i]")),
        *((text, True) for text in ("[title*='e t']", "[title~=two]", "[lang|=en]", "[sm='']")),
        *((text, True) for text in (":is(b, .a)", ":not(.d)", ":not(b, i)", ":is(p):not([x])")),
        *((text, True) for text in (":where(#c)", "p:not(:hover)", "p:defined")),
        *((text, False) for text in ("b", ".d", "b.a", ".a.d", "#d", "[x]", "[title=one]")),
        *((text, False) for text in ("[title^='']", "[title*='']", "[title$='']", "[lang|=e]")),
        *((text, False) for text in ("[title~=o]", ":not(.a)", ":not(b, p)", ":is(b, i)")),
        *((text, False) for text in ("p:link", "p:checked", ":root")),
    ],
)
def test_compounds(text: str, *, matches: bool) -> None:
    selector = parse_selector(text)
    assert selector is not None
    assert not selector.doubtful
    (compound,) = selector.compounds
    found = selector is not IMPOSSIBLE and compound.matches(
        "p", element_keys(ATTRIBUTES), ATTRIBUTES
    )
    assert found is matches


@pytest.mark.parametrize(
    ("text", "specificity"),
    [
        ("*", (0, 0, 0)),
        ("a b > c", (0, 0, 3)),
        ("a.b#c[d]:first-child", (1, 3, 1)),
        (":is(a, .b, #c)", (1, 0, 0)),
        (":not(a, .b)", (0, 1, 0)),
        (":where(#a) b", (0, 0, 1)),
    ],
)
def test_specificity(text: str, specificity: tuple[int, int, int]) -> None:
    selector = parse_selector(text)
    assert selector is not None
    assert selector.specificity == specificity


@pytest.mark.parametrize("text", ["a:hover", "a::before", "p:link", "b:root", ":is(:hover)"])
def test_impossible(text: str) -> None:
    assert parse_selector(text) is IMPOSSIBLE


@pytest.mark.parametrize(
    "text",
    [
        *("a:last-child", "a:has(b)", ":not(:last-child)", ":not(a b)", ":is(:first-child)"),
        *("a:unheard-of", "a:nth-child(x)", ":is()", ":nth-child(2 of .a)"),
    ],
)
def test_doubtful(text: str) -> None:
    selector = parse_selector(text)
    assert selector is not None
    assert selector.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "",
        ">",
        "a >",
        "> a",
        "a > > b",
        "a[b",
        "a[=b]",
        "a:",
        "a||b",
        "@a",
        "a:is(",
        "1a",
        "x" * 501,
    ],
)
def test_no_selector(text: str) -> None:
    assert parse_selector(text) is None


def test_combinators() -> None:
    selector = parse_selector("a b>c + d~e")
    assert selector is not None
    assert selector.combinators == (" ", ">", "+", "~")
    assert [compound.element for compound in selector.compounds] == [*"abcde"]


def test_escaped_characters_are_part_of_names() -> None:
    selector = parse_selector(f".sm{chr(ESCAPED + ord(':'))}hide")
    assert selector is not None
    assert selector.compounds[0].keys == {".sm:hide"}


@pytest.mark.parametrize(
    ("text", "children"),
    [
        ("3", [3]),
        ("+3", [3]),
        ("n", [1, 2, 3, 4, 5, 6]),
        ("odd", [1, 3, 5]),
        ("even", [2, 4, 6]),
        ("2n", [2, 4, 6]),
        ("3n + 1", [1, 4]),
        ("n+4", [4, 5, 6]),
        ("-n+2", [1, 2]),
        ("-2n+5", [1, 3, 5]),
        ("2n-1", [1, 3, 5]),
        ("0n+2", [2]),
    ],
)
def test_positions(text: str, children: list[int]) -> None:
    selector = parse_selector(f":nth-child({text})")
    assert selector is not None
    (position,) = selector.compounds[0].positions
    assert [index for index in range(1, 7) if position.holds(index)] == children


def test_first_child() -> None:
    selector = parse_selector(":first-of-type")
    assert selector is not None
    assert selector.compounds[0].positions == (Position(of_type=True, step=0, offset=1),)


def test_element_keys() -> None:
    assert element_keys({"class": " A b\na", "id": "X"}) == {".a", ".b", "#x"}
    assert element_keys({}) == set()
