"""Random specifications, composed, and read back by several libraries to the same values.

200 in the suite; MIMEKIT_COMPOSITIONS says how many (`make soak`: 2,000).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import Mailbox, compose
from mimekit.fields.addr_spec import ascii_domain
from tests.composition.reading import (
    HAS_FAST_MAIL_PARSER,
    Said,
    by_email,
    by_fast_mail_parser,
    by_mimekit,
    lines,
)

COUNT = int(os.environ.get("MIMEKIT_COMPOSITIONS", "200"))

CHARACTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
WORDS = st.lists(
    st.text("abcXYZ019.,:;<>()[]@'\"\\=?_-éßñЖ東京😀", min_size=1, max_size=12)
    | st.text(CHARACTERS, min_size=1, max_size=6)
    | st.just("x" * 90),
    max_size=12,
).map(" ".join)
ATOMS = st.text("abcxyz019!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=12)
MAILBOXES = st.builds(
    Mailbox,
    display_name=WORDS,
    local_part=ATOMS | st.lists(ATOMS, min_size=2, max_size=3).map(".".join),
    comments=st.just(()),
    domain=st.sampled_from(["x.test", "bücher.test", "日本.test", "a-b.example.org"]),
)
TEXTS = st.text(
    st.sampled_from("ab .=\n\r\tFrom-éß東😀") | CHARACTERS, max_size=200
) | st.sampled_from(["x" * 2000, "From a\n.\n..\n", "-- \nsignature", "é" * 300])
NAMES = WORDS.map(lambda words: f"{words}.bin")
SPECIFICATIONS = st.fixed_dictionaries(
    {"from_": MAILBOXES, "subject": WORDS},
    optional={
        "to": st.lists(MAILBOXES, min_size=1, max_size=5),
        "cc": st.lists(MAILBOXES, min_size=1, max_size=3),
        "bcc": st.lists(MAILBOXES, min_size=1, max_size=2),
        "text": TEXTS,
        "html": TEXTS.map(lambda text: f"<p>{text}</p>"),
        "attachments": st.lists(st.tuples(NAMES, st.binary(max_size=300)), max_size=3),
    },
)
every_specification = settings(max_examples=COUNT, deadline=None)


def said(values: dict[str, Any]) -> Said:
    """What a reader should find."""
    fields = {"from": [values["from_"]]} | {
        n: values[n] for n in ("to", "cc", "bcc") if n in values
    }
    return Said(
        {
            name: [(m.display_name, f"{m.local_part}@{ascii_domain(m.domain)}") for m in mailboxes]
            for name, mailboxes in fields.items()
        },
        values["subject"],
        lines(values.get("text")),
        lines(values.get("html")),
        values.get("attachments", []),
    )


@every_specification
@given(SPECIFICATIONS)
def test_mimekit_reads_what_was_said(values: dict[str, Any]) -> None:
    octets = bytes(compose(**values))
    found, expected = by_mimekit(octets), said(values)
    assert found.addresses == expected.addresses
    assert found.subject == expected.subject
    assert found.attachments == expected.attachments
    if expected.text is not None or expected.html is None:
        assert found.text == ("" if _is_bare(values) else expected.text)
    assert found.html == expected.html


def _is_bare(values: dict[str, Any]) -> bool:
    """Whether nothing is to be shown, so that an empty text stands there."""
    return values.get("text") is None and "html" not in values and not values.get("attachments")


@every_specification
@given(SPECIFICATIONS)
def test_every_line_is_sound(values: dict[str, Any]) -> None:
    octets = bytes(compose(**values))
    assert octets.isascii()
    all_lines = octets.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line or b"\0" in line for line in all_lines)
    for line in all_lines:
        assert len(line) <= 998
        assert len(line) <= 78 or b" " not in re.sub(rb"^[A-Za-z-]+: ", b"", line).strip()
        assert len(line) <= 76 or not re.search(rb"=\?utf-8\?", line)


# Where a peer reads something else, and why: what is compared is made blind to it.
def _joined_names(each: Said, _: Said) -> Said:
    addresses = {
        name: [(display_name.replace(" ", ""), addr_spec) for display_name, addr_spec in pairs]
        for name, pairs in each.addresses.items()
    }
    return each._replace(addresses=addresses)


def _plain_file_names(each: Said, expected: Said) -> Said:
    attachments = [
        ("" if re.search(r'[;"\\]', wanted) else name, content)
        for (name, content), (wanted, _) in zip(
            each.attachments, expected.attachments, strict=True
        )
    ]
    return each._replace(addresses={}, attachments=attachments)


KNOWN: dict[str, tuple[str, Callable[[Said, Said], Said]]] = {
    "email": (
        "gh-128110, gh-79728: the blank between two encoded words of a display name is kept",
        _joined_names,
    ),
    "fast_mail_parser": (
        "addresses are not taken apart; in a quoted file name quoted pairs stay, and a ';' ends it",
        _plain_file_names,
    ),
}


def assert_same(peer: str, found: Said, expected: Said) -> None:
    _, blind = KNOWN[peer]
    found, expected = blind(found, expected), blind(expected, expected)
    assert found.addresses == expected.addresses
    assert found.subject == expected.subject
    assert found.attachments == expected.attachments
    if expected.text is not None:  # else there is one that was made of the HTML
        assert found.text == expected.text
    assert found.html == expected.html


@every_specification
@given(SPECIFICATIONS)
def test_email_reads_what_was_said(values: dict[str, Any]) -> None:
    assert_same("email", by_email(bytes(compose(**values))), said(values))


@pytest.mark.skipif(not HAS_FAST_MAIL_PARSER, reason="fast-mail-parser is not installed")
@every_specification
@given(SPECIFICATIONS)
def test_fast_mail_parser_reads_what_was_said(values: dict[str, Any]) -> None:
    octets = bytes(compose(**values))
    assert_same("fast_mail_parser", by_fast_mail_parser(octets), said(values))
