"""An image that is opened: its header is read, its pixels are not."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from mimekit_image.formats import READ
from mimekit_image.limits import MAX_PIXELS

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile


class UnreadableImageError(ValueError):
    """No image of a format that is read, or one whose header is damaged."""


class ImageTooLargeError(ValueError):
    """More pixels than `MAX_PIXELS`, as the header says."""


@contextmanager
def open_image(octets: bytes) -> Iterator[ImageFile]:
    """The image, its size looked at and nothing decoded.

    `UnreadableImageError` or `ImageTooLargeError`. What Pillow warns of is not shown.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - 90 ms

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(BytesIO(octets), formats=READ)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise _too_large() from None
        except UnidentifiedImageError:
            raise UnreadableImageError("it is damaged, or of a format that is not read") from None
        except Exception as error:
            # The readers raise OSError, ValueError, SyntaxError, OverflowError and others.
            raise UnreadableImageError(f"its header is damaged: {error}") from error
        with image:
            yield image


def check_size(image: ImageFile) -> None:
    """`ImageTooLargeError` for an image that is not decoded."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()


def _too_large() -> ImageTooLargeError:
    return ImageTooLargeError(f"it has more than {MAX_PIXELS} pixels, and is not decoded")


def is_animated(image: ImageFile) -> bool:
    """Whether there is more than one frame or page; frames are not counted, which takes long."""
    return bool(getattr(image, "is_animated", False))
