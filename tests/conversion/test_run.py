"""One conversion: what fails costs that part only, and the limits hold."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from mimekit import parse
from mimekit.conversion.budget import ConversionLimits
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import Conversion, WarningCode
from mimekit.conversion.convert import convert
from mimekit.conversion.handler import Convert
from mimekit.conversion.registry import Registry
from tests.conversion.engine import (
    codes,
    details,
    echo,
    fail,
    give,
    handler,
    registry_of,
    run,
    steps,
)

PLAIN = Content(media_type="text/plain", octets=b"made")
A = Content(media_type="text/x-a", octets=b"inner")


def loop(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        pass


def sleep(content: Content, to: str, context: Context) -> Iterator[Content]:
    time.sleep(0.2)
    yield from echo(content, to, context)


def eat_memory(content: Content, to: str, context: Context) -> Iterator[Content]:
    raise MemoryError


def give_then_raise(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield PLAIN
    raise LookupError("half")


def give_number(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield 7  # type: ignore[misc]  # what is tested


def give_html(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield Content(media_type="text/html", octets=b"")


def give_much(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        yield Content(media_type=to, octets=bytes(1 << 20))


def give_much_in_files(content: Content, to: str, context: Context) -> Iterator[Content]:
    file = Content(media_type="image/png", octets=bytes(1 << 20))
    yield Content(media_type=to, octets=b"", files=(file,) * 99)


def exit_early(content: Content, to: str, context: Context) -> Iterator[Content]:
    raise SystemExit(3)


FAILED, WRONG = WarningCode.HANDLER_FAILED, WarningCode.HANDLER_WRONG_RESULT
FAILURES = [
    pytest.param(fail, FAILED, "LookupError: no text/plain of text/x-a at ''", id="raises"),
    pytest.param(give_then_raise, FAILED, "LookupError: half", id="raises-late"),
    pytest.param(exit_early, FAILED, "SystemExit: 3", id="exits"),
    pytest.param(eat_memory, WarningCode.HANDLER_MEMORY, "it wanted more memory", id="memory"),
    pytest.param(loop, WarningCode.HANDLER_TIMEOUT, "it took longer than it may", id="loops"),
    pytest.param(give_number, WRONG, "it gave int, no Content", id="gives-a-number"),
    pytest.param(give_html, WRONG, "it gave text/html, not text/plain", id="gives-another-type"),
    pytest.param(lambda *_: 7, WRONG, "it gave int, no contents", id="gives-no-contents"),
    pytest.param(lambda: (), FAILED, "TypeError: ", id="takes-no-arguments"),
    pytest.param(give_much, WarningCode.LIMIT, "octets of one handler: more than", id="much"),
    pytest.param(
        give_much_in_files, WarningCode.LIMIT, "octets of one handler: more than", id="files"
    ),
]


@pytest.mark.parametrize(("bad", "code", "detail"), FAILURES)
def test_failure_is_one_warning_and_the_part_stays(
    bad: Convert, code: WarningCode, detail: str
) -> None:
    done = run(handler(convert=bad, max_seconds=0.3), limits=ConversionLimits(max_octets=8 << 20))
    (warning,) = done.warnings
    assert (warning.code, warning.path, warning.handler) == (code, "", "added:a>plain")
    assert warning.detail.startswith(detail)
    assert (done.content, done.media_type, done.is_converted) == (b"octets", "text/x-a", False)
    assert (done.steps, done.parts) == ((), ())


@pytest.mark.parametrize(("bad", "code", "detail"), FAILURES)
def test_the_next_handler_is_asked(bad: Convert, code: WarningCode, detail: str) -> None:
    done = run(
        handler(convert=bad, name="bad", priority=1, max_seconds=0.3),
        handler(name="good"),
        limits=ConversionLimits(max_octets=8 << 20),
    )
    assert (done.text, done.is_converted, steps(done)) == ("octets", True, ["good"])
    assert codes(done) == [code]


def test_another_way_is_gone() -> None:
    done = run(
        handler("text/x-a", "text/plain", fail),
        handler("text/x-a", "text/x-b"),
        handler("text/x-b", "text/plain"),
    )
    assert (done.text, steps(done)) == ("octets", ["a>b", "b>plain"])
    assert [(step.source, step.target) for step in done.steps] == [
        ("text/x-a", "text/x-b"),
        ("text/x-b", "text/plain"),
    ]
    assert codes(done) == [FAILED]


def test_no_handler() -> None:
    done = run(handler("text/x-b"))
    assert (codes(done), details(done)) == (
        [WarningCode.NO_HANDLER],
        ["nothing converts text/x-a to text/plain"],
    )
    assert done.content == b"octets"


def test_keyboard_interrupt_is_for_the_user() -> None:
    def interrupt(content: Content, to: str, context: Context) -> Iterator[Content]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(handler(convert=interrupt))


def test_other_parts_go_on() -> None:
    """Each kind of failure in a part of one message; the others convert."""
    kinds: dict[str, Convert] = {
        "raise": fail,
        "loop": loop,
        "number": give_number,
        "much": give_much,
        "good": echo,
    }
    parts = "".join(f"--x\nContent-Type: text/x-{kind}\n\n{kind}\n" for kind in kinds)
    message = parse(f"Content-Type: multipart/mixed; boundary=x\n\n{parts}--x--\n".encode())
    registry = Registry()
    for kind, convert_it in kinds.items():
        registry.add(
            handler(f"text/x-{kind}", "text/plain", convert_it, name=kind, max_seconds=0.3)
        )
    done = convert(
        message, "text/plain", registry=registry, limits=ConversionLimits(max_octets=64 << 20)
    )
    assert done.is_converted
    assert "good" in (done.text or "")
    assert [(warning.path, warning.code) for warning in done.warnings] == [
        ("1", FAILED),
        ("2", WarningCode.HANDLER_TIMEOUT),
        ("3", WRONG),
        ("4", WarningCode.LIMIT),
    ]


# -- containers


def test_container_is_opened() -> None:
    named = Content(media_type="text/x-a", octets=b"named", name="n.txt")
    done = run(handler("text/x-box", "*/*", give(A, named)), handler(), media_type="text/x-box")
    assert [(part.path, part.text) for part in done.parts] == [
        ("!1", "inner"),
        ("!n.txt", "named"),
    ]
    assert steps(done) == ["box>*"]
    assert all(steps(part) == ["a>plain"] for part in done.parts)


def test_empty_container_is_empty() -> None:
    done = run(handler("text/x-box", "*/*", give()), media_type="text/x-box")
    assert (done.content.strip(), done.is_converted, done.warnings) == (b"", True, ())


def test_what_came_out_of_a_container_before_it_failed_is_converted() -> None:
    def half(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield A
        raise LookupError("half")

    done = run(handler("text/x-box", "*/*", half), handler(), media_type="text/x-box")
    assert [part.text for part in done.parts] == ["inner"]
    assert codes(done) == [FAILED]


def test_container_that_gives_nothing_and_fails_is_passed_by() -> None:
    done = run(
        handler("text/x-box", "*/*", fail, priority=1),
        handler("text/x-box"),
        media_type="text/x-box",
    )
    assert (done.text, steps(done)) == ("octets", ["box>plain"])


def test_depth_is_bounded() -> None:
    def nest(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield content

    done = run(
        handler("text/x-box", "*/*", nest),
        media_type="text/x-box",
        limits=ConversionLimits(max_depth=3),
    )
    assert [(warning.code, warning.path) for warning in done.warnings] == [
        (WarningCode.LIMIT, "!1!1!1!1")
    ]
    assert details(done) == ["max_depth: more than 3"]


def test_parts_are_bounded() -> None:
    done = run(
        handler("text/x-box", "*/*", give(*[A] * 9)),
        handler(),
        media_type="text/x-box",
        limits=ConversionLimits(max_parts=5),
    )
    assert [part.is_converted for part in done.parts] == [True] * 4 + [False] * 5
    assert set(details(done)) == {"max_parts: more than 5"}


def test_time_is_bounded() -> None:
    start = time.monotonic()
    done = run(
        handler("text/x-box", "*/*", give(*[A] * 99)),
        handler(convert=sleep),
        media_type="text/x-box",
        limits=ConversionLimits(max_seconds=1.0),
    )
    converted = sum(part.is_converted for part in done.parts)
    assert 1 <= converted <= 5
    assert set(codes(done)) <= {WarningCode.LIMIT, WarningCode.HANDLER_TIMEOUT}
    assert time.monotonic() - start < 60.0


def test_octets_are_bounded() -> None:
    """What is made is paid for; when too little is left, what follows stays as it is.

    The box gave 15 octets, and the first of its parts 400: half of 585 is left for one more.
    """

    def give_400(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield Content(media_type=to, octets=bytes(400))

    done = run(
        handler("text/x-box", "*/*", give(A, A, A)),
        handler(convert=give_400),
        media_type="text/x-box",
        limits=ConversionLimits(max_octets=1000),
    )
    assert [part.is_converted for part in done.parts] == [True, False, False]
    assert set(details(done)) == {"octets of one handler: more than 292"}


def test_half_share_leaves_something_for_others() -> None:
    def give_a_quarter_of_it(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield Content(media_type=to, octets=b"a" * (context.octets_left // 4))

    done = run(
        handler("text/x-box", "*/*", give(A, A, A)),
        handler(convert=give_a_quarter_of_it),
        media_type="text/x-box",
        limits=ConversionLimits(max_octets=4096),
    )
    assert [len(part.content) for part in done.parts] == [510, 446, 390]


def test_what_is_thrown_away_is_not_paid_for() -> None:
    def waste(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield Content(media_type=to, octets=bytes(context.octets_left))
        raise LookupError

    def tell(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield Content.from_text(str(context.octets_left), to)

    done = run(
        handler(convert=waste, name="waste", priority=1),
        handler(convert=tell, name="tell"),
        limits=ConversionLimits(max_octets=4000),
    )
    assert done.text == "2000"


# -- handlers that convert what is inside


def outer(content: Content, to: str, context: Context) -> Iterator[Content]:
    first = context.convert(A, to)
    second = context.convert(Content(media_type="text/x-z", octets=b"?", name="z"), to)
    yield Content.from_text(f"{first.text}, {second.is_converted}", to)


def test_inner_conversions_are_parts() -> None:
    done = run(handler("text/x-box", convert=outer), handler(), media_type="text/x-box")
    assert done.text == "inner, False"
    assert [(part.path, part.is_converted) for part in done.parts] == [("!1", True), ("!z", False)]
    assert [(warning.code, warning.path) for warning in done.warnings] == [
        (WarningCode.NO_HANDLER, "!z")
    ]


def test_endless_recursion_ends_with_the_depth() -> None:
    def again(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield Content.from_text(context.convert(content, to).text or "end", to)

    done = run(handler(convert=again), limits=ConversionLimits(max_depth=5))
    assert done.is_converted
    assert codes(done) == [WarningCode.LIMIT]


def tree_paths(conversion: Conversion) -> list[str]:
    return [conversion.path, *(path for part in conversion.parts for path in tree_paths(part))]


def test_paths_of_parts_inside() -> None:
    """Behind "!" are paths of what is inside: of a message in an archive, too."""
    inner = b"Content-Type: multipart/mixed; boundary=y\n\n--y\n\na\n--y\n\nb\n--y--\n"
    message = parse(
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n"
        b"--x\nContent-Type: text/x-box\n\nz\n--x--\n"
    )
    registry = Registry()
    letter = Content(media_type="message/rfc822", octets=inner, name="l.eml")
    registry.add(handler("text/x-box", "*/*", give(letter)))
    paths = tree_paths(convert(message, "text/plain", registry=registry))
    assert paths[0] == ""
    assert "2!l.eml" in paths
    assert {path.removeprefix("2!l.eml") for path in paths if path.startswith("2!l.eml")} >= {""}
    assert all("!!" not in path for path in paths)


def test_span_and_name_of_a_part() -> None:
    message = parse(
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/x-a; name=n.txt\n\nz\n--x--\n"
    )
    part = message.parts[0]
    done = convert(part, "text/plain", registry=registry_of(handler()))
    assert (done.path, done.span, done.name) == ("1", part.span, "n.txt")
