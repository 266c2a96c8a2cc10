"""As what a content can be read: as it is declared, and as its octets say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.registry import Registry
from mimekit.conversion.sniffing.alike import says_nothing
from mimekit.conversion.sniffing.signatures import SIGNATURES
from mimekit.conversion.sniffing.sniff import Sniffed, sniff


def readings(
    content: Content, registry: Registry, warn: Callable[[WarningCode, str], None]
) -> Iterator[Content]:
    """The content under each type that it may be of, the likeliest first.

    Warns where the declared type, the octets and the file name contradict each other.
    """
    if _is_plain_text(content):
        yield content
        return
    sniffed = sniff(
        content.octets,
        name=content.name,
        declared=content.media_type,
        signatures=(*registry.signatures, *SIGNATURES),
    )
    for conflict in sniffed.conflicts:
        warn(WarningCode.TYPE_CONFLICT, conflict.sentence)
    found = replace(content, media_type=sniffed.media_type)
    if sniffed.media_type == content.media_type:
        yield content
    elif says_nothing(content.media_type) or _is_no_text(content, sniffed):
        yield found
        yield content
    else:
        yield content
        yield found


def _is_plain_text(content: Content) -> bool:
    """Whether there is nothing to find out: text or structure of a message, and not a file."""
    type_ = content.media_type.partition("/")[0]
    return type_ in ("multipart", "message") or (type_ == "text" and not content.name)


def _is_no_text(content: Content, sniffed: Sniffed) -> bool:
    """Whether what is declared as text is something else, such as a PDF."""
    return content.media_type.startswith("text/") and not sniffed.media_type.startswith("text/")
