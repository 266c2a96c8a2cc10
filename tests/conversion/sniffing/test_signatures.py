"""The table as a whole: nothing in it is without effect, and words are no signatures."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from mimekit import Signature, sniff
from mimekit.conversion.sniffing.sample import Sample
from mimekit.conversion.sniffing.signatures import SIGNATURES
from tests.growth import assert_linear


@pytest.fixture(autouse=True)
def _no_libmagic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMEKIT_MAGIC", "0")


def test_the_table_is_large_and_has_nothing_twice() -> None:
    assert len(SIGNATURES) >= 80
    keys = Counter((each.magic, each.offset, each.pattern, each.examine) for each in SIGNATURES)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda each: f"{each.name}-{each.magic!r}")
def test_each_row_is_sound(signature: Signature) -> None:
    assert signature.magic or signature.pattern or signature.examine
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", signature.media_type)
    assert 0 < signature.confidence < 1
    assert signature.name == signature.name.strip()


@pytest.mark.parametrize(
    "signature",
    [each for each in SIGNATURES if each.magic and not each.examine and not each.pattern],
    ids=lambda each: f"{each.media_type}-{each.magic!r}",
)
def test_magic_octets_decide(signature: Signature) -> None:
    octets = (bytes(signature.offset) + signature.magic).ljust(64, b"\0")
    assert sniff(octets).media_type == signature.media_type


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("From now on the lamp is lit at six.\nSubject to weather.\n", id="from"),
        pytest.param("From here on: nothing.\n", id="from-colon"),
        pytest.param("From: the harbour master\n\nCome at once.\n", id="from-field-alone"),
        pytest.param("Note: cake\nTo: all\nDate: Friday\n", id="fields-of-a-note"),
        pytest.param("From: a\nTo: b\nand a line that is no field\n\n", id="fields-and-prose"),
        pytest.param("From a Tue Nov  3 08:15:02 2026\nNo field follows.\n", id="from-line-alone"),
        pytest.param("From a sometime in 2026\nSubject: s\n\n", id="from-line-without-date"),
        pytest.param("BEGIN:\nonce upon a time\n", id="begin"),
        pytest.param("BEGIN:VCALENDARS are odd\n", id="begin-of-another-word"),
        pytest.param("BM is short for benchmark.\n", id="bitmap"),
        pytest.param("GIF89a is a format of images.\n", id="gif"),
        pytest.param("MZ are the initials of Mark Zbikowski.\n" * 3, id="program"),
        pytest.param("PK are the initials of Phil Katz.\n", id="archive"),
        pytest.param("PK\x0b\x0c: vertical tab and form feed\n", id="archive-with-controls"),
        pytest.param("Rar! said the crow.\n", id="rar"),
        pytest.param("BZh91AY&SY but as a text\n", id="bzip2"),
        pytest.param("ID3 tags, explained\n", id="id3"),
        pytest.param("RIFF size WAVE fmt\n", id="riff"),
        pytest.param("OggS, fLaC and wOFF are marks.\n", id="marks"),
        pytest.param("0 is a digit.\n", id="der"),
        pytest.param("The ftyp of a film.\n", id="ftyp"),
        pytest.param("FWS stands for Flash.\n", id="flash"),
        pytest.param("%PDF is how a PDF begins.\n", id="pdf"),
        pytest.param("%!PSYCHO\n", id="postscript"),
        pytest.param("{\\rtfm} they say\n", id="rtf"),
        pytest.param("#! is called a shebang.\n", id="shebang"),
        pytest.param("-----BEGIN PGP-----\n", id="armour"),
        pytest.param("begin 644 things before breakfast\nand end none\n", id="uuencode"),
        pytest.param("Dear Ann,\n\nthank you,\nand all the best,\nBob\n", id="letter"),
        pytest.param("One, two, three.\nFour, five, six.\nSeven, eight, nine.\n", id="prose"),
        pytest.param("a;\nb;\nc;\n", id="ends-in-semicolons"),
        pytest.param("int main() {\n  a(b, c);\n  d(e, f);\n  g(h, i);\n}\n", id="code"),
        pytest.param("a,b\n1,2\n", id="two-lines"),
        pytest.param("[1] is a footnote.\n", id="footnote"),
        pytest.param("[1]\nis one too\n", id="footnote-line"),
        pytest.param("[see below]\n", id="bracket"),
        pytest.param('{"a": 1]\n', id="wrong-bracket"),
        pytest.param('{"a": [1, 2}\n', id="unclosed-bracket"),
        pytest.param("{not json}\n", id="brace"),
        pytest.param("<- look here\n", id="arrow"),
        pytest.param("<a@example.org> wrote:\n", id="address"),
        pytest.param("<grin> Hello.\n", id="smile"),
        pytest.param("a <b>word</b>\n", id="element-in-prose"),
        pytest.param("@echo officer\n", id="batch"),
    ],
)
def test_words_are_no_signature(text: str) -> None:
    octets = text.encode("latin-1")
    assert Sample(octets).text is not None
    assert sniff(octets).media_type == "text/plain"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda size: b"a" * size, id="letters"),
        pytest.param(lambda size: b"<!---->" * (size // 7), id="comments"),
        pytest.param(lambda size: b"<?xml ?>" + b"<!--" * (size // 4), id="comments-open"),
        pytest.param(lambda size: b"<? " * (size // 3), id="instructions-open"),
        pytest.param(lambda size: b"[" * size, id="brackets"),
        pytest.param(lambda size: b'{"' + b"\\a" * (size // 2), id="string-open"),
        pytest.param(lambda size: b'["a",' + b'"\\\\",' * (size // 5), id="strings"),
        pytest.param(lambda size: b"From: a\nTo: b\n" + b" \n" * (size // 2), id="folded"),
        pytest.param(lambda size: b"F:\n" * (size // 3), id="fields"),
        pytest.param(lambda size: b"From " * (size // 5), id="from-words"),
        pytest.param(lambda size: b'a,"' + b'""' * (size // 2), id="quotes"),
        pytest.param(lambda size: b"a,b\n" * (size // 4), id="table"),
        pytest.param(lambda size: b" " * size, id="blanks"),
        pytest.param(lambda size: b"BEGIN:VCALENDAR" + b" " * size, id="blanks-in-line"),
        pytest.param(lambda size: b"PK\x03\x04\x14" * (size // 5), id="local-headers"),
        pytest.param(
            lambda size: (b"PK\x03\x04\x14\0\x08\0\0\0" + bytes(16) + b"\1\0\0\0a") * (size // 31),
            id="members-without-size",
        ),
        pytest.param(
            lambda size: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x09\0\0\0" * (size // 4),
            id="sectors",
        ),
        pytest.param(lambda size: b"0\x80\6\x09" * (size // 4), id="indefinite-lengths"),
        pytest.param(lambda size: b"\xff\xfb\x90\0" * (size // 4), id="frames"),
        pytest.param(lambda size: b"GIF89a\0" + b"<" * size, id="markup"),
        pytest.param(lambda size: b"#!" + b"/a" * (size // 2), id="paths"),
    ],
)
def test_linear(make: object) -> None:
    """The sample is 64 KiB; the first size is chosen so that sixteen times it are within."""
    assert callable(make)
    assert_linear(lambda octets: [sniff(octets) for _ in range(40)], make, start=256)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda size: "a" * size, id="letters"),
        pytest.param(lambda size: ".pdf" * (size // 4), id="suffixes"),
        pytest.param(lambda size: "a.pdf" + " " * size + ".exe", id="blanks"),
        pytest.param(lambda size: "\u0300\u0316" * (size // 2), id="marks"),
        pytest.param(lambda size: "/x-" * (size // 3), id="types"),
    ],
)
def test_linear_in_names(make: object) -> None:
    assert callable(make)
    assert_linear(lambda text: sniff(b"\0", name=text, declared=text), make, start=4096)
