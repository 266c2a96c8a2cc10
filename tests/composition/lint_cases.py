"""Of each rule, a message that breaks it and one that does not, both made from a letter."""

from __future__ import annotations

from typing import NamedTuple

from mimekit import LintRule

LETTER = (
    b"From: Ann <ann@example.org>\r\n"
    b"To: Ben <ben@example.net>\r\n"
    b"Date: Mon, 12 Oct 2026 09:30:00 +0200\r\n"
    b"Message-ID: <1@example.org>\r\n"
    b"Subject: Loom\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=us-ascii\r\n"
    b"\r\n"
    b"Hello\r\n"
)
TYPE = b"Content-Type: text/plain; charset=us-ascii\r\n"
QP = TYPE + b"Content-Transfer-Encoding: quoted-printable\r\n"
HTML = b"Content-Type: text/html; charset=us-ascii\r\n"
POST = b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
LIST = b"List-Id: <l.example.org>\r\nList-Unsubscribe: <https://example.org/u>\r\n"


def letter(*changes: tuple[bytes, bytes], fields: bytes = b"", body: bytes | None = None) -> bytes:
    """The letter with what is told replaced, more fields on top, another body."""
    octets = LETTER
    for old, new in changes:
        assert octets.count(old) == 1, old
        octets = octets.replace(old, new)
    if body is not None:
        octets = octets.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    return fields + octets


def parts(*bodies: bytes, subtype: bytes = b"mixed", fields: bytes = b"") -> bytes:
    """The letter as a multipart, its parts with their fields as they are given."""
    octets = b"".join(b"--b\r\n%b\r\n" % body for body in bodies) + b"--b--\r\n"
    type_ = b"Content-Type: multipart/%b; boundary=b\r\n" % subtype
    return letter((TYPE, type_), fields=fields, body=octets)


TEXT = TYPE + b"\r\nHello"
PAGE = HTML + b"\r\n<p>Hello"
PAGE_WITH_IMAGE = HTML + b'\r\n<p>Hello <img src="cid:a@b">'
IMAGE = b"Content-Type: image/png\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO"
PDF = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
ATTACHED = b"Content-Disposition: attachment; filename="


NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
    for depth in range(120)
)


class Case(NamedTuple):
    id: str
    rule: LintRule
    breaks: bytes
    keeps: bytes


def _html(html: bytes, text: bytes = b"Hello") -> bytes:
    return parts(TYPE + b"\r\n" + text, HTML + b"\r\n" + html, subtype=b"alternative")


R = LintRule
CASES = (
    # lines and octets
    Case("body", R.LINE_OVER_998, letter(body=b"x" * 999), letter(body=b"x" * 998)),
    Case(
        "header",
        R.LINE_OVER_998,
        letter((b"Loom", b"x" * 990)),
        letter((b"Loom", b"x" * 989)),
    ),
    Case(
        "blank-to-fold-at",
        R.HEADER_LINE_OVER_78,
        letter((b"Loom", b"a b" + b"x" * 67)),
        letter((b"Loom", b"a b" + b"x" * 66)),
    ),
    Case(
        "nothing-to-fold-at",
        R.HEADER_LINE_OVER_78,
        letter((b"Loom", b"a " + b"x" * 80)),
        letter((b"Loom", b"x" * 80)),
    ),
    Case(
        "trace",
        R.HEADER_LINE_OVER_78,
        letter(fields=b"Comments: " + b"by x " * 20 + b"\r\n"),
        letter(fields=b"Received: " + b"by x " * 20 + b"\r\n"),
    ),
    Case("octets", R.BODY_LINE_OVER_78, letter(body=b"x" * 79), letter(body=b"x" * 78)),
    Case(
        "characters",
        R.BODY_LINE_OVER_78,
        letter(body="ü".encode() * 79),
        letter(body="ü".encode() * 78),
    ),
    Case("in-the-body", R.BARE_CR, letter(body=b"a\rb"), letter(body=b"a\r\nb")),
    Case("at-the-end", R.BARE_CR, letter(body=b"a\r"), letter(body=b"a\r\n")),
    Case("in-the-body", R.BARE_LF, letter(body=b"a\nb"), letter(body=b"a\r\nb")),
    Case("whole-file", R.BARE_LF, letter(body=b"a\n"), letter().replace(b"\r\n", b"\n")),
    Case(
        "whole-file",
        R.LINES_END_IN_LF,
        letter().replace(b"\r\n", b"\n"),
        letter(),
    ),
    Case("in-the-body", R.NUL_OCTET, letter(body=b"a\0"), letter(body=b"a0")),
    Case(
        "binary",
        R.NUL_OCTET,
        parts(PDF.replace(b"base64", b"8bit") + b"\r\n\0"),
        parts(PDF.replace(b"base64", b"binary") + b"\r\n\0\r\xff\n" + b"x" * 999),
    ),
    Case(
        "text",
        R.BODY_8BIT_UNDECLARED,
        letter(body=b"\xc3\xbc"),
        letter((TYPE, TYPE + b"Content-Transfer-Encoding: 8bit\r\n"), body=b"\xc3\xbc"),
    ),
    Case(
        "enclosed",
        R.BODY_8BIT_UNDECLARED,
        parts(b"Content-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\n\xc3\xbc"),
        parts(
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            b"Subject: a\r\n\r\n\xc3\xbc"
        ),
    ),
    Case(
        "8bit",
        R.BODY_8BIT_NEEDLESS,
        letter((TYPE, TYPE + b"Content-Transfer-Encoding: 8bit\r\n")),
        letter(),
    ),
    Case(
        "binary",
        R.BODY_8BIT_NEEDLESS,
        letter((TYPE, TYPE + b"Content-Transfer-Encoding: binary\r\n")),
        letter((TYPE, TYPE + b"Content-Transfer-Encoding: binary\r\n"), body=b"\0"),
    ),
    Case(
        "image",
        R.BODY_BINARY,
        parts(PDF.replace(b"base64", b"binary") + b"\r\n\0"),
        parts(PDF + b"\r\nAAAA"),
    ),
    Case("line", R.FROM_LINE, letter(body=b"From here\r\n"), letter(body=b"a From here\r\n")),
    Case(
        "quoted-printable",
        R.FROM_LINE,
        letter((TYPE, QP), body=b"From here\r\n"),
        letter((TYPE, QP), body=b"=46rom here\r\n"),
    ),
    Case("line", R.TRAILING_BLANKS, letter(body=b"a \r\nb"), letter(body=b"a\r\n-- \r\nb")),
    Case(
        "flowed",
        R.TRAILING_BLANKS,
        letter(body=b"a \r\nb"),
        letter((b"us-ascii", b"us-ascii; format=flowed"), body=b"a \r\nb"),
    ),
    Case(
        "quoted-printable",
        R.ENCODED_LINE_OVER_76,
        letter((TYPE, QP), body=b"x" * 77),
        letter((TYPE, QP), body=b"x" * 76),
    ),
    Case(
        "base64",
        R.ENCODED_LINE_OVER_76,
        parts(PDF + b"\r\n" + b"A" * 80),
        parts(PDF + b"\r\n" + b"A" * 76),
    ),
    Case(
        "blank",
        R.QUOTED_PRINTABLE_TRAILING_BLANKS,
        letter((TYPE, QP), body=b"a \r\nb"),
        letter((TYPE, QP), body=b"a=20\r\nb"),
    ),
    Case(
        "text",
        R.BASE64_OF_ASCII,
        parts(TYPE + b"Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8="),
        parts(TYPE + b"Content-Transfer-Encoding: base64\r\n\r\nw7w="),
    ),
    # fields that are missing or needless
    Case("none", R.DATE_MISSING, letter((b"Date:", b"X-Date:")), letter()),
    Case("none", R.FROM_MISSING, letter((b"From:", b"X-From:")), letter()),
    Case("none", R.MESSAGE_ID_MISSING, letter((b"Message-ID:", b"X-ID:")), letter()),
    Case(
        "subject",
        R.FIELD_REPEATED,
        letter(fields=b"Subject: a\r\n"),
        letter(fields=b"Comments: a\r\nComments: b\r\n"),
    ),
    Case(
        "two-authors",
        R.SENDER_MISSING,
        letter((b"From: Ann", b"From: c@example.org, Ann")),
        letter((b"From: Ann", b"From: c@example.org, Ann"), fields=b"Sender: c@example.org\r\n"),
    ),
    Case(
        "the-author",
        R.SENDER_NEEDLESS,
        letter(fields=b"Sender: ann@EXAMPLE.org\r\n"),
        letter(fields=b"Sender: ANN@example.org\r\n"),
    ),
    Case(
        "two",
        R.SENDER_INVALID,
        letter(fields=b"Sender: a@example.org, b@example.org\r\n"),
        letter(fields=b"Sender: a@example.org\r\n"),
    ),
    Case(
        "the-author",
        R.REPLY_TO_NEEDLESS,
        letter(fields=b"Reply-To: ann@example.org\r\n"),
        letter(fields=b"Reply-To: desk@example.org\r\n"),
    ),
    Case("none", R.SUBJECT_MISSING, letter((b"Subject:", b"X-Subject:")), letter()),
    Case("blank", R.SUBJECT_MISSING, letter((b"Loom", b" ")), letter()),
    Case("mailbox", R.BCC_PRESENT, letter(fields=b"Bcc: c@example.org\r\n"), letter()),
    Case("any", R.RETURN_PATH_PRESENT, letter(fields=b"Return-Path: <>\r\n"), letter()),
    Case("type", R.MIME_VERSION_MISSING, letter((b"MIME-Version:", b"X-Version:")), letter()),
    Case(
        "plain",
        R.MIME_VERSION_MISSING,
        letter((b"MIME-Version:", b"X-Version:")),
        letter((b"MIME-Version: 1.0\r\n", b""), (TYPE, b"")),
    ),
    Case(
        "field",
        R.CLIENT_IP,
        letter(fields=b"X-Originating-IP: [192.0.2.1]\r\n"),
        letter(
            fields=b"Received: from [192.0.2.1] by mx.example.org; 12 Oct 2026 09:30 +0200\r\n"
        ),
    ),
    # what fields hold
    Case(
        "smtputf8-not-needed",
        R.HEADER_8BIT,
        letter((b"Loom", b"\xc3\xbc")),
        letter((b"Loom", b"\xc3\xbc"), (b"ben@", b"b\xc3\xa9n@")),
    ),
    Case("latin", R.HEADER_CHARSET, letter((b"Loom", b"\xfc")), letter((b"Loom", b"\xc3\xbc"))),
    Case(
        "domain",
        R.ADDRESS_INVALID,
        letter((b"example.net", b"-example.net")),
        letter((b"example.net", b"xn--mller-kva.example")),
    ),
    Case(
        "none",
        R.ADDRESS_INVALID,
        letter((b"Ben <ben@example.net>", b"Ben")),
        letter((b"Ben <ben@example.net>", b"undisclosed-recipients:;")),
    ),
    Case(
        "word",
        R.MESSAGE_ID_INVALID,
        letter((b"<1@example.org>", b"1")),
        letter((b"<1@example.org>", b"<1@[192.0.2.1]>")),
    ),
    Case(
        "two",
        R.MESSAGE_ID_INVALID,
        letter((b"<1@example.org>", b"<1@example.org> <2@example.org>")),
        letter(fields=b"References: <1@example.org> <2@example.org>\r\n"),
    ),
    Case(
        "host",
        R.MESSAGE_ID_LOCAL,
        letter((b"1@example.org", b"1@localhost")),
        letter((b"1@example.org", b"1@[192.0.2.1]")),
    ),
    Case("word", R.DATE_INVALID, letter((b"Mon, 12 Oct 2026 09:30:00 +0200", b"today")), letter()),
    Case("none", R.DATE_ZONE_MISSING, letter((b" +0200", b"")), letter()),
    Case(
        "more-than-a-day",
        R.DATE_IN_FUTURE,
        letter((b"Mon, 12 Oct 2026", b"Fri, 01 Jan 2027"), (b"09:30:00 +0200", b"00:00:01 +0000")),
        letter((b"Mon, 12 Oct 2026", b"Fri, 01 Jan 2027"), (b"09:30:00 +0200", b"00:00:00 +0000")),
    ),
    Case(
        "folded",
        R.SUBJECT_OVER_998,
        letter((b"Loom", b"\r\n ".join([b"x" * 90] * 11))),
        letter((b"Loom", b"\r\n ".join([b"x" * 90] * 10))),
    ),
    Case(
        "76",
        R.ENCODED_WORD_TOO_LONG,
        letter((b"Loom", b"=?utf-8?q?=C3=BC%b?=" % (b"x" * 58))),
        letter((b"Loom", b"\r\n =?utf-8?q?=C3=BC%b?=" % (b"x" * 57))),
    ),
    Case(
        "two-words",
        R.ENCODED_WORD_LINE_OVER_76,
        letter((b"Loom", b"a" + b" =?utf-8?q?=C3=BC?=" * 4)),
        letter((b"Loom", b"a" + b" =?utf-8?q?=C3=BC?=" * 3)),
    ),
    Case(
        "url",
        R.ENCODED_WORD_MISPLACED,
        letter(fields=b"List-Help: =?utf-8?q?=3Chttps=3A//example.org=3E?=\r\n"),
        letter(fields=b"List-Help: <https://example.org/?q=?>\r\n"),
    ),
    Case(
        "ascii",
        R.ENCODED_WORD_NEEDLESS,
        letter((b"Loom", b"=?utf-8?q?a_loom?=")),
        letter((b"Loom", b"=?utf-8?q?a_=3D=3Floom?=")),
    ),
    Case(
        "two-blanks",
        R.ENCODED_WORD_NEEDLESS,
        letter((b"Loom", b"=?utf-8?q?a_loom?=")),
        letter((b"Loom", b"=?utf-8?q?a__loom?=")),
    ),
    Case(
        "file-name",
        R.PARAMETER_ENCODED_WORD,
        parts(TEXT, PDF + ATTACHED + b'"=?utf-8?q?=C3=BC?="\r\n\r\nAAAA'),
        parts(TEXT, PDF + ATTACHED.replace(b"=", b"*=") + b"utf-8''%C3%BC\r\n\r\nAAAA"),
    ),
    Case(
        "71",
        R.BOUNDARY_INVALID,
        parts(TEXT).replace(b"boundary=b", b"boundary=" + b"b" * 71),
        parts(TEXT),
    ),
    Case(
        "multipart",
        R.CONTAINER_ENCODED,
        parts(TEXT, fields=b"Content-Transfer-Encoding: base64\r\n"),
        parts(TEXT, fields=b"Content-Transfer-Encoding: 8bit\r\n"),
    ),
    # bodies
    Case(
        "text",
        R.CHARSET_UNDECLARED,
        letter((b"; charset=us-ascii", b""), body=b"\xc3\xbc"),
        letter((b"; charset=us-ascii", b"")),
    ),
    Case(
        "utf-8",
        R.CHARSET_WRONG,
        letter((b"us-ascii", b"utf-8"), body=b"\xfc"),
        letter((b"us-ascii", b"utf-8"), body=b"\xc3\xbc"),
    ),
    Case("unknown", R.CHARSET_WRONG, letter((b"us-ascii", b"klingon")), letter()),
    Case(
        "latin",
        R.CHARSET_OLD,
        letter((b"us-ascii", b"iso-8859-1")),
        letter((b"us-ascii", b"UTF-8")),
    ),
    Case(
        "html",
        R.TEXT_ALTERNATIVE_MISSING,
        letter((b"text/plain", b"text/html"), body=b"<p>Hello\r\n"),
        _html(b"<p>Hello"),
    ),
    Case(
        "blank",
        R.TEXT_ALTERNATIVE_EMPTY,
        _html(b"<p>Hello", b" "),
        _html(b"<p style='display:none'>Hello", b" "),
    ),
    Case(
        "a-tenth",
        R.TEXT_ALTERNATIVE_DIFFERS,
        _html(b"x" * 210, b"x" * 20),
        _html(b"x" * 210, b"x" * 21),
    ),
    Case(
        "short",
        R.TEXT_ALTERNATIVE_DIFFERS,
        _html(b"x" * 200, b"x"),
        _html(b"x" * 199, b"x"),
    ),
    Case(
        "links",
        R.TEXT_ALTERNATIVE_DIFFERS,
        _html(b"x" * 300, b"x"),
        _html(b'<a href="https://example.org/%b">x</a>' % (b"x" * 300), b"x"),
    ),
    Case(
        "html-first",
        R.ALTERNATIVE_ORDER,
        parts(PAGE, TEXT, subtype=b"alternative"),
        parts(PAGE, TEXT, subtype=b"mixed"),
    ),
    Case("none", R.HIDDEN_TEXT, _html(b"Hello<p hidden>x"), _html(b"Hello<p hidden>")),
    Case(
        "no-part",
        R.CID_UNKNOWN,
        parts(PAGE_WITH_IMAGE, subtype=b"related"),
        parts(PAGE_WITH_IMAGE, IMAGE, subtype=b"related"),
    ),
    Case(
        "style",
        R.CID_UNKNOWN,
        _html(b"<style>p { background: url(cid:x@y) }</style>"),
        _html(b"<p>cid:x@y"),
    ),
    Case(
        "related",
        R.INLINE_UNUSED,
        parts(PAGE, IMAGE, subtype=b"related"),
        parts(PAGE_WITH_IMAGE, IMAGE, subtype=b"related"),
    ),
    Case(
        "location",
        R.INLINE_UNUSED,
        parts(PAGE, IMAGE, subtype=b"related"),
        parts(
            HTML + b'\r\n<img src="https://example.org/a.png">',
            b"Content-Location: https://example.org/a.png\r\n" + IMAGE,
            subtype=b"related",
        ),
    ),
    Case(
        "twice",
        R.CONTENT_ID_REPEATED,
        parts(PAGE_WITH_IMAGE, IMAGE, IMAGE, subtype=b"related"),
        parts(PAGE_WITH_IMAGE, IMAGE, IMAGE.replace(b"a@b", b"c@d"), subtype=b"related"),
    ),
    Case(
        "attachment",
        R.FILE_NAME_MISSING,
        parts(TEXT, PDF + b"\r\nAAAA"),
        parts(TEXT, PDF + ATTACHED + b"a.pdf\r\n\r\nAAAA"),
    ),
    Case(
        "enclosed",
        R.FILE_NAME_MISSING,
        parts(TEXT, PDF + b"\r\nAAAA"),
        parts(TEXT, b"Content-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\n"),
    ),
    Case(
        "signature",
        R.FILE_NAME_MISSING,
        parts(TEXT, PDF + b"\r\nAAAA"),
        parts(TEXT, PDF + b"\r\nAAAA", subtype=b"signed"),
    ),
    Case(
        "slash",
        R.FILE_NAME_PATH,
        parts(TEXT, PDF + ATTACHED + b'"a/b.pdf"\r\n\r\nAAAA'),
        parts(TEXT, PDF + ATTACHED + b'"a b.pdf"\r\n\r\nAAAA'),
    ),
    Case(
        "backslash",
        R.FILE_NAME_PATH,
        parts(TEXT, PDF + ATTACHED + b'"a\\\\b.pdf"\r\n\r\nAAAA'),
        parts(TEXT, PDF + ATTACHED + b'"a\\b.pdf"\r\n\r\nAAAA'),
    ),
    Case(
        "override",
        R.FILE_NAME_BIDI,
        parts(TEXT, PDF + ATTACHED.replace(b"=", b"*=") + b"utf-8''%E2%80%AEfdp.exe\r\n\r\nAAAA"),
        parts(TEXT, PDF + ATTACHED.replace(b"=", b"*=") + b"utf-8''%D7%90.pdf\r\n\r\nAAAA"),
    ),
    Case("none", R.PART_EMPTY, parts(TEXT, TYPE + b"\r\n"), parts(TEXT)),
    # mail to many
    Case(
        "list-id",
        R.UNSUBSCRIBE_MISSING,
        letter(fields=b"List-Id: <l.example.org>\r\n"),
        letter(fields=LIST),
    ),
    Case(
        "precedence",
        R.UNSUBSCRIBE_MISSING,
        letter(fields=b"Precedence: bulk\r\n"),
        letter(fields=b"Precedence: urgent\r\n"),
    ),
    Case("no-post", R.ONE_CLICK_MISSING, letter(fields=LIST), letter(fields=LIST + POST)),
    Case(
        "discussion",
        R.ONE_CLICK_MISSING,
        letter(fields=LIST),
        letter(fields=LIST + b"List-Post: <mailto:l@example.org>\r\n"),
    ),
    Case(
        "value",
        R.ONE_CLICK_INVALID,
        letter(fields=LIST + POST.replace(b"One-Click", b"Yes")),
        letter(fields=LIST + POST),
    ),
    Case(
        "mailto",
        R.ONE_CLICK_WITHOUT_HTTPS,
        letter(fields=LIST.replace(b"https://example.org/u", b"mailto:l@example.org") + POST),
        letter(fields=LIST.replace(b"<https", b"<mailto:l@example.org>, <HTTPS") + POST),
    ),
    Case(
        "no-signature",
        R.ONE_CLICK_UNSIGNED,
        letter(fields=LIST + POST),
        letter(fields=b"DKIM-Signature: v=1; h=from\r\n" + LIST + POST),
    ),
    Case(
        "field-left-out",
        R.ONE_CLICK_SIGNATURE,
        letter(fields=b"DKIM-Signature: v=1; h=List-Unsubscribe; bh=x\r\n" + LIST + POST),
        letter(
            fields=b"DKIM-Signature: v=1; h=from :\r\n List-Unsubscribe:\r\n"
            b" LIST-Unsubscribe-Post ;bh=x\r\n" + LIST + POST
        ),
    ),
    Case(
        "one-of-two",
        R.ONE_CLICK_SIGNATURE,
        letter(fields=b"DKIM-Signature: h=from\r\n" * 2 + LIST + POST),
        letter(
            fields=b"DKIM-Signature: h=from\r\n"
            b"DKIM-Signature: h=list-unsubscribe:list-unsubscribe-post\r\n" + LIST + POST
        ),
    ),
    Case(
        "no-brackets",
        R.LIST_URL_INVALID,
        letter(fields=b"List-Help: https://example.org\r\n"),
        letter(fields=b"List-Help: <https://example.org>\r\n"),
    ),
    Case(
        "unsubscribe",
        R.PRECEDENCE_MISSING,
        letter(fields=b"List-Unsubscribe: <https://example.org>\r\n"),
        letter(fields=b"Precedence: list\r\nList-Unsubscribe: <https://example.org>\r\n"),
    ),
    Case(
        "urgent",
        R.PRECEDENCE_UNKNOWN,
        letter(fields=b"Precedence: urgent\r\n"),
        letter(fields=b"Precedence: Bulk\r\n"),
    ),
    # what else the check finds
    Case("base64", R.MALFORMED, parts(TEXT, PDF + b"\r\nAAAAA"), parts(TEXT, PDF + b"\r\nAAAA")),
    Case("weekday", R.IRREGULAR, letter((b"Mon, 12", b"Fri, 12")), letter()),
    Case("zone", R.OBSOLETE, letter((b"+0200", b"GMT")), letter((b"+0200", b"+0000"))),
    Case(
        "depth",
        R.LIMIT_MET,
        letter((TYPE, b""), body=NESTED).replace(b"\r\n\r\n", b"\r\n", 1),
        letter(),
    ),
    Case(
        "flood",
        R.FINDINGS_OMITTED,
        letter(fields=b"X-Real-IP: 192.0.2.1\r\n" * 101),
        letter(fields=b"X-Real-IP: 192.0.2.1\r\n" * 100),
    ),
)
