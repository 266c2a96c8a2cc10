"""Handlers that raise, loop, eat memory, die or lie cost their part, and nothing else."""

from __future__ import annotations

import contextlib
import os
import pickle
import time
from collections.abc import Iterator

import pytest

from mimekit import Conversion, ConversionLimits, HandlerError, Message, compose, convert
from mimekit.plugin import Content, Context, Handler, Registry, WarningCode

MIB = 1 << 20


def fail(error: BaseException) -> Iterator[Content]:
    raise error


def raises(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield from fail(RuntimeError("cannot"))


def loops(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        time.sleep(0)


def loops_and_catches(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        with contextlib.suppress(Exception):  # as careless plugins do
            time.sleep(0)


def eats(content: Content, to: str, context: Context) -> Iterator[Content]:
    held = [bytearray(64 * MIB)]
    while True:
        held.append(bytearray(64 * MIB))


def dies(content: Content, to: str, context: Context) -> Iterator[Content]:
    os._exit(3)


def kills(content: Content, to: str, context: Context) -> Iterator[Content]:
    os.kill(os.getpid(), 9)
    yield content


def lies(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield Content(media_type="image/png", octets=b"no text")


def talks(content: Content, to: str, context: Context) -> Iterator[object]:
    yield "some text"


def floods(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        yield Content.from_text("x" * MIB, to)


def exits(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield from fail(SystemExit(0))


BAD = [
    pytest.param(raises, False, WarningCode.HANDLER_FAILED, id="raises"),
    pytest.param(raises, True, WarningCode.HANDLER_FAILED, id="raises-isolated"),
    pytest.param(loops, False, WarningCode.HANDLER_TIMEOUT, id="loops"),
    pytest.param(loops, True, WarningCode.HANDLER_TIMEOUT, id="loops-isolated"),
    pytest.param(loops_and_catches, False, WarningCode.HANDLER_TIMEOUT, id="loops-and-catches"),
    pytest.param(eats, True, WarningCode.HANDLER_MEMORY, id="eats-memory"),
    pytest.param(dies, True, WarningCode.HANDLER_CRASHED, id="exits-at-once"),
    pytest.param(kills, True, WarningCode.HANDLER_CRASHED, id="kills-its-process"),
    pytest.param(lies, False, WarningCode.HANDLER_WRONG_RESULT, id="another-type"),
    pytest.param(lies, True, WarningCode.HANDLER_WRONG_RESULT, id="another-type-isolated"),
    pytest.param(talks, False, WarningCode.HANDLER_WRONG_RESULT, id="no-content"),
    pytest.param(talks, True, WarningCode.HANDLER_WRONG_RESULT, id="no-content-isolated"),
    pytest.param(floods, False, WarningCode.LIMIT, id="floods"),
    pytest.param(floods, True, WarningCode.LIMIT, id="floods-isolated"),
    pytest.param(exits, False, WarningCode.HANDLER_FAILED, id="sys-exit"),
    pytest.param(exits, True, WarningCode.HANDLER_FAILED, id="sys-exit-isolated"),
]


def registry_with(
    function: object, code: WarningCode = WarningCode.NOTE, *, isolated: bool
) -> Registry:
    registry = Registry()
    registry.add(
        Handler(
            name="bad",
            accepts=("application/x-bad",),
            produces=("text/markdown",),
            convert=function,  # type: ignore[arg-type]  # some are no handlers
            isolated=isolated,
            max_seconds=1.0 if code is WarningCode.HANDLER_TIMEOUT else 20.0,
            max_memory_bytes=512 * MIB,
        )
    )
    return registry


def letter() -> Message:
    return compose(
        from_="a@x.test",
        subject="s",
        text="Before.",
        attachments=[("bad", b"\0\xff\x01\x80bad"), ("after.txt", b"After.")],
        seed=1,
    )


def converted(registry: Registry, *, strict: bool = False) -> Conversion:
    message = letter()
    message.part("2").headers.set("Content-Type", "application/x-bad")
    return convert(
        message,
        registry=registry,
        limits=ConversionLimits(max_seconds=120.0, max_octets=16 * MIB),
        strict=strict,
    )


@pytest.mark.parametrize(("function", "isolated", "code"), BAD)
def test_costs_its_part_only(function: object, *, isolated: bool, code: WarningCode) -> None:
    done = converted(registry_with(function, code, isolated=isolated))
    assert done.text is not None
    assert "Before." in done.text
    assert "After." in done.text
    assert "*Not converted: application/x-bad.*" in done.text
    assert [(warning.code, warning.path, warning.handler) for warning in done.warnings] == [
        (code, "2", "added:bad")
    ]


@pytest.mark.parametrize(("function", "isolated", "code"), BAD[:2])
def test_strict_raises(function: object, *, isolated: bool, code: WarningCode) -> None:
    with pytest.raises(
        HandlerError, match="part 2: handler-failed: RuntimeError: cannot"
    ) as caught:
        converted(registry_with(function, code, isolated=isolated), strict=True)
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (error.code, error.path, error.handler) == (code, "2", "added:bad")
    assert str(error) == str(caught.value)


def test_another_handler_is_asked_when_one_fails() -> None:
    registry = registry_with(raises, isolated=False)

    def good(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield Content.from_text("Good.", to)

    registry.add(
        Handler(
            name="good",
            accepts=("application/*",),
            produces=("text/markdown",),
            convert=good,
            priority=-1,
        )
    )
    done = converted(registry)
    assert "Good." in (done.text or "")
    assert [warning.code for warning in done.warnings] == [WarningCode.HANDLER_FAILED]


def test_what_a_handler_could_not_make_anew_is_not_converted() -> None:
    registry = Registry(built_in=False)
    registry.add(
        Handler(name="strip", accepts=("image/png",), produces=("image/png",), convert=raises)
    )
    source = Content(media_type="image/png", octets=b"\x89PNG\r\n\x1a\n place and time")
    done = convert(source, "image/png", registry=registry)
    assert not done.is_converted
    assert convert(source, "image/png", registry=Registry(built_in=False)).is_converted
