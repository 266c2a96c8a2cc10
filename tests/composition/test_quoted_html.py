"""Where quoted HTML is put into a page."""

from __future__ import annotations

import pytest

from mimekit.composition.quoted_html import joined_html, text_as_html


@pytest.mark.parametrize(
    ("html", "first", "last"),
    [
        pytest.param("<p>a", "Q\n<p>a", "<p>a\nQ\n", id="no-page"),
        pytest.param("", "Q\n", "Q\n", id="empty"),
        pytest.param(
            "<html><body class='x'><p>a</body></html>\n",
            "<html><body class='x'>Q\n<p>a</body></html>\n",
            "<html><body class='x'><p>a\nQ\n</body></html>\n",
            id="page",
        ),
        pytest.param(
            "<!-- <body> --><BODY>a</BODY>",
            "<!-- <body> --><BODY>Q\na</BODY>",
            "<!-- <body> --><BODY>a\nQ\n</BODY>",
            id="body-in-a-comment",
        ),
        pytest.param("<!-- <body>", "Q\n<!-- <body>", "<!-- <body>\nQ\n", id="open-comment"),
        pytest.param("<bodyguard>", "Q\n<bodyguard>", "<bodyguard>\nQ\n", id="another-name"),
    ],
)
def test_a_quote_stands_in_the_body(html: str, first: str, last: str) -> None:
    assert joined_html(html, "Q", other_first=True) == first
    assert joined_html(html, "Q", other_first=False) == last


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a & <b>", "a &amp; &lt;b&gt;"),
        (" a  b\n\tc\n", "&nbsp;a&nbsp; b<br>\n&nbsp; &nbsp; c"),
        ('"', '"'),
    ],
)
def test_text_as_html(text: str, html: str) -> None:
    assert text_as_html(text) == html
