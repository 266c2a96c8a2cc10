"""The conversions: an image to what its metadata say, and to other formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mimekit.plugin import Content, Context, WarningCode, escape_line, seen_texts
from mimekit_image.facts import facts_of
from mimekit_image.formats import MADE
from mimekit_image.limits import MAX_SIDE
from mimekit_image.opening import (
    ImageTooLargeError,
    UnreadableImageError,
    is_animated,
    open_image,
)
from mimekit_image.pixels import decode, decode_part, encode

if TYPE_CHECKING:
    from PIL.Image import Image


def describe_image(content: Content, to: str, context: Context) -> Iterator[Content]:
    """Format, size, date and camera, a line each; nothing is decoded."""
    try:
        with open_image(content.octets) as image:
            facts = facts_of(image, context)
    except UnreadableImageError as error:
        context.warn(str(error))
        return
    except ImageTooLargeError as error:
        context.warn(str(error), WarningCode.LIMIT)
        return
    labels, values = zip(*facts, strict=True)
    shown = zip(labels, seen_texts(values, context), strict=True)
    if to == "text/markdown":
        lines = [f"- {label}: {escape_line(value)}\n" for label, value in shown]
    else:
        lines = [f"{label}: {' '.join(value.split())}\n" for label, value in shown]
    yield Content.from_text("".join(lines), to, name=content.name)


def convert_image(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The first frame, upright, in another format and without metadata."""
    try:
        with open_image(content.octets) as image:
            size = image.size
            if is_animated(image):
                context.warn("it has several frames or pages; this is the first one")
        done = _decode(content.octets, context)
    except UnreadableImageError as error:
        context.warn(str(error))
        return
    except ImageTooLargeError as error:
        context.warn(str(error), WarningCode.LIMIT)
        return
    if max(size) > MAX_SIDE:
        context.warn(f"it was made smaller: {size[0]} x {size[1]} pixels", WarningCode.LIMIT)
    yield Content(media_type=to, octets=encode(done, MADE[to]), name=content.name)


def _decode(octets: bytes, context: Context) -> Image:
    """The image, or what can be read of one that is cut short."""
    try:
        return decode(octets, MAX_SIDE)
    except UnreadableImageError as error:
        image = decode_part(octets, MAX_SIDE)
        context.warn(f"not all of it can be read: {error}")
        return image
