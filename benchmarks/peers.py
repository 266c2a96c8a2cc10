"""The same work in each library: one function a workload, named alike.

Every function takes the octets of one message and reads what its name says.
A library that cannot do it has no such function.
"""

from __future__ import annotations

import email
from email import policy
from typing import Any

import mimekit


class Mimekit:
    """This library."""

    name = "mimekit"

    @staticmethod
    def structure(data: bytes) -> object:
        return mimekit.parse(data)

    @staticmethod
    def headers(data: bytes) -> object:
        message = mimekit.parse(data)
        return message.subject, message.from_, message.date, message.message_id

    @staticmethod
    def decode(data: bytes) -> object:
        message = mimekit.parse(data)
        return [part.content for part in message.walk() if not part.is_multipart]

    @staticmethod
    def texts(data: bytes) -> object:
        message = mimekit.parse(data)
        return [_decoded(part) for part in message.walk() if not part.is_multipart]

    @staticmethod
    def everything(data: bytes) -> object:
        message = mimekit.parse(data)
        return (
            [part.headers.items() for part in message.walk()],
            (message.from_, message.to, message.cc, message.bcc, message.reply_to),
            (message.subject, message.date),
            (message.text, message.html),
            [
                (p.content_type.media_type, p.filename, p.content_id, p.content)
                for p in message.attachments
            ],
        )

    @staticmethod
    def rewrite(data: bytes) -> object:
        return bytes(mimekit.parse(data))


_TEXT: Any = mimekit.Part.text.fget  # type: ignore[attr-defined]


def _decoded(part: mimekit.Part) -> object:
    """The text of a text part as it stands, also where the part is the message."""
    return _TEXT(part) if part.content_type.type == "text" else part.content


class FastMailParser:
    """fast-mail-parser 0.10, in Rust: metadata mode where that is enough."""

    name = "fast-mail-parser"

    @staticmethod
    def structure(data: bytes) -> object:
        import fast_mail_parser  # noqa: PLC0415

        return fast_mail_parser.parse_email_tree(data, mode="metadata")

    @staticmethod
    def headers(data: bytes) -> object:
        import fast_mail_parser  # noqa: PLC0415

        message = fast_mail_parser.parse_email(data, mode="metadata")
        return message.subject, message.from_, message.date_parsed, message.headers

    @staticmethod
    def decode(data: bytes) -> object:
        import fast_mail_parser  # noqa: PLC0415

        message = fast_mail_parser.parse_email(data)
        return message.text_plain, message.text_html, [a.content for a in message.attachments]

    texts = decode  # it always makes text of text

    @staticmethod
    def everything(data: bytes) -> object:
        import fast_mail_parser  # noqa: PLC0415

        message = fast_mail_parser.parse_email(data)
        return (
            message.headers,
            (message.from_, message.to, message.cc, message.bcc, message.reply_to),
            (message.subject, message.date_parsed),
            (message.text_plain, message.text_html),
            [(a.mimetype, a.filename, a.content_id, a.content) for a in message.attachments],
        )


class EmailCompat32:
    """Python's `email` with its default policy, compat32."""

    name = "email compat32"
    policy: Any = policy.compat32

    @classmethod
    def structure(cls, data: bytes) -> object:
        return email.message_from_bytes(data, policy=cls.policy)

    @classmethod
    def headers(cls, data: bytes) -> object:
        from email.header import decode_header, make_header  # noqa: PLC0415
        from email.utils import parseaddr, parsedate_to_datetime  # noqa: PLC0415

        message = email.message_from_bytes(data, policy=cls.policy)
        subject = str(make_header(decode_header(message["subject"] or "")))
        sender = parseaddr(str(message["from"] or ""))
        date = message["date"] and parsedate_to_datetime(message["date"])
        return subject, sender, date, message["message-id"]

    @classmethod
    def decode(cls, data: bytes) -> object:
        message = email.message_from_bytes(data, policy=cls.policy)
        return [p.get_payload(decode=True) for p in message.walk() if not p.is_multipart()]

    @classmethod
    def rewrite(cls, data: bytes) -> object:
        return email.message_from_bytes(data, policy=cls.policy).as_bytes()


class EmailDefault(EmailCompat32):
    """Python's `email` with policy.default."""

    name = "email default"
    policy = policy.default

    @classmethod
    def headers(cls, data: bytes) -> object:
        message: Any = email.message_from_bytes(data, policy=cls.policy)
        date = message["date"]
        return (
            str(message["subject"]),
            message["from"] and message["from"].addresses,
            date and date.datetime,
            message["message-id"],
        )

    @classmethod
    def everything(cls, data: bytes) -> object:
        message: Any = email.message_from_bytes(data, policy=cls.policy)
        fields = [[(name, str(value)) for name, value in p.items()] for p in message.walk()]
        return fields, [p.get_payload(decode=True) for p in message.walk() if not p.is_multipart()]


class MailParser:
    """mail-parser 4, which reads everything at once."""

    name = "mail-parser"

    @staticmethod
    def everything(data: bytes) -> object:
        import mailparser  # noqa: PLC0415

        message = mailparser.parse_from_bytes(data)
        return message.headers, message.from_, message.to, message.text_plain, message.attachments


PEERS: list[Any] = [Mimekit, FastMailParser, EmailCompat32, EmailDefault, MailParser]
WORKLOADS = ("structure", "headers", "decode", "texts", "everything", "rewrite")
