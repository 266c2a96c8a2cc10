"""``mimekit tree``: the MIME structure of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mimekit.cli import output
from mimekit.cli.branches import branches, lines_to_draw
from mimekit.cli.reading import takes_message
from mimekit.cli.values import holds_parts, part_value

if TYPE_CHECKING:
    from mimekit import Message, Part


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
    depths = [part.path.count(".") + 1 if part.path else 0 for part in parts]
    output.write_line((f"{'offset':>10} {'length':>10} {'size':>10}  part", "bold"))
    for part, branch in zip(parts, branches(depths, lines_to_draw()), strict=True):
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
