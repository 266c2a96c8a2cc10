"""What was inside of a container, in one content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    if writer is not None:
        text = writer.write_parts(parts, options)
        return Content(media_type=to, octets=text.encode(), files=files)
    for part in parts:
        if part.is_converted:
            return Content(media_type=to, octets=part.content, name=part.name, files=files)
    return Content(media_type=to, octets=b"", files=files)


def join_texts(contents: Sequence[Content]) -> Sequence[Content]:
    r"""Several texts of one type as one, empty lines between them; what is no text as it is.

    >>> one, two = Content.from_text("one\n"), Content.from_text("two")
    >>> [content.text for content in join_texts([one, two])]
    ['one\n\ntwo']
    """
    types = {content.media_type for content in contents}
    if len(contents) < 2 or len(types) != 1 or not contents[0].media_type.startswith("text/"):
        return contents
    text = "\n\n".join(content.text.strip("\n") for content in contents)
    files = tuple(file for content in contents for file in content.files)
    return (replace(Content.from_text(text, types.pop(), name=contents[0].name), files=files),)
