"""Messages that are passed on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import (
    Defect,
    DefectCode,
    HeaderInjectionError,
    Message,
    compose,
    forward,
    parse,
    split_quotes,
)
from tests.composition.received import FIXED, OCTETS, PNG, check_octets
from tests.test_injection import CONTROLS

ORIGINAL = b"""\
From: Ann Weaver <ann@x.test>
To: me@x.test, Ben <ben@x.test>
Cc: Team: ida@x.test;
Bcc: secret@x.test
Subject: The loom
Date: Sat, 28 Nov 2026 09:00:00 +0000

Is it ready?
--\x20
Ann
"""
SUMMARY = """\
---------- Forwarded message ----------
From: Ann Weaver <ann@x.test>
Date: Sat, 28 Nov 2026 09:00:00 +0000
Subject: The loom
To: me@x.test, Ben <ben@x.test>
Cc: ida@x.test

Is it ready?
--\x20
Ann
"""


CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def pass_on(original: bytes | Message = ORIGINAL, **values: Any) -> Message:
    message = parse(original) if isinstance(original, bytes) else original
    return forward(message, **{"from_": "me@x.test", "to": "eva@x.test", **FIXED, **values})


def whole(**values: Any) -> Message:
    return compose(**{"from_": "ann@x.test", **FIXED, **values})


def types(message: Message) -> list[str]:
    return [part.content_type.media_type for part in message.walk(enter_messages=False)]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        pytest.param({}, SUMMARY, id="nothing-new"),
        pytest.param({"text": "See below.\n"}, f"See below.\n\n{SUMMARY}", id="text"),
        pytest.param({"html": "<p>See <b>below</b>."}, f"See below.\n\n{SUMMARY}", id="html"),
    ],
)
def test_text(values: dict[str, Any], text: str) -> None:
    message = pass_on(**values)
    assert message.text == text
    assert b"secret" not in bytes(message)
    assert (message.subject, message.in_reply_to, message.references) == ("Fwd: The loom", (), ())
    assert bytes(message) == bytes(pass_on(**values))


def test_fields_that_are_not_there_are_left_out() -> None:
    assert pass_on(b"X: a\n\nHi\n").text == "---------- Forwarded message ----------\n\nHi\n"


def test_split_quotes_knows_it() -> None:
    split = split_quotes(pass_on(text="See below.\n").text or "")
    assert split.new == "See below.\n\n"


def test_html() -> None:
    page = '<body><p>Look: <img src="cid:loom"><script>x()</script></p></body>'
    original = whole(subject="A <b>", html=page, text="Look", inline={"loom": PNG})
    message = pass_on(original, text="See 1 < 2\n")
    assert types(message) == [
        *("multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png"),
    ]
    image = message.part("2")
    assert image.content == PNG
    assert image.content_id != "loom"
    assert message.html == (
        "<p>See 1 &lt; 2</p>\n"
        "<p>---------- Forwarded message ----------<br>\n"
        "<b>From:</b> ann@x.test<br>\n"
        "<b>Date:</b> Sat, 28 Nov 2026 10:00:00 +0000<br>\n"
        "<b>Subject:</b> A &lt;b&gt;</p>\n"
        f'<div>\n<p>Look: <img src="cid:{image.content_id}"></p>\n</div>\n'
    )


def test_html_of_the_caller_for_mail_without_any() -> None:
    html = pass_on(html="<p>See.</p>").html or ""
    assert html.startswith("<p>See.</p>\n<p>----------")
    assert "<div>Is it ready?<br>\n-- <br>\nAnn</div>" in html


def test_attachments_come_along() -> None:
    enclosed = whole(subject="inner", text="a")
    original = whole(
        text="See",
        attachments=[
            ("plan.pdf", b"%PDF-1\n\xff"),
            ("Größe.csv", "a;ä\n".encode()),
            ("letter.eml", enclosed),
        ],
    )
    message = pass_on(original, attachments=[("mine.txt", b"a")])
    assert [(part.filename, part.content_type) for part in message.attachments] == [
        *((part.filename, part.content_type) for part in original.attachments),
        ("mine.txt", message.attachments[-1].content_type),
    ]
    assert [part.content for part in message.attachments[:3]] == [
        part.content for part in original.attachments
    ]
    inner = message.attachments[2].message
    assert inner is not None
    assert bytes(inner) == bytes(enclosed)


MIXED = b"From: a@x.test\nContent-Type: multipart/%b; boundary=b\n\n--b\n%b\n--b\n%b\n--b--\n"


def part_of(fields: bytes, kind: bytes = b"mixed", defects: list[Defect] | None = None) -> Message:
    return pass_on(MIXED % (kind, b"\nHi", fields), defects=defects)


def test_image_between_texts_is_shown_or_attached() -> None:
    image = b"Content-Type: image/gif\n\nGIF89a"
    [attached] = part_of(image).attachments
    assert (attached.content_type.media_type, attached.content) == ("image/gif", b"GIF89a")
    html = b"Content-Type: text/html\n\n<p>Hi"
    message = pass_on(MIXED % (b"mixed", html, image))
    assert f'<img src="cid:{message.part("2").content_id}" alt="">' in (message.html or "")


@pytest.mark.parametrize(
    ("fields", "media_type", "filename", "content"),
    [
        pytest.param(
            b"Content-Type: image/png; name=a.png\nContent-Disposition: attachment\n\nx",
            *("image/png", "a.png", b"x"),
            id="name-of-the-type",
        ),
        pytest.param(
            b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\n"
            b"Content-Disposition: attachment\n\nx\ny",
            *("text/calendar", None, b"x\ny"),
            id="parameters",
        ),
        pytest.param(
            b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n",
            *("message/delivery-status", None, b"Reporting-MTA: dns; x\r\n"),
            id="status",
        ),
    ],
)
def test_parts_keep_what_they_are(
    fields: bytes, media_type: str, filename: str | None, content: bytes
) -> None:
    defects: list[Defect] = []
    [part] = part_of(fields, defects=defects).attachments
    assert (part.content_type.media_type, part.filename) == (media_type, filename)
    assert part.content == content
    assert defects == []
    assert "name" not in part.content_type.parameters
    method = b"method" in fields
    assert part.content_type.parameters.get("method") == ("REQUEST" if method else None)


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        pytest.param(b"Content-Type: message/delivery-status\n\n\xff", b"\xff", id="8bit-status"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=c\n\nno delimiter",
            b"no delimiter",
            id="multipart-in-one-piece",
        ),
    ],
)
def test_parts_that_cannot_be_what_they_are(fields: bytes, content: bytes) -> None:
    defects: list[Defect] = []
    message = part_of(fields, defects=defects)
    [part] = message.attachments
    assert part.content_type.media_type == "application/octet-stream"
    assert part.content == content
    assert [defect.code for defect in defects] == [DefectCode.COPIED_PART_CHANGED]
    assert defects[0].path == "2"
    check_octets(message)


def test_a_message_with_a_line_that_no_transport_takes() -> None:
    defects: list[Defect] = []
    inner = b"A: b\n\n" + b"c" * 2000
    message = part_of(b"Content-Type: message/rfc822\n\n" + inner, defects=defects)
    [part] = message.attachments
    assert (part.content_type.media_type, part.transfer_encoding) == ("message/global", "base64")
    assert part.message is not None
    assert bytes(part.message) == part.content == inner
    assert [defect.code for defect in defects] == [DefectCode.COPIED_PART_CHANGED]
    check_octets(message)


def test_a_signature_stays_behind() -> None:
    signature = b"Content-Type: application/pgp-signature\n\nx"
    assert part_of(signature, b"signed").attachments == ()
    assert [part.content for part in part_of(signature).attachments] == [b"x"]
    signed = b"Content-Disposition: attachment; filename=a\n\nsigned"
    message = pass_on(MIXED % (b"signed", signed, signature))
    assert [part.filename for part in message.attachments] == ["a"]


def test_as_attachment() -> None:
    original = parse(ORIGINAL.replace(b"\n", b"\r\n"))
    message = pass_on(original, as_attachment=True, text="See.", attachments=[("a.txt", b"a")])
    assert types(message) == ["multipart/mixed", "text/plain", "message/rfc822", "text/plain"]
    assert message.text == "See."
    inner = message.part("2").message
    assert inner is not None
    assert bytes(inner) == bytes(original)
    assert pass_on(original, as_attachment=True, html="<p>See.").text == "See."


def test_as_attachment_of_an_enclosed_message() -> None:
    original = pass_on(whole(text="inner"), as_attachment=True)
    assert types(original) == ["multipart/mixed", "message/rfc822"]  # and no empty text
    inner = original.part("1").message
    assert inner is not None
    again = pass_on(inner, as_attachment=True).part("1").message
    assert again is not None
    assert bytes(again) == bytes(inner)


def test_controls_in_the_summary_and_in_names() -> None:
    defects: list[Defect] = []
    name = b"Content-Disposition: attachment; filename*=utf-8''a%0D%0ABcc:%20x.txt\n\nx"
    original = MIXED.replace(b"a@x.test", b"=?utf-8?q?a=0A=0Ab?= <a@x.test>") % (
        *(b"mixed", b"\nHi", name),
    )
    message = pass_on(original, defects=defects)
    assert message.text == ("---------- Forwarded message ----------\nFrom: a  b <a@x.test>\n\nHi")
    assert [part.filename for part in message.attachments] == ["a  Bcc: x.txt"]
    assert {defect.code for defect in defects} == {DefectCode.COPIED_CONTROL}
    assert len(defects) == 2
    check_octets(message)


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("name", ["from_", "to", "cc", "bcc", "subject"])
def test_controls_of_the_caller_are_refused(name: str, control: str) -> None:
    text = f"a{control}Bcc: x"
    values: dict[str, Any] = {name: text if name == "subject" else f"{text} <a@x.test>"}
    with pytest.raises(HeaderInjectionError):
        pass_on(**values)


def test_mistakes() -> None:
    with pytest.raises(TypeError, match="what is forwarded is a Message"):
        forward(ORIGINAL, from_="a@x.test", to="b@x.test")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="attachments"):
        pass_on(attachments="a.txt")


@pytest.mark.parametrize("folder", sorted(path for path in CORPUS.iterdir() if path.is_dir()))
def test_the_corpus_is_passed_on(folder: Path) -> None:
    for path in sorted(folder.glob("*.eml")):
        octets = path.read_bytes()
        if len(octets) < 50_000:
            check_octets(pass_on(octets, html="<p>See."))


@given(OCTETS, st.sampled_from([None, "<p>See."]))
def test_any_message_is_passed_on(octets: bytes, html: str | None) -> None:
    defects: list[Defect] = []
    message = pass_on(octets, text="See.", html=html, defects=defects)
    check_octets(message)
    assert (message.subject or "").startswith("Fwd:")
    assert (message.text or "").startswith("See.\n\n---------- Forwarded")
    assert all(str(defect) for defect in defects)


@given(OCTETS)
def test_any_message_is_attached(octets: bytes) -> None:
    octets = octets.replace(b"\r", b"").replace(b"\n", b"\r\n")
    original = b"".join([b"X: a\r\n", octets, b"\r\n\r\nend"])
    message = pass_on(original, as_attachment=True)
    [part] = [part for part in message.parts if part.message is not None]
    assert part.message is not None
    assert bytes(part.message) == original
