from __future__ import annotations

import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import Limits, Message, parse


def encoded(depth: int) -> bytes:
    data = b"Subject: core\n\nbody\n"
    for _ in range(depth):
        data = (
            b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            + mimekit.codecs.base64.encode(data)
        )
    return data


def test_encoded_nesting_is_limited_in_depth() -> None:
    message = parse(encoded(12), limits=Limits(max_depth=5))
    parts = [*message.walk()]
    assert len(parts) == 6
    assert parts[-1].message is None
    codes = [defect.code.value for defect in message.check()]
    assert "limit-depth" in codes
    with pytest.raises(mimekit.LimitError, match="max_depth"):
        list(parse(encoded(12), limits=Limits(max_depth=5, strict=True)).walk())


def test_encoded_nesting_is_limited_in_octets() -> None:
    message = parse(encoded(5), limits=Limits(max_decoded_bytes=300))
    assert "limit-decoded-bytes" in [defect.code.value for defect in message.check()]
    assert len([*message.walk()]) < 6


def test_reading_a_message_that_a_limit_forbids_changes_no_defects() -> None:
    message = parse(encoded(1), limits=Limits(max_decoded_bytes=10))
    assert message.message is None
    assert message.defects == ()
    codes = [defect.code.value for defect in message.check()]
    assert codes.count("limit-decoded-bytes") == 1


def enclose(*messages: bytes, encoding: str = "base64") -> bytes:
    """A multipart of encoded messages."""
    codec = getattr(mimekit.codecs, encoding.replace("-", "_"))
    header = b"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: %b\n\n"
    parts = [header % encoding.encode() + codec.encode(message) + b"\n" for message in messages]
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + b"".join(parts) + b"--b--\n"


LEAF = b"Subject: leaf\n\nbody\n"
# 17 parts; every message of it is encoded.
CROWD = enclose(enclose(LEAF, LEAF), LEAF, enclose(enclose(LEAF), LEAF), LEAF)


@pytest.mark.parametrize(
    ("limits", "opened"),
    [
        pytest.param(Limits(), ["1.1", "1.1.1.1", "1.1.2.1", "2.1", "3.1", "3.1.1.1",
                                "3.1.1.1.1.1", "3.1.2.1", "4.1"], id="all"),
        pytest.param(Limits(max_parts=11), ["1.1", "1.1.1.1", "1.1.2.1", "2.1"], id="parts"),
        pytest.param(Limits(max_decoded_bytes=2 * len(LEAF) + len(enclose(LEAF, LEAF))),
                     ["1.1", "1.1.1.1", "1.1.2.1"], id="octets"),
        pytest.param(Limits(max_decoded_bytes=len(enclose(LEAF, LEAF))), ["1.1"], id="octets-of-one"),
        pytest.param(Limits(max_decoded_bytes=len(LEAF)), ["2.1"], id="octets-for-a-later-one"),
        pytest.param(Limits(max_depth=3), ["1.1", "2.1", "3.1", "4.1"], id="depth"),
    ],
)  # fmt: skip
def test_a_budget_is_spent_in_document_order(limits: Limits, opened: list[str]) -> None:
    last = parse(CROWD, limits=limits)
    found = [part.path for part in last.walk() if isinstance(part, Message) and part.parent]
    assert found == opened
    last = parse(CROWD, limits=limits)
    assert (last.part("4").message is not None) == ("4.1" in opened)
    assert [p.path for p in last.walk() if isinstance(p, Message) and p.parent] == opened


CROWDS = st.recursive(
    st.just(LEAF) | st.just(b"--b\n\n" * 3),
    lambda inner: st.builds(
        lambda messages, encoding: enclose(*messages, encoding=encoding),
        st.lists(inner, max_size=4),
        st.sampled_from(["base64", "quoted-printable"]),
    ),
    max_leaves=12,
)
BUDGETS = st.tuples(st.integers(0, 8), st.integers(1, 40), st.integers(0, 2000)).map(
    lambda budget: Limits(max_depth=budget[0], max_parts=budget[1], max_decoded_bytes=budget[2])
)


def outline(message: Message) -> list[tuple[object, ...]]:
    return [(p.path, p.source, p.span, bytes(p), p.defects) for p in message.walk()]


@settings(max_examples=200, deadline=None)
@given(CROWDS, BUDGETS, st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(data: bytes, limits: Limits, random: Random) -> None:
    message = parse(data, limits=limits)
    expected, findings = outline(message), list(message.check())
    opened = {part.parent for part in message.walk() if isinstance(part, Message)}
    places = [(part.path, part in opened) for part in message.walk()]
    random.shuffle(places)
    message = parse(data, limits=limits)
    for path, is_opened in places:
        assert (message.part(path).message is not None) == is_opened
    assert outline(message) == expected
    assert list(message.check()) == findings


@settings(max_examples=100, deadline=None)
@given(CROWDS, BUDGETS, st.randoms(use_true_random=False))
def test_nor_does_it_change_what_a_strict_limit_raises(
    data: bytes, limits: Limits, random: Random
) -> None:
    def read(message: Message, path: str) -> object:
        try:
            opened = message.part(path).message
        except mimekit.LimitError as error:
            return error.limit, error.allowed, error.offset
        return None if opened is None else bytes(opened)

    places = [part.path for part in parse(data).walk()]
    limits = limits._replace(strict=True)
    try:
        first, other = parse(data, limits=limits), parse(data, limits=limits)
    except mimekit.LimitError:
        return  # the message itself passes a limit
    expected = {path: read(first, path) for path in places}
    random.shuffle(places)
    assert {path: read(other, path) for path in places} == expected


def test_threads_open_the_same_messages() -> None:
    limits = Limits(max_parts=11)
    expected = outline(parse(CROWD, limits=limits))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            message = parse(CROWD, limits=limits)
            with ThreadPoolExecutor(4) as pool:
                opened = pool.map(lambda path: message.part(path).message is not None, "4321")  # noqa: B023
                assert [*opened] == [False, False, True, True]
            assert outline(message) == expected
    finally:
        sys.setswitchinterval(interval)


def test_a_strict_limit_raises_where_it_is_met_only() -> None:
    limits = Limits(max_decoded_bytes=len(LEAF), strict=True)
    message = parse(enclose(enclose(LEAF), LEAF), limits=limits)
    assert message.part("2.1").subject == "leaf"  # type: ignore[attr-defined]
    for _ in range(2):
        with pytest.raises(mimekit.LimitError, match="max_decoded_bytes"):
            _ = message.part("1").message


def test_a_strict_limit_met_inside_an_encoded_message_names_what_is_allowed() -> None:
    message = parse(enclose(enclose(LEAF, LEAF)), limits=Limits(max_parts=4, strict=True))
    with pytest.raises(mimekit.LimitError, match="max_parts: more than 4"):
        _ = message.part("1").message


def test_a_depth_is_told_once() -> None:
    message = parse(encoded(4), limits=Limits(max_depth=2))
    assert [d.code.value for d in message.check()].count("limit-depth") == 1


@pytest.mark.parametrize(
    ("levels", "opened", "codes"),
    [
        pytest.param(3, 3, [], id="as-many-as-are-allowed"),
        pytest.param(4, 3, ["limit-encoded-depth"], id="one-more"),
    ],
)
def test_encodings_inside_each_other_are_limited(
    levels: int, opened: int, codes: list[str]
) -> None:
    message = parse(encoded(levels), limits=Limits(max_encoded_depth=3))
    parts = [*message.walk()]
    assert len(parts) == opened + 1
    assert [d.code.value for d in message.check() if "limit" in d.code.value] == codes
    assert all(d.path == parts[-1].path for d in message.check() if "limit" in d.code.value)


def test_messages_that_are_not_encoded_count_for_no_encoding() -> None:
    data = b"Content-Type: message/rfc822\n\n" * 5 + encoded(1)
    message = parse(data, limits=Limits(max_encoded_depth=1, strict=True))
    assert len([*message.walk()]) == 7
    with pytest.raises(mimekit.LimitError, match="max_encoded_depth: more than 1"):
        list(parse(encoded(2), limits=Limits(max_encoded_depth=1, strict=True)).walk())


def test_nested_quoted_printable_costs_ten_times_its_size() -> None:
    data = b"Subject: core\n\n" + b"x\n" * 50_000
    header = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n"
    tracemalloc.start()
    try:
        assert len([*parse(header * 90 + data).walk()]) == 11
        assert tracemalloc.get_traced_memory()[1] < 13 * len(data)
    finally:
        tracemalloc.stop()
