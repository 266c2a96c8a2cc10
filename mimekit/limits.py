"""How much of a message is taken apart.

A grammar of `mimekit.fields` takes octets only, and its own bounds are constants beside
it; docs/how-to/hostile-mail.md lists them, with what lies behind each.
"""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Bounds on what one parse may cost; each with the attack it stands against.

    A limit never changes octets. With ``strict=False`` what lies beyond it is
    left in one piece (a part that is not opened, a header block that is not
    split further) and a defect says so; with ``strict=True`` it raises
    `LimitError`.

    `max_parts` and `max_decoded_bytes` are spent in document order, whatever is read
    first: before an encoded enclosed message is opened, those before it are.
    """

    max_depth: int = 100
    """Levels of nesting, multiparts and enclosed messages together. Real mail has
    under ten; parsers that recurse die of a thousand (CVE-2024-24784 class)."""

    max_parts: int = 10_000
    """Parts in one message. Millions of empty ones exhaust memory
    (npm:mailparser:20180625, Go CVE-2022-41725)."""

    max_header_bytes: int = 4 << 20
    """Octets of one header block. Dovecot CVE-2024-23185: unbounded header size."""

    max_header_fields: int = 100_000
    """Header fields in one header block. Dovecot CVE-2024-23184: list of fields."""

    max_encoded_depth: int = 10
    """Levels of enclosed messages that are encoded, one in the other. RFC 2046 section
    5.2.1 allows none, RFC 6532 section 3.7 a few; quoted-printable need not shrink, so
    that each level costs the memory of the whole."""

    max_decoded_bytes: int = 256 << 20
    """Octets of all encoded enclosed messages of one tree together, decoded.
    A message in base64 in a message in base64 costs its size at each level."""

    strict: bool = False
    """Raise `LimitError` where a limit is passed, instead of a defect."""


def check_limits(limits: Limits) -> None:
    """Raise `TypeError` or `ValueError`, with a sentence, for what cannot be used as limits.

    >>> check_limits(Limits(max_depth=-1))
    Traceback (most recent call last):
        ...
    ValueError: max_depth is -1: it may be 0 at least
    """
    try:
        if min(limits) >= 0 and limits.max_parts > 0:
            return
    except (AttributeError, TypeError):
        pass
    if not isinstance(limits, Limits):
        raise TypeError(f"limits are a mimekit.Limits, not {type(limits).__name__}")
    for name, value in limits._asdict().items():
        if not isinstance(value, int):
            raise TypeError(f"{name} is an int, not {type(value).__name__}")
        least = 1 if name == "max_parts" else 0
        if value < least:
            raise ValueError(f"{name} is {value}: it may be {least} at least")
