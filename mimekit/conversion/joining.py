"""What was inside of a container, in one content."""

from __future__ import annotations

from collections.abc import Sequence

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import Conversion
from mimekit.conversion.document.writers import WRITERS
from mimekit.conversion.options import Options


def join(parts: Sequence[Conversion], to: str, options: Options) -> Content:
    """All of them in one document; of a type that has no writer, the first that was reached.

    Empty if there is none.
    """
    files = tuple(file for part in parts for file in part.files)
    writer = WRITERS.get(to)
    if writer is not None and len(parts) != 1:
        text = writer.write_parts(parts, options)
        return Content(media_type=to, octets=text.encode(), files=files)
    for part in parts:
        if part.is_converted:
            return Content(media_type=to, octets=part.content, name=part.name, files=files)
    return Content(media_type=to, octets=b"", files=files)
