"""What a reply quotes of a message, and the line above it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import ComposeError, Defect, DefectCode, Message, parse
from mimekit.composition.quotation import (
    ATTRIBUTION,
    attribution_line,
    quotable_text,
    quoted,
    shown_date,
)

DATE = "Date: Sat, 28 Nov 2026 10:00:00 +0000\n"
FROM = "From: Ann Weaver <ann@x.test>\n"


def message(fields: str, body: str = "") -> Message:
    return parse(f"{fields or 'X: a'}\n\n{body}".replace("\n\n\n", "\n\n").encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("a", "> a", id="one-line"),
        pytest.param("a\nb\n", "> a\n> b\n", id="lines"),
        pytest.param("\n", ">\n", id="empty-line"),
        pytest.param("> a\n>> b\n", ">> a\n>>> b\n", id="quoted"),
        pytest.param(" a\n", ">  a\n", id="blank"),
        pytest.param("-- \n", "> -- \n", id="signature"),
    ],
)
def test_quoted(text: str, expected: str) -> None:
    assert quoted(text) == expected


@given(st.text(st.sampled_from("> a\n")))
def test_each_line_is_one_deeper(text: str) -> None:
    depths = [len(line) - len(line.lstrip(">")) for line in text.split("\n")[:-1]]
    assert [
        len(line) - len(line.lstrip(">")) for line in quoted(text).split("\n")[: len(depths)]
    ] == [depth + 1 for depth in depths]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \n\t\n", "", id="blank"),
        pytest.param("\n\n  a\nb\n\n\n", "  a\nb\n", id="empty-lines-around"),
        pytest.param("a\n-- \nAnn\n", "a\n", id="signature"),
        pytest.param("a\n--\nAnn\n", "a\n--\nAnn\n", id="no-signature"),
        pytest.param("a\n-- \nAnn\n> b\n", "a\n> b\n", id="quote-below-the-signature"),
        pytest.param("-- \nAnn\n", "", id="signature-alone"),
        pytest.param("a\rb\n", "a\nb\n", id="bare-cr"),
        pytest.param(
            "a\n-- \nAnn\n> b\nSent from my iPhone\n",
            "a\n> b\nSent from my iPhone\n",
            id="telephone-below-a-signature",
        ),
        pytest.param("a\nSent from my iPhone\n", "a\nSent from my iPhone\n", id="telephone"),
    ],
)
def test_quotable_text(body: str, expected: str) -> None:
    assert quotable_text(message("X: a", body)) == expected


def test_line_ends_of_html() -> None:
    html = message("Content-Type: text/html", "<pre>a&#13;b</pre>")
    assert quotable_text(html) == "a\nb\n"


def test_of_html_what_is_seen() -> None:
    html = message("Content-Type: text/html", "<p>a<p style='display:none'>b<p>c&#13;d")
    assert quotable_text(html).split() == ["a", "c", "d"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            FROM + DATE, "On Sat, 28 Nov 2026 10:00:00 +0000, Ann Weaver wrote:", id="both"
        ),
        pytest.param(FROM, "Ann Weaver wrote:", id="no-date"),
        pytest.param("From: a@x.test\n", "a@x.test wrote:", id="no-name"),
        pytest.param("From: a@x.test, b@x.test\n", "a@x.test wrote:", id="two-authors"),
        pytest.param("Sender: s@x.test\n", "s@x.test wrote:", id="sender"),
        pytest.param("", "Somebody wrote:", id="nobody"),
        pytest.param(FROM + "Date: 1 Jan 1800 00:00 +0000\n", "Ann Weaver wrote:", id="odd-date"),
        pytest.param(FROM + "Date: yesterday\n", "Ann Weaver wrote:", id="no-real-date"),
    ],
)
def test_attribution(fields: str, line: str) -> None:
    assert attribution_line(message(fields), ATTRIBUTION) == line


@pytest.mark.parametrize(
    ("template", "line"),
    [
        pytest.param("{name} <{address}>:", "Ann Weaver <ann@x.test>:", id="address"),
        pytest.param("Am {date} schrieb {name}:", "Am  schrieb Ann Weaver:", id="no-date"),
        pytest.param("{{}}", "{}", id="braces"),
        pytest.param("", "", id="empty"),
        pytest.param(None, "", id="none"),
        pytest.param(lambda parent: f"{parent.from_[0].domain}:", "x.test:", id="function"),
    ],
)
def test_own_attribution(template: str, line: str) -> None:
    assert attribution_line(message(FROM), template) == line


@pytest.mark.parametrize("template", ["{who}", "{", "{0}", "{name.x}", "{name:d}"])
def test_template_that_is_none(template: str) -> None:
    with pytest.raises(ComposeError, match="attribution"):
        attribution_line(message(FROM), template)


def test_function_that_gives_no_text() -> None:
    with pytest.raises(TypeError):
        attribution_line(message(FROM), lambda _: 1)  # type: ignore[arg-type, return-value]


def test_the_name_stays_on_its_line() -> None:
    defects: list[Defect] = []
    parent = message("From: =?utf-8?q?A=0A=3E_b?= <a@x.test>")
    assert attribution_line(parent, ATTRIBUTION, defects) == "A > b wrote:"
    assert [defect.code for defect in defects] == [DefectCode.COPIED_CONTROL]


def test_date() -> None:
    assert shown_date(message(DATE)) == "Sat, 28 Nov 2026 10:00:00 +0000"
