"""A file that is read with tinytag."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from mimekit.plugin import Context

if TYPE_CHECKING:
    from tinytag import TinyTag


def read_tags(octets: bytes, context: Context) -> TinyTag | None:
    """Properties, tags and pictures; None, with a warning, for what cannot be read."""
    from tinytag import TinyTag, UnsupportedFormatError  # noqa: PLC0415 - for this call only
    from tinytag.tinytag import TinyTagException  # noqa: PLC0415 - the same

    try:
        return TinyTag.get(file_obj=BytesIO(octets), image=True)
    except UnsupportedFormatError:
        context.warn("it is of a format whose metadata are not read")
    except TinyTagException as error:
        context.warn(f"its metadata are damaged: {error}")
    return None
