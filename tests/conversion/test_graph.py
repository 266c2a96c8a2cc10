"""The way from a type to a type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.graph import MAX_STEPS, find_route
from mimekit.conversion.handler import LAST_RESORT, Handler
from mimekit.conversion.registry import Entry
from tests.conversion.engine import handler, registry_of


def arrow(arrow: str, priority: int = 0, name: str = "") -> Handler:
    """``a>b``: a handler from x/a to x/b; ``a>*`` a container."""
    source, target = (word if "*" in word else f"x/{word}" for word in arrow.split(">"))
    return handler(
        source, "*/*" if target == "*" else target, priority=priority, name=name or arrow
    )


def route(
    handlers: list[Handler], source: str, target: str, without: tuple[str, ...] = ()
) -> list[str] | None:
    labels = {f"added:{name}" for name in without}
    found = find_route(registry_of(*handlers), f"x/{source}", f"x/{target}", labels)
    return None if found is None else [f"{leg.entry.handler.name}={leg.to}" for leg in found]


@pytest.mark.parametrize(
    ("arrows", "expected"),
    [
        pytest.param(["a>d"], ["a>d=x/d"], id="one"),
        pytest.param(["a>b", "b>d"], ["a>b=x/b", "b>d=x/d"], id="two"),
        pytest.param(["a>b", "b>d", "a>d"], ["a>d=x/d"], id="fewest"),
        pytest.param(["a>b", "b>c", "c>a"], None, id="circle"),
        pytest.param(["b>d"], None, id="no-beginning"),
        pytest.param(["a>*"], ["a>*=*/*"], id="container"),
        pytest.param(["a>b", "b>*"], ["a>b=x/b", "b>*=*/*"], id="container-on-the-way"),
        pytest.param(
            ["a>b", "b>*", "a>c", "c>d"], ["a>b=x/b", "b>*=*/*"], id="container-as-short"
        ),
        pytest.param(["x/*>d"], ["x/*>d=x/d"], id="range"),
        pytest.param(
            ["a>p", "p>q", "q>r", "r>d"],
            ["a>p=x/p", "p>q=x/q", "q>r=x/r", "r>d=x/d"],
            id="longest",
        ),
        pytest.param(["a>p", "p>q", "q>r", "r>s", "s>d"], None, id="too-long"),
    ],
)
def test_route(arrows: list[str], expected: list[str] | None) -> None:
    assert MAX_STEPS == 4
    assert route(list(map(arrow, arrows)), "a", "d") == expected


def test_priority_decides_between_ways_of_one_length() -> None:
    low, high = arrow("a>d", 1, "low"), arrow("a>d", 2, "high")
    assert route([low, high], "a", "d") == ["high=x/d"]
    ways = [arrow("a>b", 1), arrow("a>c", 2), arrow("b>d"), arrow("c>d")]
    assert route(ways, "a", "d") == ["a>c=x/c", "c>d=x/d"]


def test_length_decides_before_priority() -> None:
    assert route([arrow("a>d", -29), arrow("a>b", 9), arrow("b>d", 9)], "a", "d") == ["a>d=x/d"]


def test_last_resort_is_on_a_way_only_where_there_is_no_other() -> None:
    last, ways = arrow("a>d", LAST_RESORT, "last"), [arrow("a>b", -29), arrow("b>d")]
    assert route([last, *ways], "a", "d") == ["a>b=x/b", "b>d=x/d"]
    assert route([last, *ways], "a", "d", ("a>b",)) == ["last=x/d"]
    assert route([last, ways[1]], "a", "d") == ["last=x/d"]
    assert route([arrow("a>a", LAST_RESORT, "last")], "a", "a") == ["last=x/a"]


def test_what_failed_is_passed_by() -> None:
    ways = [arrow("a>d"), arrow("a>b"), arrow("b>d")]
    assert route(ways, "a", "d", ("a>d",)) == ["a>b=x/b", "b>d=x/d"]
    assert route(ways, "a", "d", ("a>d", "b>d")) is None


def test_a_type_is_itself() -> None:
    assert route([], "a", "a") == []
    assert route([arrow("a>a")], "a", "a") == ["a>a=x/a"]
    assert route([arrow("a>b"), arrow("b>a")], "a", "a") == []
    assert route([arrow("a>a")], "a", "a", ("a>a",)) == []


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), unique=True))
def test_each_leg_begins_where_the_one_before_ends(arrows: list[tuple[str, str]]) -> None:
    found = route([arrow(f"{source}>{made}") for source, made in arrows], "a", "f")
    if found is None:
        assert ("a", "f") not in arrows
        return
    places = "".join(leg[0] + leg[2] for leg in found)
    assert places[0] + places[-1] == "af"
    assert all(places[at] == places[at + 1] for at in range(1, len(places) - 1, 2))
    assert len(found) == 1 or ("a", "f") not in arrows


def test_each_type_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = "abcdefghij"
    registry = registry_of(*[arrow(f"{a}>{b}") for a in letters for b in letters if a != b])
    asked: list[str] = []
    accepting = registry.accepting

    def count(media_type: str) -> tuple[Entry, ...]:
        asked.append(media_type)
        return accepting(media_type)

    monkeypatch.setattr(registry, "accepting", count)
    assert find_route(registry, "x/a", "x/z") is None
    assert sorted(asked) == sorted(
        2 * [f"x/{letter}" for letter in letters]
    )  # and the last resort
