"""Subtitles that are sound, odd and hostile."""

from __future__ import annotations

from collections.abc import Callable

import mimekit_subtitles
import pytest

from mimekit import Message, convert
from mimekit.plugin import Content, Registry, WarningCode
from mimekit.testing import handler_conformance

SUBTITLES = b"""\
1
00:00:01,000 --> 00:00:02,500
The lamp
is <i>dark</i>.

2
00:00:04,000 --> 00:00:05,000
Now it is lit.
"""


@pytest.fixture
def registry(mimekit_registry: Registry) -> Registry:
    mimekit_registry.register(mimekit_subtitles, "subtitles")
    return mimekit_registry


def subtitles(octets: bytes) -> Content:
    return Content(media_type="application/x-subrip", octets=octets)


def test_lists_what_is_shown(registry: Registry) -> None:
    done = convert(subtitles(SUBTITLES), registry=registry)
    assert done.text == "- 00:00:01 The lamp is dark.\n- 00:00:04 Now it is lit.\n"


def test_an_attachment_is_converted(
    registry: Registry, make_message: Callable[..., Message]
) -> None:
    message = make_message(attachments=[("lamp.srt", SUBTITLES)])
    [part] = message.attachments
    content = Content(media_type="application/x-subrip", octets=part.content, name=part.filename)
    done = convert(content, registry=registry)
    assert done.name == "lamp.srt"
    assert done.steps[0].handler == "subtitles:markdown"


def test_nothing_becomes_markdown(registry: Registry) -> None:
    octets = b"1\n0:00:01.0 --> 0:00:02.0\n# [x](http://evil.example)\n<x>\xe2\x80\x8b`\n"
    done = convert(subtitles(octets), registry=registry)
    assert done.text == "- 0:00:01 \\# \\[x\\](http://evil.example) \\<x>\\`\n"
    assert [warning.code for warning in done.warnings] == [WarningCode.HIDDEN_TEXT]


def test_many_are_capped(registry: Registry) -> None:
    done = convert(subtitles(SUBTITLES.replace(b"lit.\n", b"lit.\n\n") * 2_510), registry=registry)
    assert done.content.count(b"\n") == 5_000
    assert [warning.detail for warning in done.warnings] == ["subtitles that are left out: 20"]


def test_what_is_no_subtitle_stays_as_it_is(registry: Registry) -> None:
    done = convert(subtitles(b"Dear Ann"), registry=registry)
    assert not done.is_converted
    assert done.content == b"Dear Ann"


def test_keeps_the_rules() -> None:
    for handler in mimekit_subtitles.mimekit_handlers():
        handler_conformance(handler, samples=[SUBTITLES])
