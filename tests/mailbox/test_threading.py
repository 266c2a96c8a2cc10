"""Threads: held to a plain reading of RFC 5256 section 3, which is slow and recurses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimekit
from mimekit import Thread, ThreadFields, thread
from mimekit.mailbox.threading import thread_fields

START = datetime(2026, 1, 1, tzinfo=UTC)

Shape = tuple[Any, ...]
"""A node as (number or id, children)."""


def fields(
    message_id: str | None, *references: str, subject: str = "", hours: int | None = None
) -> ThreadFields:
    date = None if hours is None else START + timedelta(hours=hours)
    return ThreadFields(message_id, references=references, subject=subject, date=date)


def shape(node: Thread[ThreadFields]) -> Shape:
    name = node.message_id if node.number is None else node.number
    return name, [shape(child) for child in node.children]


def shapes(messages: list[ThreadFields], **options: Any) -> list[Shape]:
    return [shape(root) for root in thread(messages, **options)]


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([fields(None)], [(0, [])], id="no-id"),
        pytest.param([fields("a"), fields("b", "a")], [(0, [(1, [])])], id="answer"),
        pytest.param([fields("b", "a"), fields("a")], [(1, [(0, [])])], id="answer-first"),
        pytest.param([fields("b", "a")], [(0, [])], id="one-answer-to-a-missing-one"),
        pytest.param(
            [fields("b", "a"), fields("c", "a")], [("a", [(0, []), (1, [])])], id="two-answers"
        ),
        pytest.param(
            [fields("a"), fields("c", "a", "b")], [(0, [(1, [])])], id="missing-in-between"
        ),
        pytest.param(
            [fields("x", "a", "b"), fields("y", "a", "b"), fields("z", "a")],
            [("a", [(0, []), (1, []), (2, [])])],
            id="placeholders-below-a-placeholder",
        ),
        pytest.param([fields("a", "a")], [(0, [])], id="own-ancestor"),
        pytest.param([fields("a", "b"), fields("b", "a")], [(1, [(0, [])])], id="loop-of-two"),
        pytest.param(
            [fields("a", "c"), fields("b", "a"), fields("c", "b")],
            [(2, [(0, [(1, [])])])],
            id="loop-of-three",
        ),
        pytest.param(
            [fields("x", "a", "b", "a")], [(0, [])], id="loop-among-missing"
        ),
        pytest.param(
            [fields("a"), fields("a"), fields("b", "a"), fields("c", "a")],
            [(0, [(2, []), (3, [])]), (1, [])],
            id="one-id-twice",
        ),
        pytest.param(
            [fields("a", "x"), fields("x"), fields("b", "y", "a")],
            [(1, [(0, [(2, [])])])],
            id="own-word-counts-first",
        ),
        pytest.param(
            [fields('"a b"@c'), fields("2", "a b@c")], [(0, [(1, [])])], id="needless-quotes"
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("algorithm", ["references", "jwz"])
def test_links(messages: list[ThreadFields], expected: list[Shape], algorithm: str) -> None:
    assert shapes(messages, algorithm=algorithm) == expected


def test_in_reply_to_counts_without_references() -> None:
    both = ThreadFields("c", in_reply_to=("a",), references=("b",))
    first = ThreadFields("d", in_reply_to=("a", "b"))
    assert shapes([fields("a"), fields("b"), both, first]) == [(0, [(3, [])]), (1, [(2, [])])]


def test_siblings_are_in_the_order_of_dates_or_as_they_came() -> None:
    messages = [
        fields("a", hours=5),
        fields("c", "a", hours=9),
        fields("b", "a", hours=7),
        fields("n", "a"),
        fields("y", "x", hours=3),
        fields("z", "x", hours=1),
        fields("first", hours=2),
    ]
    assert shapes(messages) == [
        ("x", [(5, []), (4, [])]),
        (6, []),
        (0, [(3, []), (2, []), (1, [])]),
    ]
    assert shapes(messages, algorithm="jwz") == [
        (0, [(1, []), (2, []), (3, [])]),
        ("x", [(4, []), (5, [])]),
        (6, []),
    ]


def test_dates_are_compared_as_moments() -> None:
    early = ThreadFields("a", date=datetime.fromisoformat("2026-01-01T10:00:00+09:00"))
    naive = ThreadFields("b", date=datetime(2026, 1, 1, 2))  # noqa: DTZ001 - taken for UTC
    late = ThreadFields("c", date=datetime.fromisoformat("2026-01-01T03:00:00+00:00"))
    assert shapes([late, naive, early]) == [(2, []), (1, []), (0, [])]


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        pytest.param(
            [fields("a", subject="x"), fields("b", subject="Re: x")],
            [(0, [(1, [])])],
            id="reply-below-first",
        ),
        pytest.param(
            [fields("b", subject="Re: x"), fields("a", subject="x")],
            [(1, [(0, [])])],
            id="reply-came-first",
        ),
        pytest.param(
            [fields("a", subject="x"), fields("b", subject="x"), fields("c", subject="y")],
            [(None, [(0, []), (1, [])]), (2, [])],
            id="two-firsts",
        ),
        pytest.param(
            [fields("a", subject="x"), fields("b", subject="x"), fields("c", subject="Re: x")],
            [(None, [(0, []), (1, []), (2, [])])],
            id="reply-to-one-of-two",
        ),
        pytest.param(
            [fields("a", subject="Re: x"), fields("b", subject="Fwd: x")],
            [(None, [(0, []), (1, [])])],
            id="two-replies",
        ),
        pytest.param(
            [fields("a"), fields("b"), fields("c", subject="Re:")],
            [(0, []), (1, []), (2, [])],
            id="no-subject",
        ),
        pytest.param(
            [
                fields("a", "m", subject="x"),
                fields("b", "m", subject="x"),
                fields("c", subject="x"),
            ],
            [("m", [(0, []), (1, []), (2, [])])],
            id="placeholder-takes-it",
        ),
        pytest.param(
            [
                fields("a", "m", subject="x"),
                fields("b", "m", subject="x"),
                fields("c", "n", subject="x"),
                fields("d", "n", subject="x"),
            ],
            [("m", [(0, []), (1, []), (2, []), (3, [])])],
            id="two-placeholders",
        ),
    ],
)
@pytest.mark.parametrize("algorithm", ["references"])
def test_by_subject(messages: list[ThreadFields], expected: list[Shape], algorithm: str) -> None:
    assert shapes(messages, algorithm=algorithm, by_subject=True) == expected


def test_by_subject_of_jwz_knows_only_re() -> None:
    messages = [
        fields("a", subject="x"),
        fields("b", subject="Fwd: x"),
        fields("c", subject="Re: x"),
    ]
    assert shapes(messages, algorithm="jwz", by_subject=True) == [(0, [(2, [])]), (1, [])]
    assert shapes(messages, by_subject=True) == [(0, [(1, []), (2, [])])]


# -- against a plain reading


def plain(messages: list[ThreadFields]) -> list[Shape]:
    """The links of RFC 5256 section 3, with deviation 1; siblings as they came."""
    nodes: dict[str, Any] = {}
    for number, message in enumerate(messages):
        if message.message_id is not None:
            nodes.setdefault(message.message_id, number)
    for message in messages:
        for reference in message.references:
            nodes.setdefault(reference, reference)
    parent: dict[Any, Any] = {}

    def put(node: Any, above: Any) -> None:
        ancestor = above
        while ancestor is not None and ancestor != node:
            ancestor = parent.get(ancestor)
        if ancestor is None and node not in parent:
            parent[node] = above

    for number, message in enumerate(messages):
        if message.references:
            put(number, nodes[message.references[-1]])
    for message in messages:
        for above, below in zip(message.references, message.references[1:], strict=False):
            put(nodes[below], nodes[above])

    everything = [
        *range(len(messages)),
        *(node for node in nodes.values() if isinstance(node, str)),
    ]

    def answers(node: Any) -> list[Shape]:
        found: list[Shape] = []
        for each in everything:
            if each in parent and parent[each] == node:
                children = answers(each)
                found += [(each, children)] if isinstance(each, int) else children
        return sorted(found, key=least)

    roots: list[Shape] = []
    for each in everything:
        if each not in parent:
            children = answers(each)
            keep = isinstance(each, int) or len(children) > 1
            roots += [(each, children)] if keep else children
    return sorted(roots, key=least)


def least(node: Shape) -> int:
    name, children = node
    return name if isinstance(name, int) else min(map(least, children))


ids = st.sampled_from("abcdefgh")
some_messages = st.lists(
    st.builds(fields, st.none() | ids, ids, ids, ids) | st.builds(fields, ids, ids) | st.builds(fields, ids),
    max_size=9,
)  # fmt: skip


@given(some_messages)
def test_links_are_those_of_a_plain_reading(messages: list[ThreadFields]) -> None:
    assert shapes(messages) == plain(messages)


options = st.fixed_dictionaries(
    {"algorithm": st.sampled_from(["references", "jwz"]), "by_subject": st.booleans()}
)
dated = st.builds(
    lambda each, subject, hours: each._replace(
        subject=subject, date=None if hours is None else START + timedelta(hours=hours)
    ),
    st.builds(fields, st.none() | ids, ids) | st.builds(fields, ids),
    st.sampled_from([None, "", "x", "Re: x", "y", "Fwd: y", "[l] x"]),
    st.none() | st.integers(0, 5),
)


@given(st.lists(dated, max_size=9), options)
def test_each_message_is_there_once(messages: list[ThreadFields], options: dict[str, Any]) -> None:
    nodes = [node for root in thread(messages, **options) for _, node in root.walk()]
    numbers = [node.number for node in nodes if node.number is not None]
    assert sorted(numbers) == [*range(len(messages))]
    for node in nodes:
        if node.number is None:
            assert node.message is None
            assert len(node.children) > 1
        else:
            assert node.message is messages[node.number]
            assert node.message_id == node.message.message_id


@given(st.lists(dated, max_size=9), st.booleans())
def test_siblings_are_sorted(messages: list[ThreadFields], by_subject: bool) -> None:  # noqa: FBT001
    def key(node: Thread[ThreadFields]) -> tuple[datetime, int]:
        if node.message is None or node.number is None:
            return min(map(key, node.children))
        return node.message.date or datetime.min.replace(tzinfo=UTC), node.number

    roots = thread(messages, by_subject=by_subject)
    for siblings in [roots, *(node.children for root in roots for _, node in root.walk())]:
        assert [*siblings] == sorted(siblings, key=key)


# -- size and shape


@pytest.mark.parametrize("order", [1, -1])
def test_a_thread_of_any_depth(order: Literal[1, -1]) -> None:
    count = 30_000
    messages = [fields(f"{n}", *([f"{n - 1}"] if n else [])) for n in range(count)][::order]
    [root] = thread(messages, by_subject=True)
    depths = [depth for depth, _ in root.walk()]
    assert depths == [*range(count)]
    assert repr(root) == "<Thread '0', 1 answers>"
    assert root != root.children[0]


def test_many_answers_and_many_references() -> None:
    count = 20_000
    chain = tuple(f"r{n}" for n in range(count))
    wide = [fields("top"), *(fields(f"w{n}", "top") for n in range(count))]
    roots = thread([*wide, fields("deep", *chain), fields("deeper", *reversed(chain))])
    assert sum(1 for root in roots for _ in root.walk()) == count + 4


def test_messages_are_given_back() -> None:
    messages = [
        mimekit.parse(b"Message-ID: <1@a>\nSubject: x\nDate: Thu, 01 Jan 2026 00:00:00 +0000\n\n"),
        mimekit.parse(b"In-Reply-To: <1@a>\nReferences: <0@a> <1@a>\n\n"),
    ]
    [root] = thread(messages)
    assert root.message is messages[0]
    assert root.children[0].message is messages[1]
    assert thread_fields(messages[0]) == ThreadFields("1@a", (), (), "x", START)
    assert thread_fields(messages[1]) == ThreadFields(None, ("1@a",), ("0@a", "1@a"))


def test_unknown_algorithm() -> None:
    with pytest.raises(ValueError, match="no algorithm"):
        thread([], algorithm="orderedsubject")  # type: ignore[arg-type]


def test_many_answers_below_a_chain_of_missing_messages() -> None:
    """20,000 messages below 20,000 placeholders: a copy of them at each would be 3 GB."""
    count = 20_000
    chain = tuple(f"missing{number}@a.test" for number in range(count))
    messages = [ThreadFields("first@a.test", references=chain)]
    messages += [
        ThreadFields(f"{number}@a.test", references=(chain[-1],)) for number in range(count)
    ]
    [root] = thread(messages)
    assert root.message is None
    assert root.message_id == chain[0]
    assert len(root.children) == count + 1
