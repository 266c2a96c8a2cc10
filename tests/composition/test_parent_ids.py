"""In-Reply-To and References of a reply."""

from __future__ import annotations

import pytest

from mimekit import Defect, DefectCode, parse
from mimekit.composition.parent_ids import ParentIds, is_writable, parent_ids


def of(fields: str, defects: list[Defect] | None = None) -> ParentIds:
    return parent_ids(parse(f"Subject: a\n{fields}\n".encode()), defects)


@pytest.mark.parametrize(
    ("fields", "in_reply_to", "references"),
    [
        pytest.param("", "", "", id="nothing"),
        pytest.param("Message-ID: <p@x>\n", "p@x", "p@x", id="message-id"),
        pytest.param(
            "Message-ID: <p@x>\nReferences: <a@x> <b@x>\n", "p@x", "a@x b@x p@x", id="references"
        ),
        pytest.param(
            "Message-ID: <p@x>\nIn-Reply-To: <a@x>\n", "p@x", "a@x p@x", id="in-reply-to"
        ),
        pytest.param(
            "Message-ID: <p@x>\nIn-Reply-To: <a@x> <b@x>\n", "p@x", "p@x", id="in-reply-to-several"
        ),
        pytest.param(
            "Message-ID: <p@x>\nIn-Reply-To: <a@x>\nReferences: <b@x>\n",
            "p@x",
            "b@x p@x",
            id="references-before-in-reply-to",
        ),
        pytest.param("References: <a@x> <b@x>\n", "", "a@x b@x", id="without-message-id"),
        pytest.param(
            "Message-ID: <p@x>\nReferences: <p@x> <a@x> <a@x>\n", "p@x", "a@x p@x", id="repeated"
        ),
        pytest.param("Message-ID: <p>\nReferences: <a@x>\n", "", "a@x", id="no-at"),
        pytest.param("Message-ID: <é@x>\n", "", "", id="not-ascii"),
        pytest.param("Message-ID: <p\0@x>\nReferences: <a@x>\n", "", "a@x", id="control"),
        pytest.param(f"Message-ID: <{'p' * 990}@x>\n", "", "", id="too-long"),
        pytest.param("Message-ID: <@>\n", "", "", id="empty-sides"),
        pytest.param('Message-ID: <"a b"@x>\n', "", "", id="obsolete"),
    ],
)
def test_ids(fields: str, in_reply_to: str, references: str) -> None:
    found = of(fields)
    assert (found.in_reply_to, " ".join(found.references)) == (
        (in_reply_to,) if in_reply_to else (),
        references,
    )


def test_what_is_left_out_is_told() -> None:
    defects: list[Defect] = []
    of("Message-ID: <p>\nReferences: <a@x> <é@x>\n", defects)
    assert [(defect.code, defect.detail) for defect in defects] == [
        (DefectCode.COPIED_MESSAGE_ID_INVALID, "'p'"),
        (DefectCode.COPIED_MESSAGE_ID_INVALID, r"'\xe9@x'"),
    ]


def octets(ids: tuple[str, ...]) -> int:
    return len("References:" + "".join(f" <{message_id}>" for message_id in ids))


@pytest.mark.parametrize("count", [3, 20, 60, 5000])
@pytest.mark.parametrize("length", [5, 17, 60, *range(20, 36)])
def test_long_threads_are_trimmed(count: int, length: int) -> None:
    ids = [f"{number:0{length}}@x.test" for number in range(count)]
    found = of(
        f"Message-ID: <p@x>\nReferences: {' '.join(f'<{one}>' for one in ids)}\n"
    ).references
    assert found[0] == ids[0]
    assert found[-1] == "p@x"
    kept = len(found) - 2
    assert found[1:-1] == tuple(ids[len(ids) - kept :] if kept < count - 1 else ids[1:])
    assert octets(found) <= 998
    if kept < count - 1:  # no more would fit
        assert octets(found) + len(ids[0]) + len(" <>") > 998


def test_the_first_and_the_last_two_stay_whatever_their_length() -> None:
    ids = [f"{letter * 600}@x" for letter in "abcd"]
    found = of(f"Message-ID: <p@x>\nReferences: {' '.join(f'<{one}>' for one in ids)}\n")
    assert [message_id[0] for message_id in found.references] == ["a", "d", "p"]


@pytest.mark.parametrize("message_id", ["a@x", "a.b@x.test", "a@[192.0.2.1]"])
def test_writable(message_id: str) -> None:
    assert is_writable(message_id)


@pytest.mark.parametrize(
    "message_id", ["", "a", "a b@x", "<a@x>", "a@x\r\nBcc: b@y", "ü@x", "(a)@x", "a@x>", '"a"@x']
)
def test_not_writable(message_id: str) -> None:
    assert not is_writable(message_id)
