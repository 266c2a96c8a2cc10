"""The handlers, as `mimekit.convert` calls them."""

from __future__ import annotations

from datetime import UTC, datetime

import mimekit_outlook
import outlook_msg_writer as msg
import outlook_properties as prop
import outlook_tnef_writer as tnef
import pytest

import mimekit
from mimekit.plugin import Content, Context, Handler, Registry, WarningCode


@pytest.fixture
def registry() -> Registry:
    registry = Registry()
    assert registry.register(mimekit_outlook, "outlook").error is None
    return registry


def contents(octets: bytes, media_type: str) -> list[Content]:
    """What the handler of a type gives."""
    (handler,) = (
        handler for handler in mimekit_outlook.mimekit_handlers() if media_type in handler.accepts
    )
    found: list[Content] = []

    def note(content: Content, to: str, context: Context) -> list[Content]:
        found.extend(handler.convert(content, to, context))
        return []

    registry = Registry(built_in=False)
    registry.add(Handler(name="n", accepts=(media_type,), produces=("*/*",), convert=note))
    mimekit.convert(Content(media_type=media_type, octets=octets), registry=registry)
    return found


STREAM = tnef.tnef(
    tnef.message(prop.text(0x1000, "plain"), prop.octets(0x1013, b"<p>Hello <b>you</b></p>")),
    tnef.attachment(
        prop.text(0x370E, "Text/CSV"),
        prop.text(0x3712, "a@b"),
        title=b"a.csv",
        data=b"1,2",
    ),
    tnef.attachment(prop.text(0x370E, "no type"), title=b"b.bin", data=b"b"),
    tnef.attachment(prop.text(0x370E, "multipart/mixed"), title=b"c.bin", data=b"c"),
    tnef.attachment(
        prop.text(0x3001, "inner"),
        prop.Property(
            0x3701,
            prop.OBJECT,
            (tnef.MESSAGE_INTERFACE + tnef.tnef(tnef.message(prop.text(0x1000, "deep"))),),
        ),
    ),
)


def test_tnef_is_a_container() -> None:
    body, csv, unknown, of_parts, inner = contents(STREAM, "application/ms-tnef")
    assert (body.media_type, body.text) == ("text/html", "<p>Hello <b>you</b></p>")
    assert (csv.media_type, csv.name, csv.content_id) == ("text/csv", "a.csv", "a@b")
    assert (unknown.media_type, unknown.octets) == ("application/octet-stream", b"b")
    assert of_parts.media_type == "application/octet-stream"
    assert (inner.media_type, inner.name) == ("message/rfc822", "inner.eml")
    assert mimekit.parse(inner.octets).text == "deep"


def test_meeting_in_tnef() -> None:
    stream = tnef.tnef(
        tnef.message(
            prop.text(0x001A, "IPM.Schedule.Meeting.Request"),
            prop.time(prop.Name(prop.CALENDAR, 0x820D), datetime(2024, 5, 6, 7, tzinfo=UTC)),
        )
    )
    (calendar,) = contents(stream, "application/vnd.ms-tnef")
    assert calendar.media_type == "text/calendar"
    assert calendar.parameters == {"charset": "utf-8", "method": "REQUEST"}


def test_msg_is_one_message() -> None:
    file = msg.msg(prop.text(0x0037, "Subject"), prop.text(0x1000, "text"))
    (message,) = contents(file, "application/vnd.ms-outlook")
    assert message.media_type == "message/rfc822"
    assert mimekit.parse(message.octets).subject == "Subject"


@pytest.mark.parametrize(
    ("to", "text"),
    [
        pytest.param("text/html", "<p>Hello <b>you</b></p>\n", id="html"),
        pytest.param("text/plain", "Hello you\n", id="text"),
    ],
)
def test_rtf(registry: Registry, to: str, text: str) -> None:
    content = Content(media_type="application/rtf", octets=rb"{\rtf1 Hello {\b you}{\v no}}")
    done = mimekit.convert(content, to, registry=registry)
    assert done.text == text
    assert [warning.code for warning in done.warnings] == [WarningCode.HIDDEN_TEXT]


def mail(text: str, stream: bytes) -> mimekit.Message:
    message = mimekit.compose(from_="ann@example.com", subject="s", text=text, seed=1)
    message.attach(stream, filename="winmail.dat", media_type="application/ms-tnef")
    return message


def test_mail_with_winmail_dat(registry: Registry) -> None:
    done = mimekit.convert(mail("See the file.", STREAM), "text/plain", registry=registry)
    assert done.text is not None
    assert "See the file." in done.text
    assert "Hello you" in done.text
    assert "deep" in done.text


def test_text_that_the_mail_has_too_is_not_repeated(registry: Registry) -> None:
    done = mimekit.convert(mail("Hello  you\n", STREAM), "text/plain", registry=registry)
    assert done.text is not None
    assert done.text.count("you") == 1


@pytest.mark.parametrize(
    ("media_type", "octets"),
    [
        pytest.param("application/ms-tnef", b"nothing", id="tnef"),
        pytest.param("application/vnd.ms-outlook", b"nothing", id="msg"),
    ],
)
def test_another_format_is_said(registry: Registry, media_type: str, octets: bytes) -> None:
    content = Content(media_type=media_type, octets=octets)
    done = mimekit.convert(content, "text/plain", registry=registry)
    assert any("begin" in warning.detail for warning in done.warnings)
