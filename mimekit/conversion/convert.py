"""Conversion of a part, a message or any content: the public function."""

from __future__ import annotations

from mimekit.conversion.budget import Budget, ConversionLimits
from mimekit.conversion.content import Content
from mimekit.conversion.conversion import FAILURES, Conversion
from mimekit.conversion.media_range import is_media_type
from mimekit.conversion.options import IMAGES, Images, Options, images_in
from mimekit.conversion.registry import Registry
from mimekit.conversion.run import Place, Run
from mimekit.errors import HandlerError
from mimekit.message.part import Part


def convert(
    part: Part | Content,
    to: str = "text/markdown",
    *,
    registry: Registry | None = None,
    limits: ConversionLimits | None = None,
    images: Images = "files",
    folder: str = "",
    fence: bool = False,
    strict: bool = False,
) -> Conversion:
    """The content of a part as another media type, by the handlers that are registered.

    A message gives one document: its header fields, its text, each attachment converted under
    its name, enclosed messages in sections. What cannot be converted is left out of it, or is
    as it was, and ``warnings`` says why; nothing in a message raises. `ValueError` for a ``to``
    that is no media type.

    ``registry`` is that of the installed plugins if none is given; ``limits`` bound what the
    whole call may cost. ``images`` are those of the message: in ``files`` of the result, as
    ``data:`` URLs, or left out; a page of HTML stands alone, so that there are never files.
    ``folder`` stands before the names of files in links. ``fence`` puts each text in a fence
    that is longer than any inside of it, so that no sender can end it. With ``strict`` the first
    thing that is not converted, or not all of it, raises `HandlerError`.
    """
    if not isinstance(part, Part | Content):
        raise TypeError(f"what to convert is a Part or a Content, not {type(part).__name__}")
    if not is_media_type(to):
        raise ValueError(f"{to!r} is no media type in lower case")
    check_arguments(images, limits, folder)
    content = part if isinstance(part, Content) else Content.from_part(part)
    place = Place(content.part.path if content.part is not None else "")
    options = Options(images=images_in(to, images), folder=folder, fence=fence)
    run = Run(registry or Registry.default(), Budget(limits or ConversionLimits()))
    done = run.convert(content, to, options, place)
    if strict:
        _raise_first(done)
    return done


def check_arguments(images: object, limits: object, folder: str) -> None:
    """`ValueError` or `TypeError`, with a sentence, for what cannot be used."""
    if images not in IMAGES:
        raise ValueError(f"images is one of {', '.join(IMAGES)}, not {images!r}")
    try:
        folder.encode()
    except UnicodeEncodeError:
        raise ValueError(f"folder is real text, not {folder!r}") from None
    if not isinstance(limits, ConversionLimits | None):
        kind = type(limits).__name__
        raise TypeError(f"limits are a mimekit.ConversionLimits, not {kind}")


def _raise_first(done: Conversion) -> None:
    for warning in done.warnings:
        if warning.code in FAILURES:
            code, path, handler = warning.code, warning.path, warning.handler
            raise HandlerError(str(warning), code=code, path=path, handler=handler)
