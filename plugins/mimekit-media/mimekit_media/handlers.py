"""The conversions: a recording to what its metadata say, and to its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from mimekit.plugin import Content, Context, WarningCode, escape_line, seen_texts
from mimekit_media.facts import iter_facts
from mimekit_media.formats import PICTURES
from mimekit_media.limits import MAX_PICTURES, MAX_VALUES
from mimekit_media.reading import read_tags

if TYPE_CHECKING:
    from tinytag import TinyTag


def convert_to_text(content: Content, to: str, context: Context) -> Iterator[Content]:
    """Title, artist, duration and so on, a line each; values that are blank are left out."""
    tag = read_tags(content.octets, context)
    if tag is None:
        return
    facts = list(islice(iter_facts(tag), MAX_VALUES + 1))
    if len(facts) > MAX_VALUES:
        context.warn(f"it has more than {MAX_VALUES} values", WarningCode.LIMIT)
    seen = seen_texts([text for fact in facts[:MAX_VALUES] for text in fact], context)
    in_line = escape_line if to == "text/markdown" else _plain_line
    before = "- " if to == "text/markdown" else ""
    lines = [
        f"{before}{in_line(label)}: {in_line(value)}\n"
        for label, value in zip(seen[::2], seen[1::2], strict=True)
        if value.strip()
    ]
    if not lines:
        context.warn("it has no metadata")
    yield Content.from_text("".join(lines), to, name=content.name)


def _plain_line(text: str) -> str:
    return " ".join(text.split())


def convert_to_pictures(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The pictures of that type, the front cover first; none, with a warning, if none is."""
    tag = read_tags(content.octets, context)
    if tag is None:
        return
    (wanted,) = (picture for picture in PICTURES if picture.media_type == to)
    found = [octets for octets in _iter_pictures(tag) if octets.startswith(wanted.signature)]
    if not found:
        context.warn(f"it has no picture that is {to}")
    if len(found) > MAX_PICTURES:
        context.warn(f"it has {len(found)} pictures; {MAX_PICTURES} are given", WarningCode.LIMIT)
    for number, octets in enumerate(found[:MAX_PICTURES], 1):
        name = f"cover.{wanted.suffix}" if number == 1 else f"picture-{number}.{wanted.suffix}"
        yield Content(media_type=to, octets=octets, name=name)


def _iter_pictures(tag: TinyTag) -> Iterator[bytes]:
    for images in tag.images.as_dict().values():
        for image in images:
            yield bytes(image.data)
