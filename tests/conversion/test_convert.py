"""The public function: its arguments, and what comes of simple ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import convert, parse
from mimekit.conversion.conversion import ConversionWarning, WarningCode
from mimekit.plugin import Content, Registry
from tests.conversion.engine import handler, registry_of

MESSAGE = parse(b"Subject: a\nContent-Type: text/plain\n\nhello\n")
REGISTRY = Registry()


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        pytest.param(
            {"part": b"a: b"},
            TypeError,
            "what to convert is a Part or a Content, not bytes",
            id="octets",
        ),
        pytest.param({"part": None}, TypeError, "not NoneType", id="none"),
        pytest.param({"to": "markdown"}, ValueError, "'markdown' is no media type", id="no-type"),
        pytest.param({"to": "text/*"}, ValueError, r"'text/\*' is no media type", id="range"),
        pytest.param({"to": "Text/HTML"}, ValueError, "in lower case", id="upper-case"),
    ],
)
def test_mistakes(arguments: dict[str, Any], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        convert(**{"part": MESSAGE, "registry": REGISTRY, **arguments})


def test_message_to_text() -> None:
    done = convert(MESSAGE, "text/plain", registry=REGISTRY)
    assert done.media_type == "text/plain"
    assert "hello" in (done.text or "")


def test_part_to_text() -> None:
    message = parse(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x--\n")
    done = convert(message.parts[0], "text/plain", registry=REGISTRY)
    assert (done.text, done.path, done.warnings) == ("hello", "1", ())


def test_content_to_itself_without_a_handler() -> None:
    content = Content(media_type="text/x-a", octets=b"octets", name="n")
    done = convert(content, "text/x-a", registry=registry_of(handler("text/x-b")))
    assert (done.content, done.steps, done.is_converted, done.name) == (b"octets", (), True, "n")


def test_text_of_a_result() -> None:
    html = convert(
        Content(media_type="text/plain", octets=b"a\r\nb"), "text/html", registry=REGISTRY
    )
    assert html.text is not None
    picture = Content(media_type="image/png", octets=b"\x89PNG\r\n\x1a\n")
    assert convert(picture, "text/plain", registry=registry_of()).text is None


def test_warning_as_a_sentence() -> None:
    warning = ConversionWarning(WarningCode.LIMIT, "2!a.zip", "too much", "builtin:zip")
    assert str(warning) == "part 2!a.zip: limit: too much (builtin:zip)"
    assert str(ConversionWarning(WarningCode.NOTE, "", "so")) == "message: note: so"


@given(
    st.binary(max_size=60),
    st.sampled_from(["text/plain", "text/markdown", "text/html", "application/json", "image/png"]),
)
def test_any_message_converts(octets: bytes, to: str) -> None:
    done = convert(parse(octets), to, registry=REGISTRY)
    assert done.media_type == to or not done.is_converted
    assert done.is_converted or done.warnings
