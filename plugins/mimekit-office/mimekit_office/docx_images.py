"""Images of a Word document, as files beside the page or as data in it."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from mimekit.plugin import Content, Context, WarningCode
from mimekit_office.limits import MAX_DATA_OCTETS, MAX_IMAGE_OCTETS, MAX_IMAGES
from mimekit_office.package import Package, PackageError

_FOLDER: Final = "word/media/"
_SIGNATURES: Final = {
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"GIF8": ("image/gif", "gif"),
}


class ImageTaker:
    """What mammoth asks for each image; ``files`` are those that were taken."""

    def __init__(self, package: Package, context: Context) -> None:
        self.files: list[Content] = []
        self._package = package
        self._context = context
        self._taken = 0
        self._data_octets_left = MAX_DATA_OCTETS
        self._left_out = 0

    def placeholders(self) -> dict[str, bytes]:
        """For each image its own name: what mammoth is given in place of its octets."""
        names = (name for name in self._package.names if name.startswith(_FOLDER))
        return {name: name.encode() for name in names}

    def convert(self, image: Any) -> list[Any]:  # noqa: ANN401 - mammoth has no types
        """The nodes that stand for one image: its element, or its text if it is left out."""
        from mammoth import html  # noqa: PLC0415 - imported already

        alt = str(image.alt_text or "")
        source = self._source(image)
        if source is not None:
            return [html.element("img", {"alt": alt, "src": source})]
        return [html.text(f"[{alt}]")] if alt else []

    def _source(self, image: Any) -> str | None:  # noqa: ANN401 - the same
        """Where the page shows it from; None if it is left out."""
        images = self._context.options.images
        if images == "none":
            return None
        octets = self._read(image)
        kind = next(
            (kind for start, kind in _SIGNATURES.items() if octets.startswith(start)), None
        )
        is_data = images == "data"
        if kind is None or (is_data and len(octets) > self._data_octets_left):
            self._leave_out()
            return None
        self._taken += 1
        media_type, suffix = kind
        if is_data:
            self._data_octets_left -= len(octets)
            return f"data:{media_type};base64,{b64encode(octets).decode('ascii')}"
        name = f"image-{self._taken}.{suffix}"
        self.files.append(Content(media_type=media_type, octets=octets, name=name))
        return name

    def _read(self, image: Any) -> bytes:  # noqa: ANN401 - the same
        """The octets of the member that the placeholder names; empty if they are not taken."""
        if self._taken >= MAX_IMAGES:
            return b""
        try:
            with image.open() as placeholder:
                octets = self._package.read(placeholder.read().decode())
        except (PackageError, KeyError, OSError, ValueError):
            return b""
        return octets if len(octets) <= MAX_IMAGE_OCTETS else b""

    def _leave_out(self) -> None:
        if not self._left_out:
            detail = (
                "images that are damaged, too large, too many or of other formats are left out"
            )
            self._context.warn(detail, WarningCode.LIMIT)
        self._left_out += 1
