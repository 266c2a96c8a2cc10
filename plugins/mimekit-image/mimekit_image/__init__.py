"""Images for mimekit: what their metadata say, other formats, thumbnails, metadata taken away."""

from __future__ import annotations

from collections.abc import Iterable

from mimekit.plugin import Handler, hookimpl
from mimekit_image.formats import ACCEPTED, MADE
from mimekit_image.handlers import convert_image, describe_image
from mimekit_image.stripping import strip_metadata
from mimekit_image.thumbnails import thumbnail

__all__ = ["mimekit_handlers", "strip_metadata", "thumbnail"]


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """Description and conversion; both in processes of their own, for the decoders in C."""
    return (
        Handler(
            name="metadata",
            accepts=ACCEPTED,
            produces=("text/plain", "text/markdown"),
            convert=describe_image,
            isolated=True,
        ),
        Handler(
            name="convert",
            accepts=ACCEPTED,
            produces=tuple(MADE),
            convert=convert_image,
            isolated=True,
        ),
    )
