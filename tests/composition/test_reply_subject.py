"""Subjects of replies and of messages that are forwarded: one mark, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import Defect, DefectCode
from mimekit.composition.reply_subject import (
    FORWARD_MARKS,
    REPLY_MARKS,
    forward_subject,
    reply_subject,
)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(None, "Re:", id="none"),
        pytest.param("", "Re:", id="empty"),
        pytest.param("  ", "Re:", id="blank"),
        pytest.param("Plan", "Re: Plan", id="first-reply"),
        pytest.param("Re: Plan", "Re: Plan", id="second-reply"),
        pytest.param("RE:Plan", "Re: Plan", id="upper-case"),
        pytest.param("re : Plan", "Re: Plan", id="french-blank"),
        pytest.param("Re[2]: Plan", "Re: Plan", id="brackets"),
        pytest.param("RE(12): Plan", "Re: Plan", id="parentheses"),
        pytest.param("Re^2: Plan", "Re: Plan", id="power"),
        pytest.param("Re*3: Plan", "Re: Plan", id="star"),
        pytest.param("Re: RE: re: Plan", "Re: Plan", id="several"),
        pytest.param("AW: Re: Antw: Sv: Odp: YNT: Plan", "Re: Plan", id="languages"),
        pytest.param("回复：答复: 计划", "Re: 计划", id="wide-colon"),
        pytest.param("Re：Plan", "Re: Plan", id="latin-wide-colon"),
        pytest.param("[loom] Re: Plan", "Re: [loom] Plan", id="list"),
        pytest.param("Re: [loom] Re: [a][b] AW: Plan", "Re: [loom] [a][b] Plan", id="lists"),
        pytest.param("[loom] Plan", "Re: [loom] Plan", id="list-alone"),
        pytest.param("[loom] Re: [loom] Plan", "Re: [loom] Plan", id="list-twice"),
        pytest.param("[a] Re: [b] Re: [a] Re: x", "Re: [a] [b] x", id="lists-twice"),
        pytest.param("[loom Re: Plan", "Re: [loom Re: Plan", id="list-without-end"),
        pytest.param("Fwd: Re: Plan", "Re: Fwd: Re: Plan", id="forwarded"),
        pytest.param("Regarding: Plan", "Re: Regarding: Plan", id="word"),
        pytest.param("Re-issue: Plan", "Re: Re-issue: Plan", id="hyphen"),
        pytest.param("Re Plan", "Re: Re Plan", id="no-colon"),
        pytest.param("R: Plan", "Re: R: Plan", id="a-word-elsewhere"),
        pytest.param("Re: ", "Re:", id="mark-alone"),
        pytest.param("Re: Re:", "Re:", id="marks-alone"),
    ],
)
def test_reply(subject: str | None, expected: str) -> None:
    assert reply_subject(subject) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(None, "Fwd:", id="none"),
        pytest.param("Plan", "Fwd: Plan", id="first"),
        pytest.param("Fwd: Plan", "Fwd: Plan", id="second"),
        pytest.param("FW: WG: Plan", "Fwd: Plan", id="outlook"),
        pytest.param("转发：Plan", "Fwd: Plan", id="chinese"),
        pytest.param("Re: Plan", "Fwd: Re: Plan", id="reply"),
        pytest.param("Fw: Re: Fwd: Plan", "Fwd: Re: Fwd: Plan", id="reply-between"),
        pytest.param("[loom] Fwd: Plan", "Fwd: [loom] Plan", id="list"),
        pytest.param("Forward: march", "Fwd: Forward: march", id="word"),
    ],
)
def test_forward(subject: str | None, expected: str) -> None:
    assert forward_subject(subject) == expected


@pytest.mark.parametrize("mark", [*REPLY_MARKS, *FORWARD_MARKS])
def test_each_mark_goes(mark: str) -> None:
    subject = reply_subject if mark in REPLY_MARKS else forward_subject
    expected = subject("Plan")
    assert subject(f"{mark}: Plan") == subject(f"{mark.upper()}[2]: Plan") == expected


@pytest.mark.parametrize("control", ["\r\n", "\0", "\x7f", "\x85", "\u2028"])
def test_controls_become_blanks(control: str) -> None:
    defects: list[Defect] = []
    assert reply_subject(f"a{control}Bcc: x", defects) == f"Re: a{' ' * len(control)}Bcc: x"
    assert [defect.code for defect in defects] == [DefectCode.COPIED_CONTROL]


@given(st.lists(st.sampled_from(["Re:", "RE[2]: ", "[a] ", " ", "Aw:", "x", "Fwd: ", "："])))
def test_an_answer_to_an_answer_has_the_same_subject(parts: list[str]) -> None:
    subject = reply_subject("".join(parts))
    assert reply_subject(subject) == subject
    assert not subject.lower().startswith("re: re:")


@given(st.text())
def test_what_is_behind_the_marks_stays(text: str) -> None:
    word = f"x{text}"
    assert reply_subject(word).replace(" ", "") == f"Re:{reply_blanks(word)}"


def reply_blanks(text: str) -> str:
    """A text with blanks for controls, and then without any blank, as the test compares it."""
    return reply_subject(f"Re: {text}").removeprefix("Re: ").replace(" ", "")
