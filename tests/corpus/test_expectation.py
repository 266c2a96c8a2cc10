from __future__ import annotations

import pytest

from mimekit import parse
from tests.corpus.expectation import (
    CORPUS,
    KEYS,
    Json,
    fragments_of,
    iter_message_differences,
    iter_value_differences,
    observe,
)

REPORT = parse((CORPUS / "reports" / "dsn-failed.eml").read_bytes())


@pytest.mark.parametrize(
    ("wanted", "got", "differences"),
    [
        pytest.param(None, None, [], id="both-null"),
        pytest.param(None, "", ["x: wanted None, got ''"], id="null-is-not-empty"),
        pytest.param([], ["a"], ["x: wanted [], got ['a']"], id="length"),
        pytest.param(["a", "b"], ["a", "c"], ["x[1]: wanted 'b', got 'c'"], id="item"),
        pytest.param({"a": 1}, {"a": 1, "b": 2}, [], id="not-stated"),
        pytest.param({"a": 1}, {"b": 2}, ["x[a]: wanted 1, got None"], id="missing"),
        pytest.param({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, ["x[a][0][b]: wanted 1, got 2"], id="deep"),
        pytest.param({"a": 1}, None, ["x: wanted {'a': 1}, got None"], id="dict-and-null"),
    ],
)  # fmt: skip
def test_finds_where_values_differ(wanted: Json, got: Json, differences: list[str]) -> None:
    assert [*iter_value_differences("x", wanted, got)] == differences


def test_long_texts_are_shown_where_they_begin_to_differ() -> None:
    wanted, got = "a" * 5000 + "b" * 500, "a" * 5000 + "c" * 500
    (difference,) = iter_value_differences("text", wanted, got)
    assert len(difference) < 500
    assert "ab" in difference
    assert "ac" in difference


@pytest.mark.parametrize("key", KEYS)
def test_a_wrong_statement_of_any_key_is_found(key: str) -> None:
    wrong: dict[str, Json] = {
        "headers": {"Subject": "wrong"},
        "root": {"size": -1},
        "parts": [{"path": "1", "size": -1}],
        "report": {"kind": "wrong"},
        "defects": [{"code": "wrong"}],
    }
    stated = {key: wrong.get(key, ["wrong"])}
    assert len([*iter_message_differences("", stated, REPORT)]) == 1


@pytest.mark.parametrize("key", KEYS)
def test_what_is_observed_is_no_difference(key: str) -> None:
    assert not [*iter_message_differences("", observe(REPORT, [key]), REPORT)]


@pytest.mark.parametrize(
    ("stated", "count"),
    [
        pytest.param([], 1, id="none"),
        pytest.param([{"code": "header-nul"}], 0, id="anywhere"),
        pytest.param([{"code": "header-nul", "path": ""}], 0, id="at-its-path"),
        pytest.param([{"code": "header-nul", "path": "1"}], 1, id="at-another-path"),
        pytest.param([{"code": "header-control"}], 1, id="another"),
    ],
)
def test_findings_are_compared_by_code_and_path(stated: Json, count: int) -> None:
    octets = b"From: a@x.test\nDate: Mon, 1 Mar 2004 10:00:00 +0000\nSubject: a\0b\n\n"
    differences = [*iter_message_differences("", {"defects": stated}, parse(octets))]
    assert len(differences) == count


def test_mere_information_is_no_defect() -> None:
    message = parse(b"Subject: no Date, no From\n\n")
    assert [*message.check()]
    assert not [*iter_message_differences("", {"defects": []}, message)]


def test_fragments_are_found_by_name() -> None:
    names = [path.name for path in fragments_of(CORPUS / "rfc" / "partial-1-of-2.eml")]
    assert names == ["partial-1-of-2.eml", "partial-2-of-2.eml"]
