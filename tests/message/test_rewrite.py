"""Messages written for a transport: what fits is kept, what does not is made anew, or refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import ComposeError, Message, Part, WireFormat, codecs, parse
from mimekit.fields.folding import fold

SEVEN, EIGHT, BINARY = WireFormat(), WireFormat(eight_bit=True), WireFormat(binary=True)
UTF_8, UNIX = WireFormat(utf8=True), WireFormat(newline=b"\n")
CORPUS = sorted((Path(__file__).parents[2] / "corpus").rglob("*.eml"))


def written(part: Part, wire: WireFormat) -> bytes:
    file = io.BytesIO()
    part.write_to(file, wire)
    return file.getvalue()


def lines(*texts: bytes) -> bytes:
    return b"\r\n".join(texts)


@pytest.mark.parametrize(
    ("octets", "wire", "expected"),
    [
        pytest.param(b"A: 1\n\nb\n", SEVEN, b"A: 1\r\n\r\nb\r\n", id="line-ends"),
        pytest.param(b"A: 1\r\n\r\nb\r\n", UNIX, b"A: 1\n\nb\n", id="line-ends-of-unix"),
        pytest.param(
            "Subject: é\n\n".encode(), SEVEN, b"Subject: =?utf-8?b?w6k=?=\r\n\r\n", id="subject"
        ),
        pytest.param(
            "Subject: é\n\n".encode(), UTF_8, "Subject: é\r\n\r\n".encode(), id="subject-kept"
        ),
        pytest.param(
            b"Subject: \xe9\n\n", UTF_8, "Subject: é\r\n\r\n".encode(), id="subject-no-utf-8"
        ),
        pytest.param(
            "To: é <a@bücher.test>\n\n".encode(),
            SEVEN,
            b"To: =?utf-8?b?w6k=?= <a@xn--bcher-kva.test>\r\n\r\n",
            id="address",
        ),
        pytest.param(
            b"X: " + b"a " * 600 + b"\n\n",
            SEVEN,
            fold("X", "a " * 600) + b"\r\n",
            id="long-field",
        ),
        pytest.param(
            b"X: 1\n\n\xe9",
            SEVEN,
            b"X: 1\r\nContent-Transfer-Encoding: base64\r\n\r\n6Q==\r\n",
            id="8-bit-body",
        ),
        pytest.param(
            b"X: 1\n\n\xe9",
            EIGHT,
            b"X: 1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xe9",
            id="8bit",
        ),
        pytest.param(
            b"Content-Transfer-Encoding: 8bit\nX: 1\n\na",
            SEVEN,
            b"Content-Transfer-Encoding: 7bit\r\nX: 1\r\n\r\na",
            id="said-8bit-and-is-not",
        ),
        pytest.param(
            b"Content-Transfer-Encoding: quoted-printable\n\n=C3=A9",
            SEVEN,
            b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9",
            id="encoded-kept",
        ),
        pytest.param(
            b"Content-Transfer-Encoding: quoted-printable\n\n=C3=A9",
            EIGHT,
            b"Content-Transfer-Encoding: 8bit\r\n\r\n\xc3\xa9",
            id="encoded-needlessly",
        ),
        pytest.param(
            b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nDQo=",
            BINARY,
            b"Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n\r\n",
            id="binary",
        ),
        pytest.param(
            b"Content-Type: image/png\nContent-Transfer-Encoding: binary\n\n\n\0",
            SEVEN,
            b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nCgA=\r\n",
            id="binary-encoded",
        ),
        pytest.param(
            b"\xef\xbb\xbfFrom a Sat Nov 28\nA: 1\n\nb", SEVEN, b"A: 1\r\n\r\nb", id="on-top"
        ),
        pytest.param(
            b"\xe9",
            SEVEN,
            b"Content-Transfer-Encoding: base64\r\n\r\n6Q==\r\n",
            id="no-header",
        ),
        pytest.param(b"A: 1\n\n" + b"b" * 1500, EIGHT, None, id="long-line"),
        pytest.param(b"junk\xe9 line\nA: 1\n\n", SEVEN, None, id="line-that-is-no-field"),
    ],
)
def test_one_part(octets: bytes, wire: WireFormat, expected: bytes | None) -> None:
    if expected is None:
        try:
            result = written(parse(octets), wire)
        except ComposeError:
            return
        assert all(len(line) <= 998 for line in result.split(b"\r\n"))
        assert parse(result).content == parse(octets).content
    else:
        assert written(parse(octets), wire) == expected


MULTIPART = lines(
    b"Content-Type: multipart/mixed; boundary=b",
    b"Content-Transfer-Encoding: 8bit",
    b"",
    b"--b",
    b"Content-Type: text/plain; charset=utf-8",
    b"Content-Transfer-Encoding: 8bit",
    b"",
    "für".encode(),
    b"--b",
    b"Content-Type: message/rfc822",
    b"Content-Transfer-Encoding: 8bit",
    b"",
    "Subject: über".encode(),
    b"Content-Transfer-Encoding: 8bit",
    b"",
    "Straße".encode(),
    b"--b--",
    b"",
)


def test_what_is_around_declares_what_is_in_it() -> None:
    message = parse(written(parse(MULTIPART), SEVEN))
    encodings = [part.transfer_encoding for part in message.walk()]
    assert encodings == ["7bit", "base64", "7bit", "quoted-printable"]
    assert bytes(message).isascii()
    assert message.part("1").text == "für"
    inner = message.part("2").message
    assert inner is not None
    assert (inner.subject, inner.text) == ("über", "Straße")
    again = written(message, UTF_8)
    assert again.replace(b"=?utf-8?q?=C3=BCber?=", "über".encode()) == MULTIPART


def test_octets_that_fit_stay() -> None:
    assert written(parse(MULTIPART), UTF_8) == MULTIPART


@pytest.mark.parametrize("kind", ["signed", "encrypted"])
@pytest.mark.parametrize(
    ("body", "allowed"), [(b"a", True), (b"\xe9", False), (b"a" * 999, False), (b"a\rb", False)]
)
def test_what_is_sealed_is_not_altered(kind: str, body: bytes, *, allowed: bool) -> None:
    octets = lines(
        f"Content-Type: multipart/{kind}; boundary=b".encode(),
        "Subject: é".encode(),
        b"",
        b"--b",
        b"Content-Transfer-Encoding: quoted-printable",
        b"",
        b"=41" + body,
        b"--b--",
        b"",
    )
    message = parse(octets)
    if allowed:
        for wire in (SEVEN, EIGHT):
            result = parse(written(message, wire))
            assert result.raw == message.raw
            assert result.subject == "é"
    else:
        file = io.BytesIO()
        with pytest.raises(ComposeError):
            message.write_to(file, SEVEN)
        assert file.getvalue() == b""


@pytest.mark.parametrize(
    ("octets", "wire"),
    [
        pytest.param("To: é@x.test\n\n".encode(), SEVEN, id="address"),
        pytest.param("Received: by é\n\n".encode(), SEVEN, id="received"),
        pytest.param("Date: é\n\n".encode(), SEVEN, id="date"),
        pytest.param(b"A: \0\n\n", SEVEN, id="nul"),
        pytest.param(b"Content-Transfer-Encoding: x-y\n\n\xe9", SEVEN, id="unknown-encoding"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n\n\xe9\n--b\n\n--b--",
            SEVEN,
            id="preamble",
        ),
        pytest.param(
            b"A: 1\nContent-Type: multipart/mixed\n\n\xe9", SEVEN, id="multipart-in-one-piece"
        ),
    ],
)
def test_refuses(octets: bytes, wire: WireFormat) -> None:
    with pytest.raises(ComposeError):
        written(parse(octets), wire)


def test_a_boundary_never_comes_to_stand_in_a_body() -> None:
    octets = lines(
        b"Content-Type: multipart/mixed; boundary=b",
        b"",
        b"--b",
        b"Content-Transfer-Encoding: base64",
        b"",
        codecs.base64.encode(b"--b\r\nforged") + b"--b--",
    )
    message = parse(written(parse(octets), EIGHT))
    assert [part.content for part in message.parts] == [b"--b\r\nforged"]


def test_old_form_of_parameters() -> None:
    octets = b"Content-Disposition: attachment; filename*=utf-8''%C3%A9.txt\r\n\r\n"
    wire = WireFormat(rfc2047_parameters=True)
    result = written(parse(octets), wire)
    assert (
        result == b'Content-Disposition: attachment; filename="=?utf-8?q?=C3=A9=2Etxt?="\r\n\r\n'
    )
    assert parse(result).filename == "é.txt"


def texts(message: Message) -> list[tuple[str, str | None]]:
    return [(part.path, part.text) for part in message.walk()]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
@pytest.mark.parametrize("wire", [SEVEN, EIGHT, BINARY, UTF_8], ids=["7", "8", "binary", "utf8"])
def test_corpus(path: Path, wire: WireFormat) -> None:
    message = parse(path.read_bytes())
    try:
        octets = written(message, wire)
    except ComposeError:
        return
    if not wire.binary:
        assert all(len(line) <= 998 for line in octets.split(b"\r\n"))
        assert not octets.replace(b"\r\n", b"").count(b"\n")
        assert wire.allows_8bit or octets.isascii()
    again = parse(octets)
    assert texts(again) == texts(message)
    assert again.subject == message.subject
    if not wire.binary:
        assert written(again, wire) == octets


BODIES = st.lists(
    st.sampled_from(
        [b"a", b"\xe9", b"\r\n", b"\n", b"\r", b"=41", b"--b", b" ", b"x" * 500, b"\0"]
    ),
    max_size=12,
).map(b"".join)


def test_a_blank_before_a_lone_cr_in_quoted_printable_stays() -> None:
    octets = b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n \ra=3D"
    assert parse(written(parse(octets), SEVEN)).content == b" \r\na="


def test_a_message_in_an_unknown_encoding_is_written_once() -> None:
    octets = (
        b"Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n"
        b"Content-Transfer-Encoding: x-unk\r\nhello\r\n\r\n--b--\r\n"
    )
    for wire in (SEVEN, EIGHT, BINARY, UTF_8):
        assert written(parse(octets), wire) == octets


@given(
    body=BODIES,
    encoding=st.sampled_from(
        [b"7bit", b"8bit", b"binary", b"quoted-printable", b"base64", b"x-y"]
    ),
    type_=st.sampled_from([b"text/plain", b"image/png", b"multipart/mixed; boundary=b"]),
    wire=st.sampled_from([SEVEN, EIGHT, BINARY, UTF_8, UNIX]),
)
def test_any_body_fits_the_wire_or_is_refused(
    body: bytes, encoding: bytes, type_: bytes, wire: WireFormat
) -> None:
    octets = b"Content-Type: %b\nContent-Transfer-Encoding: %b\n\n%b" % (type_, encoding, body)
    try:
        result = written(parse(octets), wire)
    except ComposeError:
        return
    if not wire.binary:
        assert wire.allows_8bit or result.isascii()
        rest = result.replace(wire.newline, b"")
        assert b"\n" not in rest
        assert b"\r" not in rest
        assert all(len(line) <= 998 for line in result.split(wire.newline))
    if encoding in {b"binary", b"quoted-printable", b"base64"} and b"multipart" not in type_:
        before, after = parse(octets).content, parse(result).content
        assert before.splitlines() == after.splitlines()
