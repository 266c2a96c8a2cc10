"""``mimekit tree``: the MIME structure of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mimekit.cli import output
from mimekit.cli.reading import takes_message
from mimekit.cli.values import holds_parts, part_value

if TYPE_CHECKING:
    from mimekit import Message, Part

# What is drawn before a part: where a sibling of one above follows, where none
# does, before a part with siblings to follow, before the last one.
_LINES = ("│  ", "   ", "├─ ", "└─ ")
_ASCII_LINES = ("|  ", "   ", "|- ", "`- ")


@click.command(short_help="Draw the MIME structure: types, names, sizes and places.")
@takes_message
def tree(file: str, message: Message, as_json: bool) -> None:
    """Draw the MIME structure: types, charsets, file names, sizes and places.

    Offset and length tell where a part stands in the file, in octets. For parts of an
    enclosed message that is itself encoded they count in its decoded content. The size
    is that of the decoded content.
    """
    if as_json:
        output.write_json({"file": file, "parts": [part_value(part) for part in message.walk()]})
        return
    parts = [*message.walk()]
    drawn = _LINES if output.can_draw("".join(_LINES)) else _ASCII_LINES
    branches = _branches([part.path for part in parts], drawn)
    output.write_line((f"{'offset':>10} {'length':>10} {'size':>10}  part", "bold"))
    for part, branch in zip(parts, branches, strict=True):
        offset, length = part.span or (0, 0)
        size = "" if holds_parts(part) else f"{len(part.content)}"
        place = f"{offset:>10} {length:>10} {size:>10}  "
        # A multipart's root cannot be asked for; a single part can, by a path that is seen.
        path = part.path or ("" if holds_parts(part) else "''")
        media_type = part.content_type.media_type
        output.write_line(
            (place, "dim"), branch, f"{path} " if path else "", (media_type, "bold"), _about(part)
        )


def _about(part: Part) -> str:
    """What stands behind the type."""
    about = []
    if part.charset:
        about.append(f"charset {part.charset}")
    if part.transfer_encoding not in {"7bit", "8bit", "binary"}:
        about.append(part.transfer_encoding)
    if part.filename:
        about.append(f'"{part.filename}"')
    if part.content_id:
        about.append(f"<{part.content_id}>")
    if part.source is not None:
        about.append(f"in the content of {part.source or 'the message'}")
    return "".join(f", {item}" for item in about)


def _branches(paths: list[str], lines: tuple[str, ...] = _LINES) -> list[str]:
    """What is drawn before each part, given all paths in document order.

    >>> _branches(["", "1", "1.1", "2"])[1:]
    ['├─ ', '│  └─ ', '└─ ']
    """
    passing, blank, branch, last = lines
    drawn = []
    follows: list[bool] = []  # by depth: whether a sibling comes later
    for path in reversed(paths):
        depth = path.count(".") + 1 if path else 0
        follows += [False] * (depth + 1 - len(follows))
        above = [passing if sibling else blank for sibling in follows[1:depth]]
        here = (branch if follows[depth] else last) if depth else ""
        drawn.append("".join(above) + here)
        follows[depth:] = [True]
    return drawn[::-1]
