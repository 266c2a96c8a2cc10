"""Authentication-Results: the examples of RFC 8601, what mail has, and the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.authentication_results import (
    AuthenticationResults,
    MethodResult,
    Property,
    format_authentication_results,
    parse_authentication_results,
)
from tests.growth import assert_linear

INVALID = DefectCode.AUTHENTICATION_RESULTS_INVALID
HOST = "example.org"
SPF = MethodResult("spf", "pass", (Property("smtp", "mailfrom", "example.net"),))


def codes(body: bytes) -> set[DefectCode]:
    return {defect.code for defect in parse_authentication_results(body).defects}


@pytest.mark.parametrize(
    ("body", "value"),
    [
        pytest.param(b"example.org 1; none", AuthenticationResults(HOST), id="none"),
        pytest.param(b"example.org", AuthenticationResults(HOST), id="host-alone"),
        pytest.param(
            b"(c) example.org (c) 2 (c) ; none", AuthenticationResults(HOST, (), 2), id="version"
        ),
        pytest.param(b'"example.org"; none', AuthenticationResults(HOST), id="host-quoted"),
        pytest.param(b'"a=b"', AuthenticationResults("a=b"), id="host-quoted-and-equals"),
        pytest.param(
            b"example.org; spf=pass smtp.mailfrom=example.net",
            AuthenticationResults(HOST, (SPF,)),
            id="one",
        ),
        pytest.param(
            b"example.org;\r\n\tAuth=Pass (cram-md5) SMTP.Auth=sender@example.net;\r\n\tspf=pass"
            b" smtp.mailfrom=example.net;",
            AuthenticationResults(
                HOST,
                (
                    MethodResult(
                        "auth",
                        "pass",
                        (Property("smtp", "auth", "sender@example.net"),),
                        comments=("cram-md5",),
                    ),
                    SPF,
                ),
            ),
            id="two",
        ),
        pytest.param(
            b"foo.example.net (foobar) 1 (baz);\r\n"
            b" dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
            b" policy (A dot can go here) . (like that) expired\r\n"
            b" (this surprised me) = (as I wasn't expecting it) 1362471462",
            AuthenticationResults(
                "foo.example.net",
                (
                    MethodResult(
                        "dkim",
                        "fail",
                        (Property("policy", "expired", "1362471462"),),
                        comments=(
                            *("Because I like it", "One yay", "wait for it", "A dot can go here"),
                            *("like that", "this surprised me", "as I wasn't expecting it"),
                        ),
                    ),
                ),
            ),
            id="comments-everywhere",
        ),
        pytest.param(
            b'example.org; dkim/2=fail reason="bad; signature" header.i=@a.test',
            AuthenticationResults(
                HOST,
                (
                    MethodResult(
                        "dkim",
                        "fail",
                        (Property("header", "i", "@a.test"),),
                        reason="bad; signature",
                        version=2,
                    ),
                ),
            ),
            id="reason-and-version",
        ),
        pytest.param(
            b'example.org; spf=pass smtp.mailfrom="a b"@example.net',
            AuthenticationResults(
                HOST,
                (
                    MethodResult(
                        "spf", "pass", (Property("smtp", "mailfrom", '"a b"@example.net'),)
                    ),
                ),
            ),
            id="local-part-quoted",
        ),
        pytest.param(
            b'example.org; spf/3=pass a.b="c\r\n d"@e.test f/4=g',
            AuthenticationResults(
                HOST,
                (
                    MethodResult(
                        "spf",
                        "pass",
                        (Property("a", "b", '"c d"@e.test'), Property("", "f", "g")),
                        version=3,
                    ),
                ),
            ),
            id="version-of-the-method-and-fold-in-quotes",
        ),
        # deviation 2
        pytest.param(
            b"example.org; dmarc=pass action=none header.b=Ab+/==(c)",
            AuthenticationResults(
                HOST,
                (
                    MethodResult(
                        "dmarc",
                        "pass",
                        (Property("", "action", "none"), Property("header", "b", "Ab+/==")),
                        comments=("c",),
                    ),
                ),
            ),
            id="no-ptype-and-any-value",
        ),
        # deviation 3
        pytest.param(
            b" i=1; example.org; spf=pass smtp.mailfrom=example.net",
            AuthenticationResults(HOST, (SPF,)),
            id="arc-instance",
        ),
        # deviation 4
        pytest.param(
            b"example.org;; ; spf=pass smtp.mailfrom=example.net; ;",
            AuthenticationResults(HOST, (SPF,)),
            id="semicolons",
        ),
        pytest.param(b"example.org; (c);", AuthenticationResults(HOST), id="comment-alone"),
    ],
)
def test_reads(body: bytes, value: AuthenticationResults) -> None:
    assert parse_authentication_results(body).value == value
    assert codes(body) == set()


@pytest.mark.parametrize(
    ("body", "host", "results"),
    [
        pytest.param(b"", "", [], id="empty"),
        pytest.param(b"; spf=pass", "", [("spf", "pass")], id="host-empty"),
        pytest.param(
            b"spf=pass a.b=c; dkim=none", "", [("spf", "pass"), ("dkim", "none")], id="no-host"
        ),
        pytest.param(b"1=pass", "", [("1", "pass")], id="no-host-but-a-number"),
        pytest.param(b"spf (c) = pass", "", [("spf", "pass")], id="no-host-and-comment"),
        pytest.param(b"a.test spf=pass", "a.test", [("spf", "pass")], id="no-semicolon"),
        pytest.param(b"a.test 1x; spf=pass", "a.test", [("spf", "pass")], id="version-invalid"),
        pytest.param(b"a.test " + b"1" * 5000, "a.test", [], id="version-huge"),
        pytest.param(
            b"a.test; spf/" + b"1" * 5000 + b"=pass", "a.test", [], id="method-version-huge"
        ),
        pytest.param(b"a.test; spf", "a.test", [], id="no-result"),
        pytest.param(b"a.test; spf=", "a.test", [("spf", "")], id="result-empty"),
        pytest.param(b"a.test; =pass", "a.test", [], id="no-method"),
        pytest.param(b"a.test; x y spf=pass z", "a.test", [("spf", "pass")], id="words"),
        pytest.param(b'a.test; "x" spf=pass', "a.test", [("spf", "pass")], id="quoted-string"),
        pytest.param(b"a.test; a.b=c", "a.test", [("b", "c")], id="property-first"),
        pytest.param(
            b"a.test; spf=pass reason=x reason=y", "a.test", [("spf", "pass")], id="reasons"
        ),
        pytest.param(b"a.test; spf=pass; none", "a.test", [("spf", "pass")], id="none-behind"),
    ],
)
def test_reads_what_it_can(body: bytes, host: str, results: list[tuple[str, str]]) -> None:
    value = parse_authentication_results(body).value
    assert value.authserv_id == host
    assert [(each.method, each.result) for each in value.results] == results
    assert codes(body) == {INVALID}


def test_spans_are_those_of_the_results() -> None:
    body = b" a.test; (c) spf=pass (d) a.b=c (e) ; dkim=none\r\n"
    spans = parse_authentication_results(body).spans
    assert [body[span.slice] for span in spans] == [b"spf=pass (d) a.b=c", b"dkim=none"]


def test_8bit_is_text() -> None:
    body = 'é; spf=pass (ü) reason="ö" smtp.mailfrom=ä'.encode()
    value = parse_authentication_results(body).value
    assert value.authserv_id == "é"
    assert codes(body) == {DefectCode.HEADER_8BIT}
    assert len(parse_authentication_results(body).defects) == 1
    assert value.results[0][2:5] == ((Property("smtp", "mailfrom", "ä"),), "ö", ("ü",))


def test_invalid_is_reported_once() -> None:
    assert len(parse_authentication_results(b"a; b; c; d").defects) == 1


def test_short_inputs_are_sound() -> None:
    for length in range(5):
        for octets in itertools.product(b'a1=./; ("\xff', repeat=length):
            parsed = parse_authentication_results(bytes(octets))
            assert len(parsed.spans) == len(parsed.value.results)
            for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
                assert 0 <= span.offset <= span.end <= length


def test_cut_anywhere_it_is_sound() -> None:
    body = b'i=1; (c(d)) "a" 1; dkim/1 = pass reason="x" (y) header.b="z"@w; none'
    for end in range(len(body)):
        for piece in (body[:end], body[end:]):
            for span in parse_authentication_results(piece).spans:
                assert 0 <= span.offset < span.end <= len(piece)


@pytest.mark.parametrize(
    "unit",
    [
        b"a",
        b" ",
        b"a ",
        b";",
        b"a=",
        b"a=b ",
        b";a=b",
        b"(",
        b"()",
        b'"',
        b'""',
        b".",
        b"/",
        b"1",
        b"a.",
        b"=",
        b'"@',
    ],
    ids=repr,
)
@pytest.mark.parametrize("before", [b"", b"a;"], ids=repr)
def test_floods_are_linear(unit: bytes, before: bytes) -> None:
    assert_linear(parse_authentication_results, lambda size: before + unit * (size // len(unit)))


def test_formats() -> None:
    value = AuthenticationResults(
        "a b",
        (
            MethodResult(
                "dkim",
                "fail",
                (Property("header", "i", "@a.test"), Property("", "action", "")),
                reason='"x";',
                comments=("a (b) \\",),
                version=2,
            ),
            MethodResult("spf", "none"),
        ),
        2,
    )
    text = format_authentication_results(value)
    assert text == (
        '"a b" 2; dkim/2=fail (a \\(b\\) \\\\) reason="\\"x\\";" header.i=@a.test action=""; spf=none'
    )
    assert parse_authentication_results(text.encode()).value == value


WORDS = st.text("az09-", min_size=1, max_size=8)
TEXT = st.text('aé "\\;=?(/@.)', max_size=12)
RESULTS = st.builds(
    MethodResult,
    WORDS,
    WORDS,
    st.lists(st.builds(Property, WORDS | st.just(""), WORDS, TEXT), max_size=3).map(tuple),
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
    st.integers(0, 10**9 - 1),
)


@settings(max_examples=100, deadline=None)
@given(
    st.builds(
        AuthenticationResults,
        TEXT.filter(bool),
        st.lists(RESULTS, max_size=3).map(tuple),
        st.integers(0, 10**9 - 1),
    )
)
def test_what_is_formatted_reads_back(value: AuthenticationResults) -> None:
    text = format_authentication_results(value, utf8=True)
    assert parse_authentication_results(text.encode()).value == value


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(AuthenticationResults(""), id="host-empty"),
        pytest.param(AuthenticationResults("é"), id="host-not-ascii"),
        pytest.param(AuthenticationResults("a", (), -1), id="version-negative"),
        pytest.param(AuthenticationResults("a", (), 10**9), id="version-huge"),
        pytest.param(AuthenticationResults("a", (MethodResult("", "b"),)), id="method-empty"),
        pytest.param(AuthenticationResults("a", (MethodResult("a b", "c"),)), id="method-blank"),
        pytest.param(AuthenticationResults("a", (MethodResult("a", "b;c"),)), id="result-special"),
        pytest.param(
            AuthenticationResults("a", (MethodResult("a", "b", (Property("", "reason", "c"),)),)),
            id="property-reason",
        ),
        pytest.param(
            AuthenticationResults("a", (MethodResult("a", "b", (Property("c.d", "e", "f"),)),)),
            id="ptype-special",
        ),
    ],
)
def test_refuses_what_cannot_be_written(value: AuthenticationResults) -> None:
    with pytest.raises(ComposeError):
        format_authentication_results(value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(AuthenticationResults("a\r\nBcc: x"), id="host"),
        pytest.param(AuthenticationResults("a", (MethodResult("b\n", "c"),)), id="method"),
        pytest.param(
            AuthenticationResults("a", (MethodResult("b", "c", reason="d\r"),)), id="reason"
        ),
        pytest.param(
            AuthenticationResults("a", (MethodResult("b", "c", comments=("d\r\nBcc: x",)),)),
            id="comment",
        ),
        pytest.param(
            AuthenticationResults("a", (MethodResult("b", "c", (Property("d", "e", "f\0"),)),)),
            id="value",
        ),
    ],
)
def test_refuses_controls(value: AuthenticationResults) -> None:
    with pytest.raises(HeaderInjectionError):
        format_authentication_results(value)
