"""The media type that the name of a file promises, and names that deceive."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mimekit.message.media_type import guess_type

_UNKNOWN: Final = "application/octet-stream"
_PE: Final = "application/vnd.microsoft.portable-executable"
_MACRO: Final = ".macroenabled.12"

# What `guess_type` does not say, for nobody attaches it by that type: programs, scripts and
# shortcuts that a click starts, and containers of mail.
_BY_SUFFIX: Final = {
    "apk": "application/vnd.android.package-archive",
    "asc": "application/pgp-signature",
    "bat": "application/x-bat",
    "bmp": "image/bmp",
    "cab": "application/vnd.ms-cab-compressed",
    "class": "application/java-vm",
    "cmd": "application/x-bat",
    "com": "application/x-msdos-program",
    "cpl": _PE,
    "dll": _PE,
    "docm": "application/vnd.ms-word.document" + _MACRO,
    "elf": "application/x-executable",
    "emf": "image/emf",
    "exe": _PE,
    "gz": "application/gzip",
    "heic": "image/heic",
    "hta": "application/hta",
    "ico": "image/vnd.microsoft.icon",
    "iso": "application/x-iso9660-image",
    "jar": "application/java-archive",
    "js": "text/javascript",
    "jse": "text/javascript",
    "lnk": "application/x-ms-shortcut",
    "mbox": "application/mbox",
    "mkv": "video/x-matroska",
    "msg": "application/vnd.ms-outlook",
    "msi": "application/x-msi",
    "one": "application/onenote",
    "otf": "font/otf",
    "p7b": "application/x-pkcs7-certificates",
    "p7c": "application/pkcs7-mime",
    "p7m": "application/pkcs7-mime",
    "p7s": "application/pkcs7-signature",
    "pif": _PE,
    "pptm": "application/vnd.ms-powerpoint.presentation" + _MACRO,
    "ps1": "application/x-powershell",
    "pst": "application/vnd.ms-outlook-pst",
    "rar": "application/vnd.rar",
    "scr": _PE,
    "sh": "application/x-sh",
    "sqlite": "application/vnd.sqlite3",
    "tnef": "application/ms-tnef",
    "ttf": "font/ttf",
    "url": "application/x-mswinurl",
    "vbe": "text/vbscript",
    "vbs": "text/vbscript",
    "wasm": "application/wasm",
    "webm": "video/webm",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "wsf": "text/vbscript",
    "xlsb": "application/vnd.ms-excel.sheet.binary" + _MACRO,
    "xlsm": "application/vnd.ms-excel.sheet" + _MACRO,
}
_WHOLE_NAMES: Final = {"winmail.dat": "application/ms-tnef", "smime.p7z": "application/pkcs7-mime"}
_MAX_NAME_CHARACTERS: Final = 1024  # of a name, its last ones

# The suffix of a document, maybe many blanks, and another suffix at the end.
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|html?|jpe?g|png|gif|mp[34]|zip|eml|msg)"
    r"[\s._-]{0,200}\.[0-9a-z]{1,10}\s*\Z",
    re.IGNORECASE,
)
# U+202A to U+202E and U+2066 to U+2069: they turn the order of the letters around.
_BIDI_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")


def type_by_name(name: str | None) -> str | None:
    """The media type of a file with that name; None if it promises nothing.

    >>> type_by_name("Invoice.PDF"), type_by_name("winmail.dat"), type_by_name("README")
    ('application/pdf', 'application/ms-tnef', None)
    """
    name = _shown(name).lower()
    if name in _WHOLE_NAMES:
        return _WHOLE_NAMES[name]
    suffix = _suffix(name)
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    media_type = guess_type(name).media_type
    return None if media_type == _UNKNOWN else media_type


def turns_letters(name: str) -> bool:
    r"""Whether a name has characters that show letters backwards.

    >>> turns_letters("a\u202egpj.exe")
    True
    """
    return _BIDI_OVERRIDE.search(name) is not None


def has_two_suffixes(name: str) -> bool:
    """Whether the suffix of a document stands before the last one.

    >>> has_two_suffixes("invoice.pdf   .exe"), has_two_suffixes("a.tar.gz")
    (True, False)
    """
    return _DOCUMENT.search(name[-_MAX_NAME_CHARACTERS:]) is not None


def _shown(name: str | None) -> str:
    """The name in one form of its letters, without what is not seen and blanks at its end."""
    name = unicodedata.normalize("NFKC", (name or "")[-_MAX_NAME_CHARACTERS:])
    return "".join(c for c in name if unicodedata.category(c) != "Cf").rstrip(" .")


def _suffix(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return suffix if stem else ""
