"""No text of the public API gets a line of its own into what is written.

The API is looked at (`tests.public_texts`): a parameter that takes text and has no row in the
tables of `tests.written_texts` fails `test_every_text_has_its_place`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from urllib.parse import unquote

import pytest

from mimekit import ComposeError, HeaderInjectionError, Message, Part, codecs, parse
from tests.public_texts import iter_texts, text_parameters
from tests.written_texts import (
    ANY_CHARACTER,
    AT_END_TOO,
    ENCODED,
    ERRORS,
    PLACES,
    READ,
    VALID,
    Written,
)

# Each of CR, LF, CR LF, NUL, the other controls of C0 but HT, DEL, those of C1; and what some
# reader takes for a line end.
_C0, _C1 = {*range(0x20)} - {9}, {*range(0x7F, 0xA0)}
CONTROLS = ["\r\n", "\r\n\t", *map(chr, sorted(_C0 | _C1)), "\u2028", "\u2029"]
# Cut to 8 bits these are CR or LF (CVE-2025-7962).
NARROWED = ["\u010a", "\u010d", "\u4e0a", "\u560a", "\u760a", "\u760d"]

TEXTS = [*iter_texts()]


def place_of(way: str) -> str:
    """The name of the place, without the word that tells its ways apart."""
    return way.partition(" ")[0]


WRITTEN = {*map(place_of, (*PLACES, *ENCODED))}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_has_its_place(name: str) -> None:
    is_read = any(fnmatchcase(name, pattern) for pattern in READ)
    assert is_read or name in WRITTEN, f"{name} has no row in tests/written_texts.py"


@pytest.mark.parametrize("name", sorted({*WRITTEN, *READ, *ERRORS}))
def test_every_row_is_of_a_text(name: str) -> None:
    assert [text for text in TEXTS if fnmatchcase(text, name)], f"{name} is no text of the API"


def test_nothing_is_both_written_and_read() -> None:
    both = {name for name in WRITTEN for pattern in READ if fnmatchcase(name, pattern)}
    assert both == set()


def test_new_text_is_found() -> None:
    def function(one: int, two: str | None, three: NewAlias, four: bytes = b"") -> None:  # type: ignore[name-defined] # noqa: F821
        raise NotImplementedError((one, two, three, four))

    assert text_parameters(function) == ["two", "three"]


@pytest.mark.parametrize("way", [*PLACES, *ENCODED])
def test_valid_text_is_written(way: str) -> None:
    """So what is refused below is refused for what is put into it."""
    assert (PLACES | ENCODED)[way](valid(way)) is not None


@pytest.mark.parametrize("way", PLACES)
def test_controls_are_refused(way: str) -> None:
    error = ERRORS.get(place_of(way), HeaderInjectionError)
    sound = valid(way)
    attacks = [
        f"{sound}{control}{more}" for control in CONTROLS for more in ("Bcc: x@y.zz", sound)
    ]
    assert [ascii(attack) for attack in attacks if not refuses(way, attack, error)] == []


@pytest.mark.parametrize("way", sorted(PLACES.keys() - AT_END_TOO))
def test_controls_are_refused_at_the_ends(way: str) -> None:
    error = ERRORS.get(place_of(way), HeaderInjectionError)
    sound = valid(way)
    attacks = [attack for control in CONTROLS for attack in (sound + control, control + sound)]
    assert [ascii(attack) for attack in attacks if not refuses(way, attack, error)] == []


def refuses(way: str, text: str, error: type[Exception]) -> bool:
    """Whether writing a text raises that exception; any other one is a failure of the test."""
    try:
        (PLACES | ENCODED)[way](text)
    except error:
        return True
    return False


@pytest.mark.parametrize("way", ENCODED)
def test_controls_are_encoded(way: str) -> None:
    for control in CONTROLS:
        written = ENCODED[way](f"a{control}b")
        assert isinstance(written, str)
        assert written.replace("\t", "").isprintable()
        if way.startswith("codecs"):
            assert codecs.encoded_word.decode(written) == f"a{control}b"


@pytest.mark.parametrize("way", [*PLACES, *ENCODED])
def test_no_character_is_cut(way: str) -> None:
    write = (PLACES | ENCODED)[way]
    sound = valid(way)
    plain = write(sound)
    for character in NARROWED:
        try:
            written = write(f"{sound}{character}{sound}")
        except (ComposeError, ValueError):
            continue  # only ASCII can stand there
        octets = written.encode() if isinstance(written, str) else bytes(written)
        assert re.search(rb"\r(?!\n)|(?<!\r)\n", octets) is None
        assert structure(written) == structure(plain)
        # In domains it is mapped to its small letter (RFC 5895).
        texts = [text for text in iter_readings(written) if character.lower() in text.lower()]
        assert texts, ascii(octets)


@pytest.mark.parametrize("way", sorted({*PLACES, *ENCODED} - ANY_CHARACTER))
def test_half_a_character_is_no_text(way: str) -> None:
    """A lone surrogate has no octets."""
    error = ERRORS.get(place_of(way), ComposeError)
    assert refuses(way, f"{valid(way)}\udc0a", error)


def valid(way: str) -> str:
    """A text that may stand there."""
    return VALID.get(way, "a")


def structure(written: Written) -> object:
    """What no text may change: the names of the fields of all parts, and the lines of files."""
    if isinstance(written, str):
        return written.count("\n"), written.count("\r")
    if isinstance(written, Message):
        return [
            (part.path, part.headers.keys(), [block.headers.keys() for block in _blocks(part)])
            for part in written.walk()
        ]
    fields = parse(written).headers.keys()
    return fields or written.count(b"\n")


def iter_readings(written: Written) -> Iterator[str]:
    """Every text that a reader finds."""
    if isinstance(written, str):
        yield written
        yield codecs.encoded_word.decode(written)
        yield unquote(written)
        return
    if isinstance(written, bytes):
        yield written.decode()
        written = parse(written)
    for part in written.walk():
        yield from map(_unescaped, _texts(part))
        for field in part.headers.fields:
            yield field.as_text()
            yield from field.as_parameters().values()
            yield from map(unquote, field.as_urls())
            for mailbox in field.as_addresses():
                yield from (mailbox.display_name, mailbox.local_part, *mailbox.comments)
                yield from map(_domain_label, mailbox.domain.split("."))


def _blocks(part: Part) -> list[Message]:
    """The blocks of fields in the part of a report that is for machines."""
    if part.content_type.type != "message" or part.message is not None:
        return []
    return [parse(block + b"\n") for block in part.content.split(b"\r\n\r\n")]


def _texts(part: Part) -> Iterator[str]:
    for block in _blocks(part):
        for field in block.headers.fields:
            yield field.as_text()
            yield from map(_domain_label, re.split(r"[ .;@]", field.as_text()))


def _unescaped(text: str) -> str:
    """Escapes of an address in ASCII (RFC 6533 section 3), and of URLs."""
    return unquote(re.sub(r"\\x\{([0-9A-F]+)\}", lambda code: chr(int(code[1], 16)), text))


def _domain_label(label: str) -> str:
    """A label of a domain as people write it (RFC 5891)."""
    return label[4:].encode().decode("punycode") if label.startswith("xn--") else label
