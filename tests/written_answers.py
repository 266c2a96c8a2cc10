"""How each text of a reply, of a forwarded message and of JMAP gets into a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mimekit import Message, forward, from_jmap, parse, reply

DATE = datetime(2026, 1, 1, tzinfo=UTC)
RECEIVED = parse(
    b"From: b@x.test\r\nTo: a@x.test\r\nSubject: s\r\nMessage-ID: <1@x.test>\r\n\r\ntext\r\n"
)


def replied(**values: Any) -> Message:
    return reply(RECEIVED, **{"from_": "a@x.test", "date": DATE, "seed": 1, "html": "", **values})


def forwarded(**values: Any) -> Message:
    fixed = {"from_": "a@x.test", "to": "c@x.test", "date": DATE, "seed": 1, "html": ""}
    return forward(RECEIVED, **{**fixed, **values})


MAKE: dict[str, Callable[..., Message]] = {"reply": replied, "forward": forwarded}
GIVEN: dict[str, Callable[[str], dict[str, Any]]] = {
    "from_": lambda text: {"from_": f"{text} <a@x.test>"},
    "to": lambda text: {"to": f"{text} <a@x.test>"},
    "to domain": lambda text: {"to": f"a@x{text}.test"},
    "cc": lambda text: {"cc": [f"{text} <a@x.test>"]},
    "bcc": lambda text: {"bcc": f"{text}: a@x.test;"},
    "subject": lambda text: {"subject": text},
    "inline": lambda text: {"inline": {f"a{text}": b""}},
    "attachments": lambda text: {"attachments": [(text, b"")]},
    "headers": lambda text: {"headers": {"X-A": text}},
    "headers name": lambda text: {"headers": {f"X-A{text}": "1"}},
    "message_id": lambda text: {"message_id": f"1{text}@x.test"},
}


def _place(
    make: Callable[..., Message], values: Callable[[str], dict[str, Any]]
) -> Callable[[str], Message]:
    return lambda text: make(**values(text))


ANSWERS: dict[str, Callable[[str], Message]] = {
    f"{function}.{name}": _place(make, values)
    for function, make in MAKE.items()
    for name, values in GIVEN.items()
}


def drafted(**properties: Any) -> Message:
    body = {
        "bodyValues": {"1": {"value": "x"}},
        "textBody": [{"partId": "1", "type": "text/plain"}],
    }
    return from_jmap({"subject": "s", **body, **properties}, date=DATE, seed=1)


ANSWERS["from_jmap.message_id"] = lambda text: from_jmap(
    {"subject": "s"}, date=DATE, seed=1, message_id=f"1{text}@x.test"
)
