"""Paragraphs, lists, tables, quotes and signature of plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.plain.blocks import MAX_DEPTH, Block, read_blocks
from tests.growth import assert_linear

LONG = "word " * 13 + "and"  # 68 characters
TEXTS = st.text(st.sampled_from("ab \n\n>-|\t"), max_size=60)


def shape(block: Block) -> str:
    """``2:p(one/two|three)``: depth, kind, ended lines and broken ones; items begin with *."""
    lines = "".join(
        ("*" if line.is_item else "") + line.text + ("/" if line.is_ended else "|")
        for line in block.lines
    )
    return f"{block.depth}:{block.kind[:2]}({lines[:-1]})" + "s" * block.is_signature


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("\n \n\t\n", "", id="blank"),
        pytest.param("a\n\n\nb\n", "0:pa(a) 0:pa(b)", id="paragraphs"),
        pytest.param("a\nb", "0:pa(a/b)", id="short-lines"),
        pytest.param(f"{LONG}\nnext\nx", f"0:pa({LONG}|next/x)", id="broken-line"),
        pytest.param(
            f"{LONG} x\n{LONG}\nyes", f"0:pa({LONG} x|{LONG}|yes)", id="broken-by-little"
        ),
        pytest.param(f"{LONG}{LONG}\na", f"0:pa({LONG}{LONG}/a)", id="line-too-long-to-be-broken"),
        pytest.param("a\r\nb\u2028c\rd", "0:pa(a/b/c/d)", id="line-ends"),
        pytest.param("  a  \n  b", "0:pa(a/b)", id="blanks-around"),
        pytest.param("- a\n* b\n\u2022 c", "0:li(*a/*b/*c)", id="list"),
        pytest.param("x\n- a\n  b\ny", "0:pa(x) 0:li(*a/b) 0:pa(y)", id="list-between-lines"),
        pytest.param(f"- {LONG}\nnext", f"0:li(*{LONG}|next)", id="broken-item"),
        pytest.param("1. a\n2. b", "0:pa(1. a/2. b)", id="numbers"),
        pytest.param("-5\n--x", "0:pa(-5/--x)", id="no-items"),
        pytest.param("    a\n\tb", "0:pr(    a/\tb)", id="indented"),
        pytest.param("    a", "0:pa(a)", id="one-indented-line"),
        pytest.param("a    1\nbc   2", "0:pr(a    1/bc   2)", id="columns"),
        pytest.param("a\t1\nb\t2", "0:pr(a\t1/b\t2)", id="columns-by-tabs"),
        pytest.param("+--+\n| a|\n+--+", "0:pr(+--+/| a|/+--+)", id="borders"),
        pytest.param("┌─┐\n│a│", "0:pr(┌─┐/│a│)", id="drawn-borders"),
        pytest.param("a\nb    1\nc", "0:pa(a/b    1/c)", id="no-columns"),
        pytest.param("> a\n>b\n>\n> c", "1:pa(a/b) 1:pa(c)", id="quote"),
        pytest.param("> > a\n>> b\n> c", "2:pa(a/b) 1:pa(c)", id="depths"),
        pytest.param(
            "On 2 Nov, Ann wrote:\n> a", "0:pa(On 2 Nov, Ann wrote:) 1:pa(a)", id="above"
        ),
        pytest.param(">From here", "0:pa(>From here)", id="line-of-a-mailbox-file"),
        pytest.param(">" * 99 + " a", f"{MAX_DEPTH}:pa(a)", id="deep"),
        pytest.param("> - a\n> b", "1:li(*a) 1:pa(b)", id="list-in-a-quote"),
        pytest.param("a\n-- \nAnn\nBob", "0:pa(a) 0:pa(Ann/Bob)s", id="signature"),
        pytest.param("a\n-- \n", "0:pa(a)", id="empty-signature"),
        pytest.param("a\nSent from my iPhone", "0:pa(a) 0:pa(Sent from my iPhone)s", id="mobile"),
    ],
)
def test_blocks(text: str, expected: str) -> None:
    assert " ".join(map(shape, read_blocks(text))) == expected


def test_lines_of_flowed_text_are_ended() -> None:
    (block,) = read_blocks(f"{LONG}\nnext", is_flowed=True)
    assert [line.is_ended for line in block.lines] == [True, True]


@given(TEXTS)
def test_every_word_is_shown_in_its_order(text: str) -> None:
    shown = "".join(line.text for block in read_blocks(text) for line in block.lines)
    assert [letter for letter in shown if letter in "ab"] == [c for c in text if c in "ab"]


@given(TEXTS)
def test_no_block_is_empty(text: str) -> None:
    for block in read_blocks(text):
        assert block.lines
        assert all(line.text.strip() for line in block.lines)


@pytest.mark.parametrize(
    "unit", ["a\n", "a\n\n", "> a\n", ">", "> ", "- a\n", " ", "a  ", "|\n", "\t", "-- \n", "│"]
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: list(read_blocks(text)), lambda size: unit * size)
