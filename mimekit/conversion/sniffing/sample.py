"""The first octets of a content, and the text that they are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

MAX_SNIFFED_BYTES: Final = 64 << 10
"""Octets of a content that are looked at, its first ones. An ISO 9660 file system says what it
is at octet 32,769; nothing that is known here says it later."""

# What no text holds: the controls but HT, LF, VT, FF, CR and ESC (of ISO-2022-JP), and DEL.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DOS_END: Final = b"\x1a"  # the last octet of a text of CP/M and DOS
# Longer byte order marks first: that of UTF-32 begins with that of UTF-16.
_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Sample:
    r"""The beginning of a content.

    >>> Sample(b"\xff\xfea\x00b\x00").text, Sample(b"caf\xe9").text, Sample(b"\x00\x01").text
    (b'ab', b'caf\xe9', None)
    """

    octets: bytes
    """As they stand, `MAX_SNIFFED_BYTES` at most."""
    whole: bool = True
    """Whether that is all of the content."""

    @cached_property
    def text(self) -> bytes | None:
        """The octets if they are text, without byte order mark; None if they are binary.

        UTF-16 and UTF-32 with a byte order mark are recoded to UTF-8. Everything else is left
        in its charset, which need not be known: what tells text from binary data are controls.
        """
        octets = self.octets.removeprefix(codecs.BOM_UTF8)
        for mark, charset in _WIDE:
            if self.octets.startswith(mark):
                octets = self._recoded(len(mark), charset)
                break
        end = len(octets) - len(_DOS_END) if self.whole and octets.endswith(_DOS_END) else None
        return None if _CONTROL.search(octets[:end]) else octets[:end]

    def _recoded(self, start: int, charset: str) -> bytes:
        """The octets behind a byte order mark in UTF-8; as they are if they do not decode."""
        decoder = codecs.getincrementaldecoder(charset)()
        try:
            # A sample that was cut may end within a character.
            return decoder.decode(self.octets[start:], final=self.whole).encode()
        except UnicodeDecodeError:
            return self.octets
