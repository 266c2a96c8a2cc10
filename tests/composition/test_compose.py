"""Messages made from values: structure, encodings, and what every reader makes of them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mimekit import ComposeError, Group, HeaderInjectionError, Mailbox, Message, compose, parse
from mimekit.composition import spool
from mimekit.message import attachment

PNG = b"\x89PNG\r\n\x1a\n"
ICS = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nSUMMARY:Fête\nEND:VCALENDAR\n"
FIXED: dict[str, Any] = {"date": datetime(2026, 11, 28, 10, tzinfo=UTC), "seed": 1}


def make(**values: Any) -> Message:
    return compose(**{"from_": "Ann <ann@x.test>", **FIXED, **values})


def tree(message: Message) -> list[str]:
    return [f"{part.path} {part.content_type.media_type}".strip() for part in message.walk()]


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        pytest.param({}, ["text/plain"], id="nothing"),
        pytest.param({"text": "a"}, ["text/plain"], id="text"),
        pytest.param(
            {"html": "<p>a"},
            ["multipart/alternative", "1 text/plain", "2 text/html"],
            id="html",
        ),
        pytest.param(
            {"html": "<img src=cid:a>", "text": "b", "inline": {"a": PNG}},
            [
                *("multipart/related", "1 multipart/alternative", "1.1 text/plain"),
                *("1.2 text/html", "2 image/png"),
            ],
            id="related",
        ),
        pytest.param(
            {"attachments": [("a.pdf", b"")]},
            ["multipart/mixed", "1 application/pdf"],
            id="attachment-alone",
        ),
        pytest.param(
            {"text": "a", "calendar": ICS},
            [
                *("multipart/mixed", "1 multipart/alternative", "1.1 text/plain"),
                *("1.2 text/calendar", "2 application/ics"),
            ],
            id="invitation",
        ),
        pytest.param(
            {"html": "a", "inline": {"a": PNG}, "attachments": [("b", b"")], "calendar": ICS},
            [
                *("multipart/mixed", "1 multipart/related", "1.1 multipart/alternative"),
                *("1.1.1 text/plain", "1.1.2 text/html", "1.1.3 text/calendar"),
                *("1.2 image/png", "2 application/ics", "3 application/octet-stream"),
            ],
            id="all",
        ),
    ],
)
def test_structure(values: dict[str, Any], parts: list[str]) -> None:
    message = make(**values)
    assert tree(message) == parts
    assert bytes(message).isascii()
    codes = {defect.code.value for defect in message.check()}
    assert codes <= {"message-id-invalid"}  # of a cid without "@"


def test_header_fields() -> None:
    message = make(
        to=["Jörg <j@bücher.test>", Mailbox("Doe, J", "j d", "x.test")],
        cc=Group("Friends", (Mailbox("", "f", "x.test"),)),
        bcc="b@x.test",
        subject="Grüße",
        headers=[("Reply-To", "r@x.test"), ("Comments", "1"), ("Comments", "2")],
    )
    assert bytes(message).partition(b"\r\n\r\n")[0].decode() == (
        "Date: Sat, 28 Nov 2026 10:00:00 +0000\r\n"
        "From: Ann <ann@x.test>\r\n"
        'To: =?utf-8?q?J=C3=B6rg?= <j@xn--bcher-kva.test>, "Doe, J" <"j d"@x.test>\r\n'
        "Cc: Friends: f@x.test;\r\n"
        "Bcc: b@x.test\r\n"
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
        f"Message-ID: <{message.message_id}>\r\n"
        "Reply-To: r@x.test\r\n"
        "Comments: 1\r\n"
        "Comments: 2\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=us-ascii\r\n"
        "Content-Transfer-Encoding: 7bit"
    )
    assert str(message.message_id).endswith("@x.test")


def test_address_that_needs_utf8_makes_the_fields_utf8() -> None:
    octets = bytes(make(to="jörg@bücher.test", subject="Grüße", text="ü"))
    assert "To: jörg@bücher.test\r\nSubject: Grüße\r\n".encode() in octets
    assert b"Transfer-Encoding: 8bit" in octets


def test_address_of_another_field_that_needs_utf8() -> None:
    octets = bytes(make(headers={"Reply-To": iter(["jörg@x.test"])}, subject="Grüße"))
    assert "Subject: Grüße\r\n".encode() in octets
    assert "Reply-To: jörg@x.test\r\n".encode() in octets


def test_seed_and_date_decide_every_octet() -> None:
    values: dict[str, Any] = {"html": "a", "attachments": [("a", b"b")]}
    assert bytes(make(**values)) == bytes(make(**values))
    assert bytes(make(**values)) != bytes(make(**values, seed="1"))
    assert bytes(make(**values)) != bytes(make(**values, seed=None))


def test_date_is_now_with_its_zone() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    date = compose(from_="a@x.test").date
    assert date is not None
    assert before <= date <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("given", "message_id"),
    [("1@x.test", "1@x.test"), ("<1@x.test>", "1@x.test"), ("a.b@[192.0.2.1]", "a.b@[192.0.2.1]")],
)
def test_message_id(given: str, message_id: str) -> None:
    assert make(message_id=given).message_id == message_id


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"from_": ()}, id="no-author"),
        pytest.param({"from_": "Ann"}, id="no-address"),
        pytest.param({"from_": ["a@x.test", "b@x.test"]}, id="two-authors-without-sender"),
        pytest.param({"to": "a@b@c.test"}, id="two-at"),
        pytest.param({"to": "a@.test"}, id="domain"),
        pytest.param({"to": Mailbox("", "a", "")}, id="no-domain"),
        pytest.param({"headers": {"Content-Type": "text/html"}}, id="content-field"),
        pytest.param({"headers": {"mime-version": "1.0"}}, id="mime-version"),
        pytest.param({"headers": {"Subject": "a"}}, id="field-with-an-argument"),
        pytest.param({"headers": [("Sender", "a@x.test")] * 2}, id="field-twice"),
        pytest.param({"headers": {"X Y": "a"}}, id="field-name"),
        pytest.param({"message_id": "a"}, id="message-id"),
        pytest.param({"message_id": "a b@x.test"}, id="message-id-blank"),
        pytest.param({"date": datetime(2026, 1, 1)}, id="naive-date"),  # noqa: DTZ001
        pytest.param({"text": "\ud800"}, id="surrogate"),
        pytest.param({"inline": {"a": PNG}}, id="inline-without-html"),
        pytest.param({"html": "", "inline": {"a b": PNG}}, id="cid-blank"),
        pytest.param({"html": "", "inline": {"\u00e9": PNG}}, id="cid-not-ascii"),
        pytest.param({"calendar": "BEGIN:VCALENDAR"}, id="no-method"),
        pytest.param({"calendar": "METHOD:A\nMETHOD:B"}, id="two-methods"),
        pytest.param({"calendar": "METHOD:A B"}, id="method"),
        pytest.param({"calendar": "METHOD:A\nSUMMARY:x\rMETHOD:B\n"}, id="method-behind-cr"),
        pytest.param({"calendar": b"\xff"}, id="calendar-not-utf8"),
    ],
)
def test_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(ComposeError):
        make(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"attachments": "a.txt"},
        {"attachments": b"a"},
        {"attachments": [b"a"]},
        {"attachments": [1]},
        {"attachments": [("a", "text")]},
        {"attachments": [("a",)]},
        {"attachments": [io.StringIO("a")]},
        {"html": "", "inline": {"a": 1}},
        {"to": 1},
        {"subject": b"a"},
        {"headers": {"X": 1}},
    ],
    ids=lambda values: next(iter(values)),
)
def test_types(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        make(**values)


def test_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        make(attachments=[tmp_path / "none"])


def test_two_authors_with_a_sender() -> None:
    message = make(from_=["a@x.test", "b@x.test"], headers={"Sender": "b@x.test"})
    assert [mailbox.local_part for mailbox in message.from_] == ["a", "b"]


def in_file(folder: Path, name: str, octets: bytes) -> object:
    (folder / name).write_bytes(octets)
    return folder / name


def opened(folder: Path, name: str, octets: bytes) -> object:
    (folder / name).write_bytes(octets)
    return (folder / name).open("rb")


@pytest.mark.parametrize(
    "give", [in_file, opened, lambda _, name, octets: (name, octets)], ids=["path", "open", "pair"]
)
@pytest.mark.parametrize(
    ("name", "octets", "media_type", "encoding"),
    [
        pytest.param("a.txt", b"a\r\nb", "text/plain", "7bit", id="text"),
        pytest.param("a.txt", b"a\nb", "text/plain", "base64", id="text-lf"),
        pytest.param("a.csv", "é;a;b\r\n".encode(), "text/csv", "quoted-printable", id="utf-8"),
        pytest.param("a.txt", b"\xe9\xe9\xe9\n", "text/plain", "base64", id="latin-1"),
        pytest.param("a.png", b"\0" * 1000, "image/png", "base64", id="binary"),
        pytest.param("a", PNG, "image/png", "base64", id="by-its-octets"),
        pytest.param("a.xyzzy", b"", "application/octet-stream", "base64", id="unknown"),
        pytest.param("日本.zip", b"PK", "application/zip", "base64", id="name"),
        pytest.param("x.eml", b"A: 1\r\n\r\n", "message/rfc822", "7bit", id="message"),
        pytest.param("x.eml", b"\x00", "application/octet-stream", "base64", id="no-message"),
    ],
)
def test_attachments(
    *,
    give: Callable[[Path, str, bytes], Any],
    name: str,
    octets: bytes,
    media_type: str,
    encoding: str,
    tmp_path: Path,
) -> None:
    item = give(tmp_path, name, octets)
    message = make(text="a", attachments=[item])
    if hasattr(item, "close"):
        item.close()
    [part] = message.attachments
    assert (part.filename, part.content) == (name, octets)
    assert part.content_type.media_type == media_type
    assert part.transfer_encoding == encoding
    assert part.disposition is not None
    assert part.disposition.value == "attachment"


def test_large_file_comes_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "_CHUNK", 57)
    octets = bytes(range(256)) * 5
    items = [tmp_path / "a.bin", io.BytesIO(octets), ("c.bin", octets)]
    (tmp_path / "a.bin").write_bytes(octets)
    message = make(attachments=items)
    assert [part.content for part in message.attachments] == [octets] * 3
    assert max(map(len, bytes(message).split(b"\r\n"))) <= 78


def test_large_message_is_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bytes(make(attachments=[("a.bin", bytes(5000))]))
    monkeypatch.setattr(spool, "SPOOL_FROM_BYTES", 2000)
    message = make(attachments=[("a.bin", bytes(5000))])
    assert bytes(message) == whole
    with (tmp_path / "m.eml").open("wb") as file:
        message.write_to(file)
    assert (tmp_path / "m.eml").read_bytes() == whole


@pytest.mark.parametrize(
    ("octets", "enclosed", "media_type", "encoding"),
    [
        pytest.param(b"A: 1\r\n\r\nb", b"A: 1\r\n\r\nb", "message/rfc822", "7bit", id="plain"),
        pytest.param(b"A: 1\n\nb\n", b"A: 1\r\n\r\nb\r\n", "message/rfc822", "7bit", id="lf"),
        pytest.param(
            b"A: 1\r\n\r\n\xe9", b"A: 1\r\n\r\n\xe9", "message/rfc822", "8bit", id="8bit"
        ),
        pytest.param(
            "A: é\r\n\r\n".encode(), "A: é\r\n\r\n".encode(), "message/global", "8bit", id="utf8"
        ),
        pytest.param(b"A: 1\r\n\r\n\0", b"A: 1\r\n\r\n\0", "message/global", "base64", id="nul"),
        pytest.param(
            b"A: 1\r\n\r\nb\n.\r\n",
            b"A: 1\r\n\r\nb\r\n.\r\n",
            "message/rfc822",
            "7bit",
            id="mixed-line-ends",
        ),
        pytest.param(
            b"A: 1\r\nContent-Transfer-Encoding: binary\r\n\r\nb\n.\r\n",
            b"A: 1\r\nContent-Transfer-Encoding: binary\r\n\r\nb\n.\r\n",
            "message/global",
            "base64",
            id="binary",
        ),
        pytest.param(
            b"A: 1\r\n\r\n" + b"b" * 999,
            b"A: 1\r\n\r\n" + b"b" * 999,
            "message/global",
            "base64",
            id="long-line",
        ),
    ],
)
def test_enclosed_message(octets: bytes, enclosed: bytes, media_type: str, encoding: str) -> None:
    message = make(attachments=[parse(octets), ("named.eml", parse(octets))])
    for part, name in zip(message.parts, (None, "named.eml"), strict=True):
        assert part.content == enclosed
        assert part.content_type.media_type == media_type
        assert part.transfer_encoding == encoding
        assert part.filename == name
    assert message.transfer_encoding == encoding.replace("base64", "7bit")
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\0|[^\r\n]{999}", bytes(message))


def test_boundary_of_an_enclosed_message_is_another() -> None:
    inner = make(html="a", attachments=[("a", b"")])
    message = make(html="a", attachments=[inner])
    [part] = message.attachments
    assert part.message is not None
    assert bytes(part.message) == bytes(inner)


def test_inline_parts(tmp_path: Path) -> None:
    (tmp_path / "logo.gif").write_bytes(b"GIF89a")
    message = make(html="a", inline={"one@x.test": PNG, "two": tmp_path / "logo.gif"})
    one, two = message.by_content_id("one@x.test"), message.by_content_id("two")
    assert one is not None
    assert two is not None
    assert (one.content, one.content_type.media_type, one.filename) == (PNG, "image/png", None)
    assert (two.content, two.content_type.media_type, two.filename) == (
        *(b"GIF89a", "image/gif", "logo.gif"),
    )
    assert {part.disposition.value for part in (one, two) if part.disposition} == {"inline"}


def test_invitation() -> None:
    message = make(text="a", calendar=ICS.encode())
    shown = message.part("1.2")
    assert shown.content_type.parameters == {"method": "REQUEST", "charset": "utf-8"}
    assert shown.text == ICS
    assert message.part("2").filename == "invite.ics"
    assert message.part("2").content == ICS.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    "text", ["METHOD;X=1:reply\n", "a\r\nMET\r\n HOD:REPLY\r\n", "method:Reply"], ids=repr
)
def test_method_of_an_invitation(text: str) -> None:
    assert make(calendar=text).part("1").content_type.parameters["method"] == "REPLY"


def test_control_in_a_method() -> None:
    with pytest.raises(HeaderInjectionError):
        make(calendar="METHOD:REQUEST\rBcc: b@x.test\r\n")


def test_text_of_html() -> None:
    assert make(html="<p>a<p hidden>b<p>c").text == "a\n\nc"
