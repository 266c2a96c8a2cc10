from __future__ import annotations

import pytest

from mimekit.conversion.sniffing import text_content
from mimekit.conversion.sniffing.mail_content import MBOX, MESSAGE, mbox_type, message_type
from mimekit.conversion.sniffing.sample import Sample

HTML, XML, SVG = text_content.HTML, text_content.XML, text_content.SVG


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        pytest.param("<p>a", HTML, id="paragraph"),
        pytest.param("  \n<!-- a --><!-- b -->\n<DIV\nclass=a>", HTML, id="comments-before"),
        pytest.param("<!doctype HTML>", HTML, id="doctype"),
        pytest.param("<!-- a", None, id="comment-open"),
        pytest.param("<?xml version='1.0'?><html/>", "application/xhtml+xml", id="xhtml"),
        pytest.param("<?xml version='1.0'?><!-- a", XML, id="declaration-alone"),
        pytest.param("<?php echo 1 ?><p>", HTML, id="instruction-before"),
        pytest.param("<svg/>", SVG, id="svg"),
        pytest.param("<s:svg xmlns:s='a'/>", SVG, id="svg-with-prefix"),
        pytest.param("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'a'>", SVG, id="svg-doctype"),
        pytest.param("<a:p xmlns:a='b'>c</a:p>\n", XML, id="closed"),
        pytest.param("<a:p xmlns:a='b'>c", None, id="not-closed"),
        pytest.param("<!DOCTYPE note SYSTEM 'a'>", XML, id="xml-doctype"),
        pytest.param("<pre>", None, id="another-element"),
        pytest.param("<p", None, id="cut"),
    ],
)
def test_markup(text: str, media_type: str | None) -> None:
    assert text_content.markup_type(Sample(text.encode())) == media_type


@pytest.mark.parametrize(
    ("text", "is_json"),
    [
        pytest.param("{}", True, id="empty-object"),
        pytest.param(" [ ] \n", True, id="empty-array"),
        pytest.param('{"a\\"b": [1, -2.5e3, true, null, {"c": "}"}]}', True, id="values"),
        pytest.param("[" * 50_000 + "]" * 50_000, True, id="deep"),
        pytest.param("{}{}", False, id="two"),
        pytest.param("[1, 2", False, id="open"),
        pytest.param("[1, x]", False, id="word"),
        pytest.param('["a\nb"]', False, id="line-end-in-string"),
        pytest.param("]", False, id="close"),
        pytest.param("{a: 1}", False, id="bare-key"),
    ],
)
def test_json(text: str, *, is_json: bool) -> None:
    assert (text_content.json_type(Sample(text.encode())) is not None) is is_json


def test_json_that_is_cut() -> None:
    cut = Sample(b'[{"a": "b"}, {"a": "c', whole=False)
    assert text_content.json_type(cut) == "application/json"
    assert text_content.json_type(Sample(b"[1] and so on", whole=False)) is None
    assert text_content.json_type(Sample(b"[1, " + b"x" * 5000, whole=False)) is None


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        pytest.param("a;b\n1;2\n3;4\n", "text/csv", id="semicolons"),
        pytest.param("a\tb\n1\t2\n3\t4", "text/tab-separated-values", id="tabs"),
        pytest.param('a,b\n1,"2,\n3"\n4,5\n', "text/csv", id="line-end-in-quotes"),
        pytest.param("a,b\n1,2,3\n4,5\n", None, id="other-width"),
        pytest.param("a,b\n1, 2\n3, 4\n", None, id="blanks-behind"),
        pytest.param("a,\nb,\nc,\n", None, id="delimiter-last"),
        pytest.param('a,b\n1,"2\n3,4\n', None, id="quote-open"),
        pytest.param("\ta\n\tb\n\tc\n", None, id="indented"),
        pytest.param("", None, id="empty"),
    ],
)
def test_table(text: str, media_type: str | None) -> None:
    assert text_content.table_type(Sample(text.encode())) == media_type


def test_the_last_line_of_a_sample_may_be_cut() -> None:
    lines = b"a,b,c\n" * 5 + b"a,"
    assert text_content.table_type(Sample(lines, whole=False)) == "text/csv"
    assert text_content.table_type(Sample(lines)) is None


@pytest.mark.parametrize(
    ("line", "media_type"),
    [
        pytest.param("#!/bin/sh", "application/x-sh", id="shell"),
        pytest.param("#! /usr/bin/perl -w", "text/x-perl", id="perl"),
        pytest.param("#!/usr/bin/env python3.11", "text/x-script.python", id="env"),
        pytest.param("#!/usr/bin/env -S node --x", "text/javascript", id="env-with-options"),
        pytest.param("#!usr/bin/perl", None, id="no-path"),
    ],
)
def test_script(line: str, media_type: str | None) -> None:
    assert text_content.script_type(Sample(f"{line}\n".encode())) == media_type


@pytest.mark.parametrize(
    ("octets", "is_message"),
    [
        pytest.param(b"From: a\nTo: b\n\n\0", True, id="binary-body"),
        pytest.param(b"From: a\rTo: b\r\rText", True, id="cr"),
        pytest.param(b"X-A: 1\n b\nFROM : a\nSubject:\n", True, id="blank-before-colon"),
        pytest.param(b"Received: a\nReceived: b\n\n", False, id="one-name"),
        pytest.param(b"From: a\nFoo: b\n\n", False, id="one-known-name"),
        pytest.param(b"Received: a\nReturn-Path: <>\n\n", True, id="two-origins"),
        pytest.param(b"MIME-Version: 1.0\nContent-Type: a/b\n\n", True, id="mime"),
        pytest.param(b"Subject: a\nDate: b\n\n", False, id="no-origin"),
        pytest.param(b"From: a\nTo: b\nText.", False, id="line-without-colon"),
        pytest.param(b"\nFrom: a\nTo: b\n\n", False, id="empty-line-first"),
        pytest.param(b" From: a\nTo: b\n\n", False, id="blank-first"),
        pytest.param(b"X: \n" * 9999 + b"From: a\nTo: b\n", False, id="many-fields-before"),
        pytest.param(b"From: a\nTo: b\n" + b"X: \n" * 9999, True, id="many-fields-behind"),
    ],
)
def test_message(octets: bytes, *, is_message: bool) -> None:
    assert message_type(Sample(octets)) == (MESSAGE if is_message else None)


def test_a_line_that_the_sample_cuts_is_no_prose() -> None:
    assert message_type(Sample(b"From: a\nTo: b\nX-Cut", whole=False)) == MESSAGE


@pytest.mark.parametrize(
    ("line", "is_mailbox"),
    [
        pytest.param("From a@b.zz Tue Nov  3 08:15:02 2026", True, id="plain"),
        pytest.param("From - Tue Nov 03 08:15 2026", True, id="no-sender-no-seconds"),
        pytest.param("From a b@c Tue Nov  3 08:15:02 CET 2026", True, id="zone"),
        pytest.param("From a Tue Nov  3 08:15:02 2026 remote from host", True, id="remote"),
        pytest.param("From a Tue Nov  3 2026", False, id="no-time"),
        pytest.param("From Tue Nov  3 08:15:02 2026", False, id="no-sender"),
        pytest.param(">From a Tue Nov  3 08:15:02 2026", False, id="quoted"),
    ],
)
def test_mailbox(line: str, *, is_mailbox: bool) -> None:
    sample = Sample(f"{line}\nX-A: b\n\nText.\n".encode())
    assert mbox_type(sample) == (MBOX if is_mailbox else None)
    assert mbox_type(Sample(f"{line}\nText.\n".encode())) is None
