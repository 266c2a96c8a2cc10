"""Parts as objects, and the tree that they make."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

import pytest

from mimekit import Message, parse
from mimekit.jmap.body_part import BODY_PROPERTIES, BodyPartWriter, list_parts


def structure(octets: bytes | Message, *names: str) -> dict[str, Any]:
    message = parse(octets) if isinstance(octets, bytes) else octets
    return BodyPartWriter(names or BODY_PROPERTIES).show_structure(list_parts(message))


def blob(octets: bytes) -> str:
    return "sha256-" + sha256(octets).hexdigest()


NESTED = (
    b"Content-Type: multipart/mixed; boundary=a\n\n"
    b"--a\n\none\n"
    b"--a\nContent-Type: multipart/alternative; boundary=b\n\n"
    b"--b\n\ntwo\n--b\nContent-Type: text/html\n\n<p>three\n--b--\n"
    b"--a\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n"
    b"--c\n\nfour\n--c--\n"
    b"--a--\n"
)


def test_structure() -> None:
    assert structure(NESTED, "partId", "type") == {
        "partId": None,
        "type": "multipart/mixed",
        "subParts": [
            {"partId": "1", "type": "text/plain"},
            {
                "partId": None,
                "type": "multipart/alternative",
                "subParts": [
                    {"partId": "2.1", "type": "text/plain"},
                    {"partId": "2.2", "type": "text/html"},
                ],
            },
            {"partId": "3", "type": "message/rfc822"},
        ],
    }


def test_part_ids_are_paths_from_the_message() -> None:
    message = parse(NESTED)
    for body in list_parts(message):
        assert message.part(body.path) == body.part
    inner = message.part("3").message
    assert inner is not None
    assert [(body.path, body.part_id) for body in list_parts(inner)] == [("", None), ("1", "1")]
    assert inner.part("1").text == "four"


def test_part() -> None:
    octets = (
        b"Content-Type: Text/Plain (x); charset=UTF-8; name=old.txt\n"
        b"Content-Disposition: Attachment; filename*=utf-8''gr%C3%BCn.txt\n"
        b"Content-ID: <one@x.test> (id)\n"
        b"Content-Language: de, (or) en-GB\n"
        b"Content-Location: http://x.test/a\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes("grün".encode())
    )
    assert structure(octets, *BODY_PROPERTIES[:3], *BODY_PROPERTIES[4:]) == {
        "partId": "",
        "blobId": blob("grün".encode()),
        "size": 5,
        "name": "grün.txt",
        "type": "text/plain",
        "charset": "utf-8",
        "disposition": "attachment",
        "cid": "one@x.test",
        "language": ["de", "en-GB"],
        "location": "http://x.test/a",
        "subParts": None,
    }
    headers = structure(octets, "headers")["headers"]
    assert headers[2] == {"name": "Content-ID", "value": " <one@x.test> (id)"}


def test_part_without_fields() -> None:
    assert structure(b"\nHi") == {
        "partId": "",
        "blobId": blob(b"Hi"),
        "size": 2,
        "headers": [],
        "name": None,
        "type": "text/plain",
        "charset": "us-ascii",
        "disposition": None,
        "cid": None,
        "language": None,
        "location": None,
        "subParts": None,
    }


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        pytest.param(b"", "us-ascii", id="no-type"),
        pytest.param(b"Content-Type: text/html\n", "us-ascii", id="text"),
        pytest.param(b"Content-Type: text/x; charset=KOI8-R\n", "koi8-r", id="declared"),
        pytest.param(b"Content-Type: image/png\n", None, id="no-text"),
        pytest.param(b"Content-Type: x/y; charset=utf-8\n", "utf-8", id="declared-of-no-text"),
    ],
)
def test_charset(head: bytes, charset: str | None) -> None:
    assert structure(head + b"\nx", "charset") == {"charset": charset}


def test_digest() -> None:
    octets = b"Content-Type: multipart/digest; boundary=a\n\n--a\n\nSubject: x\n\ny\n--a--\n"
    (part,) = structure(octets, "type", "charset", "blobId")["subParts"]
    assert part == {
        "type": "message/rfc822",
        "charset": None,
        "blobId": blob(b"Subject: x\n\ny"),
    }


def test_multipart() -> None:
    octets = b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\nx\n--a--\n"
    part = structure(octets, "partId", "blobId", "size", "charset", "subParts")
    assert part["subParts"][0]["subParts"] is None
    del part["subParts"]
    assert part == {"partId": None, "blobId": None, "size": 13, "charset": None}


def test_multipart_that_cannot_be_taken_apart_is_a_leaf() -> None:
    octets = b"Content-Type: multipart/mixed; boundary=a\n\nno delimiter"
    assert structure(octets, "partId", "blobId", "subParts") == {
        "partId": "",
        "blobId": blob(b"no delimiter"),
        "subParts": None,
    }


def test_header_properties() -> None:
    octets = NESTED.replace(b"text/html", b"text/html\nX-Odd: 1")
    part = structure(octets, "header:x-odd:asText:all", "partId")
    assert part["header:x-odd:asText:all"] == []
    assert part["subParts"][1]["subParts"][1] == {
        "header:x-odd:asText:all": ["1"],
        "partId": "2.2",
    }


@pytest.mark.parametrize(
    ("field", "type_"),
    [
        pytest.param(b"Content-Type: text/plain/x; a=b\n", "text/plain/x", id="as-stated"),
        pytest.param(b"Content-Type: Text\n", "text", id="half-a-type"),
        pytest.param(b"Content-Type: ; a=b\n", "text/plain", id="nothing-stated"),
        pytest.param(b"", "text/plain", id="no-field"),
    ],
)
def test_a_type_is_what_the_field_states(field: bytes, type_: str) -> None:
    assert structure(field + b"\nHi", "type") == {"type": type_}
