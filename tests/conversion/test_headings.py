"""Headings that go below others."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimekit.conversion.headings import demote_headings
from tests.conversion.reading_markdown import tokens
from tests.growth import assert_linear

MARKUP = st.text(
    st.sampled_from("\n\t  ab1#*_-+=`~<>[]()!|:;&\\\"'.{}%/\r\x0b\u2028é"), max_size=40
)
BLOCKS = st.lists(
    st.sampled_from(
        ["- ", "1. ", "2) ", "> ", "```", "~~~~", "# ", "a", "---", "===", *"`*\n\n\n\t  "]
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("# a\n## b ##\n", "### a\n#### b ##\n", id="levels"),
        pytest.param("##### a", "###### a", id="no-deeper-than-six"),
        pytest.param("   #\ta", "###\ta", id="blanks"),
        pytest.param("#a\n####### b", "#a\n####### b", id="no-headings"),
        pytest.param("a\nb\n===\nc\n---", "### a b\n#### c", id="underlined"),
        pytest.param("a\n\n---\n***\nb\n-", "a\n\n---\n***\n#### b", id="rules"),
        pytest.param("```\n# a\n``\n```\n# b", "```\n# a\n``\n```\n### b", id="fence"),
        pytest.param("- ```\n  # a\n  ```\n# b", "- ```\n  # a\n  ```\n### b", id="fence-in-item"),
        pytest.param("~~~ `\n# a\n```\n~~~~\n# b", "~~~ `\n# a\n```\n~~~~\n### b", id="tildes"),
        pytest.param("``` ` `\n# a", "``` ` `\n### a", id="no-fence"),
        pytest.param("> a\n---\nb\n---", "> a\n---\n#### b", id="quote"),
        pytest.param(">\nb\n---", ">\n#### b", id="empty-quote"),
        pytest.param("- a\n  # b\n  c\n---", "- a\n  # b\n  c\n---", id="item-goes-on"),
        pytest.param("- ```\n# b", "- ```\n### b", id="item-ends-its-fence"),
        pytest.param("- ```\n\n  # a\n# b", "- ```\n\n  # a\n### b", id="fence-goes-on-in-item"),
        pytest.param("-\tx\n\t# a\n# b", "-\tx\n\t# a\n### b", id="item-with-a-tab"),
        pytest.param("```\n    ```\n# a\n```\n# b", "```\n    ```\n# a\n```\n### b", id="no-end"),
        pytest.param("    ```\n# a", "    ```\n### a", id="fence-in-code"),
        pytest.param("a\n- b\n---", "a\n- b\n---", id="item"),
        pytest.param("a\n2. b\n*\n---", "#### a 2. b *", id="what-interrupts-no-paragraph"),
        pytest.param("    a\n---\n", "    a\n---\n", id="code"),
        pytest.param("a\n    b\n---\n", "#### a b\n", id="indented-line-of-a-paragraph"),
        pytest.param("a\r===\r\n# b", "### a\n### b", id="line-ends"),
        pytest.param("# a\nb\n===", "### a\n### b", id="paragraph-below-a-heading"),
    ],
)
def test_demote(markdown: str, expected: str) -> None:
    assert demote_headings(markdown, 2) == expected


@given(MARKUP | BLOCKS, st.integers(1, 6))
@example("- \n # ", 2)
@example("*\t\n # a", 2)
@example("*\t\t2)\n\n  ~~~\n# a", 2)
@example("- \n  \n  # a", 2)
@example("- a\n\n  ```\n# b", 2)
@example("- \t---# a\n  # - ", 2)
@example("*1.\n2) ````*\n---", 2)
@example("*1.\n\t---\n===", 2)
def test_no_heading_is_left_above(markdown: str, levels: int) -> None:
    found = tokens(demote_headings(markdown, levels), with_tables=False)
    outside = [token for token in found if not token.level]
    tags = {token.tag for token in outside if token.type == "heading_open"}
    assert all(int(tag[1]) > levels or tag == "h6" for tag in tags)


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(unit, id=repr(unit))
        for unit in ("`", "_", "&", "<", "[", "#", "-\n", "> ", "*\n", "    ", "1.", "a\n", "- ")
    ],
)
def test_time_is_linear(unit: str) -> None:
    def run(text: str) -> None:
        demote_headings(text, 1)

    assert_linear(run, lambda size: unit * size)
