"""Audio and video for mimekit: what their metadata say, and cover pictures."""

from __future__ import annotations

from collections.abc import Iterable

from mimekit.plugin import Handler, hookimpl
from mimekit_media.formats import ACCEPTED, PICTURES
from mimekit_media.handlers import convert_to_pictures, convert_to_text
from mimekit_media.limits import MAX_SECONDS


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """The metadata; and a handler for each type of picture, for only one of them is right."""
    return (
        Handler(
            name="metadata",
            accepts=ACCEPTED,
            produces=("text/plain", "text/markdown"),
            convert=convert_to_text,
            isolated=True,
            max_seconds=MAX_SECONDS,
        ),
        *(
            Handler(
                name=f"cover-{picture.suffix}",
                accepts=ACCEPTED,
                produces=(picture.media_type,),
                convert=convert_to_pictures,
                isolated=True,
                max_seconds=MAX_SECONDS,
            )
            for picture in PICTURES
        ),
    )
