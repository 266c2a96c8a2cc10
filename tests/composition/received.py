"""Messages that are answered and forwarded, and what any answer owes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from mimekit import Message

FIXED: dict[str, Any] = {"date": datetime(2026, 11, 28, 10, tzinfo=UTC), "seed": 1}
PNG = b"\x89PNG\r\n\x1a\n"

_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_NAMES = frozenset(
    (
        *("date", "from", "to", "cc", "subject", "message-id", "in-reply-to", "references"),
        *("mime-version", "content-type", "content-transfer-encoding"),
    )
)

# What is malformed, dangerous or only odd, to stand anywhere.
_PIECES = [
    *(b"From: ", b"To: ", b"Reply-To: ", b"Subject: ", b"Message-ID: ", b"References: "),
    *(b"In-Reply-To: ", b"Mail-Followup-To: ", b"Date: ", b"Sender: ", b"Cc: "),
    *(b"a@x.test", b"<b@y.test>", b'"a\\"', b'"', b"(", b")", b",", b";", b":", b"@", b"<", b">"),
    *(b"g: c@x.test;", "é@x.test".encode(), "a@é.test".encode(), b"a@[x]", b"a..b@x.test"),
    *(b"=?utf-8?q?a=0ABcc:_x=40y.zz?=", b"=?utf-8?b?YQo=?=", b"=?utf-8?q?=C3=A9=09a?=", b"=00"),
    *(b"\n", b"\r\n", b"\r", b"\n\n", b" ", b"\t", b"\n ", b"\0", b"\x0b", b"\x85", b"\xff"),
    *(b"\xe2\x80\xa8", b"a" * 1100, b'"' * 600, b"\xc3\xa9" * 400, b"Re: ", b"[a] ", b"Fwd: "),
    *(b"> ", b"-- \n", b"From x\n", b".\n", b"<p>a", b"<img src=cid:1>", b"<script>", b"</div>"),
    *(b"Content-Type: text/html\n", b"Content-Type: text/plain; format=flowed\n"),
    *(b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: message/rfc822\n"),
    *(b"Content-Type: multipart/related; boundary=b\n", b"Content-Type: image/png; a=b\n"),
    *(b"Content-Type: multipart/alternative; boundary=c\n", b"Content-Type: x/y; z*0=a\n"),
    *(b"Content-Type: text/plain; charset=utf-16\n", b"Content-Type: message/partial; id=1\n"),
    *(b"Content-Disposition: attachment; filename*=utf-8''a%0d%0aBcc:%20x\n", b"\n--b\n"),
    *(b"Content-Disposition: inline; filename=a\n", b"Content-ID: <1>\n", b"\n--b--\n", b"--c\n"),
    *(b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: binary\n"),
]
OCTETS = st.lists(st.sampled_from(_PIECES) | st.binary(max_size=4), max_size=30).map(b"".join)


def check_octets(message: Message) -> None:
    """What every transport takes, and header fields that are ours alone."""
    octets = bytes(message)
    assert _BARE_LINE_END.search(octets) is None
    assert b"\0" not in octets
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    names = [name.lower() for name in message.headers]
    assert {*names} <= _NAMES
    assert len({*names}) == len(names)
    found = [defect for defect in message.check() if not defect.path]
    assert {defect.code.value for defect in found} <= {"header-8bit", "address-obsolete"}
