"""What an ASN.1 value is: signed or encrypted mail, a signature, a certificate, a key store.

    ContentInfo := SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
    SignedData  := SEQUENCE { version INTEGER, digestAlgorithms SET, encapContentInfo, ... }
    encapContentInfo := SEQUENCE { eContentType OBJECT IDENTIFIER, eContent [0] OPTIONAL }

(RFC 5652 sections 3 and 5.1.) SignedData without eContent is a signature of something else (RFC
8551 section 3.5.3): application/pkcs7-signature. Indefinite lengths (BER) are read as well: mail
programs write them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mimekit.conversion.sniffing.sample import Sample

CMS: Final = "application/pkcs7-mime"
DETACHED: Final = "application/pkcs7-signature"
CERTIFICATES: Final = "application/x-pkcs7-certificates"

_SEQUENCE, _SET, _OID, _INTEGER, _CONTEXT_0 = 0x30, 0x31, 0x06, 0x02, 0xA0

_INDEFINITE = 0x80  # the length of what ends with two zeros (X.690 section 8.1.3.6)
_END_OF_CONTENTS = b"\0\0"
_MAX_ELEMENTS: Final = 20  # in a set of digest algorithms: signers use one or two

_PKCS_7 = bytes.fromhex("2a864886f70d0107")  # 1.2.840.113549.1.7
_CONTENT_TYPES = bytes.fromhex("2a864886f70d01091001")  # 1.2.840.113549.1.9.16.1
_DATA, _SIGNED = _PKCS_7 + b"\x01", _PKCS_7 + b"\x02"
_OTHER_CMS: Final = frozenset(
    (
        _PKCS_7 + b"\x03",  # enveloped
        _PKCS_7 + b"\x05",  # digested
        _PKCS_7 + b"\x06",  # encrypted
        _CONTENT_TYPES + b"\x02",  # authenticated
        _CONTENT_TYPES + b"\x09",  # compressed
        _CONTENT_TYPES + b"\x17",  # authenticated and enveloped
    )
)


class _Element(NamedTuple):
    tag: int
    start: int  # of its content
    end: int  # behind it; the end of the sample if the length is indefinite


def der_type(sample: Sample) -> str | None:
    """The media type of an ASN.1 value; None if it is none that mail carries."""
    octets = sample.octets
    outer = _element(octets, 0)
    first = _element(octets, outer.start) if outer and outer.tag == _SEQUENCE else None
    if first is None:
        return None
    if first.tag == _OID:
        return _content_info_type(octets, first)
    if first.tag == _INTEGER:
        return _key_store_type(octets, first)
    return _certificate_type(octets, first)


def _content_info_type(octets: bytes, content_type: _Element) -> str | None:
    """By the object identifier of a ContentInfo."""
    identifier = octets[content_type.start : content_type.end]
    if identifier in _OTHER_CMS:
        return CMS
    if identifier != _SIGNED:
        return None
    content = _element(octets, content_type.end)
    signed = _element(octets, content.start) if content else None
    version = _element(octets, signed.start) if signed else None
    digests = _element(octets, version.end) if version else None
    if digests is None or digests.tag != _SET:
        return CMS  # cut within its first octets
    enclosed = _element(octets, _behind(octets, digests))
    if enclosed is None or enclosed.tag != _SEQUENCE:
        return CMS
    kind = _element(octets, enclosed.start)
    inner = _element(octets, kind.end) if kind and kind.end < enclosed.end else None
    if inner is not None and inner.tag == _CONTEXT_0:
        return CMS
    return CERTIFICATES if digests.start == digests.end else DETACHED


def _key_store_type(octets: bytes, version: _Element) -> str | None:
    """PFX := SEQUENCE { version INTEGER (3), authSafe ContentInfo, ... } (RFC 7292 section 4)."""
    safe = _element(octets, version.end)
    kind = _element(octets, safe.start) if safe and safe.tag == _SEQUENCE else None
    if kind is None or octets[version.start : version.end] != b"\x03":
        return None
    is_safe = octets[kind.start : kind.end] in {_DATA, _SIGNED}
    return "application/x-pkcs12" if is_safe else None


def _certificate_type(octets: bytes, to_be_signed: _Element) -> str | None:
    """TBSCertificate := SEQUENCE { version [0] { INTEGER }, serialNumber INTEGER, ... }.

    (RFC 5280 section 4.1. Certificates of version 1, without the first field, are not told.)
    """
    if to_be_signed.tag != _SEQUENCE:
        return None
    version = _element(octets, to_be_signed.start)
    if version is None or octets[version.start : version.end] not in {b"\2\1\1", b"\2\1\2"}:
        return None
    serial = _element(octets, version.end)
    is_certificate = version.tag == _CONTEXT_0 and serial is not None and serial.tag == _INTEGER
    return "application/pkix-cert" if is_certificate else None


def _element(octets: bytes, at: int) -> _Element | None:
    """Tag and length (X.690 section 8.1) at an octet; None if they are not there."""
    if at + 2 > len(octets):
        return None
    tag, length, start = octets[at], octets[at + 1], at + 2
    if length == _INDEFINITE:
        return _Element(tag, start, len(octets))
    if length > _INDEFINITE:
        count = length & 0x7F
        if count > 8 or start + count > len(octets):
            return None
        length = int.from_bytes(octets[start : start + count])
        start += count
    return _Element(tag, start, start + length)


def _behind(octets: bytes, element: _Element) -> int:
    """Where the next element stands, behind one that has a few elements of known length in it."""
    if octets[element.start - 1] != _INDEFINITE:
        return element.end
    at = element.start
    for _ in range(_MAX_ELEMENTS):
        inner = _element(octets, at)
        if inner is None or octets.startswith(_END_OF_CONTENTS, at):
            break
        at = inner.end
    return at + len(_END_OF_CONTENTS)
