"""Text of others in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimekit.conversion.markdown_text import (
    demote_headings,
    escape_cell,
    escape_line,
    escape_markdown,
    fence,
    lines_of,
)
from tests.conversion.reading_markdown import kinds, shown_text, tokens
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
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("plain, text.", "plain, text.", id="prose"),
        pytest.param("1 < 2 & 3 > 2", "1 < 2 & 3 > 2", id="comparison"),
        pytest.param("snake_case __all__", r"snake_case \_\_all\_\_", id="underscores"),
        pytest.param("# a", r"\# a", id="heading"),
        pytest.param("   ## a", r"\## a", id="heading-behind-blanks"),
        pytest.param("#topic", "#topic", id="no-heading"),
        pytest.param("a\n===", "a\n\\===", id="underline"),
        pytest.param("a\n-", "a\n\\-", id="short-underline"),
        pytest.param("---\ntitle: x\n---", "\\---\ntitle: x\n\\---", id="front-matter"),
        pytest.param("+++", r"\+++", id="front-matter-of-hugo"),
        pytest.param("-5 degrees +49", "-5 degrees +49", id="numbers"),
        pytest.param("- a\n+ b\n* c", "\\- a\n\\+ b\n\\* c", id="items"),
        pytest.param("1. a\n22) b\n3.5", "1\\. a\n22\\) b\n3.5", id="numbered-items"),
        pytest.param("> a", r"\> a", id="quote"),
        pytest.param("``` sh", r"\`\`\` sh", id="fence"),
        pytest.param("~~~", r"\~\~\~", id="fence-of-tildes"),
        pytest.param("::: note", r"\::: note", id="fence-of-colons"),
        pytest.param("| a |\n|---|", "\\| a |\n\\|---|", id="table"),
        pytest.param("a | b\n-|-", "a | b\n\\-|-", id="table-without-borders"),
        pytest.param("a\n:-:", "a\n\\:-:", id="table-of-one-column"),
        pytest.param("    code\n\tcode", "code\ncode", id="indented-code"),
        pytest.param("<b>x</b> <!-- y", r"\<b>x\</b> \<!-- y", id="html"),
        pytest.param("a<", r"a\<", id="html-goes-on-in-the-next-piece"),
        pytest.param("[a](b) ![c](d)", r"\[a\](b) !\[c\](d)", id="links"),
        pytest.param("[a]: http://x", r"\[a\]: http://x", id="link-definition"),
        pytest.param("&lt; &#60; &x AT&T", r"\&lt; \&#60; &x AT&T", id="references"),
        pytest.param("a\\*b \\", r"a\\\*b \\", id="backslashes"),
        pytest.param("a\r\n# b\r- c", "a\n\\# b\n\\- c", id="line-ends"),
        pytest.param("a\u2028# b\x0c- c\x85> d", "a\n\\# b\n\\- c\n\\> d", id="odd-line-ends"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert escape_markdown(text) == expected


@given(MARKUP)
@example("a\n\t-")
@example("_\n*")
@example("a_<")
def test_escaped_text_is_paragraphs_that_show_it(text: str) -> None:
    markdown = escape_markdown(text)
    assert kinds(markdown) <= {"paragraph"}
    assert shown_text(markdown) == " ".join(text.split())


@given(MARKUP, MARKUP)
def test_pieces_of_one_line_stay_text(text: str, other: str) -> None:
    line = escape_line(text) + escape_line(other)
    assert kinds(line) <= {"paragraph"}


@given(MARKUP)
@example("a #")
@example("##")
def test_a_line_is_a_heading_of_that_text(text: str) -> None:
    line = f"# {escape_line(text)}"
    assert kinds(line) <= {"heading"}
    assert shown_text(line) == " ".join(text.split())


@given(st.lists(MARKUP, min_size=2, max_size=2))
def test_cells_stay_cells(cells: list[str]) -> None:
    row = "|".join(f" {escape_cell(cell)} " for cell in cells)
    table = f"| a | b |\n|---|---|\n|{row}|"
    assert kinds(table) <= {"table", "thead", "tbody", "tr", "th", "td"}
    inside = [token.children or [] for token in tokens(table) if token.type == "inline"]
    shown = ["".join(token.content for token in children) for children in inside]
    assert shown[2:] == [" ".join(cell.split()) for cell in cells]


@given(MARKUP, MARKUP)
@example("```", "sh")
@example("a\n````\n", "`x")
def test_nothing_ends_a_fence(text: str, info: str) -> None:
    found = list(tokens(fence(text, info)))
    assert [token.type for token in found] == ["fence"]
    assert found[0].content == "".join(line + "\n" for line in lines_of(text))
    assert set(found[0].info) <= set(info)


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
        escape_markdown(text)
        escape_line(text)
        fence(text)
        demote_headings(text, 1)

    assert_linear(run, lambda size: unit * size)
