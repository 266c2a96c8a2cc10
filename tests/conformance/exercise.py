"""The adapter for the attack generators: parse, touch every accessor, serialise."""

from __future__ import annotations

import mimekit

FORMS = (
    "as_text",
    "as_addresses",
    "as_grouped_addresses",
    "as_message_ids",
    "as_date",
    "as_urls",
    "as_parameters",
)


def exercise(data: bytes) -> None:
    """Read everything that a message offers."""
    message = mimekit.parse(data)
    for part in message.walk():
        read_properties(part)
        for field in part.headers.fields:
            for form in FORMS:
                getattr(field, form)()
            _ = field.name, field.raw, field.span, field.defects
        if not part.parts:
            with part.open() as stream:
                while stream.read(1 << 16):
                    pass
    for _ in message.check():
        pass
    message.readable_text()
    message.by_content_id("no-such@example.org")
    mimekit.to_jmap(message)
    if bytes(message) != data:
        raise AssertionError("the octets changed")


def read_properties(part: mimekit.Part) -> None:
    """Touch every property of a handle's class."""
    for name in dir(type(part)):
        if isinstance(getattr(type(part), name), property):
            getattr(part, name)
