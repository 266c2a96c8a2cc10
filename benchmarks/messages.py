"""The messages that the benchmarks read: small real mail, and larger ones made here."""

from __future__ import annotations

import base64
import random
import tarfile
from pathlib import Path

SMALL_COUNT = 500
MEDIUM_COUNT = 20
LARGE_COUNT = 3
LARGE_BYTES = 10 << 20  # of the attachment, decoded: about 14 MB as base64

_ROOT = Path(__file__).resolve().parent.parent
_BULK = _ROOT.parent / "shared" / "bulk" / "spamassassin-dev.tar.xz"


def small(bulk: Path = _BULK) -> list[bytes]:
    """Real mail of a few KB where the archive is there, else the messages of corpus/."""
    if bulk.is_file():
        with tarfile.open(bulk) as archive:
            files = sorted(
                (m for m in archive.getmembers() if m.isfile() and "-1/" in m.name),
                key=lambda member: member.name,
            )
            chosen = random.Random(1).sample(files, SMALL_COUNT)  # noqa: S311 - a fixed choice
            return [archive.extractfile(member).read() for member in chosen]  # type: ignore[union-attr]
    return [path.read_bytes() for path in sorted((_ROOT / "corpus").glob("*/*.eml"))]


def medium() -> list[bytes]:
    """About 100 KB each: two texts, and attachments in base64 and quoted-printable."""
    return [mixed(seed, attachment_bytes=20 << 10, attachments=3) for seed in range(MEDIUM_COUNT)]


def large() -> list[bytes]:
    """About 14 MB each: one attachment of 10 MB in base64."""
    return [
        mixed(seed, attachment_bytes=LARGE_BYTES, attachments=1) for seed in range(LARGE_COUNT)
    ]


def mixed(seed: int, *, attachment_bytes: int, attachments: int) -> bytes:
    source = random.Random(seed)  # noqa: S311 - reproducible content
    words = ["mail", "größe", "part", "boundary", "header", "the", "of", "body", "=3D", "\r\n"]
    text = " ".join(source.choice(words) for _ in range(1200))
    parts = [
        b"Content-Type: multipart/alternative; boundary=inner\r\n\r\n"
        b"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + _quoted_printable(text)
        + b"\r\n--inner\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n<p>" + text.encode() + b"</p>\r\n--inner--\r\n"
    ]
    for number in range(attachments):
        encoded = base64.encodebytes(source.randbytes(attachment_bytes))
        parts.append(
            b'Content-Type: application/octet-stream; name="file%d.bin"\r\n'
            b"Content-Transfer-Encoding: base64\r\n"
            b'Content-Disposition: attachment; filename="file%d.bin"\r\n\r\n'
            % (number, number)
            + encoded.replace(b"\n", b"\r\n")
        )
    head = (
        b"Received: from a.example.org (a.example.org [192.0.2.1]) by b.example.org with ESMTP "
        b"id 1; Mon, 02 Nov 2026 10:00:00 +0000\r\n"
        * 4
        + b"From: =?utf-8?q?J=C3=B6rg?= Example <joerg@example.org>\r\n"
        b"To: Somebody Else <else@example.com>, third@example.net\r\n"
        b"Subject: =?utf-8?b?R3LDvMOfZQ==?= from the benchmark %d\r\n"
        b"Date: Mon, 02 Nov 2026 10:00:00 +0000\r\nMessage-ID: <%d@example.org>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n"
        % (seed, seed)
    )
    return head + b"".join(b"--outer\r\n" + part for part in parts) + b"--outer--\r\n"


def _quoted_printable(text: str) -> bytes:
    import quopri  # noqa: PLC0415

    return quopri.encodestring(text.encode()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
