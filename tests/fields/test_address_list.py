"""Address lists: every form that mail has, ambiguities, places, floods, and both paths."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.fields import address_list, plain_mailbox
from mimekit.fields.addr_spec import is_addr_spec
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.parsed import Parsed
from tests.growth import assert_linear

AMBIGUOUS, INVALID = DefectCode.ADDRESS_AMBIGUOUS, DefectCode.ADDRESS_INVALID
OBSOLETE, ROUTE = DefectCode.ADDRESS_OBSOLETE, DefectCode.ADDRESS_ROUTE
BRACKET, DOMAIN = DefectCode.ADDRESS_BRACKET_MISSING, DefectCode.ADDRESS_DOMAIN_MISSING
DOT, SEPARATOR = DefectCode.ADDRESS_DOT, DefectCode.ADDRESS_SEPARATOR
LITERAL, PHRASE = DefectCode.DOMAIN_LITERAL_INVALID, DefectCode.PHRASE_INVALID
GROUP_OPEN = DefectCode.ADDRESS_GROUP_UNTERMINATED
QUOTE_OPEN = DefectCode.QUOTED_STRING_UNTERMINATED
COMMENT_OPEN = DefectCode.COMMENT_UNTERMINATED
WORD_PLACE, WORD_BLANK = DefectCode.ENCODED_WORD_PLACE, DefectCode.ENCODED_WORD_BLANK
UTF_8, GUESSED = DefectCode.HEADER_8BIT, DefectCode.HEADER_CHARSET_GUESSED

Box = Mailbox
NEVER = re.compile(r"(?!)")


def codes(body: bytes) -> set[DefectCode]:
    return {defect.code for defect in parse_address_list(body).defects}


def full(body: bytes) -> Parsed[tuple[Mailbox | Group, ...]]:
    """What the full grammar reads, without the fast path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_mailbox, "_PLAIN_MAILBOX", NEVER)
        return parse_address_list(body)


def opened(items: tuple[Mailbox | Group, ...]) -> Iterator[Mailbox]:
    for item in items:
        yield from item.mailboxes if isinstance(item, Group) else (item,)


def names_and_addresses(body: bytes) -> list[tuple[str, str]]:
    """The name of each mailbox, or of its group if it is in one, and its address."""
    return [
        (item.display_name, mailbox.addr_spec)
        for item in parse_address_list(body).value
        for mailbox in opened((item,))
    ]


def check_sound(body: bytes) -> None:
    """What holds for any input."""
    parsed = parse_address_list(body)
    assert parsed == full(body)
    assert len(parsed.value) == len(parsed.spans)
    end = 0
    for span in parsed.spans:
        assert end <= span.offset < span.end <= len(body)
        assert body[span.slice] == body[span.slice].strip(b" \t\r\n")
        end = span.end
    for defect in parsed.defects:
        assert 0 <= defect.span.offset <= defect.span.end <= len(body)
    for mailbox in opened(parsed.value):
        for text in (mailbox.display_name, mailbox.addr_spec, *mailbox.comments):
            text.encode()
        assert not set("\r\n") & set(mailbox.addr_spec)
        assert mailbox.domain or not is_addr_spec(mailbox.local_part)


# -- what is right


@pytest.mark.parametrize(
    ("body", "mailbox"),
    [
        pytest.param(b"ann@x.test", Box("", "ann", "x.test"), id="addr-spec"),
        pytest.param(b"<ann@x.test>", Box("", "ann", "x.test"), id="angle-addr"),
        pytest.param(b"Ann <ann@x.test>", Box("Ann", "ann", "x.test"), id="atom"),
        pytest.param(b"Ann Lee<ann@x.test>", Box("Ann Lee", "ann", "x.test"), id="no-blank"),
        pytest.param(b'"Lee, Ann" <a@x.test>', Box("Lee, Ann", "a", "x.test"), id="quoted"),
        pytest.param(rb'"A \"B\" \\" <a@x>', Box('A "B" \\', "a", "x"), id="quoted-pairs"),
        pytest.param(b'"  A  B " <a@x>', Box("  A  B ", "a", "x"), id="blanks-in-quotes"),
        pytest.param(b'"" <a@x>', Box("", "a", "x"), id="name-of-nothing"),
        pytest.param(b'Ann "Bee" Lee <a@x>', Box("Ann Bee Lee", "a", "x"), id="mixed-words"),
        pytest.param(b"Ann \t Lee <a@x>", Box("Ann Lee", "a", "x"), id="blanks-between-words"),
        pytest.param(b" Ann\r\n Lee\r\n <a@x>\r\n", Box("Ann Lee", "a", "x"), id="folds"),
        pytest.param(b"a@x (Ann)", Box("Ann", "a", "x", ("Ann",)), id="comment-is-name"),
        pytest.param(b"(Ann) a@x", Box("Ann", "a", "x", ("Ann",)), id="comment-before"),
        pytest.param(b"a@x (A) (B)", Box("A B", "a", "x", ("A", "B")), id="comments-are-name"),
        pytest.param(b"Ann <a@x> (c)", Box("Ann", "a", "x", ("c",)), id="phrase-is-name"),
        pytest.param(b"Ann (c) <a@x>", Box("Ann", "a", "x", ("c",)), id="comment-in-phrase"),
        pytest.param(b'"" <a@x> (c)', Box("", "a", "x", ("c",)), id="no-name-but-comment"),
        pytest.param(b"a@x (A (B) C)", Box("A (B) C", "a", "x", ("A (B) C",)), id="nested"),
        pytest.param(rb"a@x (A \) B)", Box("A ) B", "a", "x", ("A ) B",)), id="pair-in-comment"),
        pytest.param(b"a@x ( )", Box("", "a", "x", (" ",)), id="comment-of-blank"),
        pytest.param(b'"a b"@x', Box("", "a b", "x"), id="quoted-local-part"),
        pytest.param(b'"a@b.test c"@d', Box("", "a@b.test c", "d"), id="at-in-local-part"),
        pytest.param(b'<""@x>', Box("", "", "x"), id="empty-local-part"),
        pytest.param(b"a@[192.0.2.1]", Box("", "a", "[192.0.2.1]"), id="domain-literal"),
        pytest.param(b"a@[ 192.0.2.1 ]", Box("", "a", "[192.0.2.1]"), id="literal-with-blanks"),
        pytest.param(b"<a@[IPv6:2001:db8::1]>", Box("", "a", "[IPv6:2001:db8::1]"), id="ipv6"),
        pytest.param(b"a!b%c/d=e@x", Box("", "a!b%c/d=e", "x"), id="odd-atext"),
        pytest.param(b"=?a?= <a@x>", Box("=?a?=", "a", "x"), id="no-encoded-word"),
        pytest.param(b"=?utf-8?q?=C3=A9?= <a@x>", Box("é", "a", "x"), id="encoded-word"),
        pytest.param(
            b"=?utf-8?q?a?=\r\n =?utf-8?q?b?= c <a@x>", Box("ab c", "a", "x"), id="encoded-words"
        ),
        pytest.param(
            b'"A, B" =?utf-8?q?C?= D <a@x>', Box("A, B C D", "a", "x"), id="encoded-among-others"
        ),
        pytest.param(
            b"=?utf-8?q?Lee=2C_Ann?= <a@x>", Box("Lee, Ann", "a", "x"), id="encoded-comma"
        ),
        pytest.param(
            b"=?utf-8?q?=3Cb=40y=3E?= <a@x>", Box("<b@y>", "a", "x"), id="encoded-brackets"
        ),
        pytest.param(
            b"a@x (=?utf-8?q?=C3=A9?=)", Box("é", "a", "x", ("é",)), id="encoded-word-in-comment"
        ),
    ],
)
def test_reads_a_mailbox(body: bytes, mailbox: Mailbox) -> None:
    parsed = parse_address_list(body)
    assert parsed.value == (mailbox,)
    assert parsed.defects == ()
    check_sound(body)


@pytest.mark.parametrize(
    ("body", "items", "places"),
    [
        pytest.param(b"", (), [], id="nothing"),
        pytest.param(b" \r\n", (), [], id="blanks"),
        pytest.param(
            b"a@x, b@y\r\n", (Box("", "a", "x"), Box("", "b", "y")), [b"a@x", b"b@y"], id="two"
        ),
        pytest.param(
            b" A <a@x> ,\r\n b@y (B) , c@z",
            (Box("A", "a", "x"), Box("B", "b", "y", ("B",)), Box("", "c", "z")),
            [b"A <a@x>", b"b@y (B)", b"c@z"],
            id="three-forms",
        ),
        pytest.param(b"Us:;", (Group("Us"),), [b"Us:;"], id="empty-group"),
        pytest.param(b"Us: ;", (Group("Us"),), [b"Us: ;"], id="group-of-a-blank"),
        pytest.param(b"Us:(none);", (Group("Us"),), [b"Us:(none);"], id="group-of-a-comment"),
        pytest.param(
            b'"A: B": a@x, C <c@z>; , b@y',
            (Group("A: B", (Box("", "a", "x"), Box("C", "c", "z"))), Box("", "b", "y")),
            [b'"A: B": a@x, C <c@z>;', b"b@y"],
            id="group-and-mailbox",
        ),
        pytest.param(
            b"a@x, =?utf-8?q?=C3=A9?=: b@y;",
            (Box("", "a", "x"), Group("é", (Box("", "b", "y"),))),
            [b"a@x", b"=?utf-8?q?=C3=A9?=: b@y;"],
            id="group-with-encoded-name",
        ),
        pytest.param(
            b"Us:a@x; (the end)", (Group("Us", (Box("", "a", "x"),)),), [b"Us:a@x;"],
            id="comment-behind-a-group",
        ),
    ],
)  # fmt: skip
def test_reads_lists(body: bytes, items: tuple[Mailbox | Group, ...], places: list[bytes]) -> None:
    parsed = parse_address_list(body)
    assert parsed.value == items
    assert [body[span.slice] for span in parsed.spans] == places
    assert parsed.defects == ()
    check_sound(body)


# -- what is tolerated


@pytest.mark.parametrize(
    ("body", "mailbox", "wrong"),
    [
        # RFC 5322 section 4.4 and appendix A.6
        pytest.param(b"a . b@x", Box("", "a.b", "x"), {OBSOLETE}, id="blanks-at-a-dot"),
        pytest.param(b"a@x . y", Box("", "a", "x.y"), {OBSOLETE}, id="blanks-in-domain"),
        pytest.param(b"a @ x", Box("", "a", "x"), {OBSOLETE}, id="blanks-at-the-at"),
        pytest.param(b"<a@\r\n x>", Box("", "a", "x"), {OBSOLETE}, id="fold-in-brackets"),
        pytest.param(b"a(c)@x", Box("c", "a", "x", ("c",)), {OBSOLETE}, id="comment-at-the-at"),
        pytest.param(
            b"<a(c).b@x(d).y>", Box("c d", "a.b", "x.y", ("c", "d")), {OBSOLETE},
            id="comments-at-dots",
        ),
        pytest.param(b'a."b c".d@x', Box("", "a.b c.d", "x"), {OBSOLETE}, id="quoted-word"),
        pytest.param(b'"a" . b@x', Box("", "a.b", "x"), {OBSOLETE}, id="quoted-word-and-blanks"),
        pytest.param(b"<@r.test:a@x>", Box("", "a", "x"), {ROUTE}, id="route"),
        pytest.param(b"<@r,@s , ,@t:a@x>", Box("", "a", "x"), {ROUTE}, id="route-of-three"),
        pytest.param(b"<@[192.0.2.1](c):a@x>", Box("", "a", "x"), {ROUTE}, id="route-odd"),
        pytest.param(b"A Q. Lee <a@x>", Box("A Q. Lee", "a", "x"), {PHRASE}, id="dot-in-phrase"),
        # 1: a lone atom, and names
        pytest.param(b"root", Box("", "root", ""), {DOMAIN}, id="local-part-alone"),
        pytest.param(b"a.b (c)", Box("c", "a.b", "", ("c",)), {DOMAIN}, id="alone-with-comment"),
        pytest.param(b"Ann <ann>", Box("Ann", "ann", ""), {DOMAIN}, id="alone-in-brackets"),
        pytest.param(b"Ann Lee", Box("Ann Lee", "", ""), {INVALID}, id="name"),
        pytest.param(b'"root"', Box("root", "", ""), {INVALID}, id="quoted-name"),
        pytest.param(b"Ann <>", Box("Ann", "", ""), {INVALID}, id="name-and-brackets"),
        pytest.param(b"<>", Box("", "", ""), {INVALID}, id="brackets"),
        pytest.param(b"(Ann)", Box("Ann", "", "", ("Ann",)), {INVALID}, id="comment"),
        pytest.param(
            b"=?utf-8?b?YUB4LnRlc3Q=?=", Box("a@x.test", "", ""), {INVALID},
            id="encoded-address-is-a-name",
        ),
        # 3: brackets
        pytest.param(b"Ann <a@x", Box("Ann", "a", "x"), {BRACKET}, id="not-closed"),
        pytest.param(b"a@x>", Box("", "a", "x"), {BRACKET}, id="not-opened"),
        pytest.param(b"Ann <<a@x>>", Box("Ann", "a", "x"), {BRACKET}, id="doubled"),
        pytest.param(b"< <a@x> >", Box("", "a", "x"), {BRACKET}, id="doubled-and-blanks"),
        pytest.param(b"Ann a@x", Box("Ann", "a", "x"), {BRACKET}, id="no-brackets"),
        pytest.param(b'"a@y" b@x', Box("a@y", "b", "x"), {BRACKET}, id="no-brackets-and-quotes"),
        pytest.param(
            b"Ask Ann at a@x for it", Box("Ask Ann at for it", "a", "x"), {BRACKET, PHRASE},
            id="address-in-a-sentence",
        ),
        pytest.param(b"Ann <a@x>>", Box("Ann", "a", "x"), {BRACKET}, id="closed-twice"),
        pytest.param(b"Ann <<a@x>", Box("Ann", "a", "x"), {BRACKET}, id="opened-twice"),
        pytest.param(b"a>b@x", Box("a", "b", "x"), {BRACKET}, id="bracket-between"),
        pytest.param(b"a(c)b@x", Box("a", "b", "x", ("c",)), {BRACKET}, id="comment-between"),
        pytest.param(b"Ann a@(c)x", Box("Ann", "a", "x", ("c",)), {BRACKET, OBSOLETE}, id="comment-in-an-address-of-many-words"),
        # 5: words behind
        pytest.param(b"<a@x> Ann", Box("Ann", "a", "x"), {PHRASE}, id="name-behind"),
        pytest.param(
            b"<a@x> =?utf-8?q?A?= (c)", Box("A", "a", "x", ("c",)), {PHRASE},
            id="encoded-name-behind",
        ),
        # 6: dots
        pytest.param(b"a..b@x", Box("", "a..b", "x"), {DOT}, id="dots"),
        pytest.param(b".a.@x", Box("", ".a.", "x"), {DOT}, id="dots-at-the-ends"),
        pytest.param(b"<a@x.test.>", Box("", "a", "x.test."), {DOT}, id="dot-behind-domain"),
        # 7: text that is no address
        pytest.param(b"@x", Box("", "@x", ""), {INVALID}, id="no-local-part"),
        pytest.param(b"a@", Box("", "a@", ""), {INVALID}, id="no-domain"),
        pytest.param(b".@.", Box("", ".@.", ""), {INVALID}, id="dots-alone"),
        pytest.param(b"<a b@x>", Box("", "a b@x", ""), {INVALID}, id="blank-in-local-part"),
        pytest.param(b'"a"b@x', Box("", '"a"b@x', ""), {INVALID}, id="text-at-a-quote"),
        pytest.param(b'Ann "a"b@x', Box("Ann", '"a"b@x', ""), {INVALID, BRACKET}, id="text-at-a-quote-behind-a-name"),
        pytest.param(b'=?x?q?.".?=@x', Box("", '=?x?q?.".?=@x', ""), {INVALID, WORD_PLACE}, id="quote-in-an-encoded-word"),
        pytest.param(b"a@[", Box("", "a@[", ""), {LITERAL}, id="literal-of-a-bracket"),
        pytest.param(b'<"a">', Box("", '"a"', ""), {INVALID}, id="quoted-and-no-domain"),
        pytest.param(b'a@"x"', Box("", 'a@"x"', ""), {INVALID}, id="quoted-domain"),
        pytest.param(b"a\x00@x", Box("", "a\x00@x", ""), {INVALID}, id="control"),
        pytest.param(b"<mailto:a@x>", Box("", "mailto:a@x", ""), {INVALID}, id="url"),
        pytest.param(b"<x:/y/> (w)", Box("w", "x:/y/", "", ("w",)), {INVALID}, id="other-url"),
        pytest.param(b"a@[x]", Box("", "a", "[x]"), {LITERAL}, id="literal-of-no-address"),
        pytest.param(b"a@[192.0.2.1", Box("", "a@[192.0.2.1", ""), {LITERAL}, id="literal-open"),
        pytest.param(b"a@[192.0.2.1]x", Box("", "a@[192.0.2.1]x", ""), {LITERAL}, id="literal-and-text"),
        pytest.param(b"[a]@x", Box("", "[a]@x", ""), {INVALID}, id="brackets-in-local-part"),
        pytest.param(b"[list] A <a@x>", Box("[list] A", "a", "x"), {PHRASE}, id="brackets-in-name"),
        # quotes and comments that do not end
        pytest.param(b'"Lee, A <a@x>', Box("Lee, A", "a", "x"), {QUOTE_OPEN}, id="quote-open"),
        pytest.param(b'"Lee', Box("Lee", "", ""), {QUOTE_OPEN, INVALID}, id="quote-open-to-the-end"),
        pytest.param(b"a@x (Ann", Box("Ann", "a", "x", ("Ann",)), {COMMENT_OPEN}, id="comment-open"),
        # encoded words
        pytest.param(
            b'"=?utf-8?q?A?= B" <a@x>', Box("A B", "a", "x"), {WORD_PLACE}, id="encoded-in-quotes"
        ),
        pytest.param(
            b"=?utf-8?q?Lee,_Ann?= <a@x>", Box("Lee, Ann", "a", "x"), {WORD_PLACE, PHRASE},
            id="comma-in-encoded-word",
        ),
        pytest.param(
            b"=?utf-8?q?Ann_(x)?= <a@x>", Box("Ann (x)", "a", "x"), {WORD_PLACE, PHRASE},
            id="comment-in-encoded-word",
        ),
        pytest.param(
            b"=?x?q?a@y?= <a@x>", Box("a@y", "a", "x"), {AMBIGUOUS, DefectCode.ENCODED_WORD_CHARSET},
            id="at-in-encoded-word",
        ),
        # raw 8-bit
        pytest.param("Jö <jö@bü.test>".encode(), Box("Jö", "jö", "bü.test"), {UTF_8}, id="utf-8"),
        pytest.param(b"J\xf6 <j\xf6@x>", Box("Jö", "jö", "x"), {GUESSED}, id="latin-1"),
        pytest.param("用户".encode(), Box("用户", "", ""), {INVALID, UTF_8}, id="utf-8-is-a-name"),
    ],
)  # fmt: skip
def test_tolerates(body: bytes, mailbox: Mailbox, wrong: set[DefectCode]) -> None:
    parsed = parse_address_list(body)
    assert parsed.value == (mailbox,)
    assert {defect.code for defect in parsed.defects} == wrong
    check_sound(body)


@pytest.mark.parametrize(
    ("body", "items", "wrong"),
    [
        pytest.param(b",a@x,,b@y,", [("", "a@x"), ("", "b@y")], {OBSOLETE}, id="empty-elements"),
        pytest.param(b",", [], {OBSOLETE}, id="comma-alone"),
        pytest.param(b"a@x,(c)", [("", "a@x")], {OBSOLETE}, id="comment-for-an-element"),
        pytest.param(b"(c),a@x", [("", "a@x")], {OBSOLETE}, id="comment-before-a-comma"),
        # 2: separators
        pytest.param(b"a@x;b@y", [("", "a@x"), ("", "b@y")], {SEPARATOR}, id="semicolon"),
        pytest.param(b"A B <a@x>; C", [("A B", "a@x"), ("", "C")], {SEPARATOR, DOMAIN}, id="semicolon-and-names"),
        pytest.param(b"a@x b@y", [("", "a@x"), ("", "b@y")], {AMBIGUOUS}, id="blank"),
        pytest.param(b"<a@x><b@y>", [("", "a@x"), ("", "b@y")], {AMBIGUOUS}, id="nothing"),
        pytest.param(b"A <a@x> B <b@y>", [("A", "a@x"), ("B", "b@y")], {AMBIGUOUS}, id="names-and-no-comma"),
        pytest.param(b"A <a@x> (c) <b@y> D", [("A", "a@x"), ("D", "b@y")], {AMBIGUOUS, PHRASE}, id="comment-between"),
        pytest.param(b"A a@x b@y C", [("A", "a@x"), ("C", "b@y")], {AMBIGUOUS, BRACKET, PHRASE}, id="blank-and-names"),
        pytest.param(b"A <a@x, B <b@y>", [("A", "a@x"), ("B", "b@y")], {BRACKET}, id="comma-in-brackets"),
        pytest.param(b"<a@x; b@y>", [("", "a@x"), ("", "b@y")], {BRACKET, SEPARATOR}, id="list-in-brackets"),
        # 4: groups
        pytest.param(b"A: a@x", [("A", "a@x")], {GROUP_OPEN}, id="group-open"),
        pytest.param(b"A: a@x, ;", [("A", "a@x")], {OBSOLETE}, id="empty-element-in-a-group"),
        pytest.param(b"A: B: a@x;;", [("A", "a@x")], {AMBIGUOUS}, id="group-in-a-group"),
        pytest.param(b"A: B: a@x; b@y; c@z", [("A", "a@x"), ("A", "b@y"), ("", "c@z")], {AMBIGUOUS, SEPARATOR}, id="groups-and-more"),
        pytest.param(b"A: a@x; b@y", [("A", "a@x"), ("", "b@y")], {SEPARATOR}, id="no-comma-behind-a-group"),
        pytest.param(b"A: a@x; B: b@y;", [("A", "a@x"), ("B", "b@y")], {SEPARATOR}, id="no-comma-between-groups"),
        pytest.param(b": a@x", [("", "a@x")], {INVALID}, id="colon-alone"),
        pytest.param(b"<a@x>: b@y", [("b@y", "a@x")], {INVALID, AMBIGUOUS, PHRASE}, id="colon-behind-an-address"),
        pytest.param(b"A <a@x> B: C", [("A B C", "a@x")], {INVALID, PHRASE}, id="colon-behind-words-behind"),
        pytest.param(b"a@x: b@y;", [("a@x", "b@y")], {AMBIGUOUS}, id="address-for-a-group-name"),
        pytest.param(b"A.B: b@y;", [("A.B", "b@y")], {PHRASE}, id="dot-in-a-group-name"),
    ],
)  # fmt: skip
def test_tolerates_in_lists(
    body: bytes, items: list[tuple[str, str]], wrong: set[DefectCode]
) -> None:
    assert names_and_addresses(body) == items
    assert codes(body) == wrong
    check_sound(body)


def test_a_comment_goes_with_the_address_before_it() -> None:
    assert parse_address_list(b"(1) <a@x> (2) B (3) <b@y> (4) C (5)").value == (
        Mailbox("1 2", "a", "x", ("1", "2")),
        Mailbox("B C", "b", "y", ("3", "4", "5")),
    )


# -- what another reader could see as another sender


@pytest.mark.parametrize(
    ("body", "address"),
    [
        pytest.param(b"a@x.test@y.test", "a@x.test@y.test", id="two-ats"),
        pytest.param(b"<a@x.test@y.test>", "a@x.test@y.test", id="two-ats-in-brackets"),
        pytest.param(b"a@x.test]<b@y.test>", "b@y.test", id="bracket-before-brackets"),
        pytest.param(b"a@x.test)<b@y.test>", "b@y.test", id="parenthesis-before-brackets"),
        pytest.param(b"a@x.test(<b@y.test>", "a@x.test", id="comment-swallows-brackets"),
        pytest.param(b'a@x.test "<b@y.test>', "b@y.test", id="quote-before-brackets"),
        pytest.param(b"a@x.test <b@y.test>", "b@y.test", id="address-for-a-name"),
        pytest.param(b'"b@y.test, <a@x.test>', "a@x.test", id="quote-swallows-address"),
        pytest.param(b"<a@x.test><b@y.test>", "a@x.test", id="two-in-brackets"),
        pytest.param(b"a@x.test <>", "", id="address-and-empty-brackets"),
    ],
)
def test_ambiguity_is_told(body: bytes, address: str) -> None:
    first = parse_address_list(body).value[0]
    assert isinstance(first, Mailbox)
    assert first.addr_spec == address
    assert AMBIGUOUS in codes(body)
    check_sound(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"a@x.test <a@x.test>", id="the-same"),
        pytest.param(b"A@X.test <a@x.test>", id="the-same-but-for-case"),
        pytest.param(b'"b@y.test" <a@x.test>', id="in-quotes"),
        pytest.param(b"a@x.test (b@y.test)", id="in-a-comment"),
    ],
)
def test_addresses_for_names_that_are_no_ambiguity(body: bytes) -> None:
    parsed = parse_address_list(body)
    assert [mailbox.addr_spec for mailbox in opened(parsed.value)] == ["a@x.test"]
    assert AMBIGUOUS not in codes(body)


# -- places


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        pytest.param(b"x@y, a@b@c", AMBIGUOUS, b"a@b@c", id="two-ats"),
        pytest.param(b"A <x@y> B <c@d>, e@f", AMBIGUOUS, b"A <x@y> B <c@d>", id="no-comma"),
        pytest.param(b"x@y, e@f <c@d>", AMBIGUOUS, b"e@f", id="name-like-an-address"),
        pytest.param(b"x@y,, c@d", OBSOLETE, b",", id="empty-element"),
        pytest.param(b"x@y, Ann <a@b ", BRACKET, b"<a@b", id="not-closed"),
        pytest.param(b"<@r,@s:x@y>", ROUTE, b"@r,@s:", id="route"),
        pytest.param(b"x@y, Us: c@d ", GROUP_OPEN, b"Us: c@d", id="group-open"),
        pytest.param(b"x@y (a (b", COMMENT_OPEN, b"(a (b", id="comment-open"),
        pytest.param(b"x@y, <@c (d", COMMENT_OPEN, b"(d", id="comment-open-where-no-route-is"),
        pytest.param(b"x@y, A.B <c@d>", PHRASE, b"A.B", id="phrase"),
        pytest.param(b"x@y, <c@d> B", PHRASE, b" B", id="words-behind"),
        pytest.param(b"x@y, =?utf-8?q?a,b?= <c@d>", WORD_PLACE, b"=?utf-8?q?a,b?=", id="word"),
    ],
)
def test_defects_have_their_place(body: bytes, code: DefectCode, place: bytes) -> None:
    defects = [defect for defect in parse_address_list(body).defects if defect.code is code]
    assert [body[defect.span.slice] for defect in defects] == [place]


# -- any input

PIECES = [
    *(b"a", b"b.c", b"@", b"<", b">", b",", b";", b":", b'"', b"(", b")", b"[", b"]", b"\\", b"."),
    *(b" ", b"  ", b"\t", b"\r\n ", b"\x00", b"\xe9", b"\xc3\xa9", b"\xe2\x80\xa8", b"=?", b"?="),
    *(b"a@x", b"<a@x>", b"Ann Lee", b'"A, B"', b"=?utf-8?q?=C3=A9?=", b"=?utf-8?q?a,b?="),
    *(b"[192.0.2.1]", b"@r:", b"Us:", b"..", b"=", b"=?x?q?<?="),
]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join))
def test_any_body_is_sound(body: bytes) -> None:
    check_sound(body)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=30))
def test_any_octets_are_sound(body: bytes) -> None:
    check_sound(body)


@pytest.mark.parametrize("length", range(6))
def test_every_short_body_is_sound(length: int) -> None:
    letters = b'a@<>",:;( .' if length < 5 else b'a@<,":.'
    for body in itertools.product(letters, repeat=length):
        check_sound(bytes(body))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'A "B, C" D <a@x>, (c) =?utf-8?q?=C3=A9?= <@r:b.c@[192.0.2.1]> ,', id="forms"),
        pytest.param(b'Us: a@x, "B" <b@y>; c . d @ e (F), "g h"@i;', id="group"),
        pytest.param("J\\ö (ö) <ö@bü.test>\r\n (x (y\\) z))".encode(), id="8bit"),
    ],
)  # fmt: skip
def test_cut_at_every_octet(body: bytes) -> None:
    for end in range(len(body) + 1):
        check_sound(body[:end])
        check_sound(body[end:])


# -- limits


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(piece, id=repr(piece)[2:-1])
        for piece in (
            *(b"a,", b"a;", b"a:", b"<a", b"<>", b"<>,", b'"",', b'"', b'"\\"<', b"(", b"()"),
            *(
                b"(),",
                b"a@",
                b"a@b ",
                b"a@b <",
                b"a@[",
                b"[",
                b"<@a,",
                b"<@(",
                b"a:;",
                b". ",
                b"a .",
            ),
            *(b'a."b".', b"a@b (c),", b'"a"@b,', b" ", b"\r\n ", b"\\", b">", b",", b";", b":"),
            *(b"=?a?q?b,", b"=?a?q?", b"\xc3\xa9,", b"a b@c d@e ", b"A B <", b'"a'),
        )
    ],
)
@pytest.mark.parametrize("parse", [parse_address_list, full], ids=["fast", "full"])
def test_floods_are_linear(
    piece: bytes, parse: Callable[[bytes], Parsed[tuple[Mailbox | Group, ...]]]
) -> None:
    assert_linear(parse, lambda size: piece * (size // len(piece)))


def test_items_without_an_address_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_list, "MAX_ITEMS_WITHOUT_ADDRESS", 2)
    body = b"a, b@x, c, d, e@x"
    assert names_and_addresses(body) == [
        ("", "a"),
        ("", "b@x"),
        ("", "c"),
        ("d, e@x", ""),
    ]
    assert INVALID in codes(body)
    assert names_and_addresses(b"a, b@x, c, ") == [("", "a"), ("", "b@x"), ("", "c")]


def test_addresses_without_a_comma_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_list, "MAX_ITEMS_WITHOUT_ADDRESS", 2)
    body = b"<a@x> <b@x> <c@x>, d@x"
    assert names_and_addresses(body) == [
        ("", "a@x"),
        ("", "b@x"),
        ("<c@x>, d@x", ""),
    ]


def test_many_good_addresses_are_not_bounded() -> None:
    body = b", ".join(b"Ann <a%d@x.test>" % number for number in range(20_000))
    assert len(parse_address_list(body).value) == 20_000


def test_nesting_is_not_bounded() -> None:
    depth = 20_000
    comments = b"(" * depth + b")" * depth
    assert parse_address_list(comments + b" a@x").value[0][1:3] == ("a", "x")
    groups = parse_address_list(b"g:" * depth + b"a@x" + b";" * depth).value
    assert groups == (Group("g", (Mailbox("", "a", "x"),)),)
