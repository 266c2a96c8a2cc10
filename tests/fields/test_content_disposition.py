"""Content-Disposition: what is read, and the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.content_disposition import (
    ContentDisposition,
    format_content_disposition,
    parse_content_disposition,
)

DISPOSITION, INVALID = DefectCode.DISPOSITION_INVALID, DefectCode.PARAMETER_INVALID
NAMED = {"filename": "a b"}


def codes(body: bytes) -> set[DefectCode]:
    return {defect.code for defect in parse_content_disposition(body).defects}


@pytest.mark.parametrize(
    ("body", "value", "parameters", "wrong"),
    [
        pytest.param(b"inline", "inline", {}, set(), id="plain"),
        pytest.param(b' Attachment;\r\n filename="a b"', "attachment", NAMED, set(), id="case"),
        pytest.param(b"x-own; a=b", "x-own", {"a": "b"}, set(), id="extension-token"),
        pytest.param(b'(c) inline (c) ; filename="a b"', "inline", NAMED, set(), id="comments"),
        pytest.param(b"inline;", "inline", {}, set(), id="semicolon"),
        pytest.param(
            b'attachment; size=12; creation-date="Wed, 12 Feb 1997 16:29:51 -0500"',
            "attachment",
            {"size": "12", "creation-date": "Wed, 12 Feb 1997 16:29:51 -0500"},
            set(),
            id="size-and-date",
        ),
        # deviation 1
        pytest.param(
            b'"attachment"; filename="a b"', "attachment", NAMED, {DISPOSITION}, id="quoted"
        ),
        pytest.param("attaché".encode(), "attaché", {}, {DISPOSITION}, id="8bit"),
        pytest.param(b"a/b", "a/b", {}, {DISPOSITION}, id="special"),
        pytest.param(b'inline filename="a b"', "inline", NAMED, {INVALID}, id="no-semicolon"),
        # deviation 2
        pytest.param(b"", "", {}, {DISPOSITION}, id="empty"),
        pytest.param(b'; filename="a b"', "", NAMED, {DISPOSITION}, id="no-type"),
        pytest.param(b' filename="a b"', "", NAMED, {DISPOSITION, INVALID}, id="parameters-alone"),
        pytest.param(
            b'filename = "a b"; size=1',
            "",
            {**NAMED, "size": "1"},
            {DISPOSITION, INVALID},
            id="parameters-alone-and-blanks",
        ),
        pytest.param(b"=", "", {}, {DISPOSITION, INVALID}, id="equals"),
    ],
)
def test_reads(
    body: bytes, value: str, parameters: dict[str, str], wrong: set[DefectCode]
) -> None:
    assert parse_content_disposition(body).value == (value, parameters)
    assert codes(body) == wrong


@pytest.mark.parametrize(
    ("body", "filename"),
    [
        pytest.param(b"attachment", None, id="none"),
        pytest.param(b'attachment; filename=""', "", id="empty"),
        pytest.param(b"attachment; filename*=utf-8''%C3%A9", "é", id="extended"),
        pytest.param(b"attachment; filename*=utf-8'en-us'%C3%A9", "é", id="language-hyphen"),
        pytest.param(b"attachment; filename=a b.pdf", "a b.pdf", id="quotes-missing"),
        pytest.param(b'attachment; filename="../../x"', "../../x", id="as-stated"),
        pytest.param(
            b"attachment; filename*0*=''a.tx; filename*1=t.exe; filename=a.txt",
            "a.txt.exe",
            id="segments-win",
        ),
    ],
)
def test_filename(body: bytes, filename: str | None) -> None:
    assert parse_content_disposition(body).value.filename == filename


@pytest.mark.parametrize(
    ("body", "octets"),
    [
        pytest.param(b" inline; a=b \r\n", b"inline; a=b", id="plain"),
        pytest.param(b" (c) inline; a=/ \r\n", b"inline; a=/", id="not-plain"),
        pytest.param(b" \r\n", b"", id="none"),
    ],
)
def test_the_span_is_all_but_blanks(body: bytes, octets: bytes) -> None:
    (span,) = parse_content_disposition(body).spans
    assert body[span.slice] == octets


def test_short_inputs_are_sound() -> None:
    for length in range(5):
        for octets in itertools.product(b'a;=" (\\"', repeat=length):
            parsed = parse_content_disposition(bytes(octets))
            for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
                assert 0 <= span.offset <= span.end <= length


WORDS = st.sampled_from([b"inline", b"X", b"/", b" ", b"(c)", b";", b"=", b"\xff", b'"', b"a=b"])


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=12).map(b"".join))
def test_a_comment_in_front_changes_nothing_else(body: bytes) -> None:
    commented = parse_content_disposition(b"()" + body)  # never the fast path
    parsed = parse_content_disposition(body)
    assert commented.value == parsed.value
    assert [defect.at(-2) for defect in commented.defects] == list(parsed.defects)


@settings(max_examples=100, deadline=None)
@given(
    value=st.text("abz019!#$&^_.+-*'%", min_size=1),
    filename=st.text("aé \"\\;=?(1%'*", max_size=60),
    rfc2047=st.booleans(),
    utf8=st.booleans(),
)
def test_what_is_formatted_reads_back(
    *, value: str, filename: str, rfc2047: bool, utf8: bool
) -> None:
    disposition = ContentDisposition(value, {"filename": filename})
    text = format_content_disposition(disposition, rfc2047=rfc2047, utf8=utf8, max_length=78)
    assert parse_content_disposition(text.encode()).value == disposition
    assert utf8 or text.isascii()


@pytest.mark.parametrize("value", ["", "a b", "é", "a;b", 'a"'], ids=ascii)
def test_refuses_what_cannot_be_written(value: str) -> None:
    with pytest.raises(ComposeError):
        format_content_disposition(ContentDisposition(value, {}))


@pytest.mark.parametrize(
    "disposition",
    [
        pytest.param(ContentDisposition("inline\r\nBcc: x", {}), id="type"),
        pytest.param(ContentDisposition("inline", {"filename": "a\r\nBcc: x"}), id="filename"),
    ],
)
def test_refuses_controls(disposition: ContentDisposition) -> None:
    with pytest.raises(HeaderInjectionError):
        format_content_disposition(disposition)
