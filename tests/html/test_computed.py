"""References to custom properties, and keywords for other values."""

from __future__ import annotations

import pytest

from mimekit.html.computed import Computer, inherit_variables
from mimekit.html.declarations import parse_declarations

VARIABLES = {"--x": "none", "--loop": "var(--loop)", "--via": "var(--x)", "--a": "var(--b) "}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("display:var(--x)", {"display": "none"}, id="reference"),
        pytest.param("display:var( --via )", {"display": "none"}, id="two-steps"),
        pytest.param("display:var(--no,none)", {"display": "none"}, id="fallback"),
        pytest.param("display:var(--no,var(--nor,none))", {"display": "none"}, id="fallbacks"),
        pytest.param("display:var(--no)", {"display": "initial"}, id="not-inherited"),
        pytest.param("color:var(--no)", {"color": "inherit"}, id="inherited"),
        pytest.param("color:var(--loop)", {"color": "inherit"}, id="loop"),
        pytest.param("color:var(--x)", {"color": "inherit"}, id="invalid"),
        pytest.param("color:var(--x", {"color": "inherit"}, id="open"),
        pytest.param(
            "font:var(--no, 0) a", {"font-size": "0", "line-height": "normal"}, id="shorthand"
        ),
        pytest.param(
            "font:var(--x)", {"font-size": "inherit", "line-height": "inherit"}, id="no-font"
        ),
        pytest.param("color:unset;width:unset", {"color": "inherit"}, id="unset"),
        pytest.param("color:initial;width:initial", {"color": "initial"}, id="initial"),
        pytest.param("color:revert;width:revert-layer", {}, id="revert"),
        pytest.param("--y:1", {}, id="custom"),
    ],
)
def test_values(text: str, values: dict[str, str]) -> None:
    assert Computer().compute(parse_declarations(text).normal, VARIABLES) == values


def test_references_are_bounded() -> None:
    computer = Computer()
    doubling = {f"--a{i}": f"var(--a{i + 1}) var(--a{i + 1})" for i in range(60)}
    assert computer.compute({"color": "var(--a0)"}, doubling) == {"color": "inherit"}
    for _ in range(20_000):
        computer.compute({"color": "var(--x, red)"}, {})
    assert computer.compute({"color": "var(--x, red)"}, {}) == {"color": "inherit"}


def test_variables_are_inherited_and_bounded() -> None:
    variables = inherit_variables({"--a": "1", "--b": "1"}, {"--b": "2", "color": "red"})
    assert variables == {"--a": "1", "--b": "2"}
    assert inherit_variables(variables, {"color": "red"}) is variables
    for number in range(200):
        variables = inherit_variables(variables, {f"--n{number}": "1"})
    assert len(variables) < 100
    assert "--n199" in variables
