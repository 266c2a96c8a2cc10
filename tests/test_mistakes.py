"""A mistake of the caller is one clear sentence (docs/how-to/hostile-mail.md)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

import mimekit
from mimekit import ComposeError, Group, Limits, Mailbox, parse

MESSAGE = parse(b"Subject: x\n\ntext\n")
ANY: Any = MESSAGE  # what is asked here no type checker lets pass
KIT: Any = mimekit
FILE = io.BytesIO(b"content")


def written(**values: Any) -> mimekit.Message:
    return mimekit.compose(**{"from_": "a@x.test", **values})


def removed() -> mimekit.Part:
    mixed = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b\n\n2\n--b--\n"
    part = parse(mixed).part("1")
    part.remove()
    return part


@pytest.mark.parametrize(
    ("mistake", "error", "sentence"),
    [
        pytest.param(
            lambda: KIT.is_addr_spec(b"x"), TypeError, "an address is a str, not bytes", id="addr"
        ),
        pytest.param(
            lambda: KIT.to_jmap(b""),
            TypeError,
            "a Message is needed, as parse gives it, not bytes",
            id="to-jmap",
        ),
        pytest.param(
            lambda: KIT.from_jmap("{}"),
            TypeError,
            "email: an object (a dict) is needed, not str",
            id="from-jmap",
        ),
        pytest.param(
            lambda: ANY.by_content_id(None),
            TypeError,
            "a Content-ID is a str, not NoneType",
            id="by-content-id",
        ),
        pytest.param(
            lambda: written(message_id=5),
            TypeError,
            "message_id is a str, not int",
            id="message-id",
        ),
        pytest.param(
            lambda: written(to=Mailbox("", 5, "x.test")),  # type: ignore[arg-type]
            TypeError,
            "a Mailbox is made of str, not int",
            id="mailbox",
        ),
        pytest.param(
            lambda: written(to=Group("x", ("a@x.test",))),  # type: ignore[arg-type]
            TypeError,
            "a Group has Mailboxes, not str",
            id="group",
        ),
        pytest.param(
            lambda: written(text=b"x"), TypeError, "a text is a str, not bytes", id="text"
        ),
        pytest.param(
            lambda: written(calendar=5),
            TypeError,
            "calendar is a str or bytes, not int",
            id="calendar",
        ),
        pytest.param(
            lambda: written(headers={"Sender": "a@x.test, b@x.test"}),
            ComposeError,
            "Sender is one mailbox",
            id="two-senders",
        ),
        pytest.param(
            lambda: written(attachments=[FILE, FILE]),
            ComposeError,
            "an open file is attached twice",
            id="file-twice",
        ),
        pytest.param(
            lambda: ANY.replace_content(3),
            TypeError,
            "a content is bytes or a str, not int",
            id="content",
        ),
        pytest.param(
            lambda: ANY.headers.set(5, "x"), TypeError, "a str is needed, not int", id="set"
        ),
        pytest.param(
            lambda: KIT.thread([b""]),
            TypeError,
            "threads are of Messages or ThreadFields, not bytes",
            id="thread",
        ),
        pytest.param(
            lambda: removed().path,
            ValueError,
            "this part was taken out of its message",
            id="path-of-removed",
        ),
        pytest.param(
            lambda: ANY.headers[0], TypeError, "a field's name is a str, not int", id="headers"
        ),
        pytest.param(
            lambda: ANY.headers.get(b"Subject"),
            TypeError,
            "a field's name is a str, not bytes",
            id="headers-get",
        ),
        pytest.param(
            lambda: KIT.parse(b"", limits=5),
            TypeError,
            "limits are a mimekit.Limits, not int",
            id="limits",
        ),
        pytest.param(
            lambda: KIT.parse(b"", limits=(1,) * 7),
            TypeError,
            "limits are a mimekit.Limits, not tuple",
            id="limits-tuple",
        ),
        pytest.param(
            lambda: parse(b"", limits=Limits(max_depth=ANY)),
            TypeError,
            "max_depth is an int, not Message",
            id="limit-of-another-type",
        ),
        pytest.param(
            lambda: parse(b"", limits=Limits(max_depth=-1)),
            ValueError,
            "max_depth is -1: it may be 0 at least",
            id="limit-negative",
        ),
        pytest.param(
            lambda: parse(b"", limits=Limits(max_parts=0)),
            ValueError,
            "max_parts is 0: it may be 1 at least",
            id="limit-of-no-parts",
        ),
        pytest.param(
            lambda: MESSAGE.part("x"),
            KeyError,
            "no part 'x': a path is ordinals of children from 1, as '2.1'",
            id="no-path",
        ),
        pytest.param(
            lambda: ANY.part(1), TypeError, "a path is a str like '2.1', not int", id="int"
        ),
    ],
)
def test_is_told(mistake: Callable[[], object], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as caught:
        mistake()
    assert type(caught.value) is error
    assert caught.value.args == (sentence,)


def test_the_smallest_limits_are_limits() -> None:
    limits = Limits(0, 1, 0, 0, 0, 0)
    assert bytes(parse(b"A: 1\n\nx", limits=limits)) == b"A: 1\n\nx"
