"""text/plain as text, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handlers.plain_text import HANDLERS
from tests.conversion.handlers.calling import Called, call

FLOWED = {"format": "Flowed"}


def convert(
    text: str | bytes, to: str = "text/plain", parameters: Mapping[str, str] | None = None
) -> Called:
    octets = text if isinstance(text, bytes) else text.encode()
    content = Content(media_type="text/plain", octets=octets, parameters=parameters or {})
    return call(HANDLERS, content, to)


@pytest.mark.parametrize(
    ("text", "to", "parameters", "expected"),
    [
        pytest.param("a\r\nb", "text/plain", {}, "a\nb", id="line-ends"),
        pytest.param(
            b"gr\xfc\xdfe", "text/plain", {"charset": "iso-8859-1"}, "grüße", id="charset"
        ),
        pytest.param("a \nb", "text/plain", {}, "a \nb", id="fixed"),
        pytest.param("a \nb", "text/plain", FLOWED, "a b", id="flowed"),
        pytest.param("a \nb", "text/plain", {**FLOWED, "delsp": "YES"}, "ab", id="delsp"),
        pytest.param("a \nb\nc", "text/markdown", FLOWED, "a b\\\nc\n", id="flowed-markdown"),
        pytest.param(">> a \n>> b", "text/markdown", FLOWED, "> > a b\n", id="flowed-quote"),
        pytest.param(
            "a\n-- \nb", "text/markdown", FLOWED, "a\n\n***\n\nb\n", id="flowed-signature"
        ),
        pytest.param("a \nb\nc", "text/html", FLOWED, "<p>a b<br>\nc</p>\n", id="flowed-html"),
        pytest.param("a\nb", "text/html", {}, "<p>a<br>\nb</p>\n", id="html"),
    ],
)
def test_converts(text: str | bytes, to: str, parameters: dict[str, str], expected: str) -> None:
    assert convert(text, to, parameters) == Called((Content.from_text(expected, to),), ())


@pytest.mark.parametrize("to", ["text/plain", "text/markdown", "text/html"])
@pytest.mark.parametrize(
    ("text", "shown", "detail"),
    [
        pytest.param(
            "pay\u200bpal",
            "paypal",
            "1 characters of hidden text were left out (zero-width)",
            id="zero-width",
        ),
        pytest.param(
            "a\U000e0068\U000e0069b",
            "ab",
            "2 characters of hidden text were left out (tag-characters)",
            id="tags",
        ),
        pytest.param(
            "a\u202ecb",
            "abc",
            "2 characters of hidden text were left out (bidi-override)",
            id="override",
        ),
        pytest.param(
            "a\u200bb\u200bc\U000e0068",
            "abc",
            "3 characters of hidden text were left out (tag-characters, zero-width)",
            id="several",
        ),
        pytest.param(
            "\u200b# x",
            "# x",
            "1 characters of hidden text were left out (zero-width)",
            id="before-markup",
        ),
    ],
)
def test_what_is_not_seen_is_dropped_and_reported(
    text: str, shown: str, detail: str, to: str
) -> None:
    made = convert(text, to)
    assert made.text == convert(shown, to).text
    assert made.warnings == ((WarningCode.HIDDEN_TEXT, detail),)


@given(st.binary(), st.sampled_from(["text/plain", "text/markdown", "text/html"]))
def test_any_octets_convert(octets: bytes, to: str) -> None:
    (content,) = convert(octets, to).contents
    content.octets.decode("utf-8", "strict")
    assert content.media_type == to
