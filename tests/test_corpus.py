"""Every message of `corpus/` gives what is stated beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimekit import HeaderField, Limits, LintRule, Message, parse
from mimekit.defect_codes import DefectCode
from tests.corpus.expectation import (
    BY_HAND,
    CORPUS,
    KEYS,
    NOTES,
    iter_differences,
    iter_messages,
    name_of,
)

MESSAGES = [*iter_messages()]
every_message = pytest.mark.parametrize("path", MESSAGES, ids=map(name_of, MESSAGES))

# Under the default limits only messages of many megabytes show these; so the limit is lowered.
SHOWN_UNDER_LIMITS = [
    (DefectCode.LIMIT_HEADER_BYTES, Limits(max_header_bytes=1000), "attacks/header-fields-4000"),
    (DefectCode.LIMIT_HEADER_FIELDS, Limits(max_header_fields=1000), "attacks/header-fields-4000"),
    (
        DefectCode.LIMIT_ENCODED_DEPTH,
        Limits(max_encoded_depth=0),
        "malformed/enclosed-message-in-base64",
    ),
    (
        DefectCode.LIMIT_DECODED_BYTES,
        Limits(max_decoded_bytes=10),
        "malformed/enclosed-message-in-base64",
    ),
]


@every_message
def test_gives_what_is_stated(path: Path) -> None:
    differences = [*iter_differences(path)]
    assert not differences, "\n".join(["", *differences])


@every_message
def test_octets_come_back(path: Path) -> None:
    octets = path.read_bytes()
    message = parse(octets)
    assert bytes(message) == octets
    read_everything(message)
    assert bytes(message) == octets


@every_message
def test_findings_lie_in_their_source(path: Path) -> None:
    octets = path.read_bytes()
    message = parse(octets)
    sizes: dict[str | None, int] = {None: len(octets)}
    for defect in message.check():
        source = message.part(defect.path).source
        if source is not None and source not in sizes:
            sizes[source] = len(message.part(source).content)
        assert 0 <= defect.span.offset <= defect.span.end <= sizes[source], str(defect)


@every_message
def test_checking_after_reading_finds_the_same(path: Path) -> None:
    octets = path.read_bytes()
    read = parse(octets)
    read_everything(read)
    assert [*read.check()] == [*parse(octets).check()]


def read_everything(message: Message) -> None:
    """Ask every node for all that it can tell."""
    for part in message.walk():
        for name in property_names(type(part)):
            getattr(part, name)
        with part.open() as content:
            assert content.read() == part.content
        if isinstance(part, Message):
            part.readable_text()
        for field in part.headers.fields:
            for name in property_names(HeaderField):
                getattr(field, name)
            for form in FORMS:
                getattr(field, form)()


def property_names(kind: type) -> Iterator[str]:
    for base in kind.__mro__:
        yield from (name for name, value in vars(base).items() if isinstance(value, property))


FORMS = [name for name in vars(HeaderField) if name.startswith("as_")]


# -- the corpus itself


def read_json(path: Path) -> dict[str, object]:
    stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert isinstance(stated, dict)
    return stated


def test_every_message_and_page_has_its_result_and_the_reverse() -> None:
    folders = [path for path in CORPUS.iterdir() if path.is_dir() and path.name != "sniff"]
    found = [*CORPUS.glob("*.*"), *(path for each in folders for path in each.rglob("*.*"))]
    sources = {path for path in found if path.suffix == ".html"} | {*MESSAGES}
    results = {path for path in found if path.suffix == ".json"}
    assert {path.with_suffix("") for path in sources} == {path.with_suffix("") for path in results}


def test_every_folder_of_texts_has_its_message() -> None:
    texts = [*CORPUS.rglob("*.txt")]
    assert texts
    for text in texts:
        parse(text.parent.with_suffix(".eml").read_bytes()).part(text.stem)


@every_message
def test_result_says_where_it_comes_from_and_what_for(path: Path) -> None:
    stated = read_json(path)
    assert stated["origin"] in {"hand", "generated"}
    assert stated["rfc"]
    assert stated["about"]
    assert stated.keys() <= {*NOTES, *KEYS, *BY_HAND, "joined"}
    assert stated.keys() - NOTES


def test_sixty_results_are_written_by_hand() -> None:
    assert sum(read_json(path)["origin"] == "hand" for path in MESSAGES) >= 60


@pytest.mark.parametrize(
    ("code", "limits", "name"),
    [pytest.param(*row, id=row[0].value) for row in SHOWN_UNDER_LIMITS],
)
def test_limit_is_told(code: DefectCode, limits: Limits, name: str) -> None:
    octets = (CORPUS / f"{name}.eml").read_bytes()
    message = parse(octets, limits=limits)
    assert code in {defect.code for defect in message.check()}
    assert code not in {defect.code for defect in parse(octets).check()}
    assert bytes(message) == octets


@pytest.fixture(scope="module")
def stated_codes() -> set[str]:
    return codes_under("defects")


@pytest.fixture(scope="module")
def stated_rules() -> set[str]:
    return codes_under("lint")


def codes_under(key: str) -> set[str]:
    """The codes of all findings that are stated under a key."""
    codes = set()
    for path in MESSAGES:
        findings = read_json(path).get(key, [])
        assert isinstance(findings, list)
        codes |= {finding["code"] for finding in findings}
    return codes


# COPIED_... are of what is made from a message: tests/composition shows them.
FOUND_IN_MESSAGES = [code for code in DefectCode if not code.name.startswith("COPIED_")]


@pytest.mark.parametrize("code", FOUND_IN_MESSAGES, ids=lambda code: code.value)
def test_every_defect_is_shown(code: DefectCode, stated_codes: set[str]) -> None:
    under_limits = code in {row[0] for row in SHOWN_UNDER_LIMITS}
    assert (code.value in stated_codes) != under_limits


@pytest.mark.parametrize("rule", LintRule, ids=lambda rule: rule.value)
def test_every_lint_rule_is_shown(rule: LintRule, stated_rules: set[str]) -> None:
    assert rule.value in stated_rules
