"""Both directions, against a stand-in that calls plugins as markitdown 0.1 does."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, BinaryIO, ClassVar

import mimekit_markitdown
import pytest
from mimekit_markitdown import mail
from mimekit_markitdown.mail import MailConverter

from mimekit import Message, convert
from mimekit.plugin import Content, Context, Handler, Registry
from mimekit.testing import handler_conformance

# -- what markitdown has


@dataclass(frozen=True, kw_only=True)
class StreamInfo:
    mimetype: str | None = None
    extension: str | None = None
    charset: str | None = None
    filename: str | None = None


class DocumentConverterResult:
    def __init__(self, markdown: str, *, title: str | None = None) -> None:
        self.markdown = markdown
        self.title = title


class MarkItDown:
    """Asks the converters by their priority, and holds them to the rules."""

    made: ClassVar[list[dict[str, object]]] = []

    def __init__(self, **options: object) -> None:
        self.made.append(options)
        self.converters: list[tuple[float, Converter]] = []

    def register_converter(self, converter: Converter, *, priority: float = 0.0) -> None:
        self.converters.insert(0, (priority, converter))
        self.converters.sort(key=lambda each: each[0])

    def convert_stream(
        self, stream: BinaryIO, *, stream_info: StreamInfo
    ) -> DocumentConverterResult:
        errors = []
        for _, converter in self.converters or [(0.0, PLAIN)]:
            place = stream.tell()
            accepted = converter.accepts(stream, stream_info, file_extension=None)
            assert stream.tell() == place
            if accepted:
                try:
                    result = converter.convert(stream, stream_info, _parent_converters=[])
                except Exception as error:  # noqa: BLE001 - as markitdown does
                    errors.append(error)
                else:
                    assert isinstance(result, DocumentConverterResult)
                    return result
                stream.seek(place)
        raise ValueError(f"no converter: {errors}")


class Plain:
    """Its own converter of anything, which comes last."""

    def accepts(self, _stream: BinaryIO, _info: StreamInfo, **_options: object) -> bool:
        return True

    def convert(
        self, stream: BinaryIO, info: StreamInfo, **_options: object
    ) -> DocumentConverterResult:
        octets = stream.read()
        if octets.startswith(b"bad"):
            raise ValueError("a bad document")
        return DocumentConverterResult(f"{info}\n{octets.decode('latin-1')}")


PLAIN = Plain()
Converter = MailConverter | Plain


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = ModuleType("markitdown")
    module.__spec__ = io.__spec__  # find_spec wants one
    module.MarkItDown, module.StreamInfo = MarkItDown, StreamInfo
    module.DocumentConverterResult = DocumentConverterResult
    monkeypatch.setitem(sys.modules, "markitdown", module)
    monkeypatch.setattr(MarkItDown, "made", [])


# -- mail for markitdown


def convert_message(content: Content, to: str, context: Context) -> Iterator[Content]:
    """Stands for what is built in, so that it is known what comes out."""
    assert content.part is not None
    message = content.part
    assert isinstance(message, Message)
    if message.subject == "bad":
        raise ValueError("a bad message")
    context.warn("told to the log")
    yield Content.from_text(f"# {message.subject}\n\n{message.text}", to)


def convert_outlook(content: Content, to: str, _context: Context) -> Iterator[Content]:
    yield Content.from_text(f"{content.name}: {content.text}", to)


def registry(*more: Handler) -> Registry:
    found = Registry(built_in=False)
    found.add(handler("message", "message/rfc822", convert_message), *more)
    return found


def handler(name: str, accepts: str, function: Callable[..., Any]) -> Handler:
    return Handler(name=name, accepts=(accepts,), produces=("text/markdown",), convert=function)


OUTLOOK = handler("msg", "application/vnd.ms-outlook", convert_outlook)
TNEF = handler("tnef", "application/ms-tnef", convert_outlook)
LETTER = b"Subject: The lamp\n\nIt is lit.\n"


def ask(
    octets: bytes, info: dict[str, str], converter: MailConverter | None = None
) -> DocumentConverterResult:
    markitdown = MarkItDown()
    markitdown.register_converter(PLAIN, priority=10.0)
    markitdown.register_converter(converter or MailConverter(registry()), priority=-1.0)
    return markitdown.convert_stream(io.BytesIO(octets), stream_info=StreamInfo(**info))


@pytest.mark.parametrize(
    "info",
    [
        pytest.param({"extension": ".eml"}, id="extension"),
        pytest.param({"extension": ".EML", "mimetype": "application/octet-stream"}, id="capitals"),
        pytest.param({"mimetype": "message/rfc822"}, id="type"),
        pytest.param({"mimetype": "Message/Global; charset=x"}, id="type-with-parameter"),
    ],
)
def test_messages(info: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    made = ask(LETTER, info)
    assert made.title == "The lamp"
    assert made.markdown == "# The lamp\n\nIt is lit.\n"
    assert [record.name for record in caplog.records] == ["mimekit_markitdown.mail"]
    assert "told to the log" in caplog.text


FROM = b"From a@example.org Thu Jan  1 00:00:00 2026\n"
BAD = FROM + b"Subject: bad\n\nx\n\n"
MBOX = FROM + LETTER + b"\n" + BAD + FROM + b"Subject: Two\n\n2\n"


@pytest.mark.parametrize("info", [{"extension": ".mbox"}, {"mimetype": "application/mbox"}])
def test_mailboxes(info: dict[str, str]) -> None:
    """A message that cannot be converted costs only itself."""
    made = ask(MBOX, info)
    assert made.title is None
    assert made.markdown == "# The lamp\n\nIt is lit.\n\n\n---\n\n# Two\n\n2\n"


def test_messages_of_a_mailbox_are_capped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mail, "MAX_MESSAGES", 2)
    octets = (FROM + b"Subject: x\n\n1\n\n") * 5
    assert ask(octets, {"extension": ".mbox"}).markdown.count("# x") == 2
    assert "only 2 messages of the mailbox are converted" in caplog.text


@pytest.mark.parametrize(
    ("octets", "info"),
    [
        pytest.param(b"Dear Zoe", {"extension": ".mbox"}, id="no-mailbox"),
        pytest.param(b"", {"extension": ".mbox"}, id="empty"),
        pytest.param(b"Subject: bad\n\nx", {"extension": ".eml"}, id="bad-message"),
        pytest.param(BAD, {"extension": ".mbox"}, id="bad-messages-only"),
        pytest.param(b"text", {"extension": ".txt"}, id="no-mail"),
        pytest.param(b"text", {"extension": ".dat"}, id="any-data"),
        pytest.param(b"text", {"extension": ".msg"}, id="msg-without-a-plugin"),
        pytest.param(b"text", {}, id="nothing-known"),
    ],
)
def test_the_rest_is_left_to_markitdown(octets: bytes, info: dict[str, str]) -> None:
    assert ask(octets, info).markdown.startswith("StreamInfo(")


@pytest.mark.parametrize(
    ("info", "text"),
    [
        pytest.param({"extension": ".msg", "filename": "a.msg"}, "a.msg: x", id="msg"),
        pytest.param(
            {"filename": "WinMail.dat", "extension": ".dat"}, "WinMail.dat: x", id="tnef"
        ),
        pytest.param({"mimetype": "application/vnd.ms-tnef"}, "None: x", id="tnef-by-type"),
    ],
)
def test_what_outlook_writes_if_a_plugin_reads_it(info: dict[str, str], text: str) -> None:
    assert ask(b"x", info, MailConverter(registry(OUTLOOK, TNEF))).markdown == text


def test_markitdown_registers_it_before_its_own() -> None:
    markitdown = MarkItDown()
    markitdown.register_converter(Plain())
    mimekit_markitdown.register_converters(markitdown, llm_client=None)
    assert [type(each).__name__ for _, each in markitdown.converters] == ["MailConverter", "Plain"]
    assert mimekit_markitdown.__plugin_interface_version__ == 1


def test_the_registry_of_the_process_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = registry()
    monkeypatch.setattr(Registry, "default", classmethod(lambda _: found))
    assert ask(LETTER, {"extension": ".eml"}, MailConverter()).title == "The lamp"


def test_what_is_built_in_converts_attachments() -> None:
    octets = (
        b"Subject: The lamp\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n"
        b"--b\nContent-Type: text/plain; name=costs.txt\n"
        b"Content-Disposition: attachment\n\nOil: 12\n--b--\n"
    )
    made = ask(octets, {"extension": ".eml"}, MailConverter(Registry()))
    assert "See below." in made.markdown
    assert "costs.txt" in made.markdown
    assert "Oil: 12" in made.markdown


# -- documents for mimekit


def documents() -> list[Handler]:
    """The handlers, in this process: the stand-in is in no other."""
    return [replace(each, isolated=False) for each in mimekit_markitdown.mimekit_handlers()]


def both_ways(*more: Handler) -> Registry:
    found = Registry(built_in=False)
    found.add(*documents(), *more)
    return found


def test_documents_are_read_by_markitdown() -> None:
    content = Content(media_type="application/epub+zip", octets=b"book", name="../a/b.epub")
    done = convert(content, registry=both_ways())
    assert (
        done.text
        == f"{StreamInfo(mimetype='application/epub+zip', extension='.epub', filename='b.epub')}\nbook"
    )
    assert [step.target for step in done.steps] == ["text/x-markitdown", "text/markdown"]


def test_its_plugins_are_off_so_that_mail_does_not_come_back() -> None:
    convert(Content(media_type="application/epub+zip", octets=b"x"), registry=both_ways())
    assert MarkItDown.made == [{"enable_plugins": False}]


def test_a_document_that_it_refuses_stays_as_it_is() -> None:
    content = Content(media_type="application/pdf", octets=b"bad")
    done = convert(content, registry=both_ways())
    assert (done.is_converted, done.content) == (False, b"bad")
    assert done.warnings[-1].detail == "ValueError: no converter: [ValueError('a bad document')]"


def pages(_content: Content, to: str, _context: Context) -> Iterator[Content]:
    yield Content.from_text("<p>of another plugin", to)


def test_other_plugins_come_first() -> None:
    """Also those that make HTML, and leave Markdown to mimekit."""
    docx = documents()[0].accepts[-1]
    html = Handler(name="a", accepts=(docx,), produces=("text/html",), convert=pages, priority=-5)
    page = handler("zz", "text/html", convert_outlook)
    content = Content(media_type=docx, octets=b"x")
    done = convert(content, registry=both_ways(page, html))
    assert [step.handler for step in done.steps] == ["added:a", "added:zz"]


@pytest.mark.parametrize("media_type", ["audio/mpeg", "image/png", "text/html", "message/rfc822"])
def test_what_it_would_send_away_or_mimekit_reads_is_not_handed_over(media_type: str) -> None:
    accepted = [entry.label for entry in both_ways().accepting(media_type)]
    assert accepted == []


def test_handlers_keep_the_rules() -> None:
    for each in documents():
        handler_conformance(each, samples=[b"sound"], examples=50)


def test_handlers_run_in_a_process_of_their_own() -> None:
    first, second = mimekit_markitdown.mimekit_handlers()
    assert (first.isolated, second.isolated) == (True, False)
    assert (first.priority, second.priority) == (-20, -20)


def test_without_markitdown_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimekit_markitdown, "find_spec", lambda _: None)
    assert mimekit_markitdown.mimekit_handlers() == ()
