"""Addresses by the strict rules, and what is written of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.fields.addr_spec import (
    ascii_domain,
    is_addr_spec,
    is_address_literal,
    is_dot_atom,
    quote_local_part,
)
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.mailbox import Mailbox

LABEL = "a" * 63


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a@b", id="short"),
        pytest.param("a.b+c@d-e.test", id="plain"),
        pytest.param("!#$%&'*+-/=?^_`{|}~@x.test", id="all-atext"),
        pytest.param('"a b"@x.test', id="quoted"),
        pytest.param('""@x.test', id="quoted-nothing"),
        pytest.param(r'"a\"\\\a@(),"@x.test', id="quoted-pairs"),
        pytest.param("a@x_y.test", id="underscore"),
        pytest.param("a@123.4", id="digits"),
        pytest.param("a@[192.0.2.1]", id="ipv4"),
        pytest.param("a@[IPv6:2001:db8::1]", id="ipv6"),
        pytest.param("a@[ipv6:::ffff:192.0.2.1]", id="ipv6-with-ipv4"),
        pytest.param("jö@bü.test", id="utf-8"),
        pytest.param('"jö b"@bü.test', id="utf-8-quoted"),
        pytest.param("用户@例子.广告", id="no-ascii"),
        pytest.param("a@xn--bcher-kva.test", id="a-label"),
        pytest.param("a" * 64 + "@x", id="local-part-64"),
        pytest.param("ö" * 32 + "@x", id="local-part-64-octets"),
        pytest.param(f"a@{LABEL}.test", id="label-63"),
        pytest.param(f"a@{LABEL}.{LABEL}.{LABEL}.{LABEL}", id="domain-255"),
    ],
)
def test_valid(text: str) -> None:
    assert is_addr_spec(text)
    parsed = parse_address_list(text.encode())
    assert len(parsed.value) == 1
    mailbox = parsed.value[0]
    assert isinstance(mailbox, Mailbox)
    assert mailbox.domain


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("a", id="no-at"),
        pytest.param("@x", id="no-local-part"),
        pytest.param("a@", id="no-domain"),
        pytest.param("a@b@c", id="two-ats"),
        pytest.param(" a@x", id="blank-before"),
        pytest.param("a@x\n", id="line-end-behind"),
        pytest.param("a @x", id="blank-inside"),
        pytest.param("<a@x>", id="brackets"),
        pytest.param("A <a@x>", id="name"),
        pytest.param("a@x (c)", id="comment"),
        pytest.param(".a@x", id="dot-first"),
        pytest.param("a.@x", id="dot-last"),
        pytest.param("a..b@x", id="dots"),
        pytest.param("a@.x", id="domain-dot-first"),
        pytest.param("a@x.", id="domain-dot-last"),
        pytest.param("a@x..y", id="domain-dots"),
        pytest.param("a@-x.test", id="hyphen-first"),
        pytest.param("a@x-.test", id="hyphen-last"),
        pytest.param('"a"b@x', id="text-behind-quotes"),
        pytest.param('a."b".c@x', id="quoted-word-of-three"),
        pytest.param('"a"b"@x', id="quote-inside"),
        pytest.param('"a\\"@x', id="quote-open"),
        pytest.param('"a\tb"@x', id="tab"),
        pytest.param('"a\r\n b"@x', id="fold"),
        pytest.param("a\x00@x", id="nul"),
        pytest.param('"a\x00"@x', id="nul-quoted"),
        pytest.param("a\x85@x", id="c1"),
        pytest.param("a\u2028b@x", id="line-separator"),
        pytest.param("a\ud800@x", id="lone-surrogate"),
        pytest.param('"\udfff"@x', id="lone-surrogate-quoted"),
        pytest.param("a@x\ud800", id="lone-surrogate-in-domain"),
        pytest.param("a@[x]", id="literal-of-no-address"),
        pytest.param("a@[192.0.2.256]", id="literal-out-of-range"),
        pytest.param("a@[192.0.2.1", id="literal-open"),
        pytest.param("a@192.0.2.1]", id="literal-not-opened"),
        pytest.param("a@[2001:db8::1]", id="literal-without-tag"),
        pytest.param("a@[IPv6:1::2::3]", id="literal-of-no-ipv6"),
        pytest.param("a@[IPv6:fe80::1%eth0]", id="literal-with-zone"),
        pytest.param("a@[]", id="literal-of-nothing"),
        pytest.param("a@[" + "1" * 5000 + "]", id="literal-of-many-digits"),
        pytest.param("a@xn--example.test", id="no-a-label"),
        pytest.param("a@xn--a.test", id="a-label-of-a-control"),
        pytest.param("a@\u200d.test", id="joiner-alone"),
        pytest.param("a@ü\uff20b.test", id="maps-to-an-at"),
        pytest.param("a@ü\u2100.test", id="maps-to-a-slash"),
        pytest.param("a" * 65 + "@x", id="local-part-65"),
        pytest.param('"' + "a" * 63 + '"@x', id="local-part-65-with-quotes"),
        pytest.param("ö" * 33 + "@x", id="local-part-66-octets"),
        pytest.param(f"a@{LABEL}a.test", id="label-64"),
        pytest.param("a@" + "ü" * 60 + ".test", id="label-too-long-as-a-label"),
        pytest.param(f"a@{LABEL}.{LABEL}.{LABEL}.{LABEL[1:]}.a", id="domain-256"),
        pytest.param("a@" + ".".join(5 * ["ü" * 49]), id="domain-too-long-as-a-labels"),
    ],
)
def test_invalid(text: str) -> None:
    assert not is_addr_spec(text)


@pytest.mark.parametrize(
    ("local_part", "quoted"),
    [
        pytest.param("a.b", "a.b", id="dot-atom"),
        pytest.param("jö", "jö", id="utf-8"),
        pytest.param("", '""', id="nothing"),
        pytest.param("a..b", '"a..b"', id="dots"),
        pytest.param("a b", '"a b"', id="blank"),
        pytest.param('a"\\b', '"a\\"\\\\b"', id="quote-and-backslash"),
        pytest.param("a@b", '"a@b"', id="at"),
    ],
)
def test_quotes_local_parts(local_part: str, quoted: str) -> None:
    assert quote_local_part(local_part) == quoted
    assert Mailbox("", local_part, "x.test").addr_spec == f"{quoted}@x.test"


@pytest.mark.parametrize(
    ("domain", "ascii_form"),
    [
        pytest.param("X.test", "X.test", id="ascii-as-it-stands"),
        pytest.param("bücher.test", "xn--bcher-kva.test", id="u-label"),
        pytest.param("BÜCHER.Test", "xn--bcher-kva.test", id="case-mapped"),
        pytest.param("straße.test", "xn--strae-oqa.test", id="sharp-s-kept"),
        pytest.param("例子\u3002广告", "xn--fsqu00a.xn--4rr70v", id="ideographic-dot"),
        pytest.param("a_b.ü", "a_b.xn--tda", id="underscore-beside"),
        pytest.param("XN--BCHER-KVA.test", "xn--bcher-kva.test", id="a-label-checked"),
        pytest.param("a..ü", None, id="empty-label"),
        pytest.param("ü\u3002\u3002b", None, id="empty-label-mapped"),
        pytest.param("", None, id="nothing"),
        pytest.param("a b", None, id="blank"),
        pytest.param("ü\ud800", None, id="lone-surrogate"),
    ],
)
def test_domains_to_ascii(domain: str, ascii_form: str | None) -> None:
    assert ascii_domain(domain) == ascii_form


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=20))
def test_any_domain_becomes_ascii_or_nothing(text: str) -> None:
    domain = ascii_domain(text)
    if domain is not None:
        assert is_dot_atom(domain)
        assert domain.isascii()


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from('ab.@"\\[] <>1:é'), max_size=12))
def test_a_valid_address_reads_as_itself(text: str) -> None:
    if is_addr_spec(text):
        mailbox = parse_address_list(text.encode()).value[0]
        assert isinstance(mailbox, Mailbox)
        assert mailbox.display_name == ""
        assert mailbox.local_part == text.rpartition("@")[0] or text.startswith('"')
        assert text.endswith("@" + mailbox.domain)


def test_literals_are_not_hosts() -> None:
    assert not is_address_literal("192.0.2.1")
    assert not is_address_literal("[IPv6:192.0.2.1]")
