"""Quotations are cut if they stand above, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.document.repeats import Repeats

QUESTION = "Shall we meet on Monday?\nThe lamp must be cleaned.\n"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            "Yes.\n\n> Shall we meet on Monday?\n> The lamp must be cleaned.\n",
            "Yes.\n\n[2 quoted lines, as above]\n",
            id="below",
        ),
        pytest.param(
            "On 1 May 2026, Ann <ann@x.test> wrote:\n> Shall we meet on Monday?\nYes.\n",
            "[1 quoted line, as above]\nYes.\n",
            id="attribution-goes-too",
        ),
        pytest.param(
            "Yes.\n\n> Shall we meet\n> on Monday? The lamp\n> must be cleaned.\n",
            "Yes.\n\n[3 quoted lines, as above]\n",
            id="folded-anew",
        ),
        pytest.param(
            "Yes.\n\n> Shall we meet\n> on Monday?\n> Something that nobody wrote\n",
            "Yes.\n\n> Shall we meet\n> on Monday?\n> Something that nobody wrote\n",
            id="not-as-above",
        ),
        pytest.param(
            ">> Shall we meet on Monday?\n> Perhaps.\nNo.\n",
            ">> Shall we meet on Monday?\n> Perhaps.\nNo.\n",
            id="half-of-it-is-not-above",
        ),
        pytest.param(
            "Fine.\n\n-----Original Message-----\nFrom: Ann\nSent: Friday\nTo: Ben\nSubject: Lamp\n\n"
            + QUESTION,
            "Fine.\n\n[2 quoted lines, as above]\n",
            id="block-with-fields",
        ),
        pytest.param(
            "Yes.\n\n> Shall we meet on Monday? The lamp must be cleaned.\n"
            "> On 1 May 2026, Eve <eve@x.test> wrote:\n"
            + ">> Nobody but Eve ever said so, and it stands nowhere else.\n"
            * 2,
            "Yes.\n\n> Shall we meet on Monday? The lamp must be cleaned.\n"
            "> On 1 May 2026, Eve <eve@x.test> wrote:\n"
            + ">> Nobody but Eve ever said so, and it stands nowhere else.\n"
            * 2,
            id="what-is-quoted-in-the-quotation-is-not-above",
        ),
        pytest.param("No quotes.\n", "No quotes.\n", id="nothing-quoted"),
    ],
)
def test_cut(answer: str, expected: str) -> None:
    repeats = Repeats()
    assert repeats.cut(QUESTION) == QUESTION
    assert repeats.cut(answer) == expected


def test_what_was_kept_is_known_from_then_on() -> None:
    repeats = Repeats()
    quote = "> A line of a message that is not here\n"
    assert repeats.cut(f"One.\n\n{quote}") == f"One.\n\n{quote}"
    assert repeats.cut(f"Two.\n\n{quote}") == "Two.\n\n[1 quoted line, as above]\n"


@given(st.text("ab \n>", max_size=60))
def test_without_anything_above_nothing_is_cut(text: str) -> None:
    assert Repeats().cut(text) == text


def test_a_chain_of_answers_repeats_nothing() -> None:
    """Each quotes all before it, with an attribution at each level."""
    repeats = Repeats()
    whole = ""
    for number in range(6):
        new = f"Answer {number}: the lamp of pier {number} was cleaned on the {number}. of May.\n"
        quoted = "".join(f"> {line}\n" for line in whole.split("\n")[:-1])
        attribution = f"On {number} May 2026 at 10:0{number}, Ann <ann@x.test> wrote:\n"
        text = f"{new}\n{attribution}{quoted}" if whole else new
        cut = repeats.cut(text)
        assert cut.count("Answer") == 1, cut
        whole = text
