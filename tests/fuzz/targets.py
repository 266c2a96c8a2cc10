"""What is fuzzed: one function a parser, each taking any octets.

A target fails by an exception, or by an assertion about what came out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

import mimekit
from mimekit.codecs import base64, charset, encoded_word, flowed, quoted_printable, uuencode
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.authentication_results import parse_authentication_results
from mimekit.fields.content_disposition import parse_content_disposition
from mimekit.fields.content_id import parse_content_id
from mimekit.fields.content_transfer_encoding import parse_transfer_encoding
from mimekit.fields.content_type import parse_content_type
from mimekit.fields.date_time import parse_date_time
from mimekit.fields.list_id import parse_list_id
from mimekit.fields.message_id import parse_message_ids
from mimekit.fields.mime_version import parse_mime_version
from mimekit.fields.parameters import parse_parameters
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase_list import parse_phrase_list
from mimekit.fields.received import parse_received
from mimekit.fields.unstructured import parse_unstructured
from mimekit.fields.url_list import parse_url_list
from mimekit.html.embedding import embedded
from mimekit.html.markdown import read_markdown
from mimekit.html.sanitizing import read_sanitized
from mimekit.html.visible_text import read_visible
from mimekit.mailbox.detection import detect_format
from mimekit.mailbox.mbox import format_record
from mimekit.mailbox.quoting import quote, unquote
from mimekit.mailbox.separators import iter_separators

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

GRAMMARS: tuple[Callable[[bytes], Parsed[object]], ...] = (
    parse_address_list,
    parse_authentication_results,
    parse_content_disposition,
    parse_content_id,
    parse_content_type,
    parse_date_time,
    parse_list_id,
    parse_message_ids,
    parse_mime_version,
    parse_parameters,
    parse_phrase_list,
    parse_received,
    parse_transfer_encoding,
    parse_unstructured,
    parse_url_list,
)
OCTET_CODECS = (base64, quoted_printable, uuencode)


def grammar(parse: Callable[[bytes], Parsed[object]]) -> Callable[[bytes], None]:
    """Findings lie in the body, and the value is text that can be written."""

    def target(data: bytes) -> None:
        parsed = parse(data)
        repr(parsed.value).encode()
        for defect in parsed.defects:
            assert 0 <= defect.span.offset <= defect.span.end <= len(data), (defect, data)
        for span in parsed.spans:
            assert 0 <= span.offset <= span.end <= len(data), (span, data)

    return target


def codecs(data: bytes) -> None:
    """Decoders do not care how their input is cut, and encoders have inverses."""
    cut = data[0] % (len(data) or 1) if data else 0
    for codec in OCTET_CODECS:
        decoder = codec.Decoder()
        pieces = decoder.decode(data[:cut]) + decoder.decode(data[cut:]) + decoder.finish()
        assert pieces == codec.decode(data), codec.__name__
        assert codec.decode(codec.encode(data)) == data or codec is quoted_printable
    assert quoted_printable.decode(quoted_printable.encode(data, binary=True)) == data


def texts(data: bytes) -> None:
    """Whatever is decoded is real text."""
    label, _, rest = data.partition(b"\n")
    text = charset.decode(rest, label.decode("latin-1"))
    text.encode()
    charset.decode(rest, html=True).encode()
    encoded_word.decode(data).encode()
    flowed.decode(text).encode()
    assert encoded_word.decode(encoded_word.encode(text)) == text or not text.isprintable()


def html(data: bytes) -> None:
    """Any HTML is read, and what is hidden is so in every form."""
    text = data.decode("utf-8", "replace")
    visible, markdown = read_visible(text), read_markdown(text)
    visible.text.encode()
    markdown.text.encode()
    assert visible.hidden == markdown.hidden
    assert not markdown.text.startswith(("---", "+++", "\n", "    "))


def sanitized(data: bytes) -> None:
    """What is left of any HTML does nothing, and is no longer than a reader's patience."""
    text = data.decode("utf-8", "replace")
    safe = read_sanitized(text).html
    safe.encode()
    assert "<script" not in safe.lower()
    again = read_sanitized(safe)
    assert not again.remote_removed
    assert not again.active_removed


def outgoing(data: bytes) -> None:
    """Findings lie in the message, and a split text is whole."""
    parsed = mimekit.parse(data)
    for finding in mimekit.lint(parsed):
        assert 0 <= finding.span.offset <= finding.span.end <= len(data), finding
        assert parsed.part(finding.path).source is None, finding
    text = data.decode("utf-8", "replace")
    pieces = mimekit.split_quotes(text).pieces
    assert "".join(piece.text for piece in pieces) == text


def answers(data: bytes) -> None:
    """Any message is answered and passed on, in lines that every transport takes."""
    parsed = mimekit.parse(data)
    text = embedded(data.decode("utf-8", "replace"), lambda cid: cid)
    assert embedded(text, lambda cid: cid) == text
    made = [mimekit.forward(parsed, from_="a@x.test", to="b@x.test", html=text)]
    with contextlib.suppress(mimekit.ComposeError):  # nobody is there to reply to
        made.append(mimekit.reply(parsed, from_="a@x.test", to_all=True, html=""))
    for octets in map(bytes, made):
        lines = octets.split(b"\r\n")
        assert max(map(len, lines)) <= 998
        assert not any(b"\r" in line or b"\n" in line or b"\0" in line for line in lines)


def message(data: bytes) -> None:
    """Everything of a message is read, and its octets come back; so does what JMAP has of it."""
    parsed = mimekit.parse(data)
    for part in parsed.walk():
        _ = part.content, part.text, part.filename, part.headers.items(), part.is_attachment
    list(parsed.check())
    email = mimekit.to_jmap(parsed)
    assert bytes(parsed) == data
    with contextlib.suppress(mimekit.ComposeError):
        again = mimekit.from_jmap(email, blobs=mimekit.jmap_blobs(parsed), date=MOMENT, seed=1)
        assert again.headers.get_all("MIME-Version") == ["1.0"]
        mimekit.to_jmap(again)


def mbox(data: bytes) -> None:
    """The messages of any mbox cover it, whatever the window; what is quoted comes back."""
    for window_bytes in (1 << 20, 7):
        offsets = [
            *iter_separators(lambda at, size: data[at : at + size], 0, len(data), window_bytes)
        ]
        assert offsets == sorted({*offsets})
    assert (detect_format(data, whole=True) is None) == (not offsets)
    assert unquote(quote(data), "mboxrd") == data
    record = format_record(data, "a", MOMENT)
    assert detect_format(record * 2, whole=True) == "mboxrd"
    assert [
        *iter_separators(lambda at, size: (record * 2)[at : at + size], 0, 2 * len(record))
    ] == [
        0,
        len(record),
    ]


TARGETS: dict[str, Callable[[bytes], None]] = {
    "message": message,
    "codecs": codecs,
    "texts": texts,
    "html": html,
    "sanitized": sanitized,
    "outgoing": outgoing,
    "answers": answers,
    "mbox": mbox,
    **{parse.__name__.removeprefix("parse_"): grammar(parse) for parse in GRAMMARS},
}
