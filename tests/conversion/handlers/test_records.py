"""Reports, events and cards, written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.handlers.records import WRITERS, Record
from mimekit.conversion.handlers.status_codes import explain_status
from tests.conversion.reading_markdown import kinds, shown_text

TEXTS = st.text(st.sampled_from("ab1 \n#*_`[]()<>&;-+=|~!:\\."), max_size=20)
RECORDS = st.lists(
    st.builds(Record, TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)), max_size=3
)


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        pytest.param("text/plain", "a\n\nb: 1\n  2\n\nWithout a title\n", id="text"),
        pytest.param(
            "text/markdown", "**a**\n\n- b: 1\\\n  2\n\n**Without a title**\n", id="markdown"
        ),
        pytest.param(
            "text/html",
            "<p><strong>a</strong></p>\n<ul>\n<li>b: 1<br>\n2</li>\n</ul>\n"
            "<p><strong>Without a title</strong></p>\n",
            id="html",
        ),
    ],
)
def test_written(to: str, expected: str) -> None:
    assert WRITERS[to]([Record("a", (("b", "1\n\n2"),)), Record(" ")]) == expected


@given(RECORDS)
def test_nothing_in_them_is_markup(records: list[Record]) -> None:
    markdown = WRITERS["text/markdown"](records)
    assert kinds(markdown) <= {"paragraph", "strong", "bullet_list", "list_item"}
    words = [
        word
        for record in records
        for text in (record.title, *sum(record.lines, ()))
        for word in text.split()
    ]
    assert [c for c in shown_text(markdown) if c in "1#_"] == [
        c for c in "".join(words) if c in "1#_"
    ]


@given(RECORDS)
def test_html_has_no_other_elements(records: list[Record]) -> None:
    html = WRITERS["text/html"](records)
    for element in ("p", "strong", "ul", "li"):
        html = html.replace(f"<{element}>", "").replace(f"</{element}>", "")
    assert "<" not in html.replace("<br>", "")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param("5.2.2", "permanent failure: the mailbox is full", id="known"),
        pytest.param(
            "4.2.99", "temporary failure: something is wrong with the mailbox", id="subject"
        ),
        pytest.param("5.9.9", "permanent failure", id="class"),
        pytest.param("2.1.5", "success", id="success"),
        pytest.param("5.001.001", "permanent failure: there is no such mailbox", id="zeros"),
        pytest.param("5.1.1 (x)", "permanent failure: there is no such mailbox", id="comment"),
        pytest.param("3.1.1", "", id="no-class"),
        pytest.param("5.1", "", id="too-short"),
        pytest.param("5.1.1111", "", id="too-long"),
    ],
)
def test_status(status: str, expected: str) -> None:
    assert explain_status(status) == expected
