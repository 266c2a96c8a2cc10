"""One address: ``addr-spec`` of RFC 5322 section 3.4.1, as it is found and as it must be.

    addr-spec  := local-part "@" domain
    local-part := dot-atom / quoted-string / obs-local-part
    domain     := dot-atom / domain-literal / obs-domain

`read_addr_spec` reads one from the pieces of a field body, `find_addr_specs` those that
stand without brackets among other words; `is_addr_spec` says whether a text is an address
that RFC 5321 can carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from mimekit.defect_codes import DefectCode
from mimekit.fields.lexical import ATEXT, BLANKS, DOTTED, Cursor
from mimekit.fields.lexical import is_dot_atom as _is_dot_atom
from mimekit.fields.phrase import (
    COMMENT,
    LITERAL,
    QUOTED,
    TEXT,
    Piece,
    collapse_blanks,
    decode_raw,
)

# RFC 5321 section 4.5.3.1 and, for a label, RFC 1035 section 2.3.4; all in octets.
MAX_LOCAL_PART_BYTES: Final = 64
MAX_DOMAIN_BYTES: Final = 255
MAX_LABEL_BYTES: Final = 63

# What RFC 6532 section 3.2 would let pass, but for a deviation: the characters that break
# lines are no text; nor are surrogates. A set that names all the others, or these with
# others, takes milliseconds to compile.
_NO_TEXT = r"[\u2028\u2029\ud800-\udfff]"

# What may not stand in RFC 5322 section 3.2.3 and RFC 6532 section 3.2:
#   dot-atom-text := 1*atext *("." 1*atext)
# Deviation: C1 controls are no atext.
_NOT_DOTTED = re.compile(rf'[\x00- "(),:;<>@\[\\\]\x7f-\x9f]|{_NO_TEXT}')

# RFC 5321 section 4.1.2 and RFC 6531 section 3.3:
#   Quoted-string := DQUOTE *QcontentSMTP DQUOTE
#   QcontentSMTP := qtextSMTP / quoted-pairSMTP
_QUOTED_STRING = re.compile(rf'"(?:(?!{_NO_TEXT})[^"\\\x00-\x1f\x7f-\x9f]|\\[ -~])*"')
_QUOTED_SPECIAL = re.compile(r'(["\\])')

# A label that IDNA mapped to ASCII is an ordinary one: mapping must not make an "@" or
# "/" of a character that looks like it (UTS 46 section 4.1, STD3).
_LDH_LABEL = re.compile(r"[0-9A-Za-z_-]+")

# RFC 5321 section 4.1.3, what may be one; the addresses are checked after it:
#   address-literal := "[" (IPv4-address-literal / IPv6-address-literal) "]"
#   IPv6-address-literal := "IPv6:" IPv6-addr
_ADDRESS_LITERAL = re.compile(r"\[(?:[0-9.]+|(?i:ipv6):[0-9A-Fa-f:.]+)\]")

# An address in which a quote stands for each quoted string, a bracket for a domain
# literal, and what its local part may not hold: a quoted string with no dot beside it.
#   obs-local-part := word *("." word)
_ADDR_SPEC = re.compile(rb'([".%b]+)@([.%b]+|\[)' % (ATEXT, ATEXT))
_UNDOTTED_WORDS = re.compile(rb'"[^.]|[^.]"')
_MARKS: Final = {QUOTED: b'"', LITERAL: b"["}

# A local part alone, as systems of one host write it: ASCII, and no encoded word.
_LONE_ATOM = re.compile(rb"(?!=\?)[.%b]+" % ATEXT.removesuffix(rb"\x80-\xff"))

_WORD = re.compile(rb"[^ \t\r\n]+")

# Addresses in one item of a list, where there should be one. A body of nothing else would
# cost far more than a body of addresses between commas.
MAX_ADDRESSES_OF_ITEM: Final = 10_000


class AddrSpec(NamedTuple):
    """An address and its place. Without a domain, the local part is text that is no address."""

    start: int
    end: int
    local_part: str = ""
    domain: str = ""


# -- reading


def find_addr_specs(cursor: Cursor, pieces: list[Piece]) -> tuple[list[Piece], list[AddrSpec]]:
    """The addresses among words that no brackets set apart, and the pieces that are left.

    A lone atom is one, without a domain.
    """
    words = [piece for piece in pieces if piece.kind != COMMENT]
    count = count_at(words)
    if not count and not (len(words) == 1 and _is_lone_atom(words[0])):
        return pieces, []
    start, end = words[0].start, words[-1].end
    length = sum([word.end - word.start for word in words])
    if length == end - start and not BLANKS.search(cursor.body, start, end):  # the plain case
        comments = [piece for piece in pieces if piece.kind == COMMENT]
        return comments, [read_addr_spec(cursor, words)]
    left: list[Piece] = []
    addresses: list[AddrSpec] = []
    for cluster in iter_clusters(pieces):
        if len(addresses) < MAX_ADDRESSES_OF_ITEM and count_at(cluster):
            addresses.append(read_addr_spec(cursor, cluster))
            left += (piece for piece in cluster if piece.kind == COMMENT)
        else:
            left += cluster
    if any(piece.kind != COMMENT for piece in left):
        cursor.note(DefectCode.ADDRESS_BRACKET_MISSING, pieces[0].start, pieces[-1].end)
    return left, addresses


def _is_lone_atom(word: Piece) -> bool:
    return word.kind == TEXT and _LONE_ATOM.fullmatch(word.content) is not None


def iter_clusters(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Words that belong together: nothing parts them, or a dot or ``@`` joins them.

    ``obs-local-part := word *("." word)``, ``obs-domain := atom *("." atom)``, where a
    word or atom may have blanks and comments around it. A comment goes with the words
    before it.
    """
    cluster: list[Piece] = []
    last: Piece | None = None
    for word in _split_words(pieces):
        if word.kind != COMMENT:
            if last is not None and not _is_joined(last, word):
                yield cluster
                cluster = []
            last = word
        cluster.append(word)
    if last is not None:
        yield cluster


def _split_words(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, each run of text cut at those blanks that part words."""
    for piece in pieces:
        if piece.kind != TEXT:
            yield piece
            continue
        joined = collapse_blanks(piece.content).replace(b" .", b".").replace(b". ", b".")
        if b" " not in joined:
            yield Piece(TEXT, piece.start, piece.end, joined)
            continue
        for word in _WORD.finditer(piece.content):
            yield Piece(TEXT, piece.start + word.start(), piece.start + word.end(), word[0])


def _is_joined(left: Piece, right: Piece) -> bool:
    return (
        left.end == right.start
        or (left.kind == TEXT and left.content.endswith((b".", b"@")))
        or (right.kind == TEXT and right.content.startswith((b".", b"@")))
    )


def count_at(pieces: Iterable[Piece]) -> int:
    """How many ``@`` stand outside of quotes."""
    return sum([piece.content.count(b"@") for piece in pieces if piece.kind == TEXT])


def read_addr_spec(cursor: Cursor, cluster: Sequence[Piece]) -> AddrSpec:
    """The address that a cluster is; one that cannot be read is kept as its local part."""
    words = [piece for piece in cluster if piece.kind != COMMENT]
    start, end = words[0].start, words[-1].end
    shape = b"".join([_MARKS.get(word.kind) or word.content for word in words])
    match = _ADDR_SPEC.fullmatch(shape)
    if match is None:
        return keep_text(cursor, start, end, _why_invalid(shape))
    local_part, domain = match.groups()
    has_quoted = b'"' in local_part
    if has_quoted and (_UNDOTTED_WORDS.search(local_part) or _has_quote(words)):
        return keep_text(cursor, start, end, DefectCode.ADDRESS_INVALID)
    if domain == b"[":
        if words[-1].kind != LITERAL:
            return keep_text(cursor, start, end, DefectCode.DOMAIN_LITERAL_INVALID)
        domain = collapse_blanks(words[-1].content).replace(b" ", b"")
        if not is_address_literal(domain.decode("latin-1")):
            cursor.note(DefectCode.DOMAIN_LITERAL_INVALID, start, end)
    if not (_is_dot_atom(local_part) and _is_dot_atom(domain)):
        if not (local_part.strip(b".") and domain.strip(b".")):
            return keep_text(cursor, start, end, DefectCode.ADDRESS_INVALID)
        cursor.note(DefectCode.ADDRESS_DOT, start, end)
    if (has_quoted and len(local_part) > 1) or _has_cfws(words):
        cursor.note(DefectCode.ADDRESS_OBSOLETE, start, end)
    if has_quoted:
        local_part = _unquoted_local_part(words)
    if any(b"=?" in side and b"?=" in side for side in (local_part, domain)):
        cursor.note(DefectCode.ENCODED_WORD_PLACE, start, end)  # some readers decode it
    return AddrSpec(
        start, end, decode_raw(cursor, local_part, start), decode_raw(cursor, domain, start)
    )


def _why_invalid(shape: bytes) -> DefectCode:
    """What keeps words from being an address."""
    count = shape.count(b"@")
    if count > 1:
        return DefectCode.ADDRESS_AMBIGUOUS
    if b"@[" in shape:
        return DefectCode.DOMAIN_LITERAL_INVALID
    if not count and DOTTED.fullmatch(shape):
        return DefectCode.ADDRESS_DOMAIN_MISSING
    return DefectCode.ADDRESS_INVALID


def keep_text(cursor: Cursor, start: int, end: int, code: DefectCode) -> AddrSpec:
    """What stands from ``start`` to ``end``, unfolded, as a local part without a domain."""
    cursor.note(code, start, end)
    text = cursor.body[start:end].replace(b"\r", b"").replace(b"\n", b"")
    return AddrSpec(start, end, decode_raw(cursor, text, start))


def _unquoted_local_part(words: Iterable[Piece]) -> bytes:
    """What stands before the ``@``, quotes resolved."""
    parts: list[bytes] = []
    for word in words:
        if word.kind == TEXT and b"@" in word.content:
            parts.append(word.content.partition(b"@")[0])
            break
        parts.append(word.content)
    return b"".join(parts)


def _has_cfws(words: Iterable[Piece]) -> bool:
    """Whether blanks or comments part the words, or stood in one beside a dot or ``@``."""
    stop = -1
    for word in words:
        if stop not in (-1, word.start):
            return True
        if word.kind == TEXT and word.end - word.start != len(word.content):
            return True
        stop = word.end
    return False


def _has_quote(words: Iterable[Piece]) -> bool:
    """Whether a quote stands in text, as it does in an encoded word that was badly made."""
    return any(word.kind == TEXT and b'"' in word.content for word in words)


# -- judging and writing


def is_dot_atom(text: str) -> bool:
    """Whether ``text`` is a dot-atom-text, of ASCII or not.

    >>> is_dot_atom("john.doe"), is_dot_atom("john..doe"), is_dot_atom("john doe")
    (True, False, False)
    """
    return (
        text != ""
        and _NOT_DOTTED.search(text) is None
        and ".." not in text
        and text[0] != "."
        and text[-1] != "."
    )


def quote_local_part(local_part: str) -> str:
    r"""The local part as it stands in an address: quoted if it is no dot-atom.

    >>> quote_local_part("john.doe"), quote_local_part('a "b" c')
    ('john.doe', '"a \\"b\\" c"')
    """
    if is_dot_atom(local_part):
        return local_part
    return '"' + _QUOTED_SPECIAL.sub(r"\\\1", local_part) + '"'


def is_addr_spec(text: str) -> bool:
    """Whether ``text`` is one address that RFC 5321 can carry, and nothing else.

    A dot-atom or quoted string of at most 64 octets, ``@``, and a domain of at most
    255 octets in labels of at most 63 (those of its A-labels), or the literal of an IP
    address. UTF-8 is allowed
    on both sides (RFC 6531); comments, blanks around and obsolete forms are not.

    >>> is_addr_spec("john.doe@example.com"), is_addr_spec('"john doe"@[192.0.2.1]')
    (True, True)
    >>> is_addr_spec("john..doe@example.com"), is_addr_spec("john@example.com.")
    (False, False)
    """
    if not isinstance(text, str):
        raise TypeError(f"an address is a str, not {type(text).__name__}")
    local_part, _, domain = text.rpartition("@")
    return _is_local_part(local_part) and (is_address_literal(domain) or _is_domain(domain))


def _is_local_part(text: str) -> bool:
    """Whether ``text`` is a dot-atom or quoted string within the limit."""
    if len(text) > MAX_LOCAL_PART_BYTES or not (
        is_dot_atom(text) or _QUOTED_STRING.fullmatch(text)
    ):
        return False
    return len(text.encode()) <= MAX_LOCAL_PART_BYTES


def _is_domain(text: str) -> bool:
    """Whether ``text`` is a dot-atom of labels within the limits, its IDNA labels valid."""
    if len(text) > MAX_DOMAIN_BYTES:
        return False
    domain = ascii_domain(text)
    return (
        domain is not None
        and len(domain) <= MAX_DOMAIN_BYTES
        and all(
            len(label) <= MAX_LABEL_BYTES and not label.startswith("-") and not label.endswith("-")
            for label in domain.split(".")
        )
    )


def ascii_domain(domain: str) -> str | None:
    """The dot-atom ``domain`` with A-labels for what is not ASCII; None if that cannot be.

    RFC 5891, after the mapping of UTS 46. A domain of ASCII without A-labels is left as
    it stands.

    >>> ascii_domain("B\u00fccher.example"), ascii_domain("bad..example")
    ('xn--bcher-kva.example', None)
    """
    if not is_dot_atom(domain):
        return None
    if domain.isascii() and "xn--" not in domain.lower():
        return domain
    import idna  # noqa: PLC0415 - a large table, for such domains only

    try:
        labels = idna.uts46_remap(domain, std3_rules=False).split(".")
        return ".".join(
            label
            if _LDH_LABEL.fullmatch(label) and not label.startswith("xn--")
            else _a_label(label)
            for label in labels
        )
    except UnicodeError:
        return None


def _a_label(label: str) -> str:
    """The A-label of a U-label, or an A-label once checked; raises UnicodeError."""
    import idna  # noqa: PLC0415 - see `ascii_domain`

    return idna.alabel(label).decode("ascii")


def is_address_literal(text: str) -> bool:
    """Whether ``text`` is the literal of an IPv4 or IPv6 address (RFC 5321 section 4.1.3).

    >>> is_address_literal("[192.0.2.1]"), is_address_literal("[IPv6:2001:db8::1]")
    (True, True)
    >>> is_address_literal("[2001:db8::1]"), is_address_literal("[host]")
    (False, False)
    """
    if len(text) > MAX_LABEL_BYTES or not _ADDRESS_LITERAL.fullmatch(text):
        return False
    import ipaddress  # noqa: PLC0415 - for such domains only

    content = text[1:-1]
    try:
        if content[:5].lower() == "ipv6:":
            return bool(ipaddress.IPv6Address(content[5:]))
        return bool(ipaddress.IPv4Address(content))
    except ValueError:
        return False
