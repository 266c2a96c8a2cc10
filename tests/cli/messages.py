"""Messages that several tests of the commands read."""

from __future__ import annotations

import base64

ENCLOSED = (
    b"Subject: inner\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
    b"--i\r\n\r\nInner text.\r\n--i--\r\n"
)
# An enclosed message in base64: its parts have their places in its decoded content.
NESTED = (
    b"From: a@example.org\nDate: Mon, 01 Jan 2024 00:00:00 +0000\nSubject: outer\n"
    b"Content-Type: multipart/mixed; boundary=o\n\n"
    b"--o\nContent-Type: text/html; charset=utf-8\n\n<p>Outer <b>text</b>.</p>\n"
    b"--o\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(ENCLOSED)
    + b"--o--\n"
)
# A lone base64 character is an error, an obsolete date no more than information.
BROKEN = (
    b"From: a@example.org\nDate: Mon, 01 Jan 2024 00:00:00 GMT\n"
    b"Content-Type: multipart/mixed; boundary=o\n\n"
    b"--o\nContent-Transfer-Encoding: base64\n\nTWFuT\n--o--\n"
)
PLAIN = b"From: a@example.org\nDate: Mon, 01 Jan 2024 00:00:00 +0000\n\nText.\n"
