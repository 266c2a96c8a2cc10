from __future__ import annotations

import mimekit
from mimekit.codecs import base64
from mimekit.message.findings import findings_of

# The root has two findings, its first part one, and so has the message in its second.
INNER = b"Subject: inner\n"
MESSAGE = (
    b"\n\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\nSubject: no empty line\n"
    b"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    + base64.encode(INNER)
)


def findings(part: mimekit.Part) -> list[tuple[str, str, bytes]]:
    source = MESSAGE if part.source is None else INNER
    found = findings_of(part._tree, part._row)
    return [(defect.code.value, defect.path, source[defect.span.slice]) for defect in found]


def test_each_node_has_its_own_in_the_order_of_the_scan() -> None:
    message = mimekit.parse(MESSAGE)
    header = b"Content-Type: multipart/mixed; boundary=b\n"
    assert findings(message) == [
        ("leading-empty-lines", "", b"\n\n"),
        ("multipart-unterminated", "", header),
    ]
    assert findings(message.part("1")) == [("header-end-missing", "1", b"")]
    assert findings(message.part("2")) == []


def test_those_of_an_encoded_message_come_with_it() -> None:
    message = mimekit.parse(MESSAGE)
    before = [findings(part) for part in message.walk(enter_messages=False)]
    inner = message.part("2.1")
    assert findings(inner) == [("header-end-missing", "2.1", b"")]
    assert inner.defects[0].span == (len(INNER), 0)
    assert [findings(part) for part in message.walk(enter_messages=False)] == before
