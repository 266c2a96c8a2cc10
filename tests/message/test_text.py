"""The text of parts and messages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import Message, parse
from mimekit.message.text import decode_text

MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"


def typed(content_type: bytes, body: bytes) -> Message:
    return parse(b"Content-Type: %b\n\n" % content_type + body)


def mixed(*parts: bytes) -> Message:
    return parse(MIXED + b"".join(b"--b\n" + part + b"\n" for part in parts) + b"--b--\n")


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        pytest.param(b"text/plain", b"a\r\nb\rc\nd\r\n", "a\nb\nc\nd\n", id="line-ends"),
        pytest.param(b"text/plain; charset=iso-8859-1", b"\xe9", "é", id="charset"),
        pytest.param(b"text/plain", b"\xc3\xa9", "é", id="none-declared"),
        pytest.param(b"text/html", b'<meta charset="iso-8859-2">\xb1', '<meta charset="iso-8859-2">ą', id="meta"),
        pytest.param(b"text/plain", b'<meta charset="iso-8859-2">\xc4\x85', '<meta charset="iso-8859-2">ą', id="meta-of-no-html"),
        pytest.param(b"text/plain; format=flowed", b"a \nb\n", "a \nb\n", id="flowed-as-it-stands"),
        pytest.param(b"text/x-anything", b"a", "a", id="any-text"),
        pytest.param(b"text/plain; charset=utf-16", "a\r\nb".encode("utf-16"), "a\nb", id="line-ends-in-utf-16"),
        pytest.param(b"application/json", b"{}", None, id="no-text"),
        pytest.param(b"message/rfc822", b"Subject: x\n\n", None, id="message"),
        pytest.param(b"text/plain", b"", "", id="nothing"),
    ],
)  # fmt: skip
def test_text_of_a_part(content_type: bytes, body: bytes, text: str | None) -> None:
    # Inside of a multipart, for `Message.text` has a rule of its own.
    part = parse(MIXED + b"--b\nContent-Type: %b\n\n%b\n--b--" % (content_type, body)).part("1")
    assert part.text == text


def test_what_is_wrong_with_the_text_is_told_on_request() -> None:
    message = typed(b"text/plain; charset=utf-8", b"\xe9")
    defects = []  # type: ignore[var-annotated]
    assert decode_text(message._tree, message._row, defects) == "é"
    assert [defect.code.value for defect in defects] == ["charset-wrong"]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        pytest.param([b"\na", b"\nb"], "a\nb", id="each-on-its-own-lines"),
        pytest.param([b"\na\n", b"\nb\n"], "a\nb\n", id="no-line-end-is-added-to-one"),
        pytest.param([b"\n", b"\nb"], "b", id="an-empty-one-gives-no-line"),
        pytest.param([b"Content-Type: text/html\n\n<p>a", b"\nb"], "b", id="html-is-left-out"),
        pytest.param([b"Content-Type: text/csv\n\na", b"\nb"], "b", id="other-text-is-left-out"),
        pytest.param(
            [b"Content-Type: text/plain; format=Flowed\n\na \nb\n", b"\na \nb"],
            "a b\na \nb",
            id="only-flowed-text-is-unflowed",
        ),
        pytest.param(
            [b"Content-Type: text/plain; format=flowed; delsp=YES\n\na \nb\n"], "ab\n", id="delsp"
        ),
        pytest.param(
            [b"Content-Type: text/plain; format=flowed; delsp=no\n\na \nb\n"],
            "a b\n",
            id="no-delsp",
        ),
        pytest.param([b"Content-Type: text/html\n\n<p>a"], None, id="none"),
        pytest.param([b"Content-Disposition: attachment\n\na"], None, id="attachment"),
    ],
)
def test_plain_text(parts: list[bytes], text: str | None) -> None:
    assert mixed(*parts).text == text


def test_html_is_joined_as_it_was_sent() -> None:
    html = b"Content-Type: text/html\n\n"
    message = mixed(html + b"<p>a", b"\nplain", html + b"<p>b\r\n")
    assert message.html == "<p>a\n<p>b\n"
    assert mixed(b"\nplain").html is None


@pytest.mark.parametrize(
    ("message", "text"),
    [
        pytest.param(typed(b"text/html", b"<p>a</p><p hidden>b</p>"), "a", id="html-is-read"),
        pytest.param(typed(b"text/plain", b"<p>a"), "<p>a", id="text-is-not"),
        pytest.param(typed(b"application/pdf", b"%PDF"), "", id="neither"),
        pytest.param(
            mixed(b"Content-Type: text/html\n\n<p>a", b"\n"), "", id="empty-text-is-the-text"
        ),
    ],
)
def test_readable_text(message: Message, text: str) -> None:
    assert message.readable_text().strip() == text


NO_BOUNDARY = b"Content-Type: multipart/mixed\n\n"
NO_DELIMITER = b"Content-Type: multipart/mixed; boundary=b\n\n"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        pytest.param(
            NO_BOUNDARY + b"--x\r\n\r\ncaf\xc3\xa9\r\n", "--x\n\ncaf\xe9\n", id="no-boundary"
        ),
        pytest.param(NO_DELIMITER + b"--x\n\ncaf\xe9\n", "--x\n\ncaf\xe9\n", id="no-delimiter"),
        pytest.param(NO_DELIMITER + b" \n", "", id="blank"),
        pytest.param(NO_DELIMITER + b"--b\n" + NO_BOUNDARY + b"x\n--b--\n", "x", id="only-leaf"),
        pytest.param(
            NO_DELIMITER + b"--b\n" + NO_BOUNDARY + b"x\n--b\n\ntext\n--b--\n",
            "text",
            id="beside-a-text",
        ),
        pytest.param(
            NO_DELIMITER + b"--b\n" + NO_BOUNDARY + b"x\n--b\nContent-Type: a/b\n\ny\n--b--\n",
            "",
            id="beside-another-attachment",
        ),
        pytest.param(
            b"Content-Type: message/rfc822\n\nSubject: s\n" + NO_BOUNDARY + b"x",
            "Subject: s\n\nx",
            id="enclosed",
        ),
        pytest.param(b"Content-Type: application/x\n\nx", "", id="no-multipart"),
    ],
)
def test_readable_text_of_what_is_left_in_one_piece(octets: bytes, text: str) -> None:
    assert parse(octets).readable_text() == text


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"text/plain", b"text/html", b"text/plain; charset=utf-16", b"text/plain; charset=utf-7"]),
    st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\xe9", b"\xc3\xa9", b"\0", b"+2D0-", b"<", b"\xd8"])).map(b"".join),
)  # fmt: skip
def test_is_real_text_with_plain_line_ends(content_type: bytes, body: bytes) -> None:
    text = parse(MIXED + b"--b\nContent-Type: %b\n\n" % content_type + body).part("1").text
    assert text is not None
    assert "\r" not in text
    text.encode()  # no lone surrogate
