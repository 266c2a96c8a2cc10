"""What the header and the metadata of an image say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from mimekit.plugin import Context
from mimekit_image.limits import MAX_VALUE_CHARACTERS
from mimekit_image.opening import is_animated

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

# Tags of Exif 2.32 (CIPA DC-008), sections 4.6.4 to 4.6.6.
_ORIENTATION: Final = 0x0112
_DATE_TIME: Final = 0x0132
_DATE_TIME_ORIGINAL: Final = 0x9003
_OFFSET_TIME_ORIGINAL: Final = 0x9011
_EXIF_IFD: Final = 0x8769
_GPS_IFD: Final = 0x8825
_TEXTS: Final = {
    0x010E: "Description",
    0x010F: "Camera make",
    0x0110: "Camera model",
    0x0131: "Software",
    0x013B: "Artist",
    0x8298: "Copyright",
}
_ORIENTATIONS: Final = {
    2: "mirrored",
    3: "turned by 180 degrees",
    4: "mirrored, turned by 180 degrees",
    5: "mirrored, turned by 90 degrees to the left",
    6: "turned by 90 degrees to the left",
    7: "mirrored, turned by 90 degrees to the right",
    8: "turned by 90 degrees to the right",
}
# Section 4.6.4: "YYYY:MM:DD HH:MM:SS", in blanks if unknown.
_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")


def facts_of(image: ImageFile, context: Context) -> list[tuple[str, str]]:
    """Labels and values. Where a picture was taken is not told, only that it says so."""
    facts = [
        ("Format", image.format or "unknown"),
        ("Size", f"{image.width} x {image.height} pixels"),
    ]
    if is_animated(image):
        facts.append(("Frames", "more than one"))
    try:
        facts += _exif_facts(image)
    except Exception as error:  # noqa: BLE001 - the reader raises whatever it meets
        context.warn(f"its Exif data are damaged: {type(error).__name__}")
    return facts


def _exif_facts(image: ImageFile) -> Iterator[tuple[str, str]]:
    exif = image.getexif()
    details = exif.get_ifd(_EXIF_IFD)
    date = _date(exif, details)
    if date:
        yield "Taken", date
    for tag, label in _TEXTS.items():
        value = _text(exif.get(tag))
        if value:
            yield label, value
    orientation = exif.get(_ORIENTATION)
    if orientation in _ORIENTATIONS:
        yield "Stored", _ORIENTATIONS[orientation]
    if exif.get_ifd(_GPS_IFD):
        yield "Position", "recorded, and not shown here"


def _date(exif: Mapping[int, object], details: Mapping[int, object]) -> str:
    """When it was taken, else when it was changed; empty if neither is a date."""
    for value, offset in (
        (details.get(_DATE_TIME_ORIGINAL), details.get(_OFFSET_TIME_ORIGINAL)),
        (exif.get(_DATE_TIME), None),
    ):
        match = _DATE.match(_text(value))
        if match:
            return f"{match[1]}-{match[2]}-{match[3]} {match[4]} {_text(offset)}".rstrip()
    return ""


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return value[:MAX_VALUE_CHARACTERS].partition("\0")[0].strip()
