"""Declaration blocks, shorthands, validity and the cascade."""

from __future__ import annotations

import pytest

from mimekit.html.declarations import (
    PENDING,
    Declarations,
    cascade,
    is_valid,
    parse_declarations,
)
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "normal", "important"),
    [
        pytest.param("", {}, {}, id="empty"),
        pytest.param("color:red;;width : 1PX ", {"color": "red", "width": "1px"}, {}, id="plain"),
        pytest.param("color:red!important", {}, {"color": "red"}, id="important"),
        pytest.param("color:red ! IMPORTANT ;", {}, {"color": "red"}, id="important-blanks"),
        pytest.param("unknown:x;color:red", {"color": "red"}, {}, id="unknown"),
        pytest.param("color:red;color:blue", {"color": "blue"}, {}, id="twice"),
        pytest.param("color:red;color:ruddy", {"color": "red"}, {}, id="invalid"),
        pytest.param("nonsense;color:red", {"color": "red"}, {}, id="no-colon"),
        pytest.param("/*a;b*/color:/**/red", {"color": "red"}, {}, id="comments"),
        pytest.param("color:red/*open", {"color": "red"}, {}, id="comment-open"),
        pytest.param("c\\6f lor:r\\65 d", {"color": "red"}, {}, id="escapes"),
        pytest.param("mask:\\d800\\0 x\0", {"mask": "\ufffd\ufffdx\ufffd"}, {}, id="surrogate"),
        pytest.param(
            "mask:url('a;b' x);color:red", {"mask": "url('a;b' x)", "color": "red"}, {}, id="()"
        ),
        pytest.param('mask:"a;b" 1px\'', {"mask": '"a;b" 1px\''}, {}, id="quotes"),
        pytest.param("mask:url(a;color:red", {"mask": "url(a", "color": "red"}, {}, id="("),
        pytest.param("--X: a;b:c", {"--x": "a"}, {}, id="custom"),
    ],
)
def test_declarations(text: str, normal: dict[str, str], important: dict[str, str]) -> None:
    assert parse_declarations(text) == Declarations(normal, important)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("margin:1px", {"margin-left": "1px", "margin-top": "1px"}, id="margin"),
        pytest.param("margin:1px 2px 3px", {"margin-left": "2px", "margin-top": "1px"}, id="of-3"),
        pytest.param("margin:1px 2px 3px 4px 5px", {}, id="margin-of-five"),
        pytest.param("margin:1px 2zz", {}, id="margin-invalid"),
        pytest.param(
            "inset:1px 2px",
            {"top": "1px", "right": "2px", "bottom": "1px", "left": "2px"},
            id="inset",
        ),
        pytest.param("inset-inline:1px 2px", {"left": "1px", "right": "2px"}, id="inset-inline"),
        pytest.param("inset-block-end:1px", {"bottom": "1px"}, id="inset-block-end"),
        pytest.param(
            "overflow:hidden", {"overflow-x": "hidden", "overflow-y": "hidden"}, id="overflow"
        ),
        pytest.param("font:0/1 a", {"font-size": "0", "line-height": "1"}, id="font"),
        pytest.param("font:bold 9px a", {"font-size": "9px", "line-height": "normal"}, id="bold"),
        pytest.param("font:9px", {}, id="font-without-family"),
        pytest.param(
            "background:#abc url(x)",
            {
                "background-color": "#abc",
                "background-image": "url(x)",
                "background-clip": "border-box",
            },
            id="background",
        ),
        pytest.param(
            "background:fixed 100 0",
            {
                "background-color": "transparent",
                "background-image": "none",
                "background-clip": "border-box",
            },
            id="background-number-is-no-colour",
        ),
        pytest.param(
            "font:var(--x) a",
            dict.fromkeys(("font-size", "line-height"), f"{PENDING}font:var(--x) a"),
            id="pending",
        ),
        pytest.param("-webkit-transform:none", {"transform": "none"}, id="prefix"),
    ],
)
def test_shorthands(text: str, values: dict[str, str]) -> None:
    assert parse_declarations(text).normal == values


def test_all_sets_everything_before_it() -> None:
    values = parse_declarations("color:red;all:unset;width:1px").normal
    assert values["color"] == values["opacity"] == "unset"
    assert values["width"] == "1px"
    assert parse_declarations("all:red").normal == {}


def test_custom_properties_are_bounded() -> None:
    values = parse_declarations("".join(f"--a{i}:{'x' * 2000};" for i in range(200))).normal
    assert len(values) < 100
    assert sum(map(len, values.values())) < 50_000


@pytest.mark.parametrize(
    ("name", "value", "valid"),
    [
        *(("display", value, True) for value in ("none", "inline flow-root", "inherit")),
        *(("display", value, False) for value in ("", "nothing", "none nothing")),
        *(("width", value, True) for value in ("0", "1px", "auto", "calc(x)", "var(--x)")),
        *(("width", value, True) for value in ("-webkit-fill-available", ".5em", "1.px")),
        *(("width", value, False) for value in ("-1px", "1zz", "big", "")),
        *(("left", value, True) for value in ("-1px", "0", "unset")),
        *(("color", value, True) for value in ("red", "currentcolor", "lab(x)")),
        *(("color", value, False) for value in ("ruddy", "#12345", "sin(x)")),
        *(("opacity", value, True) for value in ("0", "5%", "calc(1)")),
        ("opacity", "1px", False),
        ("filter", "anything", True),
    ],
)
def test_validity(name: str, value: str, *, valid: bool) -> None:
    assert is_valid(name, value) is valid


def test_cascade_keeps_important_apart() -> None:
    blocks = [
        Declarations({"color": "1", "width": "1"}, {"height": "1"}),
        Declarations({"color": "2", "height": "2"}, {}),
    ]
    normal = {"color": "2", "width": "1", "height": "2"}
    assert cascade(blocks) == Declarations(normal, {"height": "1"})


@pytest.mark.parametrize("value", ["a{}b", "rgb({}", "a!{}b", "a {} !important"])
def test_blanks_in_a_value_cost_their_number(value: str) -> None:
    assert_linear(parse_declarations, lambda size: "color:" + value.format(" " * size))
