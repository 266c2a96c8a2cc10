"""Which media types a handler means: ``text/html``, ``image/*``, ``+xml``, ``*/*``.

The words are those of RFC 9110 section 12.5.1 (media-range); the suffix alone stands for all
types with it (RFC 6838 section 4.2.8).
"""

from __future__ import annotations

import re
from typing import Final

# RFC 6838 section 4.2:
#   restricted-name := ALPHA / DIGIT *126(ALPHA / DIGIT / "!#$&-^_.+")
# Deviation: any of the token characters of RFC 2045 that mail uses, "%" and the like left out.
_NAME = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}")
_MEDIA_RANGE = re.compile(rf"{_NAME}/{_NAME}|{_NAME}/\*|\*/\*|\+[a-z0-9][a-z0-9._-]{{0,126}}")

ANY: Final = "*/*"
GENERIC: Final = "application/octet-stream"
"""What stands for a type that is not known."""

EXACT: Final = 3
SUFFIX: Final = 2
TYPE: Final = 1
ANYTHING: Final = 0


def is_media_type(text: str) -> bool:
    """Whether a text is one type and subtype, in lower case, without parameters.

    >>> is_media_type("text/html"), is_media_type("text/*"), is_media_type("Text/HTML")
    (True, False, False)
    """
    return _MEDIA_TYPE.fullmatch(text) is not None


def is_media_range(text: str) -> bool:
    """Whether a text is a media type, ``type/*``, ``*/*`` or ``+suffix``, in lower case.

    >>> [is_media_range(text) for text in ("image/*", "+xml", "*/*", "xml", "*/png")]
    [True, True, True, False, False]
    """
    return _MEDIA_RANGE.fullmatch(text) is not None


def specificity(media_range: str, media_type: str) -> int | None:
    """How exactly a range means a type, from `EXACT` down to `ANYTHING`; None if it does not.

    >>> specificity("+xml", "image/svg+xml") == SUFFIX, specificity("text/*", "image/png")
    (True, None)
    """
    if media_range == media_type:
        return EXACT
    if media_range.startswith("+"):
        return SUFFIX if media_type.endswith(media_range) else None
    if media_range == ANY:
        return ANYTHING
    type_, _, subtype = media_range.partition("/")
    return TYPE if subtype == "*" and media_type.startswith(type_ + "/") else None


def ranges_of(media_type: str) -> tuple[str, ...]:
    """All ranges that mean a type, the most exact first.

    >>> ranges_of("image/svg+xml")
    ('image/svg+xml', '+xml', 'image/*', '*/*')
    """
    type_, _, subtype = media_type.partition("/")
    suffix = subtype.rfind("+")
    by_suffix = (subtype[suffix:],) if suffix > 0 else ()
    return (media_type, *by_suffix, f"{type_}/*", ANY)
