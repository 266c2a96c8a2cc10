r"""Format=flowed text, RFC 3676.

A line that ends in a blank goes on in the next line of the same quote depth; with
``delsp`` (the parameter DelSp=yes) that blank is not part of the text. A line that
begins with ">" is quoted, as deep as it has of them. A blank is put before what would
be misread at the start of a line ("space-stuffing"). The signature separator "-- "
neither goes on, nor does a line go on to it.

Deviations in what is decoded:

1. A line that should go on, but is followed by a line of another quote depth, by the
   signature separator or by nothing, ends its paragraph (section 4.5 forbids to write
   that, and leaves open what it means).
2. Line ends are LF or CRLF, also where more than one CR stands before the LF; what
   comes out has LF.
3. Quote marks come out as they came in, with or without the blank behind them, the
   first line's for the whole paragraph; so a text that was encoded comes back.
"""

from __future__ import annotations

from typing import Final

from mimekit.defects import Defect

_SIGNATURE: Final = "-- "

# What is stuffed at the start of a line, besides ">". Mailboxes would quote "From ".
_STUFFED: Final = (" ", "From ")

_MIN_WIDTH: Final = 10


def decode(text: str, *, delsp: bool = False) -> str:
    r"""The text before it was flowed: each paragraph on one line, with LF line ends.

    >>> decode("To be or \r\nnot.\r\n> Is that \r\n> the question?\r\n")
    'To be or not.\n> Is that the question?\n'
    """
    decoder = Decoder(delsp=delsp)
    return decoder.decode(text) + decoder.finish()


def encode(text: str, *, delsp: bool = False, width: int = 72) -> str:
    r"""Flowed text, with LF line ends, in lines of at most ``width`` characters.

    Blanks at the ends of lines are deleted, but for that of the signature separator;
    beyond that `decode` gives the same text back. Lines break at blanks; with ``delsp``
    they break within a word that is too long, without it that word makes its line
    longer. A line with quote marks for more than half of the width is left whole. A
    ``width`` under 10 is a `ValueError`.

    >>> encode("> Is that the question?\nFrom here on.", width=16)
    '> Is that the \n> question?\n From here on.'
    """
    encoder = Encoder(delsp=delsp, width=width)
    return encoder.encode(text) + encoder.finish()


class _Lines:
    """Cuts text that arrives in pieces of any size into lines."""

    def __init__(self) -> None:
        self._open: list[str] = []  # the pieces of a line whose end has not come

    def split(self, piece: str) -> list[str]:
        """The lines that are complete with this piece, without their line ends."""
        line, *lines = piece.split("\n")
        self._open.append(line)
        if not lines:
            return []
        lines = ["".join(self._open), *lines]
        self._open = [lines.pop()]
        return [line.rstrip("\r") for line in lines]

    def rest(self) -> str:
        """What is left, without a line end."""
        return "".join(self._open)


class Decoder:
    r"""Decode flowed text as it arrives, in pieces of any size.

    ``defects`` is there as for every decoder, and stays empty: no text is malformed.

    >>> decoder = Decoder()
    >>> decoder.decode("To be "), decoder.decode("or \nnot.\n"), decoder.finish()
    ('', 'To be or not.\n', '')
    """

    def __init__(self, *, delsp: bool = False) -> None:
        self.defects: list[Defect] = []
        self._delsp = delsp
        self._lines = _Lines()
        self._depth: int | None = None  # of the paragraph that goes on

    def decode(self, piece: str) -> str:
        """The text that is certain with this piece."""
        parts: list[str] = []
        for line in self._lines.split(piece):
            if self._depth is None and line[:1] != " " and line[-1:] != " ":
                parts += line, "\n"  # it stands as it is
            else:
                self._decode_line(line, "\n", parts)
        return "".join(parts)

    def finish(self) -> str:
        """The rest of the last line."""
        rest = self._lines.rest()
        if rest:
            parts: list[str] = []
            self._decode_line(rest, "", parts)
            return "".join(parts)
        return "" if self._depth is None else "\n"

    def _decode_line(self, line: str, line_end: str, parts: list[str]) -> None:
        """Add to ``parts`` what a line means behind those before it."""
        # Hot (benchmarks/run.py everything): every line of most flowed text comes here.
        stuffed = line.lstrip(">")
        depth = len(line) - len(stuffed)
        content = stuffed.removeprefix(" ")
        is_signature = content == _SIGNATURE
        if is_signature or self._depth != depth:
            if self._depth is not None:
                parts.append("\n")
            if depth:
                parts.append(line[: len(line) - len(content)])
        if content[-1:] == " " and not is_signature:
            self._depth = depth
            parts.append(content[:-1] if self._delsp else content)
        else:
            self._depth = None
            parts += content, line_end


class Encoder:
    r"""Encode text as it arrives, in pieces of any size; the arguments are those of `encode`.

    >>> encoder = Encoder(width=10)
    >>> encoder.encode("To be or no"), encoder.encode("t.\n"), encoder.finish()
    ('', 'To be or \nnot.\n', '')
    """

    def __init__(self, *, delsp: bool = False, width: int = 72) -> None:
        if width < _MIN_WIDTH:
            raise ValueError(f"flowed text has at least {_MIN_WIDTH} columns, not {width}")
        self._delsp = delsp
        self._width = width
        self._lines = _Lines()

    def encode(self, piece: str) -> str:
        """The lines that are complete with this piece."""
        return "".join([self._encode_line(line) + "\n" for line in self._lines.split(piece)])

    def finish(self) -> str:
        """The last line, if it has no line end."""
        return self._encode_line(self._lines.rest())

    def _encode_line(self, line: str) -> str:
        if len(line) <= self._width and not line.startswith(_STUFFED) and not line.endswith(" "):
            return line
        quotes, content = _split_quotes(line)
        if quotes and content.startswith(" "):
            quotes, content = quotes + " ", content[1:]
        if content == _SIGNATURE:
            return line
        content = content.rstrip(" ")
        if len(quotes) > self._width // 2:
            return quotes + content
        lines = []
        start = 0
        while True:
            prefix = quotes + _stuffing(quotes, content, start)
            end = self._find_break(content, start, self._width - len(prefix))
            if end == len(content):
                lines.append(prefix + content[start:])
                return "\n".join(lines)
            lines.append(prefix + content[start:end] + " " * self._delsp)
            start = end

    def _find_break(self, content: str, start: int, room: int) -> int:
        """Where the line from ``start`` ends so that it fits, or ends as soon as it can."""
        if len(content) - start <= room:
            return len(content)
        limit = start + room - self._delsp
        end = content.rfind(" ", start, limit) + 1
        if end and (self._delsp or content[start:end] != _SIGNATURE):
            return end
        if self._delsp:
            return limit
        return content.find(" ", limit) + 1 or len(content)


def _split_quotes(line: str) -> tuple[str, str]:
    """The quote marks of a line, and what is behind them."""
    content = line.lstrip(">")
    return line[: len(line) - len(content)], content


def _stuffing(quotes: str, content: str, start: int) -> str:
    """RFC 3676 section 4.4: the blank before what would be misread at the start of a line."""
    if not quotes:
        return " " if content.startswith((*_STUFFED, ">"), start) else ""
    is_joined = not quotes.endswith(" ") and content.startswith((" ", ">"), start)
    return " " if is_joined else ""
