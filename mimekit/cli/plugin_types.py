"""Which of our plugins reads what nothing that is installed converts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.registry import BUILT_IN, Registry
from mimekit.conversion.sniffing.alike import canonical
from mimekit.conversion.sniffing.sniff import sniff

if TYPE_CHECKING:
    from mimekit import Conversion

_OOXML: Final = "vnd.openxmlformats-officedocument"
_ODF: Final = "vnd.oasis.opendocument"

# Distribution: what it reads, by type; under the names that `canonical` gives.
_TYPES: Final[dict[str, dict[str, str]]] = {
    "mimekit-pdf": {"application": "pdf"},
    "mimekit-office": {
        "application": (
            f"{_OOXML}.wordprocessingml.document {_OOXML}.wordprocessingml.template "
            f"{_OOXML}.spreadsheetml.sheet {_OOXML}.spreadsheetml.template "
            f"{_OOXML}.presentationml.presentation {_OOXML}.presentationml.slideshow "
            f"{_OOXML}.presentationml.template "
            "vnd.ms-word.document.macroenabled.12 vnd.ms-word.template.macroenabled.12 "
            "vnd.ms-excel.sheet.macroenabled.12 vnd.ms-excel.template.macroenabled.12 "
            "vnd.ms-powerpoint.presentation.macroenabled.12 "
            "vnd.ms-powerpoint.slideshow.macroenabled.12 "
            f"{_ODF}.text {_ODF}.text-template {_ODF}.spreadsheet {_ODF}.spreadsheet-template "
            f"{_ODF}.presentation {_ODF}.presentation-template"
        )
    },
    "mimekit-outlook": {"application": "ms-tnef vnd.ms-outlook rtf"},
    "mimekit-image": {"image": "png apng jpeg gif webp avif tiff bmp vnd.microsoft.icon jp2"},
    "mimekit-media": {
        "audio": "mpeg mp4 flac ogg wav aiff x-ms-wma",
        "video": "mp4 x-m4v quicktime ogg x-ms-wmv x-ms-asf",
        "application": "ogg",
    },
}
PLUGIN_OF: Final = {
    f"{type_}/{subtype}": distribution
    for distribution, types in _TYPES.items()
    for type_, subtypes in types.items()
    for subtype in subtypes.split()
}


class Told(NamedTuple):
    """A warning as a sentence, and what is lacking."""

    sentence: str
    lacking: tuple[str, str] | None = None
    """A plugin that is not installed, and the type that it reads."""


def iter_told(done: Conversion) -> Iterator[Told]:
    """The warnings of a conversion; where no handler was found, with what would help."""
    unread = {found.path: found for found in _iter_unconverted(done)}
    for warning in done.warnings:
        found = unread.get(warning.path)
        if warning.code is not WarningCode.NO_HANDLER or found is None:
            yield Told(str(warning))
            continue
        media_type = canonical(
            sniff(found.content, name=found.name, declared=found.media_type).media_type
        )
        sentence = str(warning)
        if media_type != canonical(found.media_type):
            sentence += f"; by its octets it is {media_type}"
        plugin = _plugin_lacking(media_type)
        if plugin is None:
            yield Told(sentence)
        else:
            yield Told(f"{sentence}; {plugin} reads {media_type}", (plugin, media_type))


def _plugin_lacking(media_type: str) -> str | None:
    """Our plugin for a type, if none that is loaded reads it."""
    entries = Registry.default().accepting(media_type)
    if any(entry.plugin != BUILT_IN for entry in entries):
        return None
    return PLUGIN_OF.get(media_type)


def _iter_unconverted(done: Conversion) -> Iterator[Conversion]:
    waiting = [done]
    while waiting:
        found = waiting.pop()
        if not found.is_converted:
            yield found
        waiting += found.parts
