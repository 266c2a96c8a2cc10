"""What a recording says of itself, as labels and values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mimekit_media.limits import MAX_VALUE_CHARACTERS

if TYPE_CHECKING:
    from tinytag import TinyTag

_TEXTS: Final = {
    "title": "Title",
    "artist": "Artist",
    "albumartist": "Album artist",
    "album": "Album",
    "composer": "Composer",
    "year": "Year",
    "genre": "Genre",
    "comment": "Comment",
}


def iter_facts(tag: TinyTag) -> Iterator[tuple[str, str]]:
    """Tags first, then what the decoder would need, then the other tags in their order."""
    for name, label in _TEXTS.items():
        value = getattr(tag, name)
        if value is not None:
            yield label, _short(value)
    yield from _positions(tag)
    yield from _properties(tag)
    pictures = sum(map(len, tag.images.as_dict().values()))
    if pictures:
        yield "Pictures", str(pictures)
    for name, values in tag.other.items():
        label = _short(name).replace("_", " ").capitalize()
        for value in values:
            yield label, _short(value)


def _positions(tag: TinyTag) -> Iterator[tuple[str, str]]:
    for label, number, total in (
        ("Track", tag.track, tag.track_total),
        ("Disc", tag.disc, tag.disc_total),
    ):
        if number:
            yield label, f"{number} of {total}" if total else str(number)


def _properties(tag: TinyTag) -> Iterator[tuple[str, str]]:
    duration = format_duration(tag.duration)
    if duration:
        yield "Duration", duration
    if tag.bitrate and math.isfinite(tag.bitrate) and tag.bitrate >= 1:
        yield "Bit rate", f"{tag.bitrate:.0f} kbit/s"
    if tag.samplerate:
        yield "Sample rate", f"{tag.samplerate} Hz"
    if tag.channels:
        yield "Channels", str(tag.channels)


def format_duration(seconds: float | None) -> str:
    """Hours, minutes and seconds; empty for what is no duration.

    >>> format_duration(3725.4), format_duration(5.0), format_duration(0.25)
    ('1:02:05', '0:05', '0.25 s')
    >>> format_duration(None), format_duration(float("inf"))
    ('', '')
    """
    if seconds is None or not math.isfinite(seconds) or seconds <= 0:
        return ""
    if seconds < 1:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= MAX_VALUE_CHARACTERS else text[:MAX_VALUE_CHARACTERS] + "…"
