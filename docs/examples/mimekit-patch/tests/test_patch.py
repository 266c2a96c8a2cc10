"""Patches that are sound, odd and hostile."""

from __future__ import annotations

from collections.abc import Callable

import mimekit_patch
import pytest

from mimekit import Message, convert
from mimekit.plugin import Content, Registry
from mimekit.testing import handler_conformance

PATCH = b"""\
--- a/lamp.txt
+++ b/lamp.txt
@@ -1,2 +1,2 @@
 The lamp
-is dark.
+is lit.
--- a/old.txt
+++ /dev/null
@@ -1 +0,0 @@
---- gone
"""


@pytest.fixture
def registry(mimekit_registry: Registry) -> Registry:
    mimekit_registry.register(mimekit_patch, "patch")
    return mimekit_registry


def test_lists_the_files_and_shows_the_patch(registry: Registry) -> None:
    done = convert(Content(media_type="text/x-patch", octets=PATCH), registry=registry)
    assert done.text == (
        "- lamp.txt: 1 added, 1 removed\n- old.txt: 0 added, 1 removed\n\n"
        f"```diff\n{PATCH.decode()}```\n"
    )


def test_an_attachment_is_converted(
    registry: Registry, make_message: Callable[..., Message]
) -> None:
    message = make_message(attachments=[("lamp.patch", PATCH)])
    [part] = message.attachments
    content = Content(media_type="text/x-patch", octets=part.content, name=part.filename)
    done = convert(content, registry=registry)
    assert done.name == "lamp.patch"
    assert done.steps[0].handler == "patch:markdown"


def test_nothing_becomes_markdown(registry: Registry) -> None:
    octets = b"--- a/x\n+++ b/[x](http://evil.example)\n@@ -0,0 +1,2 @@\n+```\n+# no\n"
    done = convert(Content(media_type="text/x-diff", octets=octets), registry=registry)
    assert done.text == (
        f"- \\[x\\](http://evil.example): 2 added, 0 removed\n\n````diff\n{octets.decode()}````\n"
    )


def test_many_files_are_capped(registry: Registry) -> None:
    octets = b"--- a/x\n+++ b/x\n" * 150
    done = convert(Content(media_type="text/x-patch", octets=octets), registry=registry)
    assert done.content.count(b"0 added") == 100
    assert [warning.detail for warning in done.warnings] == ["files that are not listed: 50"]


def test_what_is_no_patch_stays_as_it_is(registry: Registry) -> None:
    done = convert(Content(media_type="text/x-patch", octets=b"Dear Ann"), registry=registry)
    assert not done.is_converted
    assert done.content == b"Dear Ann"


def test_keeps_the_rules() -> None:
    for handler in mimekit_patch.mimekit_handlers():
        handler_conformance(handler, samples=[PATCH])
