"""Parameters: every form that mail has, the fast path, floods, and the way back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.parameters import (
    format_parameters,
    parse_parameter_languages,
    parse_parameters,
    plain_parameters,
)
from mimekit.fields.parsed import Parsed
from tests.growth import assert_linear

INVALID, QUOTES = DefectCode.PARAMETER_INVALID, DefectCode.PARAMETER_QUOTES_MISSING
REPEATED, TWO_FORMS = DefectCode.PARAMETER_REPEATED, DefectCode.PARAMETER_TWO_FORMS
SEGMENT, CHARSET = DefectCode.PARAMETER_SEGMENT, DefectCode.PARAMETER_CHARSET
WORD = DefectCode.PARAMETER_ENCODED_WORD
UTF_8, GUESSED = DefectCode.HEADER_8BIT, DefectCode.HEADER_CHARSET_GUESSED
BOUNDARY = DefectCode.MULTIPART_BOUNDARY_AMBIGUOUS


def read(body: bytes) -> dict[str, str]:
    return dict(parse_parameters(body).value)


def codes(body: bytes) -> set[DefectCode]:
    return {defect.code for defect in parse_parameters(body).defects}


def full(body: bytes) -> Parsed[Mapping[str, str]]:
    """What the full grammar reads: a parameter that no fast path takes goes before."""
    prefix = b'; -="\\\\"'
    parsed = parse_parameters(prefix + body)
    values = {name: value for name, value in parsed.value.items() if name != "-"}
    spans = tuple(span.moved(-len(prefix)) for span in parsed.spans[1:])
    return Parsed(values, parsed.defects, spans)


def check_sound(body: bytes) -> None:
    """What holds for any input."""
    parsed = parse_parameters(body)
    assert len(parsed.spans) == len(parsed.value)
    for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
        assert 0 <= span.offset <= span.end <= len(body)
    for name, value in parsed.value.items():
        assert name == name.encode().lower().decode()
        value.encode()
    if (plain := plain_parameters(body)) is not None:
        assert (plain, (), parsed.spans) == tuple(full(body))


@pytest.mark.parametrize(
    ("body", "values"),
    [
        pytest.param(b"", {}, id="none"),
        pytest.param(b"; charset=utf-8", {"charset": "utf-8"}, id="token"),
        pytest.param(b'; name="a b.txt"', {"name": "a b.txt"}, id="quoted"),
        pytest.param(b"; a=1; B=2;\r\n\tc=3\r\n", {"a": "1", "b": "2", "c": "3"}, id="folded"),
        pytest.param(b'; a=""', {"a": ""}, id="quoted-empty"),
        pytest.param(b"; a=b;", {"a": "b"}, id="semicolon-at-the-end"),
        pytest.param(b"; a=b ; \r\n", {"a": "b"}, id="semicolon-and-blanks-at-the-end"),
        pytest.param(b'; a="b\r\n c"', {"a": "b c"}, id="fold-in-quotes"),
        pytest.param(b'; a="b;c=d"; e=f', {"a": "b;c=d", "e": "f"}, id="semicolon-in-quotes"),
        pytest.param(b"; a = b", {"a": "b"}, id="blanks-round-equals"),
        pytest.param(b"; a=\r\n b; c\r\n =d", {"a": "b", "c": "d"}, id="folds-round-equals"),
        pytest.param(b'; a="\\"b\\\\\\;"', {"a": '"b\\;'}, id="quoted-pairs"),
        pytest.param(b'; a="\\"\r\n b"', {"a": '" b'}, id="quoted-pair-and-fold"),
        pytest.param(b'; a="C:\\temp\\x.txt"', {"a": "C:tempx.txt"}, id="quoted-pairs-of-letters"),
        pytest.param(b'; a="\\\\srv\\\\dir"', {"a": "\\srv\\dir"}, id="backslashes"),
        pytest.param(b"; a=b (c)", {"a": "b"}, id="comment-behind"),
        pytest.param(b"; a=b(c); d=e", {"a": "b", "d": "e"}, id="comment-touches"),
        pytest.param(b"; a=b (x;y=z); d=e", {"a": "b", "d": "e"}, id="comment-holds-semicolon"),
        pytest.param(b"(c) ; (c) a (c) = (c) b (c) ;", {"a": "b"}, id="comments-everywhere"),
        pytest.param(b"; a(b(c)\\)d)=e", {"a": "e"}, id="comment-nested-behind-name"),
        pytest.param(b'; a="b" (c) ; d=e', {"a": "b", "d": "e"}, id="comment-behind-quotes"),
    ],
)
def test_reads_what_the_standard_allows(body: bytes, values: dict[str, str]) -> None:
    assert list(parse_parameters(body).value.items()) == list(values.items())
    assert codes(body) == set()


@pytest.mark.parametrize(
    ("body", "values", "wrong"),
    [
        # deviation 2: quotes missing
        pytest.param(b"; name=a b.pdf", {"name": "a b.pdf"}, {QUOTES}, id="blank"),
        pytest.param(b"; name=a  b; c=d", {"name": "a  b", "c": "d"}, {QUOTES}, id="blanks"),
        pytest.param(b"; name=a\r\n b", {"name": "a b"}, {QUOTES}, id="fold"),
        pytest.param(b"; name=a/b[1]:c", {"name": "a/b[1]:c"}, {QUOTES}, id="specials"),
        pytest.param(b"; name=a=b==", {"name": "a=b=="}, {QUOTES}, id="equals"),
        pytest.param(b"; name=a (1).pdf", {"name": "a (1).pdf"}, {QUOTES}, id="parentheses"),
        pytest.param(b"; name=a (1)", {"name": "a"}, set(), id="parentheses-at-the-end"),
        pytest.param(b"; name=a(1).pdf", {"name": "a(1).pdf"}, {QUOTES}, id="parentheses-touch"),
        pytest.param(b'; name=a"b c"', {"name": 'a"b c"'}, {QUOTES}, id="quotes-inside"),
        pytest.param(b"; name='a b'", {"name": "'a b'"}, {QUOTES}, id="other-quotes"),
        pytest.param(b"; name=a\\b c", {"name": "a\\b c"}, {QUOTES}, id="backslash-unquoted"),
        pytest.param(
            b"; name=a (b",
            {"name": "a"},
            {DefectCode.COMMENT_UNTERMINATED},
            id="comment-unterminated",
        ),
        # deviation 3: semicolons
        pytest.param(b" a=b", {"a": "b"}, {INVALID}, id="first-semicolon-missing"),
        pytest.param(b"; a=b c=d", {"a": "b", "c": "d"}, {INVALID}, id="semicolon-missing"),
        pytest.param(
            b'; a="b" c="d"', {"a": "b", "c": "d"}, {INVALID}, id="missing-behind-quotes"
        ),
        pytest.param(b'; a="b"c="d"', {"a": "b", "c": "d"}, {INVALID}, id="missing-and-no-blank"),
        pytest.param(b"; a=b(c)d=e", {"a": "b", "d": "e"}, {INVALID}, id="missing-behind-comment"),
        pytest.param(b";;; a=b", {"a": "b"}, {INVALID}, id="semicolons"),
        pytest.param(b"; a=b;;", {"a": "b"}, {INVALID}, id="semicolons-at-the-end"),
        # deviation 4: what is no parameter
        pytest.param(b"; x; a=b", {"a": "b"}, {INVALID}, id="word"),
        pytest.param(b"; x y a=b", {"a": "b"}, {INVALID}, id="words-before-name"),
        pytest.param(b'; "x; y=z"; a=b', {"a": "b"}, {INVALID}, id="quoted-string"),
        pytest.param(b"; =x; a=b", {"a": "b"}, {INVALID}, id="name-missing"),
        pytest.param(b'; ="x"; a=b', {"a": "b"}, {INVALID}, id="name-missing-and-quotes"),
        pytest.param(b"; = ; a=b", {"a": "b"}, {INVALID}, id="equals-alone"),
        pytest.param(b'; a="b"x; c=d', {"a": "b", "c": "d"}, {INVALID}, id="text-behind-quotes"),
        pytest.param(b"; x (c); a=b", {"a": "b"}, {INVALID}, id="word-and-comment"),
        pytest.param(b"; a=b; =", {"a": "b"}, {INVALID}, id="equals-at-the-end"),
        pytest.param(b"; *=x; a=b", {"a": "b"}, {INVALID}, id="star-alone"),
        # deviation 5: no value
        pytest.param(b"; a=; b=c", {"b": "c"}, {INVALID}, id="no-value"),
        pytest.param(b"; b=c; a=", {"b": "c"}, {INVALID}, id="no-value-at-the-end"),
        pytest.param(b"; a= \r\n", {}, {INVALID}, id="no-value-but-blanks"),
        pytest.param(b"; a= (c); b=c", {"b": "c"}, {INVALID}, id="no-value-but-comment"),
        # deviation 6: quote open
        pytest.param(
            b'; a="b; c=d\r\n',
            {"a": "b; c=d"},
            {DefectCode.QUOTED_STRING_UNTERMINATED},
            id="quote-open",
        ),
        pytest.param(
            b'; a="b\\"',
            {"a": 'b"'},
            {DefectCode.QUOTED_STRING_UNTERMINATED},
            id="quote-open-escaped",
        ),
        pytest.param(
            b'; a="b\\"c \r\n',
            {"a": 'b"c '},
            {DefectCode.QUOTED_STRING_UNTERMINATED},
            id="quote-open-and-blanks",
        ),
        pytest.param(  # bpo-37461: an endless loop
            b'; a="', {"a": ""}, {DefectCode.QUOTED_STRING_UNTERMINATED}, id="quote-open-empty"
        ),
        # deviation 6: comment open
        pytest.param(
            b'; a=b(c; d="e"',
            {"a": "b", "d": "e"},
            {DefectCode.COMMENT_UNTERMINATED},
            id="comment-open",
        ),
        pytest.param(
            b"; a=b (c (d); e=(f) g (h; i=j",
            {"a": "b", "e": "g", "i": "j"},
            {DefectCode.COMMENT_UNTERMINATED},
            id="comments-open",
        ),
        # deviation 7: repeated
        pytest.param(b"; a=b; A=c", {"a": "b"}, {REPEATED}, id="repeated"),
        pytest.param(b'; a=""; a=c', {"a": ""}, {REPEATED}, id="repeated-and-empty"),
        # deviation 8: names
        pytest.param(b"; \xc3\xa1=b", {"á": "b"}, {INVALID}, id="name-8bit"),
        pytest.param(b"; \xe1=b", {"á": "b"}, {INVALID}, id="name-latin-1"),
        pytest.param(b"; a/b=c", {"a/b": "c"}, {INVALID}, id="name-special"),
        pytest.param("; \u212aey=b".encode(), {"\u212aey": "b"}, {INVALID}, id="name-kelvin"),
        # 8-bit values
        pytest.param("; a=é".encode(), {"a": "é"}, {QUOTES, UTF_8}, id="utf-8-unquoted"),
        pytest.param('; a="é"'.encode(), {"a": "é"}, {UTF_8}, id="utf-8"),
        pytest.param(b'; a="\xe9"', {"a": "é"}, {GUESSED}, id="latin-1"),
        pytest.param(b'; a="\x00\x07"', {"a": "\x00\x07"}, set(), id="controls"),
    ],
)
def test_reads_what_mail_has(body: bytes, values: dict[str, str], wrong: set[DefectCode]) -> None:
    assert read(body) == values
    assert codes(body) == wrong


@pytest.mark.parametrize(
    ("body", "values", "wrong"),
    [
        pytest.param(b"; a*=utf-8''%C3%A9", {"a": "é"}, set(), id="extended"),
        pytest.param(b"; a*0=b; a*1=c", {"a": "bc"}, set(), id="segments"),
        pytest.param(b'; a*0="b "; a*1="c"', {"a": "b c"}, set(), id="segments-quoted"),
        pytest.param(b"; a*1=c; a*0=b", {"a": "bc"}, {SEGMENT}, id="segments-reversed"),
        pytest.param(b"; a*0=b; x=y; a*1=c", {"a": "bc", "x": "y"}, set(), id="segments-apart"),
        pytest.param(b"; a*0=b; a*9=c", {"a": "bc"}, {SEGMENT}, id="gap"),
        pytest.param(b"; a*1=b", {"a": "b"}, {SEGMENT}, id="first-missing"),
        pytest.param(b"; a*0=b; a*0=c", {"a": "b"}, {REPEATED}, id="segment-repeated"),
        pytest.param(b"; a*=''b; a*=''c", {"a": "b"}, {REPEATED}, id="extended-repeated"),
        pytest.param(b"; a*=''b; a*1=c", {"a": "bc"}, set(), id="without-number-is-first"),
        pytest.param(
            b"; a=x; a*=utf-8''%C3%A9", {"a": "é"}, {TWO_FORMS}, id="extended-wins-over-plain"
        ),
        pytest.param(
            b"; a*=utf-8''%C3%A9; a=x", {"a": "é"}, {TWO_FORMS}, id="extended-wins-if-first"
        ),
        pytest.param(b"; a*0=b; a=x", {"a": "b"}, {TWO_FORMS}, id="segments-win-over-plain"),
        pytest.param(b"; a=b; a*=''b", {"a": "b"}, set(), id="two-forms-agree"),
        pytest.param(
            b"; a*=\"utf-8''%C3%A9 b\"", {"a": "é b"}, {INVALID}, id="extended-in-quotes"
        ),
        pytest.param(b"; **a**=''b", {"a": "b"}, {INVALID}, id="stars"),
        pytest.param(b"; a*00=b", {"a": "b"}, {INVALID}, id="number-with-zero"),
        pytest.param(
            b"; a*0=b; a*" + b"9" * 5000 + b"=c", {"a": "bc"}, {SEGMENT, INVALID}, id="number-huge"
        ),
        pytest.param(b"; a*x*=''b", {"a": "b"}, {INVALID}, id="number-not-one"),
        pytest.param(b'; a="=?utf-8?q?=C3=A9?="', {"a": "é"}, {WORD}, id="encoded-word"),
        pytest.param(
            b"; a==?utf-8?q?=C3=A9?=.txt", {"a": "é.txt"}, {WORD, QUOTES}, id="word-unquoted"
        ),
        pytest.param(
            b"; a==?utf-8?q?=C3=A9?=\r\n =?utf-8?b?w6k=?=; b=c",
            {"a": "éé", "b": "c"},
            {WORD, QUOTES},
            id="words-unquoted",
        ),
        pytest.param(
            b'; a="=?utf-8?q?=C3=A9?=\r\n =?utf-8?q?=C3=A9?="', {"a": "éé"}, {WORD}, id="words"
        ),
        pytest.param(
            b'; a*0="=?utf-8?q?=C3"; a*1="=A9?="', {"a": "é"}, {WORD}, id="word-over-segments"
        ),
        pytest.param(b'; a="=?x"', {"a": "=?x"}, set(), id="no-encoded-word"),
    ],
)
def test_decodes(body: bytes, values: dict[str, str], wrong: set[DefectCode]) -> None:
    assert read(body) == values
    assert codes(body) == wrong


# Each of these is a way to hide a boundary, or to state two. Perl's MIME-tools before 5.521
# overlooked some of them (CVE-2026-116264 to CVE-2026-116273).
@pytest.mark.parametrize(
    ("body", "boundary", "wrong"),
    [
        pytest.param(b"; boundary=b", "b", set(), id="plain"),
        pytest.param(b'; boundary="=?b"', "=?b", set(), id="question-mark"),
        pytest.param(
            b'; boundary="=?us-ascii?q?b?="', "=?us-ascii?q?b?=", {BOUNDARY}, id="encoded-word"
        ),
        pytest.param(b"; boundary*=us-ascii''b", "b", {BOUNDARY}, id="extended"),
        pytest.param(b"; boundary*0=a; boundary*1=b", "ab", {BOUNDARY}, id="segments"),
        pytest.param(
            b"; boundary*0=a; boundary*0=b", "a", {BOUNDARY, REPEATED}, id="segment-repeated"
        ),
        pytest.param(
            b"; boundary=x; boundary*0=''%61; boundary*1=b",
            "''%61b",
            {BOUNDARY, TWO_FORMS},
            id="escapes-in-a-plain-segment",
        ),
        pytest.param(
            b"; boundary*0*=''%61; boundary*1=%62", "a%62", {BOUNDARY}, id="encoded-in-part"
        ),
        pytest.param(b"; boundary=a; boundary=b", "a", {REPEATED}, id="repeated"),
        pytest.param(b"; x y; boundary=b", "b", {INVALID}, id="behind-invalid"),
        pytest.param(b"; x=; boundary=b", "b", {INVALID}, id="behind-empty"),
        pytest.param(b"; (a(b)c)boundary(d(e)f)=b", "b", set(), id="nested-comments"),
    ],
)
def test_an_ambiguous_boundary_is_reported(
    body: bytes, boundary: str, wrong: set[DefectCode]
) -> None:
    assert read(body)["boundary"] == boundary
    assert codes(body) == wrong


def test_spans_are_those_of_name_and_value() -> None:
    body = b'text/plain; a = "b" (c); x*0=1; D=e f; x*1=2 ;'
    parsed = parse_parameters(body, 10)
    assert [body[span.slice] for span in parsed.spans] == [
        b'a = "b"',
        b"x*0=1; D=e f; x*1=2",
        b"D=e f",
    ]


def test_spans_of_the_plain_case() -> None:
    body = b'text/plain; a="b" ;\r\n c=d\r\n'
    assert [body[span.slice] for span in parse_parameters(body, 10).spans] == [b'a="b"', b"c=d"]


def test_defects_name_the_parameter_and_stand_in_order() -> None:
    found = parse_parameters(b"; b=1; x; a=/; b=2; \x1b=/; c*=d; =").defects
    assert [(defect.code, defect.span.offset, defect.detail) for defect in found] == [
        (INVALID, 7, ""),
        (QUOTES, 10, "a"),
        (REPEATED, 15, "b"),
        (QUOTES, 20, r"'\x1b'"),
        (INVALID, 20, r"'\x1b'"),
        (CHARSET, 25, "c"),
        (INVALID, 29, ""),
    ]


@pytest.mark.parametrize("item", [b"; x", b"; a=b", b"; a%d=/"], ids=repr)
def test_floods_report_a_hundred_times_at_most(item: bytes) -> None:
    body = b"".join(item % number if b"%" in item else item for number in range(1000))
    assert len(parse_parameters(body).defects) == 100


def test_a_parameter_has_a_code_once() -> None:
    body = b"a=b x='" + b"=?x?q?a?= =?y?q?b?=" * 9
    found = [(defect.code, defect.detail) for defect in parse_parameters(body).defects]
    assert len(found) == len(set(found)) > 3


@pytest.mark.parametrize(
    ("body", "languages"),
    [
        pytest.param(b"; a*=utf-8'en'x; b*=''y; c=z", {"a": "en"}, id="one"),
        pytest.param(b"; a*0*='en-us'x; a*1=y", {"a": "en-us"}, id="segments"),
        pytest.param(b"; a*1*='de'x; a*0*='en'y", {"a": "en"}, id="of-the-first-segment"),
        pytest.param(b"; a*=x'sr-Latn-RS'y", {"a": "sr-Latn-RS"}, id="charset-unknown"),
        pytest.param(b"; a=b", {}, id="none"),
    ],
)
def test_languages(body: bytes, languages: dict[str, str]) -> None:
    parsed = parse_parameter_languages(body)
    assert parsed.value == languages
    assert len(parsed.spans) == len(languages)


def test_short_inputs_are_sound() -> None:
    alphabet = b";=a\"* (\\'%0\xc3"
    for length in range(4):
        for octets in itertools.product(alphabet, repeat=length):
            check_sound(b"; a" + bytes(octets))
            check_sound(bytes(octets))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'; a="b \\"c\\" d\xc3\xa9"; e = f (g(h)i) ;; j', id="grammar"),
        pytest.param(b"; a*1=%C3; a*0*=utf-8'en'%C3%A9; a=\"=?utf-8?q?=C3=A9?=\"", id="encoded"),
    ],
)
def test_cut_anywhere_it_is_sound(body: bytes) -> None:
    for end in range(len(body)):
        check_sound(body[:end])
        check_sound(body[end:])


FRAGMENTS = [
    *(b";", b"; ", b"=", b" ", b"\r\n ", b"\t", b"(", b")", b"(c)", b'"', b"\\", b"?", b"=?"),
    *(b"a", b"B", b"charset", b"utf-8", b'"x y"', b"a=b", b'; c="d"', b"*", b"0", b"*0*", b"*1="),
    *(b"utf-8''", b"%C3%A9", b"%", b"\xc3\xa9", b"\xff", b"\0", b"=?utf-8?q?a?=", b"boundary"),
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map(b"".join))
def test_anything_is_sound(body: bytes) -> None:
    check_sound(body)


ITEMS = st.builds(
    bytes.__mod__,
    st.sampled_from([b"; %b=%b", b';%b="%b"', b" ;\r\n\t%b=%b ", b';%b="%b b;c"']),
    st.tuples(
        st.sampled_from([b"a", b"b", b"C", b"a*", b"a*0", b"a*1*", b"b*01"]),
        st.sampled_from([b"x", b"X-1.2", b"*'%", b"utf-8''%C3", b"%A9"]),
    ),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(ITEMS, max_size=4))
def test_the_fast_paths_read_as_the_full_grammar(items: list[bytes]) -> None:
    full = parse_parameters(b"()" + b"()".join(items))  # comments are for that alone
    fast = parse_parameters(b"".join(items))
    assert list(fast.value.items()) == list(full.value.items())
    assert [defect.code for defect in fast.defects] == [defect.code for defect in full.defects]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            b";",
            b"=",
            b"a",
            b"(",
            b")",
            b"()",
            b'"',
            b'""',
            b"\\",
            b'"\\',
            b" ",
            b"\r\n ",
            b"\xff",
        ),
        *(
            b"a ",
            b"a;",
            b"a=;",
            b"a=/;",
            b"a=b;",
            b"a=b ",
            b"a b=",
            b"a=(",
            b'a="',
            b"a=b(;",
            b"(;",
            b"(();",
        ),
        *(b"a*=;", b"a*0=b;", b"a*=b;", b"a*0*=x''%ff;", b"*", b"%", b"%aa", b"'", b"=?", b"?="),
        *(b"=?utf-8?q?a?=", b"=?utf-8?q?a?= ", b"a=\\;", b'a="\\";'),
    ],
    ids=repr,
)
def test_floods_are_linear(unit: bytes) -> None:
    assert_linear(parse_parameters, lambda size: b";" + unit * (size // len(unit)))
    assert_linear(parse_parameters, lambda size: b'; x="' + unit * (size // len(unit)) + b'"')


@pytest.mark.parametrize(
    "item",
    [b";a%d=b", b";a%d=/", b";a%d*=x''%%ff", b";a*%d=b", b";a*%d*=%%ff", b';a%d="=?x?q?a?="'],
    ids=repr,
)
def test_floods_of_names_are_linear(item: bytes) -> None:
    def make(size: int) -> bytes:
        return b"".join(item % number for number in range(size))

    def make_backwards(size: int) -> bytes:
        return b"".join(item % number for number in reversed(range(size)))

    assert_linear(parse_parameters, make)
    assert_linear(parse_parameters, make_backwards)


@pytest.mark.parametrize(
    ("parameters", "options", "text"),
    [
        pytest.param({}, {}, "", id="none"),
        pytest.param({"a": "b", "c": "d"}, {}, "; a=b; c=d", id="tokens"),
        pytest.param({"a": ""}, {}, '; a=""', id="empty"),
        pytest.param({"a": "b c"}, {}, '; a="b c"', id="quoted"),
        pytest.param({"a": '\\"'}, {}, '; a="\\\\\\""', id="quoted-pairs"),
        pytest.param({"a": 'x"; b="y'}, {}, '; a="x\\"; b=\\"y"', id="quotes-cannot-break-out"),
        pytest.param({"a": "é*'%()"}, {}, "; a*=utf-8''%C3%A9%2A%27%25%28%29", id="extended"),
        pytest.param({"a": "é"}, {"utf8": True}, '; a="é"', id="utf-8"),
        pytest.param(
            {"a": "=?x?q?y?="}, {}, "; a*=utf-8''%3D%3Fx%3Fq%3Fy%3F%3D", id="like-a-word"
        ),
        pytest.param({"boundary": "=?x"}, {}, '; boundary="=?x"', id="boundary-is-never-decoded"),
        pytest.param(
            {"a": "éé" * 3},
            {"max_length": 26},
            "; a*0*=utf-8''%C3%A9%C3%A9; a*1*=%C3%A9%C3%A9%C3%A9; a*2*=%C3%A9",
            id="segments-never-split-a-character",
        ),
        pytest.param({"a": "b" * 30}, {"max_length": 32}, "; a=" + "b" * 30, id="just-fits"),
        pytest.param(
            {"a": "é" * 9},
            {"max_length": 21, "utf8": True},
            "; a*0*=utf-8''%C3%A9" + "".join(f"; a*{i}*=%C3%A9%C3%A9" for i in range(1, 5)),
            id="too-long-by-one-octet",
        ),
        pytest.param(
            {"a": "b" * 30},
            {"max_length": 31},
            "; a*0*=utf-8''" + "b" * 19 + "; a*1*=" + "b" * 11,
            id="too-long-by-one",
        ),
    ],
)
def test_formats(parameters: dict[str, str], options: dict[str, object], text: str) -> None:
    assert format_parameters(parameters, **options) == text  # type: ignore[arg-type]
    assert read(text.encode()) == parameters


def test_formats_encoded_words_for_old_readers() -> None:
    text = format_parameters({"name": "é.txt"}, rfc2047=True)
    assert text.startswith('; name="=?utf-8?')
    assert "*" not in text
    assert read(text.encode()) == {"name": "é.txt"}


NAMES = st.sampled_from(["name", "filename", "x-a", "title", "boundary.", "a!#$&+-.^_`{|}~"])
VALUES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\t")
) | st.text("ab =?_\"\\;'*%()é日/", max_size=40)


@settings(max_examples=100, deadline=None)
@given(
    parameters=st.dictionaries(NAMES, VALUES, max_size=4),
    rfc2047=st.booleans(),
    utf8=st.booleans(),
    max_length=st.sampled_from([60, 100, 996]),
)
def test_what_is_formatted_reads_back(
    *, parameters: dict[str, str], rfc2047: bool, utf8: bool, max_length: int
) -> None:
    text = format_parameters(parameters, rfc2047=rfc2047, utf8=utf8, max_length=max_length)
    assert rfc2047 or all(len(each.encode()) <= max_length for each in text.split("; ")[1:])
    assert read(text.encode()) == parameters
    assert utf8 or text.isascii()


@pytest.mark.parametrize(
    "control", [*map(chr, range(9)), *"\n\x0b\r\x1b\x1f\x7f\x80\x85\x9f\u2028\u2029"], ids=ascii
)
def test_refuses_controls(control: str) -> None:
    with pytest.raises(HeaderInjectionError):
        format_parameters({"a": f"b{control}c"}, utf8=True)
    with pytest.raises(HeaderInjectionError):
        format_parameters({f"a{control}b": "c"})


@pytest.mark.parametrize("character", "\u010a\u010d\u4e0a\u760a\u760d", ids=ascii)
def test_never_narrows_a_character(character: str) -> None:
    text = format_parameters({"a": character})
    assert text.isprintable()
    assert read(text.encode()) == {"a": character}


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        pytest.param({"": "a"}, {}, id="name-empty"),
        pytest.param({"a b": "c"}, {}, id="name-blank"),
        pytest.param({"a*": "c"}, {}, id="name-star"),
        pytest.param({"é": "c"}, {"utf8": True}, id="name-not-ascii"),
        pytest.param({"a": "b", "A": "b"}, {}, id="name-repeated"),
        pytest.param({"a": "\udc80"}, {}, id="surrogate"),
        pytest.param({"a" * 990: "é"}, {}, id="no-room"),
    ],
)
def test_refuses_what_cannot_be_written(
    parameters: dict[str, str], options: dict[str, bool]
) -> None:
    with pytest.raises(ComposeError):
        format_parameters(parameters, **options)


def test_refuses_what_is_no_text() -> None:
    with pytest.raises(TypeError):
        format_parameters({"a": 1})  # type: ignore[dict-item]
