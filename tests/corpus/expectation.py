"""The expected results beside the messages of `corpus/`, and how they are compared.

`corpus/README.md` has the format. Under each key that a result states, the message must
give the same; what is not stated is not compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

from mimekit import (
    Defect,
    Mailbox,
    Message,
    Part,
    Severity,
    join_partials,
    lint,
    parse,
    split_quotes,
)
from mimekit.html.visible_text import read_visible
from mimekit.message.report_fields import TypedText
from mimekit.message.text import decode_text

Json: TypeAlias = Any
"""What a JSON file can hold."""

CORPUS: Final = Path(__file__).resolve().parents[2] / "corpus"
NOTES: Final = ("origin", "rfc", "about")
"""Keys that are for the reader, and state nothing about the message."""
BY_HAND: Final = ("lint", "split")
"""Keys that are stated where the message is about them."""
NOW: Final = datetime(2026, 12, 31, tzinfo=UTC)
"""When the messages are sent: what `lint` compares their dates with."""

_FRAGMENT = re.compile(r"(.+)-1-of-([0-9]+)")


# -- the files


def iter_messages(corpus: Path = CORPUS) -> Iterator[Path]:
    """All messages, sorted."""
    yield from sorted(corpus.rglob("*.eml"))


def name_of(path: Path) -> str:
    """The folder and the name of a message of the corpus, without suffix."""
    return path.relative_to(CORPUS).with_suffix("").as_posix()


def read_expectation(path: Path) -> dict[str, Json]:
    """What is stated about the message at ``path``, the texts in its folder among it."""
    stated: dict[str, Json] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    for file in sorted(path.with_suffix("").glob("*.txt")):
        text = file.read_bytes().decode()
        stated.setdefault("parts", []).append({"path": file.stem, "text": text})
    return stated


def fragments_of(path: Path) -> list[Path]:
    """The messages of which the one at ``path``, named ``...-1-of-N``, is the first fragment."""
    match = _FRAGMENT.fullmatch(path.stem)
    if match is None:
        raise ValueError(f"{path}: only NAME-1-of-N can state what is joined")
    return sorted(path.parent.glob(f"{match[1]}-*-of-{match[2]}.eml"))


# -- what a message gives, in the form of the files


def observe(message: Message, keys: Iterable[str]) -> dict[str, Json]:
    """What a message gives under these keys."""
    return {key: _OBSERVERS[key](message) for key in keys}


def observe_part(part: Part) -> dict[str, Json]:
    """What a part gives under every key that an item of ``parts`` may have."""
    content = part.content
    item = {
        "path": part.path,
        "type": part.content_type.media_type,
        "charset": part.charset,
        "filename": part.filename,
        "disposition": part.disposition.value if part.disposition else None,
        "content_id": part.content_id,
        "transfer_encoding": part.transfer_encoding,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
    }
    # Not `part.text`: that of a Message is the text of its body.
    text = decode_text(part._tree, part._row)
    return item if text is None else {**item, "text": text}


def observe_parts(message: Message) -> Json:
    """What all parts below the root give, in document order."""
    return [observe_part(part) for part in message.walk() if part.path]


def structure(part: Part) -> str:
    """The media types of a part and of what is in it, as ``multipart/mixed(text/plain)``."""
    below = ",".join(map(structure, part.parts))
    return part.content_type.media_type + (f"({below})" if below else "")


def report_value(value: object) -> Json:
    """A value of a typed report: ``type; text``, dates in ISO 8601, tuples with names as dicts."""
    if isinstance(value, TypedText):
        return f"{value.type}; {value}" if value.type else str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Message):
        return value.message_id
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: report_value(item) for key, item in value._asdict().items()}
    if isinstance(value, tuple):
        return [report_value(item) for item in value]
    return value


def _mailboxes(mailboxes: Iterable[Mailbox]) -> Json:
    return [[mailbox.display_name, mailbox.addr_spec] for mailbox in mailboxes]


def _paths(parts: Iterable[Part]) -> Json:
    return [part.path for part in parts]


def _headers(message: Message) -> Json:
    """The text of the first field of each name."""
    return {name: message.headers[name] for name in message.headers}


def _attachments(message: Message) -> Json:
    keys = ("path", "type", "filename", "size", "sha256")
    items = map(observe_part, message.attachments)
    return [{key: item[key] for key in keys} for item in items]


def _saved_as(message: Message) -> Json:
    with TemporaryDirectory() as folder:
        return [part.save_in(folder).name for part in message.attachments]


def _defects(message: Message) -> Json:
    found = dict.fromkeys((defect.code.value, defect.path) for defect in message.check())
    return [{"code": code, "path": path} for code, path in found]


def _hidden(message: Message) -> Json:
    """Why text of the HTML is not seen, each reason once, in order."""
    hidden = read_visible(message.html or "").hidden
    return [*dict.fromkeys(item.reason.value for item in hidden)]


_OBSERVERS: Final[Mapping[str, Callable[[Message], Json]]] = {
    "subject": lambda message: message.subject,
    "from": lambda message: _mailboxes(message.from_),
    "sender": lambda message: _mailboxes(message.sender),
    "reply_to": lambda message: _mailboxes(message.reply_to),
    "to": lambda message: _mailboxes(message.to),
    "cc": lambda message: _mailboxes(message.cc),
    "bcc": lambda message: _mailboxes(message.bcc),
    "date": lambda message: message.date.isoformat() if message.date else None,
    "message_id": lambda message: message.message_id,
    "in_reply_to": lambda message: list(message.in_reply_to),
    "references": lambda message: list(message.references),
    "headers": _headers,
    "tree": structure,
    "text": lambda message: message.text,
    "html": lambda message: message.html,
    "readable_text": lambda message: message.readable_text(),
    "hidden": _hidden,
    "text_body": lambda message: _paths(message.text_body),
    "html_body": lambda message: _paths(message.html_body),
    "root": observe_part,
    "parts": observe_parts,
    "attachments": _attachments,
    "saved_as": _saved_as,
    "report": lambda message: report_value(message.report),
    "defects": _defects,
}
KEYS: Final = tuple(_OBSERVERS)


# -- comparing


def iter_differences(path: Path) -> Iterator[str]:
    """Each stated value that the message at ``path`` does not give, in a line of its own."""
    stated = read_expectation(path)
    joined = stated.pop("joined", None)
    yield from iter_message_differences("", stated, parse(path.read_bytes()))
    if joined is not None:
        whole = join_partials(parse(file.read_bytes()) for file in fragments_of(path))
        yield from iter_message_differences("joined.", joined, whole)


def iter_message_differences(
    place: str, stated: Mapping[str, Json], message: Message
) -> Iterator[str]:
    """Each stated value that a message does not give; ``place`` begins the lines."""
    for key, wanted in stated.items():
        if key in NOTES:
            continue
        if key == "defects":
            yield from _iter_defect_differences(place + key, wanted, [*message.check()])
        elif key == "lint":
            yield from iter_value_differences(place + key, _in_order(wanted), _lint(message))
        elif key == "split":
            pieces = [
                [piece.kind.value, piece.text] for piece in split_quotes(message.text or "").pieces
            ]
            yield from iter_value_differences(place + key, wanted, pieces)
        elif key == "headers":
            texts = {name: message.headers.get(name) for name in wanted}
            yield from iter_value_differences(place + key, wanted, texts)
        elif key == "parts":
            parts = _by_path(observe_parts(message))
            yield from iter_value_differences(place + key, _by_path(wanted), parts)
        else:
            yield from iter_value_differences(place + key, wanted, _OBSERVERS[key](message))


def _lint(message: Message) -> list[dict[str, str]]:
    """What is to be put right before a message is sent, each rule once a part."""
    found = {(finding.path, finding.code.value) for finding in lint(message, now=NOW)}
    return _in_order({"code": code, "path": path} for path, code in found)


def _in_order(findings: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(findings, key=lambda finding: (finding["path"], finding["code"]))


def _by_path(items: list[dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """All items of one path in one."""
    parts: dict[str, dict[str, Json]] = {}
    for item in items:
        parts.setdefault(item["path"], {}).update(item)
    return parts


def iter_value_differences(place: str, wanted: Json, got: Json) -> Iterator[str]:
    """Where two values differ; of a dict only the keys of ``wanted`` are compared.

    >>> [*iter_value_differences("root", {"size": 3, "charset": None}, {"size": 4, "text": "x"})]
    ['root[size]: wanted 3, got 4']
    """
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key, value in wanted.items():
            yield from iter_value_differences(f"{place}[{key}]", value, got.get(key))
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for index, (value, other) in enumerate(zip(wanted, got, strict=True)):
            yield from iter_value_differences(f"{place}[{index}]", value, other)
    elif wanted != got:
        yield f"{place}: wanted {_shown(wanted, got)}, got {_shown(got, wanted)}"


def _iter_defect_differences(
    place: str, wanted: list[dict[str, str]], found: list[Defect]
) -> Iterator[str]:
    """Stated findings that are missing; if none is stated, those that are no mere information."""
    if not wanted:
        for defect in found:
            if defect.severity >= Severity.WARNING:
                yield f"{place}: wanted none, got {defect}"
    places = {(defect.code.value, defect.path) for defect in found}
    codes = {code for code, _ in places}
    for item in wanted:
        code, path = item["code"], item.get("path")
        if (code not in codes) if path is None else ((code, path) not in places):
            yield f"{place}: wanted {code} at {path!r}, got {sorted(places)}"


def _shown(value: Json, other: Json) -> str:
    """A value, or of a long text the place where it begins to differ from another."""
    text = repr(value)
    if len(text) <= 200:
        return text
    theirs = repr(other)
    differs = (at for at, pair in enumerate(zip(text, theirs, strict=False)) if pair[0] != pair[1])
    start = max(0, next(differs, min(len(text), len(theirs))) - 40)
    return f"...{text[start : start + 160]}... (from character {start})"
