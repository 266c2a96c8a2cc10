"""What helps to test plugins, and programs that use mimekit.

It is a plugin of pytest: its fixtures are there as soon as mimekit is installed. A test of a
plugin takes ``mimekit_registry``, registers the plugin there, and converts with it; another one
calls ``handler_conformance`` for each of its handlers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

if TYPE_CHECKING:
    from mimekit.conversion.call import Made
    from mimekit.conversion.content import Content
    from mimekit.conversion.conversion import ConversionWarning
    from mimekit.conversion.handler import Handler
    from mimekit.conversion.registry import Registry
    from mimekit.message.part import Message

# This module is imported in each run of pytest beside which mimekit is installed: so all others
# are imported by the functions that need them.

__all__ = ["assert_lossless", "handler_conformance", "make_message", "mimekit_registry"]

MAX_SECONDS: Final = 10.0
"""What one call of a handler may take; the machines that test are slow at times."""

MAX_OCTETS: Final = 16 << 20
"""What one call may make of some hundred octets."""

# What Python raises where code is wrong. A handler refuses octets with other exceptions.
_BUGS: Final = frozenset(
    (
        *("ArithmeticError", "AssertionError", "AttributeError", "GeneratorExit", "IndexError"),
        *("KeyError", "NameError", "NotImplementedError", "OverflowError", "RecursionError"),
        *("RuntimeError", "StopIteration", "SystemExit", "TypeError", "UnboundLocalError"),
        *("UnicodeEncodeError", "ZeroDivisionError"),
    )
)

# Controls (but no blank of a sentence is one), separators, bidirectional ones, half characters.

# Octets that readers of formats stumble over.
_ODD: Final = (
    *(b"\0", b"\xff" * 8, b"\r", b"\n", b"\r\n\r\n", b"<", b"&", b"%s", b"../", b"\x1b[2J"),
    *(b"9" * 30, b"-1", b"\xff\xfe", b"\xe2\x80\xae", b"\xed\xa0\x80", b"=", b":", b'"'),
)


@pytest.fixture
def mimekit_registry() -> Registry:
    """A registry of its own with what is built in; no plugin that is installed is loaded."""
    from mimekit.conversion.registry import Registry  # noqa: PLC0415

    return Registry()


@pytest.fixture
def make_message() -> Callable[..., Message]:
    """A function that takes what `mimekit.compose` takes, and needs nothing.

    What is not given is the same each time, date, Message-ID and boundaries too, so that the
    octets of two equal calls are equal.
    """
    return _make_message


def _make_message(**given: Any) -> Message:  # noqa: ANN401 - the arguments of compose
    from mimekit.composition.compose import compose  # noqa: PLC0415

    usual: dict[str, Any] = {
        "from_": "Ann Example <ann@example.com>",
        "to": "Bob Example <bob@example.net>",
        "subject": "A message",
        "text": "Hello.\n",
        "date": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "message_id": "<1@example.com>",
        "seed": 0,
    }
    return compose(**(usual | given))


def assert_lossless(octets: bytes) -> None:
    r"""Fail unless parsing and writing gives the same octets, of the whole and of each part.

    >>> assert_lossless(b"Subject: x\n\n\xff")
    """
    from mimekit.message.part import parse  # noqa: PLC0415

    message = parse(octets)
    written = bytes(message)
    if written != octets:
        pairs = enumerate(zip(written, octets, strict=False))
        place = next((at for at, (one, other) in pairs if one != other), None)
        at = min(len(written), len(octets)) if place is None else place
        raise AssertionError(f"the message is written otherwise from octet {at} on")
    for part in message.walk(enter_messages=False):
        span = part.span
        if span is not None and part.source is None:
            given = octets[span.offset : span.offset + span.length]
            if bytes(part) != given:
                raise AssertionError(f"part {part.path!r} is written otherwise than it stands")


def handler_conformance(
    handler: Handler,
    *,
    samples: Sequence[bytes | Content] = (),
    examples: int = 100,
    seed: int = 0,
) -> None:
    """Call a handler as conversions do, with sound and with hostile octets; fail with a sentence.

    ``samples`` are sound inputs: octets for each type that the handler accepts, or contents,
    each for its own. They must be converted. ``examples`` more are random octets and samples
    that were cut short and changed, the same ones for the same ``seed``. Each call is made for
    one of the types that the handler accepts and makes, and made twice. The rules:

    1. It ends within 10 seconds and makes no more than 16 MiB, in a process that lives on.
    2. It gives contents of the types that it declares, or raises what says that the octets are
       bad: an `IndexError`, a `TypeError` and the like are bugs.
    3. It gives the same contents, warnings and exceptions each time.
    4. Its texts are UTF-8, unless it is a container.
    """
    from mimekit.conversion.handler import Handler  # noqa: PLC0415

    if not isinstance(handler, Handler):
        raise TypeError(f"a handler is a Handler, not {type(handler).__name__}")
    for case in _iter_cases(handler, samples, examples, random.Random(seed)):  # noqa: S311
        first, said = _call(handler, case)
        complaint = (
            _failure_complaint(first, case)
            or _result_complaint(handler, first)
            or _repetition_complaint((first, said), _call(handler, case))
        )
        if complaint:
            raise AssertionError(f"handler {handler.name}: {complaint}, {case}")


# -- what handlers are given


class _Case(NamedTuple):
    """One call of a handler."""

    content: Content
    to: str
    is_sample: bool

    def __str__(self) -> str:
        octets = self.content.octets
        more = "..." if len(octets) > 80 else ""
        types = f"from {self.content.media_type} to {self.to}"
        return f"{types}, of {len(octets)} octets {octets[:80]!r}{more}"


def _iter_cases(
    handler: Handler, samples: Sequence[bytes | Content], examples: int, rng: random.Random
) -> Iterator[_Case]:
    """The samples for all pairs of types, no octets at all, and what is made of them."""
    from mimekit.conversion.content import Content  # noqa: PLC0415

    sources = [_type_of(media_range) for media_range in handler.accepts]
    sound = [
        content
        for sample in samples
        for content in (
            [sample]
            if isinstance(sample, Content)
            else [Content(media_type=source, octets=sample) for source in sources]
        )
    ]
    empty = [Content(media_type=source, octets=b"") for source in sources]
    for to in handler.produces:
        yield from (_Case(content, to, True) for content in sound)
        yield from (_Case(content, to, False) for content in empty)
    seeds = sound or empty
    for number in range(examples):
        content = seeds[number % len(seeds)]
        to = handler.produces[number // len(seeds) % len(handler.produces)]
        parameters = dict(content.parameters)
        changed = Content(
            media_type=content.media_type,
            octets=_hostile(content.octets, rng),
            name=content.name,
            parameters=parameters,
        )
        yield _Case(changed, to, False)


def _type_of(media_range: str) -> str:
    """A media type that a range means."""
    if media_range.startswith("+"):
        return f"application/x-conformance{media_range}"
    type_, _, subtype = media_range.partition("/")
    if type_ == "*":
        return "application/x-conformance"
    return f"{type_}/x-conformance" if subtype == "*" else media_range


def _hostile(octets: bytes, rng: random.Random) -> bytes:
    """Random octets, or a sample cut short, changed in some places, or both."""
    kind = rng.randrange(4) if octets else 0
    if kind == 0:
        return rng.randbytes(rng.choice((1, 8, 64, 512)))
    changed = bytearray(octets)
    if kind != 2:
        del changed[rng.randrange(len(changed)) :]
    for _ in range(rng.randint(1, 8) if kind != 1 else 0):
        place = rng.randrange(len(changed) + 1)
        end = place + rng.choice((0, 1, 1, 4, 64))
        piece = rng.choice((b"", rng.randbytes(1), rng.choice(_ODD), changed[place:end] * 3))
        changed[place:end] = piece
    return bytes(changed)


# -- what they must do with it

_Answer = tuple["Made", list["ConversionWarning"]]


def _call(handler: Handler, case: _Case) -> _Answer:
    from mimekit.conversion.budget import Budget, ConversionLimits, Share  # noqa: PLC0415
    from mimekit.conversion.call import call  # noqa: PLC0415
    from mimekit.conversion.context import Context  # noqa: PLC0415
    from mimekit.conversion.graph import Leg  # noqa: PLC0415
    from mimekit.conversion.options import Options  # noqa: PLC0415
    from mimekit.conversion.registry import Entry, Registry  # noqa: PLC0415
    from mimekit.conversion.run import Place, Run  # noqa: PLC0415

    # A call gets half of what is left.
    limits = ConversionLimits(max_octets=2 * MAX_OCTETS, max_seconds=2 * MAX_SECONDS)
    run = Run(Registry(), Budget(limits))

    def convert_inner(content: Content, to: str, options: Options | None) -> Any:  # noqa: ANN401
        return run.convert(content, to, options or Options(), Place("!", 1))

    context = Context(
        path="",
        share=Share.half(run.budget, min(MAX_SECONDS, handler.max_seconds)),
        options=Options(),
        handler=handler.name,
        convert_inner=convert_inner,
    )
    made = call(Leg(Entry("conformance", handler), case.to), case.content, context)
    return made, context.warnings


def _failure_complaint(made: Made, case: _Case) -> str | None:
    """Why a failure is none of those that octets are a reason for."""
    from mimekit.conversion.conversion import WarningCode  # noqa: PLC0415

    failure = made.failure
    if failure is None:
        return "it gave nothing" if case.is_sample and not made.contents else None
    if failure.code is not WarningCode.HANDLER_FAILED:
        return failure.detail
    if case.is_sample or failure.detail.partition(":")[0] in _BUGS:
        return f"it raised {failure.detail}"
    return None


def _result_complaint(handler: Handler, made: Made) -> str | None:
    for content in () if handler.is_container else made.contents:
        type_ = content.media_type
        if not type_.startswith("text/") and type_ != "application/json" and type_[-5:] != "+json":
            continue
        charset = content.parameters.get("charset", "utf-8").lower()
        if charset not in ("utf-8", "us-ascii"):
            return f"it gave {type_} in {charset}, not in UTF-8"
        try:
            content.octets.decode()
        except UnicodeDecodeError as error:
            return f"it gave {type_} that is no UTF-8 at octet {error.start}"
    return None


def _repetition_complaint(first: _Answer, second: _Answer) -> str | None:
    """What was otherwise the second time."""
    (made, warnings), (again, warnings_again) = first, second
    if made.contents != again.contents:
        return "it gave other contents the second time"
    if warnings != warnings_again:
        return "it gave other warnings the second time"
    details = [answer.failure and answer.failure.detail for answer in (made, again)]
    return "it failed otherwise the second time" if details[0] != details[1] else None
