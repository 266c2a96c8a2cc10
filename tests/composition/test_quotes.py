from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import split_quotes
from mimekit.composition.quotes import TextKind

NEW, QUOTED, SIGNATURE = TextKind

GMAIL = "On Mon, Nov 2, 2026 at 10:00 AM Ann <ann@example.org> wrote:\n"
BLOCK = "From: Ann\nSent: 2 Nov 2026\nTo: Ben\nSubject: Loom\n"
LONG_BLOCK = BLOCK.replace("To: Ben", "x\n" * 7)


def pieces(text: str) -> list[tuple[TextKind, str]]:
    return [(piece.kind, piece.text) for piece in split_quotes(text).pieces]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("a", [(NEW, "a")], id="no-line-end"),
        pytest.param("\n\n", [(NEW, "\n\n")], id="blank"),
        pytest.param("a\r\n> b\r\n", [(NEW, "a\r\n"), (QUOTED, "> b\r\n")], id="crlf"),
        pytest.param("a\n >b\n", [(NEW, "a\n"), (QUOTED, " >b\n")], id="blank-before-the-mark"),
        pytest.param("a\n  > b\n", [(NEW, "a\n  > b\n")], id="indented"),
        pytest.param("> a\n>> b\n", [(QUOTED, "> a\n>> b\n")], id="depths"),
        pytest.param("> a\n\n> b\n", [(QUOTED, "> a\n\n> b\n")], id="blank-between"),
        pytest.param(
            "> a\nwrapped\n> b\n",
            [(QUOTED, "> a\n"), (NEW, "wrapped\n"), (QUOTED, "> b\n")],
            id="unmarked-between",
        ),
        pytest.param("> a\n>From b\n", [(QUOTED, "> a\n>From b\n")], id="from-line-in-a-quote"),
        pytest.param(">From b\n> a\n", [(QUOTED, ">From b\n> a\n")], id="from-line-above-a-quote"),
        pytest.param("a\n>From b\nc\n", [(NEW, "a\n>From b\nc\n")], id="from-line-alone"),
        pytest.param(f"a\n{GMAIL}> b\n", [(NEW, "a\n"), (QUOTED, f"{GMAIL}> b\n")], id="gmail"),
        pytest.param(
            f"Yes, at 10:00, 2026\n{GMAIL}> b\n",
            [(NEW, "Yes, at 10:00, 2026\n"), (QUOTED, f"{GMAIL}> b\n")],
            id="text-right-above",
        ),
        pytest.param(
            "On 3 May 2026 I came.\nAnn wrote:\n> b\n",
            [(NEW, "On 3 May 2026 I came.\n"), (QUOTED, "Ann wrote:\n> b\n")],
            id="text-that-begins-like-one-above",
        ),
        pytest.param(
            "On 2 Nov 2026 at 10:00\nAnn of the Mill\n<ann@example.org> wrote:\n> b\n",
            [
                (
                    QUOTED,
                    "On 2 Nov 2026 at 10:00\nAnn of the Mill\n<ann@example.org> wrote:\n> b\n",
                )
            ],
            id="three-lines",
        ),
        pytest.param(
            "On 2 Nov 2026 at 10:00\n\n<ann@example.org> wrote:\n> b\n",
            [(NEW, "On 2 Nov 2026 at 10:00\n\n"), (QUOTED, "<ann@example.org> wrote:\n> b\n")],
            id="not-over-a-blank-line",
        ),
        pytest.param(
            f"a\n{GMAIL}\nb\nc\n", [(NEW, "a\n"), (QUOTED, f"{GMAIL}\nb\nc\n")], id="no-marks"
        ),
        pytest.param(
            f"x\n{GMAIL}a\n> b\n",
            [(NEW, f"x\n{GMAIL}a\n"), (QUOTED, "> b\n")],
            id="marks-further-below",
        ),
        pytest.param(f"a\n{GMAIL}", [(NEW, f"a\n{GMAIL}")], id="nothing-below"),
        pytest.param(
            "On 2 Nov 2026, Ann wrote:\nb\n",
            [(NEW, "On 2 Nov 2026, Ann wrote:\nb\n")],
            id="no-marks-and-no-address",
        ),
        pytest.param(
            f"a\n\n{BLOCK}\nb\n", [(NEW, "a\n\n"), (QUOTED, f"{BLOCK}\nb\n")], id="block"
        ),
        pytest.param(
            f"a\n___________\n\n{BLOCK}",
            [(NEW, "a\n"), (QUOTED, f"___________\n\n{BLOCK}")],
            id="block-below-a-rule",
        ),
        pytest.param(
            f"{BLOCK}\n> b\nc\n", [(QUOTED, f"{BLOCK}\n> b\n"), (NEW, "c\n")], id="block-and-marks"
        ),
        pytest.param(
            f"a\n{BLOCK}\nb\n> c\nd\n",
            [(NEW, "a\n"), (QUOTED, f"{BLOCK}\nb\n> c\nd\n")],
            id="block-and-older-marks",
        ),
        pytest.param(
            "-----Original Message-----\n> b\nc\n",
            [(QUOTED, "-----Original Message-----\n> b\n"), (NEW, "c\n")],
            id="separator-and-marks",
        ),
        pytest.param(
            f"{BLOCK}\nb\nc\n",
            [(QUOTED, f"{BLOCK}\n"), (NEW, "b\nc\n")],
            id="block-and-nothing-above",
        ),
        pytest.param(
            "-----Original Message-----\nb\n",
            [(QUOTED, "-----Original Message-----\n"), (NEW, "b\n")],
            id="separator-and-nothing-above",
        ),
        pytest.param(
            "--- Forwarded Message ---\nb\n> c\nd\n",
            [(QUOTED, "--- Forwarded Message ---\nb\n> c\nd\n")],
            id="forward",
        ),
        pytest.param(
            "-----Original Message-----\nFrom: Ann\n>\n> b\nc\n",
            [(QUOTED, "-----Original Message-----\nFrom: Ann\n>\n> b\n"), (NEW, "c\n")],
            id="separator-and-one-field",
        ),
        pytest.param(
            "-----Original Message-----\n\nSubject: Loom\n\n> b\nc\n",
            [(QUOTED, "-----Original Message-----\n\nSubject: Loom\n\n> b\n"), (NEW, "c\n")],
            id="separator-and-blank-lines",
        ),
        pytest.param(f"{GMAIL}\nb\nc\n", [(NEW, f"{GMAIL}\nb\nc\n")], id="no-marks-nothing-above"),
        pytest.param(f"a\n{GMAIL}\n# b\nc\n", [(NEW, f"a\n{GMAIL}\n# b\nc\n")], id="other-marks"),
        pytest.param(
            "a\n-----Original Message-----\n",
            [(NEW, "a\n"), (QUOTED, "-----Original Message-----\n")],
            id="separator-alone",
        ),
        pytest.param("a\n___________\nb\n", [(NEW, "a\n___________\nb\n")], id="rule-alone"),
        pytest.param(
            BLOCK.replace("Subject", "Status"),
            [(NEW, BLOCK.replace("Subject", "Status"))],
            id="block-without-subject",
        ),
        pytest.param(
            f"a\n{LONG_BLOCK}",
            [(NEW, f"a\n{LONG_BLOCK}")],
            id="block-too-long",
        ),
        pytest.param(
            "a\n-- \nb\n> c\nd\n",
            [(NEW, "a\n"), (SIGNATURE, "-- \nb\n"), (QUOTED, "> c\n"), (NEW, "d\n")],
            id="signature-ends-at-a-quote",
        ),
        pytest.param(
            "a\n-- \n" + "b\n" * 20, [(NEW, "a\n"), (SIGNATURE, "-- \n" + "b\n" * 20)], id="long"
        ),
        pytest.param(
            "a\n--\n" + "b\n" * 6,
            [(NEW, "a\n"), (SIGNATURE, "--\n" + "b\n" * 6)],
            id="no-blank-six-lines",
        ),
        pytest.param("a\n--\n" + "b\n" * 7, [(NEW, "a\n--\n" + "b\n" * 7)], id="no-blank-seven"),
        pytest.param("a\n--\n", [(NEW, "a\n--\n")], id="no-blank-and-nothing-below"),
        pytest.param(
            "a\nSent from my iPhone\n\n",
            [(NEW, "a\n"), (SIGNATURE, "Sent from my iPhone\n\n")],
            id="telephone",
        ),
        pytest.param(
            "Sent from my iPhone\na\n", [(NEW, "Sent from my iPhone\na\n")], id="telephone-above"
        ),
    ],
)
def test_pieces(text: str, expected: list[tuple[TextKind, str]]) -> None:
    assert pieces(text) == expected


def test_three_texts() -> None:
    split = split_quotes("a\n> b\nc\n> d\n-- \ne\n")
    assert (split.new, split.quoted, split.signature) == ("a\nc\n", "> b\n> d\n", "-- \ne\n")


def test_octets_are_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        split_quotes(b"a")  # type: ignore[arg-type]


LINES = st.sampled_from(
    [
        *("", "a", "> b", ">From c", "-- ", "--", "Sent from my iPhone", "__________", "a: b"),
        *("Ann wrote:", "On 2 Nov 2026 at 10:00, Ann <", "ann@example.org> wrote:", GMAIL[:-1]),
        *BLOCK.split("\n"),
        "-----Original Message-----",
    ]
)


@given(st.lists(LINES | st.text(max_size=9), max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_character_is_lost(lines: list[str], line_end: str) -> None:
    text = line_end.join(lines)
    split = split_quotes(text)
    assert "".join(piece.text for piece in split.pieces) == text
    kinds = [piece.kind for piece in split.pieces]
    assert all(kind != following for kind, following in pairwise(kinds))
    assert len(split.new) + len(split.quoted) + len(split.signature) == len(text)


@given(st.lists(st.sampled_from(["a", "b c", "d.", ""]), max_size=9))
def test_plain_text_is_new(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert split_quotes(text).new == text
