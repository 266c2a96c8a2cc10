"""An image decoded, upright, in a size and a colour space that can be written."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from mimekit_image.opening import UnreadableImageError, check_size, open_image

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

_KEPT_INFO: Final = ("icc_profile", "transparency")
_MODES: Final = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
}


def decode(octets: bytes, side: int) -> Image:
    """The first frame as it is meant to be seen, no side longer than so many pixels.

    Without its metadata; the colour profile stays. `ImageTooLargeError`, or
    `UnreadableImageError` for what is damaged or ends too early.
    """
    from PIL import ImageOps  # noqa: PLC0415 - 90 ms

    with open_image(octets) as image:
        check_size(image)
        image.draft("RGB", (side, side))  # JPEG: decode no more than is needed
        _load(image)
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((side, side))
        upright.info = {key: image.info[key] for key in _KEPT_INFO if key in image.info}
        return upright


def decode_part(octets: bytes, side: int) -> Image:
    """The same of an image that ends too early: what is missing is one colour."""
    from PIL import ImageFile  # noqa: PLC0415 - imported already

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return decode(octets, side)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def encode(image: Image, format_: str) -> bytes:
    """The octets of an image in one of the formats of `MADE`."""
    ready = _in_mode_for(image, format_)
    out = BytesIO()
    profile = ready.info.get("icc_profile")
    if profile and format_ != "GIF":  # GIF has none
        ready.save(out, format_, icc_profile=profile)
    else:
        ready.save(out, format_)
    return out.getvalue()


def _load(image: ImageFile) -> None:
    try:
        image.load()
    except MemoryError:
        raise
    except Exception as error:
        # The decoders raise OSError, ValueError, SyntaxError, EOFError and others.
        raise UnreadableImageError(f"its pixels are damaged: {error}") from error


def _in_mode_for(image: Image, format_: str) -> Image:
    """The image in a colour space that the format has; transparent on white if it has none."""
    if image.mode in _MODES[format_] and not (format_ == "JPEG" and image.has_transparency_data):
        return image
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    profile = image.info.get("icc_profile") if image.mode not in ("CMYK", "LAB") else None
    if image.has_transparency_data:
        ready = image.convert("RGBA")
        if format_ == "JPEG":
            ready = _on_white(ready)
    else:
        ready = image.convert("RGB")
    ready.info = {"icc_profile": profile} if profile else {}
    return ready


def _on_white(image: Image) -> Image:
    from PIL import Image as images  # noqa: N813, PLC0415 - the module

    white = images.new("RGBA", image.size, "white")
    return images.alpha_composite(white, image).convert("RGB")
