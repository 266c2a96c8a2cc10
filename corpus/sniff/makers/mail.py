"""Messages, mailboxes, and what only mail carries."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
from pathlib import Path

from makers.compound_file import compound_file

RECEIVED = b"""\
Return-Path: <keeper@lighthouse.example.org>\r
Received: from light.example.org (light.example.org [192.0.2.7])\r
\tby harbour.example.net (Postfix) with ESMTPS id 4XyZ1a2b3c\r
\tfor <master@harbour.example.net>; Tue, 3 Nov 2026 08:15:02 +0000 (UTC)\r
Date: Tue, 03 Nov 2026 08:15:00 +0000\r
From: The keeper <keeper@lighthouse.example.org>\r
To: The harbour master <master@harbour.example.net>\r
Subject: Oil for the lamp\r
Message-ID: <20261103.1@lighthouse.example.org>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
Two barrels are left. The lamp takes one a week.\r
""".replace(b"left.", "left, für mehr als zwei Wochen nicht.".encode())
X_FIRST = b"""\
X-Gateway-Id: 77-light\r
X-Spam-Status: No, score=-1.9 required=5.0\r
\ttests=BAYES_00 autolearn=ham\r
X-Priority: 3\r
From: keeper@lighthouse.example.org\r
To: master@harbour.example.net\r
Date: Wed, 04 Nov 2026 09:00:00 +0000\r
Subject: The new lens\r
\r
It came with the morning boat.\r
"""
MBOX = b"""\
From keeper@lighthouse.example.org Tue Nov  3 08:15:02 2026
From: The keeper <keeper@lighthouse.example.org>
To: master@harbour.example.net
Date: Tue, 03 Nov 2026 08:15:00 +0000
Subject: Oil for the lamp

Two barrels are left.
>From now on we save.

From master@harbour.example.net Tue Nov  3 10:01:44 2026
From: master@harbour.example.net
To: keeper@lighthouse.example.org
Date: Tue, 03 Nov 2026 10:01:40 +0000
Subject: Re: Oil for the lamp

The boat brings four.

"""
MAILDIR = b"""\
Delivered-To: master@harbour.example.net
Received: by harbour.example.net; Thu, 05 Nov 2026 11:12:13 +0000
X-Delivery-Id: 17
MIME-Version: 1.0
From: Eva <eva@fjord.example.com>
To: <master@harbour.example.net>
Subject: =?utf-8?q?Bj=C3=B8rn_sails?=
Date: Thu, 05 Nov 2026 11:12:00 +0000
Message-Id: <sails@fjord.example.com>
Content-Type: multipart/mixed; boundary="--=sail"

----=sail
Content-Type: text/plain

With the tide.

----=sail--
"""
CALENDAR = b"""\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Lighthouse//Watch//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:watch-1@lighthouse.example.org\r
DTSTAMP:20261101T080000Z\r
DTSTART:20261110T200000Z\r
DTEND:20261111T040000Z\r
SUMMARY:Night watch\r
END:VEVENT\r
END:VCALENDAR\r
"""
CARD = b"""\
BEGIN:VCARD\r
VERSION:4.0\r
FN:Eva Fjord\r
N:Fjord;Eva;;;\r
EMAIL:eva@fjord.example.com\r
END:VCARD\r
"""


def files() -> dict[str, bytes]:
    """The files by name."""
    enveloped, detached = _cms()
    return {
        "eml-received": RECEIVED,
        "eml-x": X_FIRST,
        "mbox": MBOX,
        "maildir": MAILDIR,
        "tnef": _tnef(),
        "msg": _outlook_item(),
        "p7m": enveloped,
        "p7s": detached,
        "asc": _armoured(),
        "ics": CALENDAR,
        "vcf": CARD,
    }


def _tnef() -> bytes:
    """Winmail.dat with a subject, a message class and one attachment ([MS-OXTNEF])."""
    octets = struct.pack("<IH", 0x223E9F78, 1)
    for level, attribute, content in (
        (1, 0x00089006, struct.pack("<I", 0x00010000)),  # attTnefVersion
        (1, 0x00069007, struct.pack("<II", 1252, 0)),  # attOemCodepage
        (1, 0x00078008, b"IPM.Microsoft Mail.Note\0"),  # attMessageClass
        (1, 0x00018004, b"Oil for the lamp\0"),  # attSubject
        (2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0)),  # attAttachRenddata
        (2, 0x00018010, b"barrels.txt\0"),  # attAttachTitle
        (2, 0x0006800F, b"Two barrels are left.\r\n"),  # attAttachData
    ):
        octets += struct.pack("<BII", level, attribute, len(content)) + content
        octets += struct.pack("<H", sum(content) & 0xFFFF)
    return octets


def _outlook_item() -> bytes:
    """A message with one recipient ([MS-OXMSG])."""

    def text(value: str) -> bytes:
        return value.encode("utf-16-le")

    def fixed(tag: int, value: int) -> bytes:
        return struct.pack("<IIQ", tag, 6, value)

    def variable(tag: int, value: bytes) -> bytes:
        return struct.pack("<IIII", tag, 6, len(value) + 2, 0)

    subject, body, name = text("Oil for the lamp"), text("Two are left."), text("Harbour")
    properties = struct.pack("<8xIIII8x", 1, 0, 1, 0)
    properties += fixed(0x340D0003, 0x00040000)  # PidTagStoreSupportMask: Unicode
    properties += variable(0x001A001F, text("IPM.Note")) + variable(0x0037001F, subject)
    properties += variable(0x1000001F, body)
    recipient = bytes(8) + fixed(0x0C150003, 1) + variable(0x3001001F, name)
    return compound_file(
        {
            "__nameid_version1.0": {
                "__substg1.0_00020102": b"",
                "__substg1.0_00030102": b"",
                "__substg1.0_00040102": b"",
            },
            "__properties_version1.0": properties,
            "__substg1.0_001A001F": text("IPM.Note"),
            "__substg1.0_0037001F": subject,
            "__substg1.0_1000001F": body,
            "__recip_version1.0_#00000000": {
                "__properties_version1.0": recipient,
                "__substg1.0_3001001F": name,
            },
        },
        bytes.fromhex("0b0d020000000000c000000000000046"),
    )


def _cms() -> tuple[bytes, bytes]:
    """An encrypted message, and the signature of one."""
    with tempfile.TemporaryDirectory() as folder:

        def openssl(*arguments: str) -> None:
            subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607

        (Path(folder) / "text").write_bytes(b"Content-Type: text/plain\r\n\r\nTwo are left.\r\n")
        openssl(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "cert"),
            *("-days", "3650", "-subj", "/CN=keeper@lighthouse.example.org"),
        )
        openssl(
            "cms",
            "-encrypt",
            *["-in", "text", "-outform", "DER", "-out", "p7m", "-aes-128-cbc", "cert"],
        )
        openssl(
            "cms",
            "-sign",
            *["-in", "text", "-signer", "cert", "-inkey", "key", "-outform", "DER", "-out", "p7s"],
        )
        return (Path(folder) / "p7m").read_bytes(), (Path(folder) / "p7s").read_bytes()


def _armoured() -> bytes:
    """A message that is encrypted with a password, in ASCII."""
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(  # noqa: S603
            [
                *("gpg", "--homedir", folder, "--batch", "--pinentry-mode", "loopback"),
                *("--passphrase", "lamp", "--armor", "--symmetric", "--output", "-"),
            ],
            input=b"Two barrels are left.\n",
            check=True,
            capture_output=True,
            env=os.environ,
        ).stdout
