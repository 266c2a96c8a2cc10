"""What a handler may be."""

from __future__ import annotations

from typing import Any

import pytest

from mimekit.conversion.content import Content
from mimekit.conversion.handler import Handler
from tests.conversion.engine import echo

GOOD: dict[str, Any] = {
    "name": "a",
    "accepts": ("text/*",),
    "produces": ("text/plain",),
    "convert": echo,
}


def test_defaults() -> None:
    made = Handler(**GOOD)
    assert (made.priority, made.isolated, made.is_container) == (0, False, False)
    assert (made.max_seconds, made.max_memory_bytes) == (20.0, 1 << 30)


def test_container() -> None:
    assert Handler(**{**GOOD, "produces": ("*/*",)}).is_container


@pytest.mark.parametrize(
    ("field", "value", "error", "sentence"),
    [
        pytest.param(
            "name", "", ValueError, "a handler's name is a printable str, not ''", id="no-name"
        ),
        pytest.param("name", "a\n", ValueError, "printable", id="control-in-name"),
        pytest.param("name", None, ValueError, "not None", id="name-none"),
        pytest.param(
            "accepts", "text/plain", TypeError, "accepts of a: a tuple", id="accepts-str"
        ),
        pytest.param("accepts", (), TypeError, "accepts of a: a tuple", id="accepts-nothing"),
        pytest.param(
            "accepts",
            ("Text/Plain",),
            ValueError,
            "'Text/Plain' is no media type",
            id="upper-case",
        ),
        pytest.param("accepts", (7,), ValueError, "7 is no media type", id="accepts-number"),
        pytest.param(
            "produces", ["text/plain"], TypeError, "produces of a: a tuple", id="produces-list"
        ),
        pytest.param(
            "produces", ("text/*",), ValueError, "whole media types", id="produces-range"
        ),
        pytest.param(
            "produces",
            ("*/*", "text/plain"),
            ValueError,
            "whole media types",
            id="container-and-more",
        ),
        pytest.param("produces", ("+xml",), ValueError, "whole media types", id="produces-suffix"),
        pytest.param(
            "convert", None, TypeError, "convert of a cannot be called", id="no-function"
        ),
    ],
)
def test_what_is_none(field: str, value: object, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence.replace("*", r"\*")):
        Handler(**{**GOOD, field: value})


@pytest.mark.parametrize(
    ("fields", "error", "sentence"),
    [
        pytest.param(
            {"media_type": 7}, TypeError, "media_type is a str, not int", id="type-number"
        ),
        pytest.param({"media_type": "text"}, ValueError, "'text' is no media type", id="type"),
        pytest.param({"media_type": "text/*"}, ValueError, "is no media type", id="range"),
        pytest.param({"octets": "text"}, TypeError, "octets are bytes, not str", id="octets-str"),
        pytest.param(
            {"octets": bytearray()}, TypeError, "octets are bytes", id="octets-bytearray"
        ),
        pytest.param({"name": b"a"}, TypeError, "name is a str or None, not bytes", id="name"),
        pytest.param({"content_id": 7}, TypeError, "content_id is a str or None", id="content-id"),
        pytest.param(
            {"parameters": ["a"]}, TypeError, "parameters are a mapping", id="parameters"
        ),
        pytest.param(
            {"parameters": {"a": 7}}, TypeError, "a parameter is a str, not 7", id="value"
        ),
    ],
)
def test_content_that_is_none(
    fields: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        Content(**{"media_type": "text/plain", "octets": b"", **fields})


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        pytest.param("grüße", "grüße".encode(), id="text"),
        pytest.param("a\ud800b", b"a\xef\xbf\xbdb", id="lone-surrogate"),
        pytest.param("\ud83d\ude00", "\U0001f600".encode(), id="surrogates-of-one-character"),
    ],
)
def test_from_text(text: str, octets: bytes) -> None:
    assert Content.from_text(text).octets == octets


def test_text_is_decoded_by_its_charset() -> None:
    content = Content(
        media_type="text/plain", octets=b"gr\xfc\xdf\r\ne", parameters={"charset": "latin1"}
    )
    assert content.text == "grüß\ne"
