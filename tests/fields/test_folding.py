"""Header fields as they are written: folded where they may be, never too long, never two."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import ComposeError, HeaderInjectionError, WireFormat
from mimekit.fields.by_name import grammar_of
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType
from mimekit.fields.folding import fold, format_field
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.unstructured import unfold
from mimekit.wire import SEVEN_BIT

UTF_8 = WireFormat(utf8=True)


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        pytest.param("Subject", "short", b"Subject: short\r\n", id="fits"),
        pytest.param("Subject", " short\t", b"Subject: short\r\n", id="blanks-around"),
        pytest.param("X", "", b"X:\r\n", id="empty"),
        pytest.param("X", "a" * 75, b"X: " + b"a" * 75 + b"\r\n", id="78-octets"),
        pytest.param("X", "a" * 995, b"X: " + b"a" * 995 + b"\r\n", id="no-blank"),
        pytest.param("X", "a" * 996, b"X:\r\n " + b"a" * 996 + b"\r\n", id="behind-the-name"),
        pytest.param(
            *("To", "a" * 70 + "@x.test", b"To:\r\n " + b"a" * 70 + b"@x.test\r\n"),
            id="behind-the-name-of-a-structured-field",
        ),
        pytest.param(
            "X" * 70, "=?utf-8?q?a?=", b"X" * 70 + b":\r\n =?utf-8?q?a?=\r\n", id="encoded-word"
        ),
        pytest.param(
            "X", "b " + "a" * 74, b"X: b\r\n " + b"a" * 74 + b"\r\n", id="last-blank-that-fits"
        ),
        pytest.param(
            "X", "b  \t " + "a" * 73, b"X: b\r\n  \t " + b"a" * 73 + b"\r\n", id="run-of-blanks"
        ),
        pytest.param(
            "X", "b, c " + "a" * 74, b"X: b, c\r\n " + b"a" * 74 + b"\r\n", id="text-has-no-commas"
        ),
        pytest.param(
            *("To", "b <b@x.test>, c <c@x.test>, d <" + "d" * 40 + "@x.test>"),
            b"To: b <b@x.test>, c <c@x.test>,\r\n d <" + b"d" * 40 + b"@x.test>\r\n",
            id="behind-a-comma",
        ),
        pytest.param(
            *("To", '"a, b" ' + "c" * 60 + "@x.test, d@x.test"),
            b'To: "a, b"\r\n ' + b"c" * 60 + b"@x.test, d@x.test\r\n",
            id="a-quoted-comma-is-none",
        ),
        pytest.param(
            *("To", '"' + "a " * 36 + "b\\ c\\\\ " + 'd" <d@x.test>'),
            b'To: "' + b"a " * 35 + b'a\r\n b\\ c\\\\ d" <d@x.test>\r\n',
            id="no-quoted-pair-is-cut",
        ),
        pytest.param(
            *("To", "a@x.test (" + "b (c) " * 12 + '"), e@x.test'),
            b"To: a@x.test\r\n (" + b"b (c) " * 12 + b'"),\r\n e@x.test\r\n',
            id="nested-comment",
        ),
        pytest.param(
            *("X", "a" * 55 + " =?utf-8?q?b?= c"),
            b"X: " + b"a" * 55 + b" =?utf-8?q?b?= c\r\n",
            id="76-with-an-encoded-word",
        ),
        pytest.param(
            *("X", "a" * 58 + " =?utf-8?q?b?= c"),
            b"X: " + b"a" * 58 + b" =?utf-8?q?b?=\r\n c\r\n",
            id="77-with-an-encoded-word",
        ),
    ],
)
def test_folds(name: str, body: str, field: bytes) -> None:
    assert fold(name, body) == field


@pytest.mark.parametrize(
    ("name", "body", "wire"),
    [
        pytest.param("X", "a" * 998, SEVEN_BIT, id="line-over-998"),
        pytest.param("X", "\u00e9" * 499, UTF_8, id="octets-count"),
        pytest.param("X", "a" * 78, WireFormat(max_line_length=78), id="line-over-its-own-limit"),
        pytest.param("X", "\u00e9", SEVEN_BIT, id="not-ascii"),
        pytest.param("", "a", SEVEN_BIT, id="no-name"),
        pytest.param("X A", "a", SEVEN_BIT, id="blank-in-name"),
        pytest.param("X:A", "a", SEVEN_BIT, id="colon-in-name"),
        pytest.param("X\u00e9", "a", UTF_8, id="name-not-ascii"),
    ],
)
def test_refuses(name: str, body: str, wire: WireFormat) -> None:
    with pytest.raises(ComposeError):
        fold(name, body, wire=wire)


@pytest.mark.parametrize("control", ["\r", "\n", "\r\n", "\r\n\t", "\0", "\x0b", "\x7f", "\x85"])
def test_refuses_controls(control: str) -> None:
    with pytest.raises(HeaderInjectionError):
        fold("X", f"a{control}Bcc: b@x.test")
    with pytest.raises(HeaderInjectionError):
        fold(f"X{control}Bcc", "a")


def test_newline_and_utf8_of_the_wire() -> None:
    assert fold("X", "\u00e9 " * 40, wire=WireFormat(utf8=True, newline=b"\n")) == (
        b"X:" + b" \xc3\xa9" * 25 + b"\n" + b" \xc3\xa9" * 15 + b"\n"
    )


NAMES = st.sampled_from(["Subject", "To", "References", "Content-Type", "X-" + "n" * 70])
WORDS = st.lists(
    st.sampled_from(
        ["a", "bc", "=?utf-8?q?x?=", "(", ")", '"', "\\", ",", ";", " ", "\t", "x" * 70, "\\ "]
    ),
    max_size=60,
).map("".join)


@given(name=NAMES, body=WORDS, line_length=st.sampled_from([40, 78, 998]))
def test_unfolded_it_is_what_was_given(name: str, body: str, line_length: int) -> None:
    field = fold(name, body, wire=WireFormat(line_length=line_length))
    lines = field.split(b"\r\n")
    assert lines.pop() == b""
    assert all(line.strip() for line in lines)
    assert unfold(field).removesuffix(b"\r\n") == f"{name}: {body.strip()}".strip().encode()
    for line in lines:
        text = line.removeprefix(f"{name}: ".encode()).strip(b" \t")
        assert len(line) <= line_length or not re.search(rb"(?<!\\)[ \t]+\S", text)


@pytest.mark.parametrize(
    ("name", "value", "body"),
    [
        pytest.param("subject", "Grüße", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", id="text"),
        pytest.param("To", "a@x.test (b)", "a@x.test (b)", id="text-kept"),
        pytest.param("To", "Jörg <a@x.test>", "=?utf-8?q?J=C3=B6rg?= <a@x.test>", id="text-anew"),
        pytest.param("To", "a@bücher.test", "a@xn--bcher-kva.test", id="idna"),
        pytest.param("To", Mailbox('a "b"', "c d", "x.test"), r'"a \"b\"" <"c d"@x.test>', id="q"),
        pytest.param(
            *("Cc", ["a@x.test", Group("g", (Mailbox("", "b", "x.test"),))]),
            "a@x.test, g: b@x.test;",
            id="several-and-a-group",
        ),
        pytest.param("Return-Path", "<>", "<>", id="empty-path"),
        pytest.param("Return-Path", Mailbox("A", "a", "x.test"), "<a@x.test>", id="path"),
        pytest.param("Message-ID", "1@x.test", "<1@x.test>", id="id-without-brackets"),
        pytest.param("References", ["1@x.test", "2@x.test"], "<1@x.test> <2@x.test>", id="ids"),
        pytest.param("List-Post", "NO", "NO", id="no-url"),
        pytest.param(
            "List-Help", ["https://x.test", "mailto:h@x.test"], "<https://x.test>, <mailto:h@x.test>",
            id="urls",
        ),
        pytest.param("Keywords", ["a", "b, c"], 'a, "b, c"', id="phrases"),
        pytest.param("Content-Type", ContentType("a", "b", {"c": "d e"}), 'a/b; c="d e"', id="type"),
        pytest.param(
            *("Content-Disposition", ContentDisposition("inline", {"filename": 'a"; x="y'})),
            r'inline; filename="a\"; x=\"y"',
            id="file-name-with-a-quote",
        ),
        pytest.param("Received", "by x; Mon, 2 Nov 2026 10:00:00 +0100", None, id="received"),
        pytest.param("MIME-Version", "1.0 (own)", "1.0 (own)", id="version"),
    ],
)  # fmt: skip
def test_formats(name: str, value: object, body: str | None) -> None:
    assert format_field(name, value) == f"{name}: {value if body is None else body}\r\n".encode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("To", "a@", id="address"),
        pytest.param("To", "Ann", id="name-alone"),
        pytest.param("To", "", id="no-address"),
        pytest.param("To", [], id="empty-list"),
        pytest.param("References", (), id="no-ids"),
        pytest.param("To", "é@x.test", id="local-part-not-ascii"),
        pytest.param("To", Mailbox("", "a", "b c"), id="domain"),
        pytest.param("Date", "tomorrow", id="date"),
        pytest.param("Message-ID", "<a\u00e9@x.test>", id="id-not-ascii"),
        pytest.param("References", "yesterday's letter", id="no-id"),
        pytest.param("List-Help", "<https://\u00e9.test>", id="url-not-ascii"),
        pytest.param("Content-Type", "text", id="type"),
        pytest.param("Content-Type", ContentType("a", "b", {"boundary": "c" * 71}), id="boundary"),
        pytest.param("Content-Type", ContentType("a", "b", {"boundary": "c "}), id="blank-at-end"),
        pytest.param("MIME-Version", "2.0", id="version"),
        pytest.param("Received", "by \u00e9", id="received-not-ascii"),
    ],
)
def test_refuses_what_a_field_cannot_express(name: str, value: object) -> None:
    with pytest.raises(ComposeError):
        format_field(name, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [("Subject", 1), ("Subject", b"a"), ("To", 1), ("To", [1]), ("Date", ["a"]), ("To", b"a@x")],
)
def test_types(name: str, value: object) -> None:
    with pytest.raises(TypeError):
        format_field(name, value)  # type: ignore[arg-type]


def test_utf8_of_the_wire_keeps_everything() -> None:
    value = [Mailbox("Jörg", "jörg", "bücher.test")]
    assert format_field("To", value, wire=UTF_8) == "To: Jörg <jörg@bücher.test>\r\n".encode()


def test_old_form_of_parameters() -> None:
    wire = WireFormat(rfc2047_parameters=True)
    value = ContentDisposition("attachment", {"filename": "日本" * 40})
    field = format_field("Content-Disposition", value, wire=wire)
    assert b"=?utf-8?b?" in field
    assert b"*=" not in field
    assert all(len(line) <= 76 for line in field.split(b"\r\n"))
    body = field.partition(b":")[2]
    assert grammar_of("content-disposition")(body).value == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("To", '"' + "a" * 70 + ', Bcc <x@y.zz>," <t@d.ee>', id="gh-80222"),
        pytest.param("To", "x@y.zz (" + "a" * 400 + ")", id="CVE-2025-11468"),
        pytest.param(
            "To", ", ".join(f"a{n} <a{n}@x.test>" for n in range(9)) + ", é <b@x.test>",
            id="CVE-2025-1795",
        ),
    ],
)  # fmt: skip
def test_folded_it_reads_as_before(name: str, value: str) -> None:
    body = format_field(name, value).partition(b":")[2]
    parse = grammar_of(name.lower())
    assert parse(body).value == parse(value.encode()).value
