from __future__ import annotations

import pytest

from mimekit.conversion.sniffing.der_content import CERTIFICATES, CMS, DETACHED, der_type
from mimekit.conversion.sniffing.sample import Sample
from tests.conversion.sniffing.labelled import BY_NAME

PKCS_7 = bytes.fromhex("2a864886f70d0107")
DATA = b"\x06\x09" + PKCS_7 + b"\1"


def of(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    return bytes((tag, 0x82)) + len(content).to_bytes(2) + content


def open_(tag: int, *contents: bytes) -> bytes:
    """With an indefinite length (X.690 section 8.1.3.6)."""
    return bytes((tag, 0x80)) + b"".join(contents) + b"\0\0"


def content_info(kind: int, content: bytes = b"") -> bytes:
    return of(0x30, of(0x06, PKCS_7 + bytes((kind,))), of(0xA0, content))


def signed(digests: bytes, enclosed: bytes) -> bytes:
    return content_info(2, of(0x30, b"\2\1\1", digests, enclosed, bytes(200)))


SHA_256 = of(0x31, of(0x30, b"\6\x09" + bytes(9)))


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(signed(SHA_256, of(0x30, DATA)), DETACHED, id="signature"),
        pytest.param(
            signed(SHA_256, of(0x30, DATA, of(0xA0, of(4, b"Text.")))), CMS, id="signed-content"
        ),
        pytest.param(signed(b"\x31\0", of(0x30, DATA)), CERTIFICATES, id="certificates"),
        pytest.param(
            open_(
                0x30,
                of(0x06, PKCS_7 + b"\2"),
                open_(0xA0, open_(0x30, b"\2\1\1", SHA_256, open_(0x30, DATA), bytes(20))),
            ),
            DETACHED,
            id="signature-of-indefinite-length",
        ),
        pytest.param(
            open_(
                0x30,
                of(0x06, PKCS_7 + b"\2"),
                open_(
                    0xA0,
                    open_(0x30, b"\2\1\1", open_(0x31, b"\x30\2\6\0"), open_(0x30, DATA)),
                ),
            ),
            DETACHED,
            id="digests-of-indefinite-length",
        ),
        pytest.param(
            open_(
                0x30,
                of(0x06, PKCS_7 + b"\2"),
                open_(0xA0, open_(0x30, b"\2\1\1", SHA_256, open_(0x30, DATA, open_(0xA0)))),
            ),
            CMS,
            id="content-of-indefinite-length",
        ),
        pytest.param(content_info(3), CMS, id="enveloped"),
        pytest.param(
            of(0x30, of(6, bytes.fromhex("2a864886f70d0109100117")), b"\xa0\0"),
            CMS,
            id="authenticated-and-enveloped",
        ),
        pytest.param(content_info(1), None, id="data-is-no-mail"),
        pytest.param(content_info(2)[:13], CMS, id="cut-behind-the-identifier"),
        pytest.param(of(0x30, b"\2\1\3", of(0x30, DATA)), "application/x-pkcs12", id="key-store"),
        pytest.param(of(0x30, b"\2\1\0", of(0x30, DATA)), None, id="another-version"),
        pytest.param(
            of(0x30, of(0x30, b"\xa0\3\2\1\2", b"\2\1\7", bytes(50))),
            "application/pkix-cert",
            id="certificate",
        ),
        pytest.param(of(0x30, of(0x30, b"\2\1\7")), None, id="sequence-of-another-kind"),
        pytest.param(b"0\x89" + bytes(20), None, id="length-of-nine-octets"),
        pytest.param(b"0\x84\xff", None, id="length-cut"),
        pytest.param(b"0\x84" + b"\xff" * 4, None, id="nothing-inside"),
        pytest.param(b"0", None, id="tag-alone"),
        pytest.param(b"1\0", None, id="set"),
    ],
)
def test_by_identifiers(octets: bytes, media_type: str | None) -> None:
    assert der_type(Sample(octets)) == media_type


@pytest.mark.parametrize("name", ["p7m", "p7s"])
def test_of_openssl(name: str) -> None:
    assert der_type(Sample(BY_NAME[name].octets)) == BY_NAME[name].media_type
