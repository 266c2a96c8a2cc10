"""Fragments of a message, joined as RFC 2046 section 5.2.2 has it."""

from __future__ import annotations

import base64
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import LimitError, Limits, Message, join_partials, parse

OUTER = b"From: Ann <ann@example.org>\nX-Odd : kept\n  as it is\nSubject: Audio (1 of 3)\n"


def fragment(
    number: int, body: bytes, *, total: int | None = 3, id_: str = "abc@x.test", head: bytes = b""
) -> bytes:
    of = f"; total={total}" if total is not None else ""
    type_ = f'Content-Type: message/partial; number={number}{of}; id="{id_}"\n'
    return head + type_.encode() + b"\n" + body


THREE = (
    fragment(
        1,
        b"Subject: Audio\nX-Inner: dropped\nMessage-ID: <in@x.test>\nMIME-Version: 1.0\n"
        b"Encrypted: no\nContent-Type: text/plain;\n charset=utf-8\n\nfirst\n",
        total=None,
        head=OUTER + b"Message-ID: <out@x.test>\nMIME-Version: 1.0\nContent-Foo: dropped\n"
        b"Encrypted: yes\nDate: Fri, 1 Mar 1996 10:01:00 +0000\n",
    ),
    fragment(2, b"second\n", total=None, head=b"From: eve@x.test\nX-Second: dropped\n"),
    fragment(3, b"third", head=b"Subject: Audio (3 of 3)\n"),
)

WHOLE = (
    b"From: Ann <ann@example.org>\nX-Odd : kept\n  as it is\n"
    b"Date: Fri, 1 Mar 1996 10:01:00 +0000\n"
    b"Subject: Audio\nMessage-ID: <in@x.test>\nMIME-Version: 1.0\nEncrypted: no\n"
    b"Content-Type: text/plain;\n charset=utf-8\n\nfirst\nsecond\nthird"
)


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_joins_in_any_order(order: tuple[int, ...]) -> None:
    whole = join_partials(parse(THREE[number]) for number in order)
    assert bytes(whole) == WHOLE
    assert whole.subject == "Audio"
    assert whole.text == "first\nsecond\nthird"


@pytest.mark.parametrize(
    ("octets", "whole"),
    [
        pytest.param(
            [fragment(1, b"Subject: S\n\na\n", total=1)], b"Subject: S\n\na\n", id="one-fragment"
        ),
        pytest.param(
            [fragment(1, b"Subject: S\n\na", total=2), fragment(2, b"b", total=2)],
            b"Subject: S\n\na\nb",
            id="line-end-missing",
        ),
        pytest.param(
            [fragment(1, b"\nA: not a field\n\na\n", total=1, head=b"To: x@x.test\n")],
            b"To: x@x.test\n\nA: not a field\n\na\n",
            id="inner-header-empty",
        ),
        pytest.param(
            [fragment(1, b"\na\n", total=1, head=b"To: x@x.test\n").replace(b"\n", b"\r\n")],
            b"To: x@x.test\r\n\r\na\r\n",
            id="inner-header-empty-crlf",
        ),
        pytest.param(
            [fragment(1, b"just text\n", total=1, head=b"To: x@x.test\n")],
            b"To: x@x.test\n\njust text\n",
            id="inner-header-missing",
        ),
        pytest.param(
            [fragment(1, b"Subject: S\n", total=2), fragment(2, b" more\n\na\n", total=2)],
            b"Subject: S\n more\n\na\n",
            id="cut-inside-the-header",
        ),
        pytest.param(
            [fragment(1, b"Subject: S", total=1, head=b"To: x@x.test\n")],
            b"To: x@x.test\nSubject: S\n\n",
            id="header-only",
        ),
        pytest.param(
            [fragment(1, b"", total=2), fragment(2, b"\nb", total=2)], b"\nb", id="empty-fragment"
        ),
        pytest.param(
            [
                fragment(1, b"Subject: S\n\na\n", total=1, head=b"To: x@x.test\n").replace(
                    b"\n", b"\r\n"
                )
            ],
            b"To: x@x.test\r\nSubject: S\r\n\r\na\r\n",
            id="crlf",
        ),
        pytest.param(
            [
                fragment(
                    1,
                    base64.encodebytes(b"Subject: S\n\na\n"),
                    total=1,
                    head=b"Content-Transfer-Encoding: base64\n",
                )
            ],
            b"Subject: S\n\na\n",
            id="encoded-fragment",
        ),
        pytest.param(
            [
                fragment(
                    1, b"a\n", total=1, head=b"From x Fri Mar  1 10:01:00 1996\nno field\nTo: x\n"
                )
            ],
            b"To: x\n\na\n",
            id="lines-that-are-no-fields",
        ),
    ],
)
def test_joins(octets: list[bytes], whole: bytes) -> None:
    assert bytes(join_partials(map(parse, octets))) == whole


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["line", "", "A: b", " x", "--b"]), min_size=1), st.data())
def test_a_message_cut_between_lines_comes_back(lines: list[str], data: st.DataObject) -> None:
    body = [f"{line}\n".encode() for line in lines]
    ends = data.draw(st.lists(st.integers(0, len(body)), max_size=4).map(sorted))
    cuts = [0, *ends, len(body)]
    pieces = [b"".join(body[a:b]) for a, b in pairwise(cuts)]
    pieces[0] = b"Subject: S\nContent-Type: text/x\n\n" + pieces[0]
    total = len(pieces)
    octets = [fragment(n, piece, total=total) for n, piece in enumerate(pieces, 1)]
    whole = join_partials(map(parse, data.draw(st.permutations(octets))))
    assert bytes(whole) == b"".join(pieces)


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        pytest.param([], "there is no fragment", id="nothing"),
        pytest.param([b"Subject: x\n\n"], "not text/plain", id="no-fragment"),
        pytest.param(
            [fragment(1, b"", total=3), fragment(3, b"", total=3)],
            "fragments of 3 are missing: 2$",
            id="missing",
        ),
        pytest.param(
            [fragment(2, b"", total=999_999_999)],
            "missing: 1, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 999999988 more$",
            id="many-missing",
        ),
        pytest.param(
            [fragment(9, b"", total=9)], "missing: 1, 2, 3, 4, 5, 6, 7, 8$", id="all-but-the-last"
        ),
        pytest.param(
            [fragment(1, b"", total=None), fragment(2, b"", total=None)],
            "none states the total",
            id="last-missing",
        ),
        pytest.param(
            [fragment(1, b"a", total=2), fragment(1, b"a", total=2), fragment(2, b"", total=2)],
            "given twice: 1",
            id="twice",
        ),
        pytest.param(
            [fragment(1, b"", total=2), fragment(2, b"", total=2, id_="other")],
            "of 2 messages: 'abc@x.test', 'other'",
            id="ids-differ",
        ),
        pytest.param(
            [fragment(1, b"", total=2), fragment(2, b"", total=3)],
            "different totals: 2, 3",
            id="totals-differ",
        ),
        pytest.param(
            [fragment(1, b"", total=1), fragment(2, b"", total=1)], "2 of 1", id="beyond"
        ),
        pytest.param(
            [b"Content-Type: message/partial; id=a\n\n"], "no number", id="number-missing"
        ),
        pytest.param([b"Content-Type: message/partial; number=1\n\n"], "no id", id="id-missing"),
        pytest.param([fragment(0, b"", total=1)], "number of a fragment is '0'", id="number-zero"),
        pytest.param([fragment(1, b"", total=0)], "total of a fragment is '0'", id="total-zero"),
        pytest.param(
            [fragment(1, b"").replace(b"=1", b"=" + b"1" * 9999)],
            "number of a fragment is '1{40}'",
            id="number-huge",
        ),
        pytest.param(
            [fragment(1, b"").replace(b"=1", "=\u0661".encode())],
            "number of a fragment is",
            id="number-not-ascii",
        ),
    ],
)
def test_refuses(octets: list[bytes], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        join_partials(map(parse, octets))


def test_refuses_what_is_no_message() -> None:
    octets: list[Message] = [b"Content-Type: message/partial\n\n"]  # type: ignore[list-item]
    with pytest.raises(TypeError, match="not bytes"):
        join_partials(octets)


def test_many_fragments_cost_linear_time() -> None:
    total = 20_000
    octets = [fragment(n, b"x\n", total=total) for n in range(total, 0, -1)]
    assert join_partials(map(parse, octets)).content == b"x\n" * total


MANY = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5


def fragments(limits: Limits) -> list[Message]:
    parts = fragment(2, b"--b--\n", total=2), fragment(1, MANY, total=2)
    return [parse(part, limits=limits) for part in parts]


def test_the_whole_has_the_limits_of_the_first_fragment() -> None:
    whole = join_partials(fragments(Limits(max_parts=3)))
    assert len([*whole.walk()]) == 3
    assert len([*join_partials(fragments(Limits())).walk()]) == 6
    with pytest.raises(LimitError, match="max_parts: more than 3"):
        join_partials(fragments(Limits(max_parts=3, strict=True)))


def test_the_whole_has_the_limits_that_are_given() -> None:
    whole = join_partials(fragments(Limits(max_parts=3)), limits=Limits(max_parts=4))
    assert len([*whole.walk()]) == 4
