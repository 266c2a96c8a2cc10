"""The client of a hop, out of the comments of its Received field (RFC 5321 section 4.4).

RFC 5321 gives the comment behind "from" a form, ``TCP-info``: the reverse name and the
address. Every server adds to it in its own way: what the client said in HELO, what its
ident server (RFC 1413) or its log-in told, which TLS was used. What is read here:

    (mx.example.org [192.0.2.1])                                Postfix, sendmail
    ([192.0.2.1] helo=example.org ident=user)                   Exim
    (HELO example.org) (user@192.0.2.1)                         qmail
    (192.0.2.1) ... (version=TLS1_2, cipher=TLS_...)            Exchange, Gmail
    (using TLSv1.3 with cipher TLS_... (256/256 bits))          Postfix
    (TLS1.3:TLS_...:256)                                        Exim
    (AUTH: LOGIN user, TLS: TLSv1.3,128bits,TLS_...)            Courier
    (account user HELO [192.0.2.1])                             CommuniGate
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from mimekit.codecs import charset


class Peer(NamedTuple):
    """What a server knew of its client; None where it tells nothing."""

    ip: str | None = None
    """The address it came from, in the form of RFC 5952."""
    reverse_name: str | None = None
    """The name of that address, as the server looked it up."""
    helo: str | None = None
    """The name it gave for itself, if the server tells that apart from "from"."""
    helo_command: str | None = None
    """The word before that name: HELO, EHLO or LHLO; Exim writes helo for each."""
    ident: str | None = None
    """The user by ident or log-in, as written: ``user`` or ``user@host``."""
    tls_version: str | None = None
    """``TLSv1.0`` to ``TLSv1.3``, ``SSLv2`` or ``SSLv3``."""
    tls_cipher: str | None = None
    """The cipher suite, in the server's notation."""


UNKNOWN_PEER: Final = Peer()

_MAX_COMMENTS = 16
"""Comments and addresses that are looked at; real stamps have under five."""

_HELO = re.compile(rb"(?<![\w-])(helo|ehlo|lhlo)(?:\s*+=\s*+|\s++|$)([^\s(),;]*+)", re.IGNORECASE)
_LOG_IN = re.compile(
    rb"(?<![\w-])(?:ident[=:]|account\s++|as user\s++|authenticated user\s++"
    rb"|auth:\s*+(?:[a-z0-9-]++\s++(?![,)]))?)([^\s(),;]++)",
    re.IGNORECASE,
)
_USER_AT_HOST = re.compile(rb"(?<![^][\s(),;<>@])([^][\s(),;<>@]++@[^][\s(),;<>@]*+)")
_ENVELOPE = re.compile(rb"\s*+envelope-", re.IGNORECASE)

# RFC 5321 section 4.1.3, with a port behind it or inside as ecelerity has it:
#   address-literal := "[" ( IPv4-address-literal / IPv6-address-literal / ... ) "]"
_LITERAL = re.compile(rb"\[(?:ipv6:)?([0-9a-f.:]++)(?:%\w++)?\]", re.IGNORECASE)
_BARE_ADDRESS = re.compile(rb"(?<![\w.:@-])([0-9a-f]*+[.:][0-9a-f.:]++)(?![\w-])", re.IGNORECASE)
_OCTET = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = re.compile(rb"%b(?:\.%b){3}" % (_OCTET, _OCTET))
_PORT = re.compile(rb":[0-9]{1,5}\Z")

_NAME_BEFORE_ADDRESS = re.compile(rb"(?<![\w.-])([a-z0-9_.-]++)>?+\s*+\[", re.IGNORECASE)
_NAME_ALONE = re.compile(rb"\s*+([a-z0-9_-]++(?>(?:\.[a-z0-9_-]++)+)\.?+)\s*+", re.IGNORECASE)
_NO_NAMES = frozenset((b"unknown", b"unverified", b"verified", b"softdnserr"))

_TLS = re.compile(rb"tls|ssl|cipher|encrypted", re.IGNORECASE)
_TLS_VERSION = re.compile(
    rb"(?<![a-z0-9])(tls|ssl)[-_ ]?v?([1-3])(?:[._]([0-3]))?(?![._]?[0-9])", re.IGNORECASE
)
_CIPHER = re.compile(rb"(?<![\w.@-])[A-Z0-9]++(?>(?:[_-]++[A-Z0-9]++)+)(?![\w.@-])")
_CIPHER_PART = re.compile(rb"AES|DES|RC4|CHACHA20|CAMELLIA|ARIA|SEED|NULL")


def read_peer(words: Sequence[bytes], comments: Iterable[bytes], tls: Iterable[bytes]) -> Peer:
    """The peer by the words of "from", the comments behind them, and all that may tell of TLS.

    >>> peer = read_peer([b"x"], [b"[192.0.2.1] helo=y.example"], [b"TLS1.3:TLS_AES_256:256"])
    >>> peer.ip, peer.helo, peer.tls_version, peer.tls_cipher
    ('192.0.2.1', 'y.example', 'TLSv1.3', 'TLS_AES_256')
    """
    helo = helo_command = ident = ip = reverse_name = None
    behind = b" ".join(words[1:])
    for text in islice((behind, *comments), _MAX_COMMENTS):
        if _ENVELOPE.match(text):
            continue
        rest = text
        if helo_command is None and (match := _HELO.search(rest)):
            helo_command, helo = match[1].upper().decode(), _text(match[2])
            rest = rest[: match.start()] + rest[match.end() :]
        if match := _LOG_IN.search(rest) or _USER_AT_HOST.search(rest):
            user, _, host = match[1].partition(b"@")
            ident = ident or _text(match[1] if host else user)
            rest = rest[: match.start()] + host + rest[match.end() :]
        ip = ip or _address(rest)
        reverse_name = reverse_name or _reverse_name(rest)
    if ip is None and helo_command is not None and words:
        ip = _address(words[0])  # no name was found, and HELO stands elsewhere
    return Peer(ip, reverse_name, helo, helo_command, ident, *_read_tls((*tls, behind)))


def _address(text: bytes) -> str | None:
    """The first IP address, in brackets if there is one in brackets."""
    candidates = chain(_LITERAL.finditer(text), _BARE_ADDRESS.finditer(text))
    for match in islice(candidates, _MAX_COMMENTS):
        address = _ip(match[1]) or _ip(_PORT.sub(b"", match[1]))
        if address is not None:
            return address
    return None


def _ip(text: bytes) -> str | None:
    """The address that ``text`` is, in the form of RFC 5952; None if it is none."""
    if b":" not in text:
        return text.decode() if _IPV4.fullmatch(text) else None
    from ipaddress import IPv6Address  # noqa: PLC0415 - its import costs milliseconds

    try:
        address = IPv6Address(text.decode())
    except ValueError:
        return None
    # RFC 5952 section 5, which Python follows from 3.13 on
    return f"::ffff:{address.ipv4_mapped}" if address.ipv4_mapped else str(address)


def _reverse_name(text: bytes) -> str | None:
    """The name that stands before a "[", or is the whole comment and has a dot."""
    match = _NAME_BEFORE_ADDRESS.search(text) or _NAME_ALONE.fullmatch(text)
    if match is None or match[1].lower() in _NO_NAMES or _IPV4.fullmatch(match[1]):
        return None
    return _text(match[1])


def _read_tls(texts: Iterable[bytes]) -> tuple[str | None, str | None]:
    """The version and the cipher suite, out of texts that do not hold the client's words."""
    version = cipher = None
    for text in texts:
        if _TLS.search(text) and not _HELO.search(text):
            if version is None and (match := _TLS_VERSION.search(text)):
                kind, major, minor = match[1].upper().decode(), match[2].decode(), match[3]
                minor_text = f".{(minor or b'0').decode()}"
                version = f"{kind}v{major}{minor_text if kind == 'TLS' else ''}"
            suites = (match[0] for match in islice(_CIPHER.finditer(text), 50))
            cipher = cipher or next((s for s in suites if _CIPHER_PART.search(s)), None)
    return version, cipher.decode() if cipher else None


def _text(word: bytes) -> str | None:
    """A word without its brackets; None if nothing is left."""
    word = word.strip(b"[]<>")
    return (word.decode() if word.isascii() else charset.decode_header(word)) or None
