"""The octets by which the kinds of files are known.

A signature is data; only where the first octets prove too little does a function look closer. A
plugin adds its own by the hook ``mimekit_signatures``, or a caller by an argument of `sniff`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from mimekit.conversion.sniffing import file_headers, mail_content, media_content, text_content
from mimekit.conversion.sniffing.der_content import CMS, der_type
from mimekit.conversion.sniffing.ole_content import OLE, ole_type
from mimekit.conversion.sniffing.sample import Sample
from mimekit.conversion.sniffing.zip_content import ZIP, zip_type

Examine: TypeAlias = Callable[[Sample], str | None]


@dataclass(frozen=True, kw_only=True)
class Signature:
    r"""How to know one kind of file. All that is given must hold.

    >>> signature = Signature(name="Zeta", media_type="application/x-zeta", magic=b"ZETA\0")
    >>> signature.match(Sample(b"ZETA\0\1\2")), signature.match(Sample(b"ZET"))
    ('application/x-zeta', None)
    """

    name: str
    """What people call files of this kind, in a sentence: "a PNG image"."""
    media_type: str
    """The media type, in small letters and without parameters."""
    magic: bytes = b""
    """The octets that stand at ``offset``."""
    offset: int = 0
    """Octets before them; within the first 65,536 of the file."""
    form: Literal["text", "binary"] | None = None
    """What the sample has to be. With "text", ``magic`` and ``pattern`` are looked for in
    `Sample.text`."""
    pattern: re.Pattern[bytes] | None = None
    """What begins at ``offset``; it must take linear time."""
    examine: Examine | None = None
    """Looks closer: it returns the media type, which may be another one, or None. It must take
    linear time, must not raise, and is called only if everything else holds."""
    confidence: float = 0.95
    """How sure it is, between 0 and 1. Of several signatures that match the surest counts, and of
    equals the first."""

    def match(self, sample: Sample) -> str | None:
        """The media type of the sample; None if it is not of this kind."""
        octets = sample.text if self.form == "text" else sample.octets
        if octets is None or not octets.startswith(self.magic, self.offset):
            return None
        if self.form == "binary" and sample.text is not None:
            return None
        if self.pattern is not None and not self.pattern.match(octets, self.offset):
            return None
        return self.examine(sample) if self.examine else self.media_type


def _magic(
    media_type: str,
    name: str,
    *magics: bytes,
    offset: int = 0,
    examine: Examine | None = None,
    confidence: float = 0.95,
) -> tuple[Signature, ...]:
    """A signature for each of the magic octets; what is text has none of them."""
    return tuple(
        Signature(
            name=name,
            media_type=media_type,
            magic=magic,
            offset=offset,
            form="binary",
            examine=examine,
            confidence=confidence,
        )
        for magic in magics
    )


def _text(
    media_type: str,
    name: str,
    pattern: bytes | None = None,
    *,
    examine: Examine | None = None,
    confidence: float = 0.95,
) -> Signature:
    """A signature of a text, blanks before it passed over."""
    compiled = re.compile(rb"[ \t\r\n]*+" + pattern, re.IGNORECASE) if pattern else None
    return Signature(
        name=name,
        media_type=media_type,
        form="text",
        pattern=compiled,
        examine=examine,
        confidence=confidence,
    )


_LINE_END = rb"[ \t]{0,9}(?:\r\n|\n|\r|\Z)"

_MAIL: Final = (
    Signature(
        name="a mailbox",
        media_type=mail_content.MBOX,
        magic=b"From ",
        examine=mail_content.mbox_type,
    ),
    Signature(
        name="a message",
        media_type=mail_content.MESSAGE,
        pattern=re.compile(rb"[!-9;-~]{1,77}[ \t]{0,9}:"),
        examine=mail_content.message_type,
        confidence=0.85,
    ),
    *_magic("application/ms-tnef", "TNEF", b"\x78\x9f\x3e\x22", examine=file_headers.tnef_type),
    *_magic(CMS, "a CMS object", b"\x30", examine=der_type),
    *_magic("application/vnd.ms-outlook-pst", "an Outlook folder file", b"!BDN"),
    _text("text/calendar", "a calendar", rb"BEGIN:VCALENDAR" + _LINE_END),
    _text("text/vcard", "a card", rb"BEGIN:VCARD" + _LINE_END),
    _text(
        "application/pgp-encrypted",
        "a PGP message",
        rb"-----BEGIN PGP MESSAGE(?:, PART [0-9/]{1,9})?-----",
    ),
    _text("application/pgp-signature", "a PGP signature", rb"-----BEGIN PGP SIGNATURE-----"),
    _text("application/pgp", "a PGP signed text", rb"-----BEGIN PGP SIGNED MESSAGE-----"),
    _text(
        "application/pgp-keys", "PGP keys", rb"-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----"
    ),
    _text(CMS, "a CMS object in PEM", rb"-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----"),
    _text(
        "application/x-pem-file",
        "keys or certificates in PEM",
        rb"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}(?:CERTIFICATE|KEY|REQUEST|CRL|PARAMETERS)-----",
    ),
    _text(
        "text/x-uuencode",
        "a uuencoded file",
        rb"(?-i:begin [0-7]{3,4} [^\r\n]{1,250}\r?\n[ -`]{2,62}\r?\n)",
    ),
)
_DOCUMENTS: Final = (
    *_magic(ZIP, "a ZIP archive", b"PK\x03\x04", b"PK\x05\x06", examine=zip_type),
    *_magic(OLE, "a compound file", bytes.fromhex("d0cf11e0a1b11ae1"), examine=ole_type),
    Signature(
        name="a PDF", media_type="application/pdf", pattern=re.compile(rb"%PDF-[0-9]\.[0-9]")
    ),
    Signature(
        name="PostScript",
        media_type="application/postscript",
        pattern=re.compile(rb"\x04?%!PS[-\r\n ]"),
    ),
    *_magic("application/postscript", "PostScript with a preview", bytes.fromhex("c5d0d3c6")),
    Signature(
        name="RTF",
        media_type="application/rtf",
        pattern=re.compile(rb"\{\\rtf[0-9]{0,2}[\\{} \r\n]"),
    ),
    *_magic(
        "application/onenote",
        "a OneNote section",
        bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"),
    ),
    *_magic("application/vnd.ms-htmlhelp", "a help file", b"ITSF\x03\0\0\0"),
    *_magic("image/vnd.djvu", "DjVu", b"AT&TFORM"),
    *_magic("application/vnd.sqlite3", "an SQLite database", b"SQLite format 3\0"),
    *_magic(
        "application/x-msaccess",
        "an Access database",
        b"\0\1\0\0Standard Jet DB",
        b"\0\1\0\0Standard ACE DB",
    ),
)
_TEXTS: Final = (
    _text(text_content.XML, "markup", rb"<", examine=text_content.markup_type, confidence=0.9),
    _text("application/json", "JSON", rb"[\[{]", examine=text_content.json_type, confidence=0.85),
    _text(
        "application/x-sh", "a script", rb"#!", examine=text_content.script_type, confidence=0.9
    ),
    _text("application/x-bat", "a batch file", rb"@?echo off" + _LINE_END, confidence=0.8),
    _text("application/x-mswinurl", "an Internet shortcut", rb"\[InternetShortcut\]" + _LINE_END),
    _text("application/x-httpd-php", "a PHP script", rb"<\?php[ \t\r\n]"),
    Signature(
        name="the EICAR test file",
        media_type="application/x-msdos-program",
        # Not all of it, or a scanner would take this module for one.
        magic=b"X5O!P%@AP[4" + rb"\PZX54(P^)7CC)7}$",
    ),
    _text("text/csv", "a table", examine=text_content.table_type, confidence=0.6),
)
_ARCHIVES: Final = (
    *_magic("application/gzip", "gzip", b"\x1f\x8b\x08", examine=file_headers.gzip_type),
    *_magic("application/x-bzip2", "bzip2", b"BZh", examine=file_headers.bzip2_type),
    *_magic("application/x-xz", "xz", b"\xfd7zXZ\0"),
    *_magic("application/zstd", "Zstandard", bytes.fromhex("28b52ffd")),
    *_magic("application/x-lz4", "LZ4", bytes.fromhex("04224d18")),
    *_magic("application/x-lzip", "lzip", b"LZIP\1"),
    *_magic("application/x-compress", "compress", b"\x1f\x9d\x90"),
    *_magic("application/x-7z-compressed", "a 7z archive", b"7z\xbc\xaf\x27\x1c"),
    *_magic("application/vnd.rar", "a RAR archive", b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"),
    *_magic("application/vnd.ms-cab-compressed", "a cabinet", b"MSCF\0\0\0\0"),
    *_magic(
        "application/vnd.debian.binary-package", "a Debian package", b"!<arch>\ndebian-binary"
    ),
    *_magic("application/x-archive", "an ar archive", b"!<arch>\n"),
    *_magic(
        "application/x-tar", "a tar archive", b"ustar", offset=257, examine=file_headers.tar_type
    ),
    *_magic(
        "application/x-tar", "an old tar archive", b"\0", offset=99, examine=file_headers.tar_type
    ),
    *_magic("application/x-iso9660-image", "an ISO 9660 image", b"\x01CD001", offset=32768),
    *_magic("application/x-rpm", "an RPM package", bytes.fromhex("edabeedb")),
)
_IMAGES: Final = (
    *_magic("image/png", "a PNG image", b"\x89PNG\r\n\x1a\n"),
    *_magic("image/jpeg", "a JPEG image", b"\xff\xd8\xff"),
    *_magic("image/gif", "a GIF image", b"GIF87a", b"GIF89a"),
    *_magic("image/tiff", "a TIFF image", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    *_magic("image/bmp", "a bitmap", b"BM", examine=file_headers.bmp_type),
    *_magic(
        "image/vnd.microsoft.icon",
        "an icon",
        b"\0\0\1\0",
        b"\0\0\2\0",
        examine=file_headers.icon_type,
    ),
    *_magic("image/vnd.adobe.photoshop", "a Photoshop image", b"8BPS\0\1"),
    *_magic("image/jp2", "a JPEG 2000 image", b"\0\0\0\x0cjP  \r\n\x87\n"),
    *_magic("image/jxl", "a JPEG XL image", b"\0\0\0\x0cJXL \r\n\x87\n"),
    *_magic("image/emf", "an enhanced metafile", b" EMF\0\0\1\0", offset=40),
    *_magic("image/wmf", "a metafile", bytes.fromhex("d7cdc69a0000")),
)
_MEDIA: Final = (
    *_magic("video/mp4", "MPEG-4", b"ftyp", offset=4, examine=media_content.iso_media_type),
    *_magic(
        "video/quicktime", "QuickTime", b"moov", b"mdat\0", b"wide\0", offset=4, confidence=0.7
    ),
    *_magic("audio/ogg", "Ogg", b"OggS\0", examine=media_content.ogg_type),
    *_magic(
        "video/x-matroska", "Matroska", bytes.fromhex("1a45dfa3"), examine=media_content.ebml_type
    ),
    *_magic("audio/wav", "RIFF", b"RIFF", examine=media_content.riff_type),
    *_magic("audio/flac", "FLAC", b"fLaC\0\0\0\x22"),
    *_magic("audio/mpeg", "MP3", b"ID3", examine=media_content.id3_type),
    *_magic("audio/mpeg", "MP3", b"\xff", examine=media_content.mpeg_audio_type, confidence=0.8),
    *_magic("audio/aiff", "AIFF", b"AIFF", b"AIFC", offset=8),
    *_magic("audio/midi", "MIDI", b"MThd\0\0\0\6"),
    *_magic("audio/amr", "AMR", b"#!AMR\n"),
    *_magic("video/x-ms-asf", "Windows Media", bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")),
    *_magic("video/x-flv", "Flash video", b"FLV\1"),
    *_magic("application/x-shockwave-flash", "Flash", b"FWS", b"CWS", b"ZWS", confidence=0.7),
    *_magic("font/ttf", "a TrueType font", b"\0\1\0\0", examine=file_headers.sfnt_type),
    *_magic("font/otf", "an OpenType font", b"OTTO\0"),
    *_magic("font/collection", "fonts", b"ttcf\0"),
    *_magic("font/woff", "a WOFF font", b"wOFF"),
    *_magic("font/woff2", "a WOFF 2 font", b"wOF2"),
)
_PROGRAMS: Final = (
    *_magic(file_headers.PE, "a program for Windows", b"MZ", examine=file_headers.mz_type),
    *_magic(
        "application/x-executable", "an ELF program", b"\x7fELF", examine=file_headers.elf_type
    ),
    *_magic(
        "application/java-vm",
        "a Java class",
        b"\xca\xfe\xba\xbe",
        examine=file_headers.cafebabe_type,
    ),
    *_magic(
        "application/x-mach-binary",
        "a program for macOS",
        *map(bytes.fromhex, ("feedface", "feedfacf", "cefaedfe", "cffaedfe")),
    ),
    *_magic("application/vnd.android.dex", "code for Android", b"dex\n03"),
    *_magic("application/wasm", "WebAssembly", b"\0asm\1\0\0\0"),
    *_magic(
        "application/x-ms-shortcut",
        "a Windows shortcut",
        bytes.fromhex("4c0000000114020000000000c000000000000046"),
    ),
)

SIGNATURES: Final[tuple[Signature, ...]] = (
    *_MAIL,
    *_DOCUMENTS,
    *_TEXTS,
    *_ARCHIVES,
    *_IMAGES,
    *_MEDIA,
    *_PROGRAMS,
)
"""All of our own; `sniff` goes by them unless it is given others."""


def best_match(sample: Sample, signatures: Iterable[Signature]) -> tuple[Signature, str] | None:
    """The surest signature that matches, with the media type that it gives; None if none does."""
    found: tuple[Signature, str] | None = None
    for signature in signatures:
        if found is None or signature.confidence > found[0].confidence:
            media_type = signature.match(sample)
            if media_type is not None:
                found = signature, media_type
    return found
