"""Documents, by markitdown's own converters."""

from __future__ import annotations

import io
from pathlib import PurePath

from mimekit.plugin import Content, Context


def markdown_of(content: Content, context: Context) -> str:
    """What markitdown makes of a document; whatever it raises if it makes nothing.

    It is asked without its plugins, this one among them: mail does not come back here.
    """
    from markitdown import MarkItDown, StreamInfo  # noqa: PLC0415 - seconds, and a model

    context.check()
    name = PurePath(content.name.replace("\\", "/")).name if content.name else None
    info = StreamInfo(
        mimetype=content.media_type,
        extension=PurePath(name).suffix or None if name else None,
        filename=name,
        charset=content.parameters.get("charset"),
    )
    reader = MarkItDown(enable_plugins=False)
    made = reader.convert_stream(io.BytesIO(content.octets), stream_info=info)
    return str(made.markdown)
