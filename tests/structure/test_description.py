"""What the Content-* fields say of a body: the plain patterns, and the grammars behind them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.structure.description import describe, describe_plain
from mimekit.structure.rows import (
    BASE64,
    IDENTITY,
    LEAF,
    MESSAGE,
    MULTIPART,
    QUOTED_PRINTABLE,
    UNKNOWN,
    UUENCODE,
    Description,
)

_FIELDS = re.compile(rb"^content-t", re.IGNORECASE | re.MULTILINE)


def plain(block: bytes) -> Description | None:
    return describe_plain(block, [match.start() for match in _FIELDS.finditer(block)], len(block))


@pytest.mark.parametrize(
    ("block", "kind", "boundary", "encoding"),
    [
        pytest.param(b"", LEAF, None, IDENTITY, id="nothing"),
        pytest.param(b"Content-Type: text/plain\n", LEAF, None, IDENTITY, id="leaf"),
        pytest.param(b"CONTENT-TYPE:TEXT/HTML;charset=x\r\n", LEAF, None, IDENTITY, id="case"),
        pytest.param(b"Content-Type: message/rfc822\n", MESSAGE, None, IDENTITY, id="message"),
        pytest.param(b"Content-Type: message/global\n", MESSAGE, None, IDENTITY, id="global"),
        pytest.param(b"Content-Type: message/news\n", MESSAGE, None, IDENTITY, id="news"),
        pytest.param(b"Content-Type: message/rfc822x\n", LEAF, None, IDENTITY, id="longer"),
        pytest.param(b"Content-Type: message/partial\n", LEAF, None, IDENTITY, id="partial"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n",
            MULTIPART,
            b"b",
            IDENTITY,
            id="boundary",
        ),
        pytest.param(
            b'Content-Type: multipart/x;\r\n\tA="1";\n boundary = "b c"\r\n'.replace(b" = ", b"="),
            *(MULTIPART, b"b c", IDENTITY),
            id="folded-and-quoted",
        ),
        pytest.param(
            b"Content-Type: text/plain\nContent-Type: message/rfc822\n",
            *(LEAF, None, IDENTITY),
            id="the-first-type-counts",
        ),
        pytest.param(
            b"Content-Transfer-Encoding: BASE64\nContent-Transfer-Encoding: 7bit\n",
            *(LEAF, None, BASE64),
            id="the-first-encoding-counts",
        ),
        pytest.param(
            b"Content-Transfer-Encoding: quoted-printable\n",
            *(LEAF, None, QUOTED_PRINTABLE),
            id="quoted-printable",
        ),
        pytest.param(b"Content-Transfer-Encoding: x-uue\n", LEAF, None, UUENCODE, id="uuencode"),
        pytest.param(b"Content-Transfer-Encoding: x-y\n", LEAF, None, UNKNOWN, id="unknown"),
        pytest.param(b"Content-Transfer-Encoding: 8bit\n", LEAF, None, IDENTITY, id="8bit"),
    ],
)
def test_both_read_what_is_plain(
    block: bytes, kind: int, boundary: bytes | None, encoding: int
) -> None:
    found = plain(block)
    assert found is not None
    assert found[:3] == (kind, boundary, encoding)
    assert describe(block, any_line_end=False) == found


@pytest.mark.parametrize(
    ("block", "kind", "boundary", "encoding"),
    [
        pytest.param(
            b"Content-Type: multipart/mixed; boundary*=utf-8''b\n",
            *(MULTIPART, b"b", IDENTITY),
            id="rfc-2231",
        ),
        pytest.param(
            b'Content-Type: multipart/mixed; boundary="b\\"c"\n',
            *(MULTIPART, b'b"c', IDENTITY),
            id="quoted-pair",
        ),
        pytest.param(
            b"Content-Type: multipart/mixed\n", MULTIPART, b"", IDENTITY, id="no-boundary"
        ),
        pytest.param(
            b"Content-Type: (c) message/(d)rfc822\n", MESSAGE, None, IDENTITY, id="comments"
        ),
        pytest.param(b"Content-Type: text\n", LEAF, None, IDENTITY, id="no-subtype"),
        pytest.param(
            b"Content-Transfer-Encoding: base64 (c)\n", LEAF, None, BASE64, id="comment-behind"
        ),
        pytest.param(
            b"Content-Transfer-Encoding:\n base64\n", LEAF, None, BASE64, id="folded-encoding"
        ),
        pytest.param(b"Content-Type : message/rfc822\n", MESSAGE, None, IDENTITY, id="blank"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=\xc3\xa9\n",
            *(MULTIPART, "é".encode(), IDENTITY),
            id="8-bit-boundary",
        ),
    ],
)
def test_the_grammars_are_asked_for_the_rest(
    block: bytes, kind: int, boundary: bytes | None, encoding: int
) -> None:
    assert plain(block) is None
    assert describe(block, any_line_end=False)[:3] == (kind, boundary, encoding)


def test_lone_cr_ends_a_field_where_it_ends_lines() -> None:
    block = b"Content-Type: message/rfc822\rContent-Transfer-Encoding: base64\r"
    assert describe(block, any_line_end=True)[:3] == (MESSAGE, None, BASE64)
    assert describe(block, any_line_end=False)[2] == IDENTITY


@pytest.mark.parametrize("read", [plain, lambda block: describe(block, any_line_end=False)])
def test_a_digest_and_a_missing_type_are_told(read: object) -> None:
    def told(block: bytes) -> tuple[bool, bool]:
        found = read(block)  # type: ignore[operator]
        return found.is_digest, found.has_type

    assert told(b"Content-Type: multipart/digest; boundary=b\n") == (True, True)
    assert told(b"Content-Type: multipart/digests; boundary=b\n") == (False, True)
    assert told(b"Content-Type: text/plain\n") == (False, True)
    assert told(b"Content-Transfer-Encoding: base64\n") == (False, False)
    assert told(b"") == (False, False)


PIECES = [
    *(b"Content-Type:", b"content-type: ", b"Content-Transfer-Encoding: ", b"Content-Two: "),
    *(b"multipart/", b"mixed", b"digest", b"message/rfc822", b"text/plain", b"base64", b"x-y"),
    *(b";", b" ", b"\t", b"\n", b"\n ", b"\r\n", b"\r\n\t", b"boundary=", b"a=", b"b", b'"b c"'),
    *(b'"', b"\\", b"(c)", b"*", b"'", b"\xe9", b"/", b"=", b"%41", b"charset*0=x", b"7bit"),
]


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join))
def test_the_patterns_never_read_otherwise_than_the_grammars(block: bytes) -> None:
    found = plain(block)
    if found is not None:
        assert describe(block, any_line_end=False) == found
