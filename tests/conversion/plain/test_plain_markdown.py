"""Plain text as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.plain.blocks import read_blocks
from mimekit.conversion.plain.markdown import plain_markdown
from tests.conversion.reading_markdown import kinds, tokens
from tests.growth import assert_linear

TEXTS = st.text(st.sampled_from("ab1 \n\n\n>-|\t#*_`~=+[]()<!&;:.\\"), max_size=60)


def markdown(text: str) -> str:
    return plain_markdown(read_blocks(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("a\n\nb\n", "a\n\nb\n", id="paragraphs"),
        pytest.param("a\nb", "a\\\nb\n", id="hard-break"),
        pytest.param("a\\\n# b", "a\\\\\\\n\\# b\n", id="markup"),
        pytest.param("---\ntitle: x\n---", "\\---\\\ntitle: x\\\n\\---\n", id="front-matter"),
        pytest.param("x:\n- a\n- *b*\n  # c", "x:\n\n- a\n- \\*b\\*\\\n  \\# c\n", id="list"),
        pytest.param("- - a\n- # b", "- \\- a\n- \\# b\n", id="markup-in-items"),
        pytest.param("a   ` 1\nb     2", "```\na   ` 1\nb     2\n```\n", id="columns"),
        pytest.param("    ```\n    x", "````\n    ```\n    x\n````\n", id="fence-in-code"),
        pytest.param("> a\n> b\n>\n> c\nd", "> a\\\n> b\n>\n> c\n\nd\n", id="quote"),
        pytest.param("> a\n>> b\n> c", "> a\n>\n> > b\n>\n> c\n", id="depths"),
        pytest.param(
            "> a    1\n> b    2", "> ```\n> a    1\n> b    2\n> ```\n", id="columns-quoted"
        ),
        pytest.param("a\n-- \nAnn\n\nACME", "a\n\n***\n\nAnn\n\nACME\n", id="signature"),
        pytest.param("-- \nAnn", "***\n\nAnn\n", id="signature-alone"),
        pytest.param("see http://x.example/a_b*c.", "see <http://x.example/a_b*c>.\n", id="url"),
        pytest.param("<http://x.example/>: x", "<http://x.example/>: x\n", id="url-in-brackets"),
        pytest.param("<http://x.example/ >", "\\<<http://x.example/> >\n", id="url-and-bracket"),
        pytest.param("http://x.example - *a", "<http://x.example> - \\*a\n", id="behind-a-url"),
        pytest.param("[a](http://x.example)", "\\[a\\](<http://x.example>)\n", id="no-link"),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert markdown(text) == expected


@given(TEXTS)
def test_nothing_is_forged(text: str) -> None:
    allowed = {"paragraph", "blockquote", "bullet_list", "list_item", "fence"}
    assert kinds(markdown(text)) - {"hr"} <= allowed
    rules = [token for token in tokens(markdown(text)) if token.type == "hr"]
    assert [token.markup for token in rules] in ([], ["***"] * len(rules))
    assert not markdown(text).startswith("---")


@given(TEXTS)
def test_a_reader_sees_what_was_written(text: str) -> None:
    shown = "".join(
        token.content if token.type in {"text", "fence"} else " "
        for token in tokens(markdown(text))
    )
    assert [c for c in shown if c in "ab1#_&"] == [c for c in text if c in "ab1#_&"]


@given(TEXTS)
def test_quotes_have_their_depth(text: str) -> None:
    blocks = list(read_blocks(text))
    depth, deepest = 0, 0
    for token in tokens(plain_markdown(blocks)):
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        deepest = max(deepest, depth)
    assert deepest == max((block.depth for block in blocks), default=0)


@pytest.mark.parametrize(
    "unit", ["a\n", "> a\n", ">", "- a\n", "http://a ", "> a\n>> a\n", "<", "-- \n"]
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(markdown, lambda size: unit * size)
