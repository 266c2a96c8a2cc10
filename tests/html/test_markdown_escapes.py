"""Text of others in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimekit.html.markdown_escapes import (
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("plain, text.", "plain, text.", id="prose"),
        pytest.param("1 < 2 & 3 > 2", "1 < 2 & 3 > 2", id="comparison"),
        pytest.param("snake_case __all__", r"snake_case \_\_all\_\_", id="underscores"),
        pytest.param("a__b __", r"a\_\_b \_\_", id="underscores-in-a-word"),
        pytest.param("# a", r"\# a", id="heading"),
        pytest.param("######\tb", "\\######\tb", id="deepest-heading"),
        pytest.param("####### c", "####### c", id="no-heading-has-seven"),
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

    assert_linear(run, lambda size: unit * size)
