"""Messages as Email objects."""

from __future__ import annotations

import json
import tracemalloc
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit.jmap
from mimekit import Limits, parse, to_jmap
from mimekit.jmap import BODY_PROPERTIES, EMAIL_PROPERTIES
from tests.growth import assert_linear

MAIL = (
    b"From: Ann <ann@x.test>\r\nSender: bot@x.test\r\nReply-To: list@x.test\r\n"
    b"To: Team: joe@x.test, eve@x.test;\r\nCc: c@x.test\r\nBcc: d@x.test\r\n"
    b"Subject: first\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
    b"Date: Tue, 3 Mar 2026 10:00:00 +0100\r\n"
    b"Message-ID: <3@x.test>\r\nIn-Reply-To: <2@x.test>\r\nReferences: <1@x.test>\r\n <2@x.test>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
    b"--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\n\r\n> quoted\r\nHello\r\n  there\r\n"
    b"--b\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n--b--\r\n"
    b"--a\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n"
    b"1;2\r\n--a--\r\n"
)


def address(email: str, name: str | None = None) -> dict[str, str | None]:
    return {"name": name, "email": email}


def test_header_properties() -> None:
    email = to_jmap(parse(MAIL))
    assert [email[name] for name in ("from", "sender", "replyTo", "to", "cc", "bcc")] == [
        [address("ann@x.test", "Ann")],
        [address("bot@x.test")],
        [address("list@x.test")],
        [address("joe@x.test"), address("eve@x.test")],
        [address("c@x.test")],
        [address("d@x.test")],
    ]
    assert email["subject"] == "Grüße"  # the last one
    assert email["sentAt"] == "2026-03-03T10:00:00+01:00"
    assert email["messageId"] == ["3@x.test"]
    assert email["inReplyTo"] == ["2@x.test"]
    assert email["references"] == ["1@x.test", "2@x.test"]
    assert email["headers"][:2] == [
        {"name": "From", "value": " Ann <ann@x.test>"},
        {"name": "Sender", "value": " bot@x.test"},
    ]
    assert len(email["headers"]) == 14


def test_body_properties() -> None:
    email = to_jmap(parse(MAIL), body_properties=["partId", "type"])
    text = {"partId": "1.1", "type": "text/plain"}
    html = {"partId": "1.2", "type": "text/html"}
    csv = {"partId": "2", "type": "text/csv"}
    assert email["bodyStructure"] == {
        "partId": None,
        "type": "multipart/mixed",
        "subParts": [
            {"partId": None, "type": "multipart/alternative", "subParts": [text, html]},
            csv,
        ],
    }
    assert (email["textBody"], email["htmlBody"], email["attachments"]) == ([text], [html], [csv])
    assert email["hasAttachment"] is True
    assert email["preview"] == "Hello there"
    assert email["size"] == len(MAIL)
    assert email["blobId"] == "sha256-" + sha256(MAIL).hexdigest()


def test_a_text_of_the_body_is_no_attachment_for_its_file_name() -> None:
    message = parse(b"Content-Disposition: inline; filename=a.txt\n\nHello")
    email = to_jmap(message, body_properties=["partId"])
    assert [part.path for part in message.attachments] == [""]
    assert (email["textBody"], email["attachments"]) == ([{"partId": ""}], [])


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        pytest.param(
            {}, {"1.1": "> quoted\nHello\n  there", "1.2": "<p>Hello</p>"}, id="text-and-html"
        ),
        pytest.param(
            {"fetch_html_body_values": False}, {"1.1": "> quoted\nHello\n  there"}, id="text"
        ),
        pytest.param({"fetch_text_body_values": False}, {"1.2": "<p>Hello</p>"}, id="html"),
        pytest.param(
            {"fetch_all_body_values": True, "max_body_value_bytes": 8},
            {"1.1": "> quoted", "1.2": "<p>Hello", "2": "1;2"},
            id="all-cut",
        ),
        pytest.param(
            {"fetch_text_body_values": False, "fetch_html_body_values": False}, {}, id="none"
        ),
    ],
)
def test_body_values(arguments: dict[str, Any], values: dict[str, str]) -> None:
    found = to_jmap(parse(MAIL), **arguments)["bodyValues"]
    assert [(part_id, found[part_id]["value"]) for part_id in found] == [*values.items()]


def test_message_without_anything() -> None:
    assert to_jmap(parse(b"")) == {
        "blobId": "sha256-" + sha256(b"").hexdigest(),
        "size": 0,
        "headers": [],
        "messageId": None,
        "inReplyTo": None,
        "references": None,
        "sender": None,
        "from": None,
        "to": None,
        "cc": None,
        "bcc": None,
        "replyTo": None,
        "subject": None,
        "sentAt": None,
        "bodyStructure": to_jmap(parse(b""))["textBody"][0],
        "bodyValues": {"": {"value": "", "isEncodingProblem": False, "isTruncated": False}},
        "textBody": to_jmap(parse(b""))["htmlBody"],
        "htmlBody": to_jmap(parse(b""))["textBody"],
        "attachments": [],
        "hasAttachment": False,
        "preview": "",
    }


def test_what_only_a_store_knows_is_null() -> None:
    names = ["id", "threadId", "mailboxIds", "keywords", "receivedAt"]
    assert to_jmap(parse(MAIL), properties=names) == dict.fromkeys(names)
    assert not {*names} & {*EMAIL_PROPERTIES}


def test_properties_are_those_asked_for_in_their_order() -> None:
    email = to_jmap(
        parse(MAIL),
        properties=(name for name in ("subject", "header:Subject:asText:all", "size")),
        body_properties=iter(()),
    )
    assert [*email.items()] == [
        ("subject", "Grüße"),
        ("header:Subject:asText:all", ["first", "Grüße"]),
        ("size", len(MAIL)),
    ]
    assert to_jmap(parse(MAIL), properties=[]) == {}


def test_every_property_is_there_by_default() -> None:
    email = to_jmap(parse(MAIL))
    assert tuple(email) == EMAIL_PROPERTIES
    assert tuple(email["attachments"][0]) == BODY_PROPERTIES


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        to_jmap(parse(MAIL), max_body_value_bytes=-1)


def test_enclosed_message() -> None:
    outer = parse(b"Content-Type: multipart/x; boundary=z\n\n--z\nContent-Type: message/rfc822\n\n"
                  + MAIL + b"\n--z--\n")  # fmt: skip
    inner = outer.part("1").message
    assert inner is not None
    assert to_jmap(inner) == to_jmap(parse(MAIL))
    (attachment,) = to_jmap(outer)["attachments"]
    assert attachment["blobId"] == to_jmap(inner, properties=["blobId"])["blobId"]


@pytest.mark.parametrize(
    ("head", "has_attachment"),
    [
        pytest.param(
            b"Content-Type: image/png\nContent-Disposition: attachment\n", True, id="yes"
        ),
        pytest.param(b"Content-Type: application/pdf\n", True, id="not-declared"),
        pytest.param(
            b"Content-Type: application/pdf\nContent-Disposition: Inline\n", False, id="inline"
        ),
        pytest.param(b"Content-Type: text/plain\n", False, id="text"),
    ],
)
def test_has_attachment(head: bytes, has_attachment: bool) -> None:  # noqa: FBT001
    email = to_jmap(parse(head + b"\nx"), properties=["hasAttachment"])
    assert email == {"hasAttachment": has_attachment}


@pytest.mark.parametrize(
    ("octets", "preview"),
    [
        pytest.param(b"\n a\t\n\n  b ", "a b", id="blanks"),
        pytest.param(b"\n> a\nb\n>> c\nd", "b d", id="quoted-lines"),
        pytest.param(b"\n> a\n>b", "> a >b", id="only-quoted-lines"),
        pytest.param(b"\n" + b"x" * 300, "x" * 256, id="long"),
        pytest.param(b"\n" + b"x" * 255 + b" y", "x" * 255, id="no-blank-at-the-end"),
        pytest.param(b"Content-Type: image/png\n\nx", "", id="no-text"),
    ],
)
def test_preview(octets: bytes, preview: str) -> None:
    assert to_jmap(parse(octets), properties=["preview"]) == {"preview": preview}


def test_preview_of_html() -> None:
    message = parse(b"Content-Type: text/html\n\n<p>a<b> b</b><p>c")
    assert to_jmap(message, properties=["preview"]) == {"preview": "a b c"}


def test_deep_nesting_is_written_without_recursion() -> None:
    depth = 2000
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)
    )
    message = parse(head.encode() + b"\nx", limits=Limits(max_depth=3 * depth))
    part = to_jmap(message, body_properties=["partId"])["bodyStructure"]
    levels = 0
    while part.get("subParts"):
        (part,) = part["subParts"]
        levels += 1
    assert levels == depth
    assert part["partId"] == ".".join("1" * depth)


def test_nesting_to_the_default_limit_is_json() -> None:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(500))
    assert json.loads(json.dumps(to_jmap(parse(head.encode() + b"\nx"))))


def test_many_parts_cost_linear_time() -> None:
    def write(count: int) -> None:
        octets = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * count
        assert len(to_jmap(parse(octets))["bodyStructure"]["subParts"]) == count

    assert_linear(write, lambda count: count)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                *(b"From:", b"Subject:", b"Date:", b"Content-Type: multipart/mixed; boundary=b\n"),
                *(b"Content-Type: text/plain; charset=utf-16\n", b"Content-Type: image/png\n"),
                *(b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n"),
                *(b"Content-Language:", b"Content-ID: <", b"\n", b"--b\n", b"--b--\n", b"\xff"),
                *(b"=?utf-8?q?=ED=A0=80?=", b"\xed\xa0\x80", b"\0", b" ", b"a", b"=", b"<", b"@"),
            ]
        )
    ).map(b"".join)
)
def test_any_message_is_json(octets: bytes) -> None:
    email = to_jmap(parse(octets), properties=list(EMAIL_PROPERTIES))
    written = json.dumps(email, ensure_ascii=False, allow_nan=False)
    written.encode()
    assert json.loads(written) == email
    assert to_jmap(parse(octets)) == email
    assert len(email["preview"]) <= 256


def test_public_names() -> None:
    assert mimekit.jmap.to_jmap is to_jmap
    assert sorted(mimekit.jmap.__all__) == mimekit.jmap.__all__
    assert all(hasattr(mimekit.jmap, name) for name in mimekit.jmap.__all__)


def test_a_part_that_is_shown_again_has_the_same_headers() -> None:
    email = to_jmap(parse(b"A: 1\nB: 2\n\ntext\n"))
    headers = email["headers"]
    assert headers == [{"name": "A", "value": " 1"}, {"name": "B", "value": " 2"}]
    places = [email["bodyStructure"], *email["textBody"], *email["htmlBody"]]
    assert [place["headers"] is headers for place in places] == [True] * 3


def test_a_flood_of_fields_costs_one_object_a_field() -> None:
    count = 50_000
    message = parse(b"a:\n" * count + b"\n")
    tracemalloc.start()
    try:
        to_jmap(message)
        assert tracemalloc.get_traced_memory()[1] < 450 * count
    finally:
        tracemalloc.stop()
