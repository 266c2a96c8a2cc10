r"""Text of a message made harmless for a terminal.

Whoever writes a message decides what its subject, its file names and its text hold, an
escape sequence that renames the window or rewrites what was printed before as well as
any other character. The harmful ones are written as Python escapes them: ``\x1b``.
"""

from __future__ import annotations

from itertools import chain

_HARMFUL = (
    range(0x20),  # C0 controls steer the terminal
    range(0x7F, 0xA0),  # DELETE and C1 controls as well
    (0x2028, 0x2029),  # line and paragraph separator end a line
    range(0x202A, 0x202F),  # bidirectional embeddings and overrides (Unicode TR 9), and
    range(0x2066, 0x206A),  # isolates, show text in another order than it has
    range(0xD800, 0xE000),  # lone surrogates, from a file name in the arguments
)
_ESCAPES = {
    number: f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
    for number in chain(*_HARMFUL)
}
_IN_LINE = _ESCAPES | {ord("\t"): " "}
_IN_BLOCK = _ESCAPES | {ord("\t"): "\t", ord("\n"): "\n"}


def one_line(text: str) -> str:
    r"""The text on one line: a tab is a blank, what else is harmful is escaped.

    >>> print(one_line("\x1b]0;owned\x07 Hello\nSubject: \u202egpj"))
    \x1b]0;owned\x07 Hello\x0aSubject: \u202egpj
    """
    return text.translate(_IN_LINE)


def block(text: str) -> str:
    r"""The text with its line ends (LF) and tabs; what is harmful is escaped.

    >>> print(block("One\n\x1b[2JTwo"))
    One
    \x1b[2JTwo
    """
    return text.translate(_IN_BLOCK)
