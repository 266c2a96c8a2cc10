"""Bodies as they are written: transfer encodings (RFC 2045 section 6), boundaries, leaves.

How the body of a text is written, the first that can hold it:

1. 7bit: ASCII, in lines that no transport alters and that need no folding.
2. 8bit: the same in other octets, in lines up to the limit, if the wire allows them.
3. quoted-printable, if nearly all of it is ASCII; else base64.

Any other body is binary if the wire allows it, else base64. A body of type message/... is
never encoded (RFC 2046 section 5.2.1): it is 7bit, 8bit or binary by what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import count
from typing import Final, TypeAlias

from mimekit.codecs import base64, charset, quoted_printable
from mimekit.errors import ComposeError
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_id import format_content_id
from mimekit.fields.content_type import ContentType
from mimekit.fields.folding import fold, format_field
from mimekit.wire import SEVEN_BIT, WireFormat

Octets: TypeAlias = bytes | memoryview

_LINE_END = re.compile(rb"\r\n?|\n")
# Lines that transports and mailboxes alter (RFC 5321 section 4.5.2, RFC 4155).
_ALTERED_LINE = re.compile(rb"^(?:From |\.)", re.MULTILINE)
_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_ASCII: Final = bytes(range(128))

# Quoted-printable can be read as it is, and is shorter than base64 if one octet in six is
# quoted; with one in three it is a quarter longer.
_QUOTED_SHARE: Final = 3


def encode_body(
    content: bytes, content_type: ContentType, wire: WireFormat = SEVEN_BIT, *, exact: bool = False
) -> tuple[str, bytes]:
    r"""The transfer encoding that a body should have, and the body in it.

    The line ends of texts and messages become ``wire.newline``; with ``exact`` they are
    kept, as those of a file must be, in base64 if there are others. `ComposeError` for a body
    of type message/... that the wire cannot carry.

    >>> text = ContentType("text", "plain", {"charset": "utf-8"})
    >>> encode_body("naïve café\n".encode(), text)
    ('quoted-printable', b'na=C3=AFve caf=C3=A9\r\n')
    """
    if content_type.type == "message":
        content = content if exact else _LINE_END.sub(wire.newline, content)
        return _allowed_identity(content, wire), content
    if content_type.type == "text" and _is_of_lines(content_type):
        if not exact:
            content = _LINE_END.sub(wire.newline, content)
        if not exact or has_line_ends(content, wire.newline):
            return _encode_text(content, wire)
    if wire.binary:
        return "binary", content
    return "base64", base64.encode(content, newline=wire.newline)


def _is_of_lines(content_type: ContentType) -> bool:
    """Whether CR and LF are line ends in the charset (RFC 2046 section 4.1.1)."""
    label = content_type.parameters.get("charset", "us-ascii")
    try:
        return charset.encode("\r\n", label) == b"\r\n"
    except ComposeError:  # a charset that nobody knows
        return False


def _encode_text(content: bytes, wire: WireFormat) -> tuple[str, bytes]:
    if b"\0" not in content and not _ALTERED_LINE.search(content):
        length = longest_line(content)
        if content.isascii() and length <= wire.line_length:
            return "7bit", content
        if wire.allows_8bit and length <= wire.max_line_length:
            return "7bit" if content.isascii() else "8bit", content
    if len(content.translate(None, _ASCII)) * _QUOTED_SHARE <= len(content):
        return "quoted-printable", quoted_printable.encode(content, newline=wire.newline)
    return "base64", base64.encode(content, newline=wire.newline)


def identity_encoding(content: Octets, wire: WireFormat = SEVEN_BIT) -> str:
    r"""7bit, 8bit or binary: what a body is that stands as it is (RFC 2045 section 2.7 to 2.9).

    >>> [identity_encoding(body) for body in (b"one line", b"caf\xc3\xa9", b"a\rb")]
    ['7bit', '8bit', 'binary']
    """
    octets = memoryview(content)
    is_ascii, longest = True, 0
    column = 0
    last = b""
    for at in range(0, len(octets), _CHUNK):
        piece = last + bytes(octets[at : at + _CHUNK])
        last = b"\r" if piece.endswith(b"\r") and at + _CHUNK < len(octets) else b""
        piece = piece.removesuffix(last)
        if b"\0" in piece or not has_line_ends(piece, wire.newline):
            return "binary"
        is_ascii = is_ascii and piece.isascii()
        first, newline, rest = piece.partition(b"\n")
        longest = max(longest, column + len(first.removesuffix(b"\r")), longest_line(rest))
        column = len(piece) - piece.rfind(b"\n") - 1 if newline else column + len(piece)
    if longest > wire.max_line_length:
        return "binary"
    return "7bit" if is_ascii else "8bit"


_CHUNK: Final = 1 << 20  # octets looked at at a time


def _allowed_identity(content: Octets, wire: WireFormat) -> str:
    """The identity encoding of a body; `ComposeError` if the wire does not allow it."""
    encoding = identity_encoding(content, wire)
    if not may_carry(encoding, wire):
        raise ComposeError(f"an enclosed message is {encoding}, which the wire does not allow")
    return encoding


def may_carry(encoding: str, wire: WireFormat) -> bool:
    """Whether bodies in that transfer encoding may be written.

    >>> may_carry("8bit", SEVEN_BIT), may_carry("8bit", WireFormat(utf8=True))
    (False, True)
    """
    if encoding == "binary":
        return wire.binary
    return encoding != "8bit" or wire.allows_8bit


def has_line_ends(octets: bytes, newline: bytes) -> bool:
    """Whether every CR and LF belongs to a line end of that form."""
    if newline == b"\n":
        return b"\r" not in octets
    return _BARE_LINE_END.search(octets) is None


def longest_line(octets: bytes) -> int:
    """The octets of the longest line, without its line end."""
    return max(map(len, octets.replace(b"\r\n", b"\n").split(b"\n")))


def text_octets(content: bytes | str, content_type: ContentType) -> tuple[bytes, ContentType]:
    """The octets of a body, and its content type with the charset that they are in."""
    if not isinstance(content, str):
        return content, content_type
    parameters = dict(content_type.parameters)
    label = parameters.setdefault("charset", "us-ascii" if content.isascii() else "utf-8")
    return charset.encode(content, label), content_type._replace(parameters=parameters)


def leaf_fields(
    content_type: ContentType,
    encoding: str,
    disposition: ContentDisposition | None,
    content_id: str | None,
    wire: WireFormat,
) -> bytes:
    """The header fields of a body part."""
    fields = [
        format_field("Content-Type", content_type, wire=wire),
        format_field("Content-Transfer-Encoding", encoding, wire=wire),
    ]
    if disposition is not None:
        fields.append(format_field("Content-Disposition", disposition, wire=wire))
    if content_id is not None:
        fields.append(fold("Content-ID", format_content_id(content_id, utf8=wire.utf8), wire=wire))
    return b"".join(fields)


# What `iter_boundaries` yields.
BOUNDARY_LIKE: Final = re.compile(rb"=_[0-9a-f]{32}")


def choose_boundary(seed: str, contents: Iterable[Octets] = ()) -> str:
    """A boundary that occurs in none of the bodies; the same seed and bodies give the same.

    It begins with ``=_``, which stands in no base64 and no quoted-printable (RFC 2045
    section 6.7), so only other bodies need to be given.

    >>> choose_boundary("seed") == choose_boundary("seed", [b"--=_0"])
    True
    """
    bodies = [*contents]
    return next(
        boundary
        for boundary in iter_boundaries(seed)
        if not any(_holds(body, boundary.encode()) for body in bodies)
    )


def iter_boundaries(seed: str) -> Iterator[str]:
    """What `choose_boundary` chooses the first of, without end."""
    for number in count():
        digest = sha256(f"{number} {seed}".encode("utf-8", "surrogatepass")).hexdigest()
        yield f"=_{digest[:32]}"


def _holds(body: Octets, octets: bytes) -> bool:
    return (bytes(body) if isinstance(body, memoryview) else body).find(octets) >= 0
