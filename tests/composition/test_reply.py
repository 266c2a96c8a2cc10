"""Replies: the whole of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimekit import (
    ComposeError,
    Defect,
    DefectCode,
    Group,
    HeaderInjectionError,
    Message,
    forward,
    parse,
    reply,
    split_quotes,
)
from tests.composition.received import FIXED, OCTETS, PNG, check_octets
from tests.test_injection import CONTROLS

PARENT = b"""\
From: Ann Weaver <ann@x.test>
To: me@x.test, Ben <ben@x.test>
Subject: The loom
Date: Sat, 28 Nov 2026 09:00:00 +0000
Message-ID: <loom.1@x.test>

Is it ready?

>\x20I\x20have\x20a\x20loom.
--\x20
Ann
"""
HTML_PARENT = b"""\
From: ann@x.test
Message-ID: <loom/1@x.test>
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<html><body onload=x()><p>Look: <img src="cid:loom" alt="Loom"><script>y()</script></body></html>
--b
Content-Type: image/png; name="loom.png"
Content-ID: <loom>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b--
"""


def answer(octets: bytes = PARENT, **values: Any) -> Message:
    return reply(parse(octets), **{"from_": "me@x.test", **FIXED, **values})


def test_header_fields() -> None:
    message = answer(to_all=True, text="Yes.")
    assert [*message.headers.items()][:8] == [
        ("Date", "Sat, 28 Nov 2026 10:00:00 +0000"),
        ("From", "me@x.test"),
        ("To", "Ann Weaver <ann@x.test>"),
        ("Cc", "Ben <ben@x.test>"),
        ("Subject", "Re: The loom"),
        ("Message-ID", f"<{message.message_id}>"),
        ("In-Reply-To", "<loom.1@x.test>"),
        ("References", "<loom.1@x.test>"),
    ]
    assert bytes(message) == bytes(answer(to_all=True, text="Yes."))


QUOTE = (
    "On Sat, 28 Nov 2026 09:00:00 +0000, Ann Weaver wrote:\n> Is it ready?\n>\n>> I have a loom.\n"
)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        pytest.param({"text": "Yes.\n"}, f"Yes.\n\n{QUOTE}", id="below"),
        pytest.param({"text": "Yes."}, f"Yes.\n\n{QUOTE}", id="no-line-end"),
        pytest.param({"text": "Yes.\n", "quote_above": True}, f"{QUOTE}\nYes.\n", id="above"),
        pytest.param({}, QUOTE, id="quote-alone"),
        pytest.param({"text": "Yes.\n", "quote": False}, "Yes.\n", id="no-quote"),
        pytest.param({"quote": False}, "", id="nothing"),
        pytest.param(
            {"text": "Yes.", "attribution": None},
            "Yes.\n\n" + QUOTE.partition("\n")[2],
            id="no-attribution",
        ),
        pytest.param(
            {"text": "Yes.", "attribution": "{address}:"},
            "Yes.\n\nann@x.test:\n" + QUOTE.partition("\n")[2],
            id="own-attribution",
        ),
        pytest.param({"html": "<p>Yes.</p>"}, f"Yes.\n\n{QUOTE}", id="text-of-html"),
    ],
)
def test_text(values: dict[str, Any], text: str) -> None:
    assert answer(**values).text == text


def test_text_is_flowed() -> None:
    long = "word " * 60 + "end\n"
    message = answer(b"From: a@x.test\n\n" + long.encode(), text=long, attribution=None)
    content_type = message.content_type
    assert content_type.parameters == {"format": "flowed", "charset": "us-ascii"}
    lines = message.content.decode().split("\r\n")
    assert max(map(len, lines)) <= 78
    assert message.text == f"{long}\n> {long}"


def test_a_message_without_text_is_not_quoted() -> None:
    assert answer(b"From: a@x.test\n\n", text="Yes.").text == "Yes."
    message = answer(b"From: a@x.test\n\n", html="<p>Yes.</p>")
    assert (message.text, message.html) == ("Yes.", "<p>Yes.</p>")


def test_split_quotes_finds_what_is_new() -> None:
    assert split_quotes(answer(text="Yes.\n").text or "").new == "Yes.\n\n"


def test_html() -> None:
    message = answer(HTML_PARENT, html="<html><body><p>Fine.</p></body></html>")
    [image] = [part for part in message.walk() if part.content_type.type == "image"]
    assert image.content_id is not None
    assert message.html == (
        "<html><body><p>Fine.</p>\n"
        "<p>ann@x.test wrote:</p>\n"
        '<blockquote type="cite" cite="mid:loom%2F1@x.test">\n'
        f'<p>Look: <img src="cid:{image.content_id}" alt="Loom">\n'
        "</blockquote>\n</body></html>"
    )
    assert (image.content, image.filename) == (PNG, "loom.png")
    assert image.content_id.endswith("@x.test")
    assert image.disposition is not None
    assert image.disposition.value == "inline"


def test_html_of_one_part_and_an_id_that_is_none() -> None:
    parent = b"From: a@x.test\nMessage-ID: <p>\nContent-Type: text/html\n\n<b>Look</b>"
    html = answer(parent, html="x").html or ""
    assert '<blockquote type="cite">\n<b>Look</b>\n</blockquote>' in html


def test_html_above() -> None:
    message = answer(html='<body class="a"><p>Fine.</p>', quote_above=True)
    assert message.html is not None
    assert re.fullmatch(
        r'<body class="a"><p>On .*</p>\n<blockquote type="cite" cite="mid:loom.1@x.test">\n'
        r"<div>Is it ready\?<br>\n<br>\n&gt; I have a loom.</div>\n</blockquote>\n<p>Fine.</p>",
        message.html,
    )


def test_inline_and_attachments_of_the_reply() -> None:
    values: dict[str, Any] = {"inline": {"loom": b"mine"}, "attachments": [("a.txt", b"a")]}
    message = answer(HTML_PARENT, html="<img src=cid:loom>", **values)
    assert [part.content_type.media_type for part in message.walk()] == [
        *("multipart/mixed", "multipart/related", "multipart/alternative", "text/plain"),
        *("text/html", "application/octet-stream", "image/png", "text/plain"),
    ]
    mine = message.by_content_id("loom")
    assert mine is not None
    assert mine.content == b"mine"


def test_images_stay_behind_without_html_or_quote() -> None:
    for values in ({"text": "a"}, {"html": "a", "quote": False}):
        types = [part.content_type.type for part in answer(HTML_PARENT, **values).walk()]
        assert "image" not in types


def test_html_beside_text() -> None:
    parent = (
        b"From: a@x.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        b"Content-Type: text/plain; format=flowed\n\none \ntwo\n--b\nContent-Type: text/html\n\n"
        b"<b>three</b>\n--b--\n"
    )
    html = answer(parent, html="x").html or ""
    assert "<div>one two</div>\n<b>three</b>" in html


def test_recipients_that_are_given() -> None:
    message = answer(to="Eva <eva@x.test>", cc="ida@x.test", bcc="kai@x.test", to_all=True)
    assert list(map(str, message.to)) == ["Eva <eva@x.test>"]
    assert list(map(str, message.cc)) == ["ida@x.test"]
    assert list(map(str, message.bcc)) == ["kai@x.test"]
    added = answer(cc="ida@x.test", to_all=True)
    assert list(map(str, added.cc)) == ["Ben <ben@x.test>", "ida@x.test"]


def test_own_addresses() -> None:
    message = answer(from_="other@x.test", own=["ME@x.test", "BEN@X.TEST"], to_all=True)
    assert [mailbox.addr_spec for mailbox in (*message.to, *message.cc)] == ["ann@x.test"]


def test_addresses_may_come_one_by_one() -> None:
    values: dict[str, Any] = {
        name: iter([address])
        for name, address in (("from_", "b@x.test"), ("own", "me@x.test"), ("cc", "ida@x.test"))
    }
    message = answer(to_all=True, **values)
    assert [mailbox.addr_spec for mailbox in (*message.from_, *message.to, *message.cc)] == [
        *("b@x.test", "ann@x.test", "ben@x.test", "ida@x.test")
    ]


def test_fields_that_are_given_go_first() -> None:
    headers = {"References": ["9@x.test"], "In-Reply-To": "<8@x.test>", "X-A": "b"}
    message = answer(headers=headers, subject="Other", message_id="7@x.test")
    assert (message.references, message.in_reply_to) == (("9@x.test",), ("8@x.test",))
    assert (message.subject, message.message_id) == ("Other", "7@x.test")
    assert answer(subject="").subject is None


def test_a_local_part_beyond_ascii() -> None:
    message = answer("From: Jörg <jörg@x.test>\n\nHi".encode())
    assert "Jörg <jörg@x.test>".encode() in bytes(message)


@pytest.mark.parametrize(
    ("parent", "code"),
    [
        pytest.param(
            b"From: a@x.test\nSubject: =?utf-8?q?a=0ABcc:_x=40y.zz?=",
            DefectCode.COPIED_CONTROL,
            id="subject-CVE-2024-6923",
        ),
        pytest.param(
            b"From: a@x.test\nSubject: =?utf-8?B?YQo=?=",
            DefectCode.COPIED_CONTROL,
            id="subject-gh-132105",
        ),
        pytest.param(
            b"From: =?utf-8?q?a=0D=0ABcc:_x=40y.zz?= <a@x.test>",
            DefectCode.COPIED_CONTROL,
            id="display-name",
        ),
        pytest.param(
            b'From: a@x.test\nMessage-ID: <"a\0Bcc: b"@x>',
            DefectCode.COPIED_MESSAGE_ID_INVALID,
            id="message-id",
        ),
        pytest.param(
            b'From: a@x.test\nReply-To: "a\0Bcc: b"@x.test',
            DefectCode.COPIED_ADDRESS_INVALID,
            id="local-part",
        ),
    ],
)
def test_what_was_read_and_decoded_gets_no_line_of_its_own(
    parent: bytes, code: DefectCode
) -> None:
    defects: list[Defect] = []
    message = answer(parent + b"\n\nHi", defects=defects)
    assert "Bcc" not in message.headers
    check_octets(message)
    assert {defect.code for defect in defects} == {code}


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
def test_controls_of_a_subject_become_blanks(control: str) -> None:
    word = control.encode()
    encoded = "".join(f"={octet:02X}" for octet in word)
    defects: list[Defect] = []
    parent = f"From: a@x.test\nSubject: =?utf-8?q?a{encoded}Bcc:_x=40y.zz?=\n\n".encode()
    message = answer(parent, defects=defects)
    assert message.subject is not None
    assert re.fullmatch(r"Re: a[ \t]+Bcc: x@y\.zz", message.subject)
    assert [defect.code for defect in defects] == [DefectCode.COPIED_CONTROL]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize(
    "place",
    [
        lambda text: {"from_": f"{text} <a@x.test>"},
        lambda text: {"own": f"{text} <a@x.test>"},
        lambda text: {"to": f"{text} <a@x.test>"},
        lambda text: {"cc": f"a{text}@x.test"},
        lambda text: {"bcc": f"{text}: a@x.test;"},
        lambda text: {"subject": text},
        lambda text: {"html": "", "inline": {text: b""}},
        lambda text: {"attachments": [(text, b"")]},
        lambda text: {"headers": {"X-A": text}},
        lambda text: {"headers": {"References": [f"{text}@x.test"]}},
        lambda text: {"message_id": f"{text}@x.test"},
    ],
)
def test_controls_of_the_caller_are_refused(place: Any, control: str) -> None:
    with pytest.raises(HeaderInjectionError):
        answer(**place(f"a{control}Bcc: x@y.zz"))


@pytest.mark.parametrize("length", range(960, 1000, 3))
def test_an_address_that_fits_no_line_of_a_list_is_left_out(length: int) -> None:
    long = f"{'a' * (length - len('@x.test'))}@x.test"
    message = answer(f"From: a@x.test\nTo: {long}, b@x.test\n\n".encode(), to_all=True)
    assert message.cc[-1].addr_spec == "b@x.test"
    assert len(message.cc) == 1 + (length < 980)
    check_octets(message)


def test_mistakes() -> None:
    with pytest.raises(TypeError, match="a reply is to a Message"):
        reply(PARENT, from_="me@x.test")  # type: ignore[arg-type]
    with pytest.raises(ComposeError, match="nobody"):
        answer(b"Subject: a\n\n")
    with pytest.raises(TypeError):
        answer(headers={1: "a"})
    with pytest.raises(ComposeError, match="no @ and domain"):
        answer(own="me")
    with pytest.raises(ComposeError, match="inline"):
        answer(inline={"a": b""})
    with pytest.raises(ComposeError, match="attribution"):
        answer(attribution="{x}")


@given(octets=OCTETS, to_all=st.booleans(), html=st.sampled_from([None, "<p>Yes."]))
@example(octets=b"From: a@x.test\nSubject: " + b"\xc3\xa9" * 2000, to_all=True, html=None)
def test_any_message_is_answered(octets: bytes, *, to_all: bool, html: str | None) -> None:
    defects: list[Defect] = []
    try:
        message = answer(octets, to_all=to_all, text="Yes.", html=html, defects=defects)
    except ComposeError as error:
        assert "nobody can be replied to" in str(error)  # noqa: PT017 - the only one there is
        return
    check_octets(message)
    assert (message.subject or "").startswith("Re:")
    assert message.to
    assert message.text is not None
    assert message.text.startswith("Yes.")
    assert all(str(defect) for defect in defects)


@pytest.mark.parametrize("to", [(), [], Group("nobody", ())], ids=repr)
def test_somebody_gets_it(to: Any) -> None:
    message = parse(b"From: a@x.test\n\n")
    with pytest.raises(ComposeError, match="nobody is to get the reply"):
        reply(message, from_="me@x.test", to=to)
    with pytest.raises(ComposeError, match="nobody is to get the message"):
        forward(message, from_="me@x.test", to=to)
    assert reply(message, from_="me@x.test", to=to, cc="b@x.test").cc


@pytest.mark.parametrize(
    ("type_", "content", "is_taken"),
    [
        (b"image/png", b"x", True),
        (b"application/octet-stream", PNG, True),
        (b"application/octet-stream", b"MZ", False),
        (b"application/x-evil; name=evil.exe", b"MZ", False),
    ],
)
def test_only_images_are_taken_along(type_: bytes, content: bytes, is_taken: bool) -> None:  # noqa: FBT001 - a column
    letter = (
        b"From: a@x.test\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html\n\n<img src=cid:y>\n--b\nContent-ID: <y>\nContent-Type: %b\n"
        b"\n%b\n--b--\n"
    ) % (type_, content)
    answer = reply(parse(letter), from_="me@x.test", html="<p>Hi</p>")
    assert ("multipart/related" in [p.content_type.media_type for p in answer.walk()]) is is_taken
    assert (b"cid:" in bytes(answer)) is is_taken
