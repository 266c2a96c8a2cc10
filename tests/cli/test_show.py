from __future__ import annotations

import json
from pathlib import Path

import pytest

from mimekit.cli.values import counts_text, size_text
from tests.cli.messages import BROKEN, NESTED, PLAIN
from tests.cli.running import DEMO, run

DATE = b"Date: Mon, 01 Jan 2024 00:00:00 +0000\n"


def test_fields_come_in_order_and_the_text_last() -> None:
    message = (
        b"Subject: s\nBcc: b@example.org\nCc: c@example.org\nTo: t@example.org\n"
        b"Reply-To: r@example.org\nSender: s@example.org\nFrom: A B <a@example.org>\n"
        b"Date: Mon, 01 Jan 2024 09:00:00 +0100\n\nText.\n"
    )
    assert run("show", "-", stdin=message).output == (
        "From:       A B <a@example.org>\n"
        "Sender:     s@example.org\n"
        "Reply-To:   r@example.org\n"
        "To:         t@example.org\n"
        "Cc:         c@example.org\n"
        "Bcc:        b@example.org\n"
        "Date:       2024-01-01 09:00:00+01:00\n"
        "Subject:    s\n"
        "\n"
        "Text.\n"
    )


@pytest.mark.parametrize(
    ("message", "line"),
    [
        pytest.param(
            b"From: a@example.org\nDate: soon\n\n", "Date:       soon", id="date-that-is-none"
        ),
        pytest.param(b"Subject: x\n\n", "Date:       (none)", id="no-date"),
        pytest.param(b"Date:\n\n", "Date:       (none)", id="empty-date"),
        pytest.param(b"Subject: x\n\n", "From:       (none)", id="no-from"),
        pytest.param(b"Subject:\n\n", "Subject:    ", id="empty-subject"),
        pytest.param(
            b"From: =?utf-8?q?boss=40example=2Ecom=3E?= <evil@example.net>\n\n",
            'From:       "boss@example.com>" <evil@example.net>',
            id="name-that-looks-like-an-address",
        ),
        pytest.param(NESTED, "Attachment: 2 message/rfc822, 88 octets", id="no-file-name"),
        pytest.param(
            b"Content-Type: application/x\n\nxyz",
            "Attachment: application/x, 3 octets",
            id="root-has-no-path",
        ),
        pytest.param(
            BROKEN,
            "Defects:    1 error, 1 info; see 'mimekit check'",
            id="defects-are-counted",
        ),
    ],
)
def test_line(message: bytes, line: str) -> None:
    assert line in run("show", "-", stdin=message).output.splitlines()


def test_clean_message_has_no_line_for_defects() -> None:
    assert "Defects" not in run("show", "-", stdin=PLAIN).output


def test_text_cannot_pass_for_a_line_above() -> None:
    output = run("show", "-", stdin=PLAIN + b"\nSubject:    forged\n").output
    head, _, text = output.partition("\n\n")
    assert "forged" not in head
    assert "forged" in text


@pytest.mark.parametrize(
    ("message", "text"),
    [
        pytest.param(PLAIN, "Text.\n", id="plain"),
        pytest.param(NESTED, "Outer text.", id="visible-text-of-html"),
        pytest.param(PLAIN[:-1], "Text.", id="no-last-line-end"),
        pytest.param(b"Content-Type: image/png\n\n", "", id="no-text"),
    ],
)
def test_text(message: bytes, text: str) -> None:
    result = run("text", "-", stdin=message)
    assert (result.status, result.output, result.error) == (0, text, "")


def test_html_is_printed_as_it_was_sent() -> None:
    result = run("text", "--html", "-", stdin=NESTED)
    assert (result.status, result.output) == (0, "<p>Outer <b>text</b>.</p>")


def test_no_html_is_no_failure() -> None:
    result = run("text", "--html", "-", stdin=PLAIN)
    assert result == (0, "", "mimekit: standard input has no HTML body\n")


@pytest.mark.parametrize("option", [(), ("--html",)], ids=["", "--html"])
def test_json_of_text(option: tuple[str, ...]) -> None:
    result = run("text", "--json", *option, "-", stdin=NESTED)
    value = {"file": "-", "text": "Outer text.", "html": "<p>Outer <b>text</b>.</p>"}
    assert json.loads(result.output) == value


def test_json_of_show() -> None:
    value = json.loads(run("show", "--json", DEMO).output)
    assert [*value] == [
        *("file", "from", "sender", "reply_to", "to", "cc", "bcc", "date", "subject"),
        *("message_id", "text", "attachments", "defects", "counts"),
    ]
    assert value["file"] == str(DEMO)
    assert value["from"] == [{"name": "Zoë Grünwald", "address": "zoe@lighthouse.example.org"}]
    assert [box["name"] for box in value["cc"]] == ["Ngo, Binh", "The harbour"]
    assert value["date"] == "2026-09-10T09:12:03+02:00"
    assert value["subject"] == "Das Licht von Høvik – es dreht sich (Łódź też pyta)"
    assert value["message_id"] == "lamp.0910@lighthouse.example.org"
    assert value["text"].startswith("Grüße aus Høvik,\n")
    assert [part["path"] for part in value["attachments"]] == ["1.2.2", "2", "3"]
    assert value["counts"] == {"error": 0, "warning": 2, "info": 0}
    assert value["defects"][1] == {
        "code": "base64-padding",
        "severity": "warning",
        "path": "2",
        "span": {"offset": 3698, "length": 0},
        "rfc": "RFC 4648 section 3.2",
        "meaning": "Base64 ends without the padding that it needs.",
        "detail": "",
    }


def test_json_of_what_is_not_there() -> None:
    value = json.loads(run("show", "--json", "-", stdin=b"X-A: b\n\n").output)
    assert [value[key] for key in ("date", "subject", "message_id")] == [None] * 3
    assert value["to"] == value["attachments"] == []
    assert value["text"] == ""


def test_json_is_ascii_and_has_no_lone_surrogate(tmp_path: Path) -> None:
    path = tmp_path / "m\udcff.eml"
    try:
        path.write_bytes(PLAIN)
    except (OSError, UnicodeError):
        pytest.skip("the file system has no such name")
    output = run("show", "--json", path).output
    assert output.isascii()
    assert json.loads(output)["file"].endswith("m\ufffd.eml")


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0 octets"),
        (1, "1 octet"),
        (999, "999 octets"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (999_950_000, "1.0 GB"),
        (12_345_678_901_234, "12345.7 GB"),
    ],
)
def test_size_text(octets: int, text: str) -> None:
    assert size_text(octets) == text


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ((0, 0, 0), "no defects"),
        ((1, 0, 2), "1 error, 2 info"),
        ((2, 1, 1), "2 errors, 1 warning, 1 info"),
    ],
)
def test_counts_text(counts: tuple[int, int, int], text: str) -> None:
    assert counts_text(dict(zip(("error", "warning", "info"), counts, strict=True))) == text
