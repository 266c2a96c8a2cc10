"""Content lines (RFC 6350 section 3.2), unfolded as their version has it.

Deviations, all of them seen in mail:

1. A line ends with CRLF, LF or CR.
2. In vCard 2.1 a fold keeps its blank, but in base64, where no blank counts.
3. Quoted-printable goes on behind "=" at the end of a line, without a blank (vCard 2.1), unless
   the next line ends the card.
4. Base64 goes on in a line without a blank before it, up to an empty line or one with a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MAX_CHARACTERS: Final = 16 << 20
"""Characters that are read: a thousand contacts with a photo each."""

MAX_LINES: Final = 100_000
"""Content lines that are read; each costs some microseconds."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_BASE64 = re.compile(r"[A-Za-z0-9+/=]+[ \t]*")
_END = re.compile(r"[ \t]*END[ \t]*:", re.IGNORECASE)
_VERSION = re.compile(r"[ \t]*VERSION[^:]*:[ \t]*([0-9.]*)", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(r"[^:]*[;=]QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_BASE64_BEGINS = re.compile(r"[^:]*[;=](?:B|BASE64)[;:]", re.IGNORECASE)


def iter_lines(text: str) -> Iterator[str]:
    """The content lines of a text, each whole; no more than `MAX_LINES`."""
    unfolder = _Unfolder()
    count = 0
    for line in _LINE_END.split(text[:MAX_CHARACTERS]):
        done = unfolder.take(line)
        if done:
            yield done
            count += 1
            if count == MAX_LINES:
                return
    last = unfolder.end()
    if last:
        yield last


class _Unfolder:
    """Puts lines together; each ends with the one behind it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_old = False
        self._is_quoted_printable = False
        self._is_base64 = False

    def take(self, line: str) -> str:
        """One more line as it stands; the content line that ended with it, or an empty one."""
        if self._pieces and self._goes_on(line):
            return ""
        done = self.end()
        self._pieces = [line] if line.strip() else []
        self._is_quoted_printable = _QUOTED_PRINTABLE.match(line) is not None
        self._is_base64 = _BASE64_BEGINS.match(line) is not None
        return done

    def end(self) -> str:
        """What was put together."""
        done = "".join(self._pieces)
        self._pieces = []
        if version := _VERSION.match(done):
            self._is_old = version[1].startswith("2")
        return done

    def _goes_on(self, line: str) -> bool:
        """Whether the line belongs to the one before, which then has it."""
        if self._is_quoted_printable and self._pieces[-1].endswith("=") and not _END.match(line):
            self._pieces[-1] = self._pieces[-1][:-1]
            self._pieces.append(line)
        elif line[:1] in (" ", "\t"):
            self._pieces.append(line if self._is_old and not self._is_base64 else line[1:])
        elif self._is_base64 and _BASE64.fullmatch(line):
            self._pieces.append(line)
        else:
            return False
        return True
