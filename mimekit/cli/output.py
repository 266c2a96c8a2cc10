"""Standard output: plain lines, styled on a terminal, or JSON.

Nothing reaches it but through this module, which makes harmless what could steer
a terminal.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from mimekit.cli.failures import ExitStatus, Failure
from mimekit.cli.safe_text import block, one_line

if TYPE_CHECKING:
    from rich.console import Console

Piece = str | tuple[str, str]
"""Text, or text with a style of rich."""


def prepare() -> None:
    """Let no character fail that the output's encoding lacks: it is escaped."""
    if sys.stdout is None:
        raise Failure(ExitStatus.IO, "cannot write to standard output: it is closed")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def flush() -> None:
    """Hand over all that was written; raises what the system says, if not before."""
    if sys.stdout is not None:
        sys.stdout.flush()


def discard() -> None:
    """Let nothing that is still waiting be written when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout.isatty()


@cache
def console() -> Console | None:
    """What writes styles; None for plain text: no terminal, NO_COLOR (no-color.org), no rich."""
    if not is_terminal() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return None
    try:
        from rich.console import Console  # noqa: PLC0415 - 60 ms, and only for terminals
    except ModuleNotFoundError:
        return None
    return Console(soft_wrap=True, highlight=False)


def write_line(*pieces: Piece) -> None:
    """Write one line, whatever the pieces hold."""
    texts = [(piece, "") if isinstance(piece, str) else piece for piece in pieces]
    texts = [(one_line(text), style) for text, style in texts]
    if styled := console():
        from rich.text import Text  # noqa: PLC0415 - with `console`

        styled.print(Text.assemble(*texts))
    else:
        sys.stdout.write("".join(text for text, _ in texts) + "\n")


def write_block(text: str) -> None:
    """Write the lines of a text, and an end to the last one."""
    sys.stdout.write(block(text))
    if text and not text.endswith("\n"):
        sys.stdout.write("\n")


def write_text(text: str) -> None:
    """Write a text as it stands for whatever reads a pipe; as `write_block` on a terminal."""
    if is_terminal():
        write_block(text)
    else:
        sys.stdout.write(text)


def write_exactly(octets: bytes) -> None:
    """Write octets as they stand for whatever reads a pipe; as `write_block` on a terminal."""
    if is_terminal():
        write_block(octets.decode("utf-8", "replace").replace("\r\n", "\n"))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(octets)


def write_json(document: Mapping[str, object]) -> None:
    """Write one JSON document in ASCII, which any encoding and any terminal stands."""
    json.dump(document, sys.stdout, indent=2)
    sys.stdout.write("\n")


def can_draw(characters: str) -> bool:
    """Whether the output's encoding has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
