"""What an edit must leave alone: expectations computed from the octets, not from the code."""

from __future__ import annotations

import mimekit


def fields_named(message: mimekit.Part, name: str) -> list[tuple[int, int]]:
    """Where the fields of that name stand."""
    spans = [field.span for field in message.headers.get_fields(name)]
    return [(span.offset, span.end) for span in spans if span is not None]


def expected_after_set(data: bytes, places: list[tuple[int, int]], raw: bytes, kept: int) -> bytes:
    """The octets when one field is replaced, and the others are taken out."""
    pieces, at = [], 0
    for number, (start, end) in enumerate(places):
        pieces += [data[at:start], raw if number == kept else b""]
        at = end
    return b"".join([*pieces, data[at:]])


def shape(part: mimekit.Part) -> list[tuple[str, str, bytes]]:
    """Path, media type and content of every node that holds no others."""
    return [
        (node.path, node.content_type.media_type, node.content)
        for node in part.walk()
        if not node.parts
    ]


def check_set_subject(data: bytes, text: str = "edited") -> None:
    """Set the subject: all octets outside of the field stay, and parts read as before."""
    message = mimekit.parse(data)
    before = shape(message)
    places = fields_named(message, "Subject")
    try:
        message.headers.set("Subject", text)
    except mimekit.ComposeError:
        assert bytes(message) == data
        assert any(defect.code.value == "header-line-invalid" for defect in message.check())
        return
    [field] = message.headers.get_fields("Subject")
    written = bytes(message)
    if places:
        # In the place of the first; of the last, where lines would else become body.
        kept = [expected_after_set(data, places, field.raw, at) for at in (0, len(places) - 1)]
        assert written in kept
        assert written == kept[0] or shape(mimekit.parse(kept[0])) != before
    else:
        at = written.find(field.raw)
        added = len(written) - len(data) - len(field.raw)  # a line end, where there was none
        assert 0 <= added <= 2
        before_it = next(end for end in (at, at - 1, at - 2) if data.startswith(written[:end]))
        assert written.endswith(data[before_it:])
    again = mimekit.parse(written)
    assert message.subject == again.subject == text
    assert shape(again) == shape(message) == before
