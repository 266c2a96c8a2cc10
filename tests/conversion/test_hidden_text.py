"""Text without what nobody sees, as plugins get it."""

from __future__ import annotations

from collections.abc import Iterator

from mimekit import WarningCode, convert
from mimekit.plugin import Content, Context, Handler, Registry, seen_text, seen_texts


def convert_twice(content: Content, to: str, context: Context) -> Iterator[Content]:
    """Both ways to ask: the content, and its lines as several texts."""
    texts = seen_texts(content.text.split("\n"), context)
    yield Content.from_text("|".join([*texts, seen_text(content, context)]), to)


def test_each_text_is_seen_and_one_warning_tells_of_all() -> None:
    registry = Registry()
    registry.add(
        Handler(name="a", accepts=("text/x-a",), produces=("text/plain",), convert=convert_twice)
    )
    octets = "a\u200bb\n\U000e0068\nc".encode()
    done = convert(Content(media_type="text/x-a", octets=octets), "text/plain", registry=registry)
    assert done.text == "ab||c|ab\n\nc"
    of_plugin = [warning for warning in done.warnings if warning.handler == "added:a"]
    assert [(warning.code, warning.detail) for warning in of_plugin] == [
        (
            WarningCode.HIDDEN_TEXT,
            "2 characters of hidden text were left out (tag-characters, zero-width)",
        )
    ] * 2


def test_texts_that_hide_nothing_warn_of_nothing() -> None:
    done = convert(Content.from_text("a\nb", "text/plain"), "text/plain", registry=Registry())
    assert (done.text, done.warnings) == ("a\nb", ())
