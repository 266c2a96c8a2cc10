"""Superscript and subscript: in characters of their own, or behind a sign."""

from __future__ import annotations

import pytest

from mimekit.html.markdown import to_markdown
from mimekit.html.sanitizing import sanitize
from mimekit.html.visible_text import visible_text
from tests.html.rendered import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("10<sup>6</sup>", "10⁶", id="power"),
        pytest.param("m<sup>−2</sup>", "m⁻²", id="minus"),
        pytest.param("H<sub>2</sub>O", "H₂O", id="formula"),
        pytest.param("2<sup>k+1</sup>", "2^(k+1)", id="letters"),
        pytest.param("v<sub>max</sub>", "v_(max)", id="letters-below"),
        pytest.param("21<sup>st</sup>", "21st", id="ordinal"),
        pytest.param("a<sup>*</sup> b<sup>[3]</sup>", "a* b[3]", id="signs"),
        pytest.param("a<sup><b>2</b></sup>b", "a²b", id="nested"),
        pytest.param("a<sup>2<sub>1</sub>3</sup>4", "a²₁³4", id="one-in-another"),
        pytest.param("a<sup> 2 </sup>b", "a ² b", id="blanks"),
        pytest.param("a<sup hidden>2</sup>b", "ab", id="hidden"),
        pytest.param("a<sup>2<p>3</p>", "a²\n\n³", id="left-open"),
    ],
)
def test_text_and_markdown(html: str, text: str) -> None:
    assert visible_text(html) == text
    assert text_of(to_markdown(html)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param("a<a href='http://b.c'><sup>1</sup></a>", "a[¹](http://b.c)", id="inside"),
        pytest.param("a<sup><a href='http://b.c'>1</a></sup>", "a[¹](http://b.c)", id="around"),
        pytest.param("a<sup><a href='#n'>1</a></sup>", "a¹", id="within-the-page"),
    ],
)
def test_marks_of_footnotes(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_a_page_keeps_its_elements() -> None:
    assert sanitize("10<sup>6</sup>") == "10<sup>6</sup>"
