"""Address fields as they are written, and that they read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.addr_spec import is_addr_spec
from mimekit.fields.address_format import format_address_list
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.mailbox import Group, Mailbox


@pytest.mark.parametrize(
    ("address", "body", "utf8_body"),
    [
        pytest.param(Mailbox("", "a", "x.test"), "a@x.test", "a@x.test", id="addr-spec"),
        pytest.param(Mailbox("Ann Lee", "a", "x"), "Ann Lee <a@x>", "Ann Lee <a@x>", id="atoms"),
        pytest.param(
            Mailbox("Lee, Ann", "a", "x"), '"Lee, Ann" <a@x>', '"Lee, Ann" <a@x>', id="quoted"
        ),
        pytest.param(
            Mailbox("Jörg", "a", "bücher.test"),
            "=?utf-8?q?J=C3=B6rg?= <a@xn--bcher-kva.test>",
            "Jörg <a@bücher.test>",
            id="beyond-ascii",
        ),
        pytest.param(Mailbox("", "a b", "x"), '"a b"@x', '"a b"@x', id="quoted-local-part"),
        pytest.param(Mailbox("", "", "x"), '""@x', '""@x', id="empty-local-part"),
        pytest.param(Mailbox("", "a..b", "x"), '"a..b"@x', '"a..b"@x', id="dots"),
        pytest.param(
            Mailbox("", "a", "[IPv6:::1]"), "a@[IPv6:::1]", "a@[IPv6:::1]", id="domain-literal"
        ),
        pytest.param(
            Mailbox("A", "a", "x", ("b", "c")), "A <a@x> (b) (c)", "A <a@x> (b) (c)", id="comments"
        ),
        pytest.param(
            Mailbox("", "a", "x", ("c",)), '"" <a@x> (c)', '"" <a@x> (c)', id="comment-is-no-name"
        ),
        pytest.param(
            Mailbox("A", "a", "x", (") \\ (é",)),
            "A <a@x> (\\) \\\\ =?utf-8?b?KMOp?=)",
            "A <a@x> (\\) \\\\ \\(é)",
            id="specials-in-a-comment",
        ),
        pytest.param(Group("Us"), "Us:;", "Us:;", id="empty-group"),
        pytest.param(Group("", (Mailbox("", "a", "x"),)), '"": a@x;', '"": a@x;', id="no-name"),
        pytest.param(
            Group("U: s", (Mailbox("A", "a", "x"), Mailbox("", "b", "y"))),
            '"U: s": A <a@x>, b@y;',
            '"U: s": A <a@x>, b@y;',
            id="group",
        ),
    ],
)
def test_formats(address: Mailbox | Group, body: str, utf8_body: str) -> None:
    assert format_address_list([address]) == body
    assert format_address_list([address], utf8=True) == utf8_body
    assert parse_address_list(utf8_body.encode()).value == (address,)


def test_formats_lists() -> None:
    addresses = (
        Mailbox("", "a", "x"),
        Group("Us", (Mailbox("", "b", "y"),)),
        Mailbox("C", "c", "z"),
    )
    body = format_address_list(addresses)
    assert body == "a@x, Us: b@y;, C <c@z>"
    assert parse_address_list(body.encode()).value == addresses
    assert format_address_list([]) == ""


CONTROLS = ["\r", "\n", "\r\n", "\x00", "\x01", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\u2028"]
PLAIN = Mailbox("A", "a", "x.test", ("c",))


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("utf8", [False, True])
def test_refuses_controls_in_every_place(control: str, utf8: bool) -> None:  # noqa: FBT001
    text = f"a{control}Bcc: b@x.test"
    for address in (
        PLAIN._replace(display_name=text),
        PLAIN._replace(local_part=text),
        PLAIN._replace(local_part=f'"{text}"'),
        PLAIN._replace(domain=f"x.test{control}y"),
        PLAIN._replace(domain=f"[192.0.2.1{control}]"),
        PLAIN._replace(comments=("c", text)),
        Group(text, (PLAIN,)),
        Group("Us", (PLAIN, PLAIN._replace(display_name=text))),
    ):
        with pytest.raises(HeaderInjectionError):
            format_address_list([address], utf8=utf8)


@pytest.mark.parametrize(
    ("mailbox", "utf8"),
    [
        pytest.param(Mailbox("A", "", ""), True, id="name-alone"),
        pytest.param(Mailbox("", "a", ""), True, id="no-domain"),
        pytest.param(Mailbox("", "jö", "x"), False, id="local-part-beyond-ascii"),
        pytest.param(Mailbox("", "\u760a", "x"), False, id="becomes-a-line-end-if-cut"),
        pytest.param(Mailbox("", "a", "x y"), True, id="blank-in-domain"),
        pytest.param(Mailbox("", "a", "x>, b@y"), True, id="two-in-domain"),
        pytest.param(Mailbox("", "a", "x@y"), True, id="at-in-domain"),
        pytest.param(Mailbox("", "a", "x."), True, id="dot-behind-domain"),
        pytest.param(Mailbox("", "a", "[x]y"), True, id="text-behind-literal"),
        pytest.param(Mailbox("", "a", "[x,y]"), True, id="comma-in-literal"),
        pytest.param(Mailbox("", "a", "ü\uff20y"), False, id="domain-maps-to-an-at"),
        pytest.param(Mailbox("", "a", "ü" * 64), False, id="domain-too-long-for-idna"),
        pytest.param(Mailbox("", "a\ud800", "x"), True, id="lone-surrogate"),
        pytest.param(Mailbox("A\ud800", "a", "x"), True, id="lone-surrogate-in-name"),
        pytest.param(Mailbox("A", "a", "x", ("\ud800",)), True, id="lone-surrogate-in-comment"),
    ],
)
def test_refuses_what_cannot_be_written(mailbox: Mailbox, utf8: bool) -> None:  # noqa: FBT001
    with pytest.raises(ComposeError):
        format_address_list([mailbox], utf8=utf8)
    with pytest.raises(ComposeError):
        format_address_list([Group("Us", (mailbox,))], utf8=utf8)


@pytest.mark.parametrize("address", ["a@x.test", ("A", "a", "x"), None])
def test_refuses_what_is_no_address(address: object) -> None:
    with pytest.raises(TypeError):
        format_address_list([address])  # type: ignore[list-item]


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)
TRICKY = st.text(st.sampled_from('ab .,;:<>@()[]"\\=?_é'), max_size=12)
DOMAINS = st.sampled_from(["x", "x.test", "a_b.x-y", "[192.0.2.1]", "[IPv6:2001:db8::1]", "xn--a"])
MAILBOXES = st.builds(
    Mailbox, TEXT | TRICKY, TEXT | TRICKY, DOMAINS, st.lists(TEXT | TRICKY, max_size=2).map(tuple)
)
GROUPS = st.builds(Group, TEXT | TRICKY, st.lists(MAILBOXES, max_size=3).map(tuple))


@settings(deadline=None, max_examples=100)
@given(st.lists(MAILBOXES | GROUPS, max_size=3).map(tuple))
def test_what_is_written_reads_back(addresses: tuple[Mailbox | Group, ...]) -> None:
    body = format_address_list(addresses, utf8=True)
    assert parse_address_list(body.encode()).value == addresses


@settings(deadline=None, max_examples=100)
@given(st.lists(MAILBOXES | GROUPS, max_size=3).map(tuple))
def test_what_is_written_in_ascii_reads_back(addresses: tuple[Mailbox | Group, ...]) -> None:
    try:
        body = format_address_list(addresses)
    except ComposeError:
        return  # a local part beyond ASCII
    assert body.isascii()
    assert parse_address_list(body.encode()).value == addresses


@settings(deadline=None, max_examples=100)
@given(st.lists(MAILBOXES, min_size=1, max_size=3))
def test_folding_changes_nothing(addresses: list[Mailbox]) -> None:
    """A field body may be folded at any blank."""
    body = format_address_list(addresses, utf8=True).replace(" ", "\r\n ")
    assert parse_address_list(body.encode()).value == tuple(addresses)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from('ab@.<>,;:"( )[]\\'), max_size=14).map("".join))
def test_what_was_read_can_be_written_or_is_refused(text: str) -> None:
    for item in parse_address_list(text.encode()).value:
        try:
            body = format_address_list([item])
        except ComposeError:
            continue
        assert parse_address_list(body.encode()).value == (item,)


def test_the_strict_check_is_part_of_this_module() -> None:
    assert is_addr_spec("a@x.test")
