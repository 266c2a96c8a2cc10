"""Which media types say the same, or nothing that contradicts.

Types are compared without their parameters. A *claim* is a type that is declared or that a name
promises; what is *found* is told by the octets.
"""

from __future__ import annotations

from typing import Final

from mimekit.conversion.sniffing.file_headers import PE
from mimekit.conversion.sniffing.zip_content import APK, JAR, ZIP

UNKNOWN: Final = "application/octet-stream"
PLAIN: Final = "text/plain"
EMPTY: Final = "inode/x-empty"
GENERAL: Final = frozenset((PLAIN, ZIP, "application/xml", "application/x-ole-storage"))
"""What is found where the octets may be of a kind that is more exact."""
_MULTIPART: Final = "multipart/"

# Another name: the one that is used here. Behind "x-" a type is looked up without it as well.
_CANONICAL: Final = {
    "application/bzip2": "application/x-bzip2",
    "application/cms": "application/pkcs7-mime",
    "application/csv": "text/csv",
    "application/font-sfnt": "font/ttf",
    "application/font-woff": "font/woff",
    "application/javascript": "text/javascript",
    "application/x-javascript": "text/javascript",
    "application/ecmascript": "text/javascript",
    "text/x-python": "text/x-script.python",
    "application/ics": "text/calendar",
    "application/iso-9660": "application/x-iso9660-image",
    "application/java": "application/java-vm",
    "application/java-byte-code": "application/java-vm",
    "application/java-applet": "application/java-vm",
    "application/x-java-applet": "application/java-vm",
    "application/x-java-class": "application/java-vm",
    "application/x-java-archive": JAR,
    "application/x-jar": JAR,
    "application/msaccess": "application/x-msaccess",
    "application/msexcel": "application/vnd.ms-excel",
    "application/msoutlook": "application/vnd.ms-outlook",
    "application/x-ms-msg": "application/vnd.ms-outlook",
    "application/mspowerpoint": "application/vnd.ms-powerpoint",
    "application/vnd.msword": "application/msword",
    "application/x-msword": "application/msword",
    "application/vnd.ms-tnef": "application/ms-tnef",
    "application/x-msdownload": PE,
    "application/x-dosexec": PE,
    "application/x-ms-dos-executable": PE,
    "application/exe": PE,
    "application/x-pie-executable": "application/x-sharedlib",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/rar": "application/vnd.rar",
    "application/x-pkcs7-signature": "application/pkcs7-signature",
    "application/sqlite3": "application/vnd.sqlite3",
    "application/tar": "application/x-tar",
    "application/gtar": "application/x-tar",
    "application/ustar": "application/x-tar",
    "application/vcard": "text/vcard",
    "application/vnd.ms-office": "application/x-ole-storage",
    "application/cdfv2": "application/x-ole-storage",
    "application/x-ole": "application/x-ole-storage",
    "application/x-zip-compressed": ZIP,
    "application/x-shellscript": "application/x-sh",
    "text/x-shellscript": "application/x-sh",
    "text/x-msdos-batch": "application/x-bat",
    "application/patch": "text/x-diff",
    "text/patch": "text/x-diff",
    "text/diff": "text/x-diff",
    "application/x509-ca-cert": "application/pkix-cert",
    "application/xz": "application/x-xz",
    "application/7z-compressed": "application/x-7z-compressed",
    "application/eps": "application/postscript",
    "audio/mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/mpeg3": "audio/mpeg",
    "audio/vorbis": "audio/ogg",
    "audio/opus": "audio/ogg",
    "audio/vnd.wave": "audio/wav",
    "audio/wave": "audio/wav",
    "font/sfnt": "font/ttf",
    "font/otf": "font/ttf",
    "image/icon": "image/vnd.microsoft.icon",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/ms-bmp": "image/bmp",
    "image/bitmap": "image/bmp",
    "image/heif": "image/heic",
    "image/heic-sequence": "image/heic",
    "image/heif-sequence": "image/heic",
    "image/svg": "image/svg+xml",
    "message/global": "message/rfc822",
    "text/directory": "text/vcard",
    "text/comma-separated-values": "text/csv",
    "text/json": "application/json",
    "text/rtf": "application/rtf",
    "text/richtext": "application/rtf",
    "text/vcalendar": "text/calendar",
    "text/xml": "application/xml",
    "text/yaml": "application/yaml",  # RFC 9512 section 2.1: deprecated names of it
    "text/vnd.yaml": "application/yaml",
    "text/pgp": "application/pgp",
    "video/avi": "video/x-msvideo",
    "video/msvideo": "video/x-msvideo",
    "video/matroska": "video/x-matroska",
}
# Types that say no more than "a file".
_NOTHING: Final = frozenset(
    (
        *(UNKNOWN, "binary/octet-stream", "application/x-binary", "application/binary", EMPTY),
        *("application/download", "application/force-download", "application/unknown"),
        *(
            "application/x-download",
            "application/x-unknown",
            "application/x-file",
            "content/unknown",
        ),
    )
)
# What is found: the claims by which it goes as well, for the octets cannot tell them apart, or
# the one is made of the other.
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    ZIP: (
        *("application/vnd.openxmlformats-", "application/vnd.oasis.", "application/vnd.sun.xml."),
        *("application/epub+zip", "application/vnd.ms-visio.drawing", JAR, APK),
    ),
    "application/gzip": ("application/x-compressed-tar", "application/x-tar", "image/svg+xml"),
    "application/x-bzip2": ("application/x-tar",),
    "application/x-xz": ("application/x-tar",),
    "application/zstd": ("application/x-tar",),
    "application/x-ole-storage": (
        "application/msword",
        "application/vnd.ms-",
        "application/x-msi",
    ),
    "application/encrypted": ("application/vnd.openxmlformats-", "application/vnd.ms-"),
    "application/xml": ("text/html", "text/xsl", "application/xslt", "application/xspf"),
    "application/pkcs7-mime": ("application/pkcs7-signature", "application/x-pkcs7-"),
    "application/pkcs7-signature": ("application/pkcs7-mime",),
    "application/x-pkcs7-certificates": ("application/pkcs7-mime",),
    "application/pgp": ("application/pgp-",),
    "application/pgp-encrypted": ("application/pgp",),
    "application/pgp-signature": ("application/pgp",),
    "application/pgp-keys": ("application/pgp",),
    "application/x-sharedlib": ("application/x-executable", "application/x-elf"),
    "application/x-executable": ("application/x-sharedlib", "application/x-elf"),
    "application/x-msdos-program": (PE,),
    PE: ("application/x-msdos-program", "application/x-msi"),
    "application/rtf": ("application/msword",),  # Word writes RTF under its own suffix, too
    "text/html": ("application/xhtml+xml",),
    "application/xhtml+xml": ("text/html", "application/xml"),
    "application/mbox": ("message/rfc822",),
    "message/rfc822": ("message/", "text/rfc822-headers"),
    "audio/ogg": ("video/ogg", "application/ogg"),
    "video/ogg": ("audio/ogg", "application/ogg"),
    "application/ogg": ("audio/ogg", "video/ogg"),
    "video/mp4": ("audio/mp4", "video/quicktime", "video/3gpp", "application/mp4"),
    "audio/mp4": ("video/mp4",),
    "video/quicktime": ("video/mp4",),
    "video/3gpp": ("video/mp4", "audio/3gpp"),
    "video/webm": ("audio/webm", "video/x-matroska"),
    "video/x-matroska": ("video/webm", "audio/x-matroska"),
    APK: (JAR, ZIP),
    JAR: (ZIP,),
}
_ARCHIVED: Final = ("application/vnd.openxmlformats-", "application/vnd.oasis.opendocument.")
# Text under types of another family: what these are cannot be told from any other text.
_TEXT_SUFFIXES: Final = ("+xml", "+json")
_TEXTS: Final = frozenset(
    (
        *("application/json", "application/xml", "application/javascript", "application/yaml"),
        *("application/x-sh", "application/x-bat", "application/sql", "application/pgp-encrypted"),
        *("application/toml", "application/x-powershell", "application/x-httpd-php"),
        *(
            "application/x-mswinurl",
            "application/hta",
            "application/rtf",
            "application/postscript",
        ),
        *("application/pgp", "application/pgp-keys", "application/pgp-signature"),
        *("application/mbox", "application/x-pem-file", "application/x-tex", "application/x-csh"),
        *("application/x-latex", "application/x-tcl", "application/x-texinfo"),
        *("application/x-troff", "application/x-troff-man", "application/x-subrip"),
    )
)


def canonical(media_type: str) -> str:
    """A type under the name that is used here, in small letters and without parameters.

    >>> canonical("Image/JPG"), canonical("audio/x-wav"), canonical("text/xml; charset=utf-8")
    ('image/jpeg', 'audio/wav', 'application/xml')
    """
    name = media_type.partition(";")[0].strip().lower()
    if name in _CANONICAL:
        return _CANONICAL[name]
    plain = name.replace("/x-", "/", 1)
    if plain in _CANONICAL:
        return _CANONICAL[plain]
    return plain if plain in _USUAL else name


# Types that go by their name without "x-".
_USUAL: Final = frozenset(
    (
        *_CANONICAL.values(),
        *("application/gzip", "application/zstd", "application/pdf", "application/json"),
        *("audio/aiff", "audio/flac", "audio/midi", "image/tiff", "application/rtf", "text/csv"),
    )
)


def says_nothing(media_type: str | None) -> bool:
    """Whether a claim is none, or says no more than that there are octets."""
    return media_type is None or canonical(media_type) in _NOTHING


def is_text(media_type: str) -> bool:
    """Whether what goes by that type is text."""
    name = canonical(media_type)
    is_known = name.startswith(("text/", "message/")) or name in _TEXTS
    return is_known or name.endswith(_TEXT_SUFFIXES)


def agree(claim: str, found: str) -> bool:
    """Whether octets that are ``found`` may go by the type of a claim.

    >>> agree("text/xml", "application/atom+xml"), agree("image/png", "image/jpeg")
    (True, False)
    """
    claim, found = canonical(claim), canonical(found)
    if claim == found or says_nothing(claim) or says_nothing(found):
        return True
    if claim.startswith(_MULTIPART):  # which no octets can contradict
        return True
    if claim.startswith(_ALSO.get(found, ())) or (claim == ZIP and found.startswith(_ARCHIVED)):
        return True
    for suffix in _TEXT_SUFFIXES:
        general = f"application/{suffix[1:]}"
        if (claim == general and found.endswith(suffix)) or (
            found == general and claim.endswith(suffix)
        ):
            return True
    return (is_text(claim) and found == PLAIN) or (claim == PLAIN and is_text(found))


def is_kind_of(claim: str, found: str) -> bool:
    """Whether a claim says the same as what was found, and more exactly.

    >>> is_kind_of("text/markdown", "text/plain"), is_kind_of("text/plain", "text/csv")
    (True, False)
    """
    claim, found = canonical(claim), canonical(found)
    if claim == found or says_nothing(claim) or claim.startswith(_MULTIPART):
        return False
    return found in GENERAL and agree(claim, found)
