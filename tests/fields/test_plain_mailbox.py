"""The fast path: what it takes, and that it stops where it should."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.fields import address_list
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.plain_mailbox import read_plain_mailboxes
from mimekit.span import Span


@pytest.mark.parametrize(
    ("body", "mailboxes", "rest", "separator"),
    [
        pytest.param("a@x", [("", "a@x")], "", "", id="addr-spec"),
        pytest.param(" <a@x>\r\n", [("", "a@x")], "", "", id="angle-addr"),
        pytest.param("A B<a@x>", [("A B", "a@x")], "", "", id="atoms"),
        pytest.param("A  B <a@x>", [("A B", "a@x")], "", "", id="two-blanks"),
        pytest.param('"A, B" <a@x>', [("A, B", "a@x")], "", "", id="quoted"),
        pytest.param("=?utf-8?q?A?= <a@x>", [("A", "a@x")], "", "", id="encoded-word"),
        pytest.param("a@x,b@y", [("", "a@x"), ("", "b@y")], "", "", id="list"),
        pytest.param("a@x, A <b", [("", "a@x")], " A <b", ",", id="stops-before-another"),
        pytest.param("a@x;", [("", "a@x")], ";", "", id="stops-at-the-end-of-a-group"),
        pytest.param("a@x (A B), b@y", [("A B", "a@x"), ("", "b@y")], "", "", id="comment"),
        pytest.param("a@x (A (B))", [], "a@x (A (B))", "", id="comment-in-comment"),
        pytest.param("a@x (A  B)", [], "a@x (A  B)", "", id="comment-with-two-blanks"),
        pytest.param("a@x (=?utf-8?q?A?=)", [], "a@x (=?utf-8?q?A?=)", "", id="word-in-comment"),
        pytest.param("<a@x> (A)", [], "<a@x> (A)", "", id="comment-behind-angle"),
        pytest.param(
            "=?utf-8?q?A?=b <a@x>", [], "=?utf-8?q?A?=b <a@x>", "", id="word-that-touches"
        ),
        pytest.param("A. B <a@x>", [], "A. B <a@x>", "", id="dot-in-phrase"),
        pytest.param("a..b@x", [], "a..b@x", "", id="dots"),
        pytest.param("a@x.", [], "a@x.", "", id="dot-last"),
        pytest.param("A <a@x", [], "A <a@x", "", id="not-closed"),
        pytest.param("a@x>", [], "a@x>", "", id="not-opened"),
        pytest.param('"A\\"" <a@x>', [], '"A\\"" <a@x>', "", id="quoted-pair"),
        pytest.param('"=?utf-8?q?A?=" <a@x>', [], '"=?utf-8?q?A?=" <a@x>', "", id="quoted-word"),
        pytest.param("A\xe9 <a@x>", [], "A\xe9 <a@x>", "", id="8bit"),
        pytest.param("=?x?q?a@b,c?=", [], "=?x?q?a@b,c?=", "", id="encoded-word-with-an-at"),
    ],
)
def test_reads(body: str, mailboxes: list[tuple[str, str]], rest: str, separator: str) -> None:
    read: list[Mailbox | Group] = []
    spans: list[Span] = []
    offset, last = read_plain_mailboxes(body, 0, read, spans)
    assert (body[offset:], last) == (rest, separator)
    assert len(spans) == len(mailboxes)
    assert [(item.display_name, item.addr_spec) for item in read if isinstance(item, Mailbox)] == (
        mailboxes
    )


def test_one_domain_is_one_object() -> None:
    read: list[Mailbox] = []
    read_plain_mailboxes("a@x.test, b@x.test", 0, read, [])
    assert read[0].domain is read[1].domain


PIECES = [
    *("a", "b.c", "x.test", "@", "@", "<", ">", ",", ", ", ";", ":", " ", "  ", "(", ")", "(A B)"),
    *('"', '"A, B"', "\\", ".", "=?utf-8?q?A?=", "=?", "?=", "=", "\r\n ", "\t", "[", "]", "'"),
]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_reads_as_the_grammar_does(text: str) -> None:
    fast = parse_address_list(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(address_list, "read_plain_mailboxes", lambda _text, at, *_lists: (at, ""))
        assert parse_address_list(text.encode()) == fast
