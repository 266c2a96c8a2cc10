"""Transfer encodings by content and wire, leaves, boundaries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import ComposeError, ContentDisposition, ContentType, DefectCode, WireFormat, parse
from mimekit.message.encode import (
    choose_boundary,
    encode_body,
    identity_encoding,
    leaf_fields,
    text_octets,
)

TEXT = ContentType("text", "plain", {"charset": "utf-8"})
UTF_16 = ContentType("text", "plain", {"charset": "utf-16"})
PNG = ContentType("image", "png", {})
ENCLOSED = ContentType("message", "rfc822", {})
SEVEN, EIGHT, BINARY = WireFormat(), WireFormat(eight_bit=True), WireFormat(binary=True)


def encode_leaf(
    content: bytes | str,
    content_type: ContentType,
    *,
    disposition: ContentDisposition | None = None,
    content_id: str | None = None,
    wire: WireFormat = SEVEN,
    exact: bool = False,
) -> bytes:
    """A body part, as those who write one put it together."""
    octets, content_type = text_octets(content, content_type)
    encoding, body = encode_body(octets, content_type, wire, exact=exact)
    fields = leaf_fields(content_type, encoding, disposition, content_id, wire)
    return b"".join([fields, wire.newline, body])


@pytest.mark.parametrize(
    ("content", "content_type", "wire", "encoding"),
    [
        pytest.param(b"", TEXT, SEVEN, "7bit", id="empty"),
        pytest.param(b"a\n" * 9, TEXT, SEVEN, "7bit", id="lines"),
        pytest.param(b"a" * 78, TEXT, SEVEN, "7bit", id="78"),
        pytest.param(b"a" * 79, TEXT, SEVEN, "quoted-printable", id="79"),
        pytest.param(b"a" * 79, TEXT, EIGHT, "7bit", id="79-where-lines-may-be-long"),
        pytest.param(b"a" * 999, TEXT, EIGHT, "quoted-printable", id="999"),
        pytest.param(b"a\nFrom b", TEXT, BINARY, "quoted-printable", id="from-line"),
        pytest.param(b".\n", TEXT, BINARY, "quoted-printable", id="dot-line"),
        pytest.param(b"a\0" * 9, TEXT, BINARY, "quoted-printable", id="nul"),
        pytest.param("über die Brücke".encode(), TEXT, SEVEN, "quoted-printable", id="latin"),
        pytest.param("über die Brücke".encode(), TEXT, EIGHT, "8bit", id="latin-8bit"),
        pytest.param("над рекой".encode(), TEXT, SEVEN, "base64", id="cyrillic"),
        pytest.param("над рекой".encode(), TEXT, WireFormat(utf8=True), "8bit", id="utf8"),
        pytest.param("a\n".encode("utf-16"), UTF_16, EIGHT, "base64", id="utf-16"),
        pytest.param(
            b"a", ContentType("text", "x", {"charset": "?"}), SEVEN, "base64", id="label"
        ),
        pytest.param(b"ascii", PNG, EIGHT, "base64", id="no-text"),
        pytest.param(b"\r\0", PNG, BINARY, "binary", id="no-text-binary"),
        pytest.param(b"A: 1\r\n", ENCLOSED, SEVEN, "7bit", id="message"),
        pytest.param(b"A: \xe9\r\n", ENCLOSED, EIGHT, "8bit", id="message-8bit"),
        pytest.param(b"A:" + b"1" * 999, ENCLOSED, BINARY, "binary", id="message-long-line"),
    ],
)
def test_transfer_encoding(
    content: bytes, content_type: ContentType, wire: WireFormat, encoding: str
) -> None:
    assert encode_body(content, content_type, wire)[0] == encoding


@pytest.mark.parametrize(
    ("content", "wire"), [(b"\xe9", SEVEN), (b"a" * 999, EIGHT), (b"\0", EIGHT)], ids=repr
)
def test_a_message_is_never_encoded(content: bytes, wire: WireFormat) -> None:
    with pytest.raises(ComposeError):
        encode_body(content, ENCLOSED, wire)


@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_line_ends_of_text_are_those_of_the_wire(newline: bytes) -> None:
    wire = WireFormat(newline=newline)
    assert encode_body(b"a\nb\rc\r\n", TEXT, wire)[1] == newline.join([b"a", b"b", b"c", b""])


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a\r\n", "7bit"),
        (b"a\n", "base64"),
        (b"a\r", "base64"),
        (b"a\r\n\xe9", "quoted-printable"),
    ],
)
def test_exact_text_keeps_its_line_ends(content: bytes, encoding: str) -> None:
    leaf = encode_leaf(content, TEXT, exact=True)
    assert f"Encoding: {encoding}\r\n".encode() in leaf
    assert parse(leaf).content == content


@given(
    content=st.binary(max_size=300) | st.text("a. \n\r=Fromé\0", max_size=300).map(str.encode),
    content_type=st.sampled_from([TEXT, PNG]),
    wire=st.sampled_from([SEVEN, EIGHT, BINARY, WireFormat(newline=b"\n")]),
    exact=st.booleans(),
)
def test_leaf_reads_back(
    *, content: bytes, content_type: ContentType, wire: WireFormat, exact: bool
) -> None:
    leaf = encode_leaf(content, content_type, wire=wire, exact=exact)
    read = parse(leaf).content
    if exact or content_type is PNG:
        assert read == content
    else:
        assert (
            read.splitlines() == content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines()
        )
    if not wire.binary:
        assert wire.allows_8bit or leaf.isascii()
        assert all(len(line) <= 998 for line in leaf.split(b"\n"))
        assert not leaf.replace(wire.newline, b"").count(b"\n")


def test_fields_of_a_leaf() -> None:
    part = parse(
        encode_leaf(
            "Grüße",
            ContentType("text", "html", {}),
            disposition=ContentDisposition("inline", {"filename": "é.html"}),
            content_id="a@x.test",
        )
    )
    assert part.html == "Grüße"
    assert (part.charset, part.content_id, part.filename) == ("utf-8", "a@x.test", "é.html")
    assert {defect.code for defect in part.check()} == {DefectCode.FIELD_MISSING}  # no From


def test_text_in_a_charset_that_lacks_it() -> None:
    with pytest.raises(ComposeError):
        encode_leaf("é", ContentType("text", "plain", {"charset": "us-ascii"}))


@pytest.mark.parametrize("size", [1, 3, 100])
def test_identity_encoding_in_pieces(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimekit.message.encode._CHUNK", size)
    assert identity_encoding(b"a\r\nb\r\n" * 9) == "7bit"
    assert identity_encoding(b"a" * 998 + b"\r\nb\r\n\xe9") == "8bit"
    assert identity_encoding(b"a\r\n" + b"a" * 999) == "binary"
    assert identity_encoding(b"a\r\nb\r") == "binary"
    assert identity_encoding(b"a\r\nb\nc") == "binary"


def test_boundary() -> None:
    first = choose_boundary("seed")
    assert first == choose_boundary("seed", [b"other"]) != choose_boundary("seeds")
    second = choose_boundary("seed", [b"x" + first.encode() + b"x"])
    third = choose_boundary("seed", [memoryview(first.encode()), second.encode()])
    assert len({first, second, third}) == 3
    assert len(first) <= 70
