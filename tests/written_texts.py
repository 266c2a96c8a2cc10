"""How each text of the public API gets into a message, a header field or a mailbox.

One line for each way: PLACES for what is written, READ for what is not, each by the name that
`tests.public_texts` has for it. A place may have several ways, told apart by a word behind its
name. What a call gives back is looked at: a `Message`, the octets of fields or files, or a body
of a field.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from mimekit import (
    ContentDisposition,
    ContentType,
    Group,
    Mailbox,
    Maildir,
    Mbox,
    Message,
    codecs,
    compose,
    parse,
)
from mimekit.fields import (
    address_format,
    authentication_results,
    body_format,
    content_disposition,
    content_id,
    content_transfer_encoding,
    content_type,
    folding,
    injection,
    list_id,
    message_id,
    parameters,
    phrase,
    phrase_list,
    unstructured,
    url_list,
)
from mimekit.fields.authentication_results import AuthenticationResults, MethodResult, Property
from mimekit.fields.list_id import ListId
from tests.written_answers import ANSWERS
from tests.written_reports import REPORTS

Written: TypeAlias = Message | bytes | str
Place: TypeAlias = Callable[[str], Written]

DATE = datetime(2026, 1, 1, tzinfo=UTC)
DATA = (
    b"Subject: s\r\nX-A: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\none\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n"
    b"Content-Disposition: attachment; filename=a.txt\r\n\r\ntwo\r\n--b--\r\n"
)


class Named(io.BytesIO):
    """An open file with a name."""

    def __init__(self, name: str) -> None:
        super().__init__(b"content")
        self.name = name


def made(**values: Any) -> Message:
    return compose(**{"from_": "a@x.test", "date": DATE, "seed": 1, "html": "", **values})


def edited(edit: Callable[[Message], object]) -> Message:
    """An edited message; one whose edit failed must be what it was."""
    message = parse(DATA)
    try:
        edit(message)
    except BaseException:
        assert bytes(message) == DATA
        raise
    return message


def in_folder(write: Callable[[Path], object]) -> bytes:
    """The names and octets of all files that were written, a line of names each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            write(folder)
        except BaseException:
            assert not [path for path in folder.rglob("*") if path.is_file() and path.read_bytes()]
            assert len([*folder.rglob("*")]) <= 4  # the folders of a Maildir, or an empty mbox
            raise
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        names = "".join(f"X-Name: {path.relative_to(folder)}\n" for path in files)
        octets = b"\n".join([path.read_bytes() for path in files])
        return (names.encode() + b"\n" + octets).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def to_mbox(**values: Any) -> bytes:
    def write(folder: Path) -> None:
        with Mbox(folder / "m.mbox", create=True) as mbox:
            mbox.add(b"Subject: s\n\nx\n", date=DATE, **values)

    return in_folder(write)


def to_maildir(write: Callable[[Maildir], object]) -> bytes:
    return in_folder(lambda folder: write(Maildir(folder, create=True)))


def field(name: str, value: Any) -> bytes:
    return folding.format_field(name, value)


def typed(type_: str, subtype: str, values: dict[str, str]) -> bytes:
    return field("Content-Type", ContentType(type_, subtype, values))


def result(*values: Any) -> bytes:
    return field("Authentication-Results", AuthenticationResults("mx.test", (MethodResult(*values),)))  # fmt: skip


def checked(check: Callable[[str], None], text: str) -> str:
    check(text)
    return text


def _in_line(text: str) -> str:
    """A text for a line of iTIP, which an LF ends, as it should."""
    return text.replace("\r\n\t", "\r").replace("\n", "\r")


PROPERTY = ("spf", "pass")
MAILBOX = Mailbox("", "a", "x.test")

PLACES: dict[str, Place] = {
    # -- compose
    "compose.from_": lambda text: made(from_=f"{text} <a@x.test>"),
    "compose.from_ address": lambda text: made(from_=f"a{text}@x.test"),
    "compose.from_ domain": lambda text: made(from_=f"a@x{text}.test"),
    "compose.from_ literal": lambda text: made(from_=f"a@[192.0.2.1{text}]"),
    "compose.from_ quoted": lambda text: made(from_=f'"a{text}b"@x.test'),
    "compose.from_ comment": lambda text: made(from_=f"a@x.test ({text})"),
    "compose.to": lambda text: made(to=f"{text} <a@x.test>"),
    "compose.cc": lambda text: made(cc=[f"{text} <a@x.test>"]),
    "compose.bcc": lambda text: made(bcc=f"{text}: a@x.test;"),
    "compose.subject": lambda text: made(subject=text),
    "compose.inline": lambda text: made(inline={f"a{text}": b""}),
    "compose.attachments": lambda text: made(attachments=[(text, b"")]),
    "compose.attachments open": lambda text: made(attachments=[Named(text)]),
    "compose.attachments message": lambda text: made(attachments=[(text, made())]),
    "compose.calendar": lambda text: made(calendar=f"METHOD:A{_in_line(text)}\r\n"),
    "compose.headers name": lambda text: made(headers={f"X-A{text}": "1"}),
    "compose.headers": lambda text: made(headers={"X-A": text}),
    "compose.headers pairs": lambda text: made(headers=[("X-A", "1"), ("X-A", text)]),
    "compose.headers address": lambda text: made(headers={"Reply-To": f"{text} <a@x.test>"}),
    "compose.headers ids": lambda text: made(headers={"References": [f"1{text}@x.test"]}),
    "compose.headers ids as text": lambda text: made(headers={"References": f"<1{text}@x.test>"}),
    "compose.headers urls": lambda text: made(headers={"List-Help": [f"https://x/{text}"]}),
    "compose.headers url as text": lambda text: made(headers={"List-Help": f"<https://x/{text}>"}),
    "compose.headers phrases": lambda text: made(headers={"Keywords": [text]}),
    "compose.headers list": lambda text: made(headers={"List-Id": f"{text} <a.x.test>"}),
    "compose.headers date": lambda text: made(
        headers={"Expires": f"Thu, 01 Jan 2026 00:00:00 +000{text}"}
    ),
    "compose.headers received": lambda text: made(
        headers={"Received": f"by mx{text}.test; Thu, 01 Jan 2026 00:00:00 +0000"}
    ),
    "compose.message_id": lambda text: made(message_id=f"1{text}@x.test"),
    "compose.message_id domain": lambda text: made(message_id=f"1@x{text}"),
    # -- values
    "Mailbox.display_name": lambda text: made(to=Mailbox(text, "a", "x.test")),
    "Mailbox.local_part": lambda text: made(to=Mailbox("", text, "x.test")),
    "Mailbox.domain": lambda text: made(to=Mailbox("", "a", f"x{text}")),
    "Mailbox.comments": lambda text: made(to=Mailbox("", "a", "x.test", (text,))),
    "Group.display_name": lambda text: made(to=Group(text, (MAILBOX,))),
    "Group.mailboxes": lambda text: made(to=Group("g", (Mailbox(text, "a", "x.test"),))),
    "ContentType.type": lambda text: typed(text, "plain", {}),
    "ContentType.subtype": lambda text: typed("text", text, {}),
    "ContentType.parameters": lambda text: typed("text", "plain", {"charset": text}),
    "ContentType.parameters name": lambda text: typed("text", "plain", {text: "a"}),
    "ContentType.parameters boundary": lambda text: typed(
        "multipart", "mixed", {"boundary": text}
    ),
    "ContentDisposition.value": lambda text: field(
        "Content-Disposition", ContentDisposition(text, {})
    ),
    "ContentDisposition.parameters": lambda text: field(
        "Content-Disposition", ContentDisposition("inline", {"filename": text})
    ),
    "ContentDisposition.parameters name": lambda text: field(
        "Content-Disposition", ContentDisposition("inline", {text: "a"})
    ),
    "fields.list_id.ListId.phrase": lambda text: field("List-Id", ListId(text, "a.x.test")),
    "fields.list_id.ListId.id": lambda text: field("List-Id", ListId("a", f"a{text}.x.test")),
    "fields.authentication_results.AuthenticationResults.authserv_id": lambda text: field(
        "Authentication-Results", AuthenticationResults(text)
    ),
    "fields.authentication_results.AuthenticationResults.results": lambda text: result(text, "a"),
    "fields.authentication_results.MethodResult.method": lambda text: result(text, "pass"),
    "fields.authentication_results.MethodResult.result": lambda text: result("spf", text),
    "fields.authentication_results.MethodResult.reason": lambda text: result(*PROPERTY, (), text),
    "fields.authentication_results.MethodResult.comments": lambda text: result(
        *PROPERTY, (), "", (text,)
    ),
    "fields.authentication_results.MethodResult.properties": lambda text: result(
        *PROPERTY, (Property("smtp", "helo", text),)
    ),
    "fields.authentication_results.Property.ptype": lambda text: result(
        *PROPERTY, (Property(text, "helo", "a"),)
    ),
    "fields.authentication_results.Property.name": lambda text: result(
        *PROPERTY, (Property("smtp", text, "a"),)
    ),
    "fields.authentication_results.Property.value": lambda text: result(
        *PROPERTY, (Property("smtp", "helo", text),)
    ),
    # -- edits
    "Headers.set.name": lambda text: edited(lambda m: m.headers.set(f"X-A{text}", "1")),
    "Headers.set.value": lambda text: edited(lambda m: m.headers.set("Subject", text)),
    "Headers.set.value addresses": lambda text: edited(
        lambda m: m.headers.set("To", [Mailbox(text, "a", "x.test"), f"{text} <b@x.test>"])
    ),
    "Headers.set.value type": lambda text: edited(
        lambda m: m.part("1").headers.set(
            "Content-Type", ContentType("text", "plain", {"a": text})
        )
    ),
    "Headers.add.name": lambda text: edited(lambda m: m.headers.add(f"X-A{text}", "1")),
    "Headers.add.value": lambda text: edited(lambda m: m.headers.add("X-B", text)),
    "Headers.insert.name": lambda text: edited(lambda m: m.headers.insert(0, f"X-A{text}", "1")),
    "Headers.insert.value": lambda text: edited(lambda m: m.headers.insert(1, "X-B", text)),
    "Part.attach.content pair": lambda text: edited(lambda m: m.attach((text, b"x"))),
    "Part.attach.content open": lambda text: edited(lambda m: m.attach(Named(text))),
    "Part.attach.filename": lambda text: edited(lambda m: m.attach(b"x", filename=text)),
    "Part.attach.filename wrapped": lambda text: edited(
        lambda m: m.part("1").attach("x", filename=text)
    ),
    "Part.attach.media_type": lambda text: edited(
        lambda m: m.attach(b"x", media_type=f"text/plain; a={text}")
    ),
    "Part.attach.disposition": lambda text: edited(lambda m: m.attach(b"x", disposition=text)),
    "Part.attach.content_id": lambda text: edited(
        lambda m: m.attach(b"x", content_id=f"a{text}@x.test")
    ),
    "Part.rename.filename": lambda text: edited(lambda m: m.part("2").rename(text)),
    # -- mailboxes
    "Mbox.add.envelope_sender": lambda text: to_mbox(envelope_sender=text),
    "Maildir.add.flags": lambda text: to_maildir(lambda m: m.add(b"Subject: s\n\nx\n", text)),
    "Maildir.set_flags.flags": lambda text: to_maildir(
        lambda m: m.set_flags(m.add(b"", "S"), text)
    ),
    "Maildir.folder.name": lambda text: to_maildir(lambda m: m.folder(text, create=True)),
    # -- codecs
    "codecs.uuencode.encode.name": lambda text: codecs.uuencode.encode(b"x", name=text),
    "codecs.uuencode.Encoder.name": lambda text: codecs.uuencode.Encoder(name=text).encode(b"x"),
    # -- formats of fields
    "fields.address_format.format_address_list.addresses": lambda text: (
        address_format.format_address_list([Mailbox(text, "a", "x.test")])
    ),
    "fields.authentication_results.format_authentication_results.results": lambda text: (
        authentication_results.format_authentication_results(AuthenticationResults(text))
    ),
    "fields.body_format.format_body.name": lambda text: field(f"X{text}", "1"),
    "fields.body_format.format_body.value": lambda text: body_format.format_body("X-A", text),
    "fields.body_format.read_addresses.value": lambda text: str(
        body_format.read_addresses("To", f"{text} <a@x.test>")[0].display_name
    ),
    "fields.content_disposition.format_content_disposition.disposition": lambda text: (
        content_disposition.format_content_disposition(ContentDisposition("a", {"b": text}))
    ),
    "fields.content_id.format_content_id.content_id": lambda text: content_id.format_content_id(
        f"a{text}@x.test"
    ),
    "fields.content_transfer_encoding.format_transfer_encoding.mechanism": lambda text: (
        content_transfer_encoding.format_transfer_encoding(f"x-{text}")
    ),
    "fields.content_type.format_content_type.content_type": lambda text: (
        content_type.format_content_type(ContentType("a", "b", {"c": text}))
    ),
    "fields.folding.check_name.name": lambda text: checked(folding.check_name, f"X{text}"),
    "fields.folding.fold.name": lambda text: folding.fold(f"X{text}", "1"),
    "fields.folding.fold.body": lambda text: folding.fold("X-A", text),
    "fields.folding.format_field.name": lambda text: field(f"X{text}", "1"),
    "fields.folding.format_field.value": lambda text: field("X-A", text),
    "fields.injection.refuse_controls.text": lambda text: checked(injection.refuse_controls, text),
    "fields.list_id.format_list_id.list_id": lambda text: list_id.format_list_id(
        ListId(text, "a.x.test")
    ),
    "fields.message_id.format_message_ids.ids": lambda text: message_id.format_message_ids(
        [f"1{text}@x.test"]
    ),
    "fields.parameters.format_parameters.parameters": lambda text: parameters.format_parameters(
        {"a": text}
    ),
    "fields.parameters.format_parameters.parameters name": lambda text: (
        parameters.format_parameters({text: "a"})
    ),
    "fields.phrase.format_phrase.text": phrase.format_phrase,
    "fields.phrase_list.format_phrase_list.phrases": lambda text: phrase_list.format_phrase_list(
        [text]
    ),
    "fields.unstructured.format_unstructured.text": unstructured.format_unstructured,
    "fields.url_list.format_url_list.urls": lambda text: url_list.format_url_list(
        [f"https://x.test/{text}"]
    ),
}


def encoded_in_pieces(text: str) -> str:
    encoder = codecs.encoded_word.Encoder()
    return encoder.encode(text) + encoder.finish()


PLACES |= REPORTS
PLACES |= ANSWERS

# Encoders that write any character, but none of the controls as it is.
ENCODED: dict[str, Place] = {
    "codecs.encoded_word.encode.text": codecs.encoded_word.encode,
    "codecs.encoded_word.Encoder.encode.piece": encoded_in_pieces,
    "fields.injection.blank_controls.text": injection.blank_controls,
}

# What may stand there, other than "a".
VALID: dict[str, str] = {
    "Maildir.add.flags": "S",
    "Maildir.set_flags.flags": "S",
    "compose.headers date": "0",
    **dict.fromkeys(
        (
            "compose.from_ literal",
            *("Recipient.action", "Recipient.status", "Disposition.action_mode"),
            *(
                "Disposition.sending_mode",
                "Disposition.type",
                "DispositionNotification.disposition",
            ),
            *(
                "FeedbackReport.version",
                "FeedbackReport.source_ip",
                "FeedbackReport.source_ip ipv6",
            ),
            *("FeedbackReport.delivery_result", "FeedbackReport.identity_alignment"),
        ),
        "",
    ),
}

# Where half a character may stand: names of the disk, and what was read.
ANY_CHARACTER = {"Maildir.folder.name", "fields.injection.blank_controls.text"}

# Where an LF at the end is none of the text: it ends the line of the METHOD.
AT_END_TOO = {"compose.calendar"}

# Where a control raises another exception than HeaderInjectionError; all are told.
ERRORS: dict[str, type[Exception]] = {
    "Maildir.add.flags": ValueError,
    "Maildir.set_flags.flags": ValueError,
    "Maildir.folder.name": ValueError,
}

# Text that is not written where a line end would matter, and why; a name may end in "*".
READ: dict[str, str] = {
    # -- bodies
    "compose.text": "a body",
    "compose.html": "a body",
    "Part.replace_content.content": "a body",
    "forward.text": "a body",
    "forward.html": "a body",
    "reply.text": "a body",
    "reply.html": "a body",
    "reply.attribution": "a line of the body",
    "DeliveryStatus.text": "a body",
    "DispositionNotification.text": "a body",
    "FeedbackReport.text": "a body",
    # -- what was received: tests/composition has what becomes of its controls
    "*_report.message": "what was received",
    "forward.message": "what was received",
    "reply.message": "what was received",
    "jmap_blobs.message": "what was received",
    "*_report.original": "one of three",
    "*_report.status": "a DeliveryStatus",
    "*_report.notification": "a DispositionNotification",
    "*_report.feedback": "a FeedbackReport",
    "*.kind": "which report it is",
    "DeliveryStatus.original": "what was received",
    "DispositionNotification.original": "what was received",
    "FeedbackReport.original": "what was received",
    "from_jmap.email": "made of received mail: tests/jmap",
    "from_jmap.blobs": "octets",
    "reply.own": "is compared",
    "codecs.charset.encode.text": "a body",
    "codecs.charset.Encoder.encode.piece": "a body",
    "codecs.flowed.*": "a body",
    # -- what is only hashed
    "*.seed": "hashed: tests/composition/test_injection.py",
    # -- messages: octets, which are kept as they are
    "Maildir.add.message": "octets",
    "Mbox.add.message": "octets",
    # -- paths of the caller; names of senders: tests/message/test_save.py
    "Maildir.path": "a path of the caller",
    "Mbox.path": "a path of the caller",
    "Part.save.path": "a path of the caller",
    "Part.save_in.folder": "a path of the caller",
    "Part.write_to.file": "a path of the caller",
    "open.path": "a path of the caller",
    "open_mailbox.path": "a path of the caller",
    # -- what is looked at, and what is told of it: tests/conversion, tests/cli/test_sniff.py
    "sniff.*": "looked at",
    "Signature.*": "looked for",
    "Sniffed.*": "told",
    "Conflict.*": "told",
    # -- conversion: what stands in documents is looked at in tests/conversion/document
    "Content.*": "octets, and what is said of them: tests/conversion",
    "Conversion.*": "told",
    "ConversionWarning.*": "told",
    "Expanded.*": "told",
    "Step.*": "told",
    "convert.folder": "of the caller, in links",
    "convert.images": "one of three",
    "convert.limits": "numbers",
    "convert.part": "read",
    "convert.registry": "handlers",
    "convert.to": "a media type, compared",
    "convert_thread.folder": "of the caller, in links",
    "convert_thread.images": "one of three",
    "convert_thread.limits": "numbers",
    "convert_thread.messages": "read",
    "convert_thread.registry": "handlers",
    "convert_thread.title": "escaped: tests/conversion/document",
    "convert_thread.to": "one of four",
    "expand.*": "read",
    # -- look-ups
    "Headers.get*": "looks a name up",
    "Headers.remove.name": "looks a name up",
    "Maildir.flags.key": "looks a key up",
    "Maildir.octets.key": "looks a key up",
    "Maildir.remove.key": "looks a key up",
    "Maildir.set_flags.key": "looks a key up, of a file that is there",
    "Mbox.mbox_format": "one of four",
    "Message.by_content_id.cid": "looks an id up",
    "Part.part.path": "looks a path up",
    "codecs.charset.encode.label": "looks a label up",
    "codecs.charset.Encoder.label": "looks a label up",
    "codecs.encoded_word.encode.charset": "looks a label up, and writes the name that it has",
    "codecs.encoded_word.Encoder.charset": "the same",
    "fields.by_name.grammar_of.name": "looks a name up",
    # -- reading
    "codecs.charset.Decoder.label": "decodes",
    "codecs.charset.decode*": "decodes",
    "codecs.encoded_word.Decoder.*": "decodes",
    "codecs.encoded_word.decode*": "decodes",
    "fields.*.decode_*": "decodes",
    "fields.*.is_*": "tells whether",
    "fields.*.iter_*": "reads",
    "fields.*.read_pieces.*": "reads",
    "fields.*.read_plain_mailboxes.*": "reads",
    "fields.addr_spec.count_at.pieces": "reads",
    "fields.addr_spec.find_addr_specs.pieces": "reads",
    "fields.addr_spec.keep_text.code": "reads",
    "fields.addr_spec.read_addr_spec.cluster": "reads",
    "fields.body_format.read_addresses.name": "for the message of an exception",
    "fields.body_format.rewrite_body.name": "of a field that was read",
    "fields.injection.refuse_encoded_word.*": "looks for an encoded word",
    "fields.lexical.Cursor.*": "reads",
    "fields.phrase.phrase_text.pieces": "reads",
    "is_addr_spec.text": "tells whether",
    "join_partials.messages": "octets",
    "lint.message": "reads",
    "sanitize.html": "reads",
    "sanitize.image": "gives the URL of an image, which is checked",
    "split_quotes.text": "reads",
    "thread.algorithm": "one of two",
    "to_jmap.*": "tells a message as JSON",
    "to_markdown.html": "reads",
    "visible_text.html": "reads",
    # -- what reading gives; nothing writes it
    "Defect.*": "a finding",
    "LintFinding.*": "a finding",
    "FromLine.envelope_sender": "what was read; `Mbox.add` takes text",
    "Peer.*": "what was read",
    "Received.*": "what was read; a Received field is not made anew",
    "SplitText.pieces": "what was read",
    "TextPiece.*": "what was read",
    "Thread.*": "what was read",
    "ThreadFields.*": "what was read",
    "codecs.uuencode.Block.name": "what was read",
    "fields.addr_spec.AddrSpec.*": "what was read",
    "fields.parameter_value.Extended.*": "what was read",
    "fields.parameter_value.SegmentName.attribute": "what was read",
    "fields.parsed.Parsed.value": "what was read",
    "fields.received.Hop.*": "what was read",
    # -- parts of formats, which refuse before they call them
    "fields.addr_spec.ascii_domain.domain": "of format_address_list; None for no domain",
    "fields.addr_spec.quote_local_part.local_part": "of format_address_list",
    "fields.mime_version.format_mime_version.version": "two numbers",
    "fields.parameter_value.encode.*": "of format_parameters",
    "fields.parameters.quote.text": "of format_parameters and others",
}
