"""Handlers in a process of their own: whatever that does, this one goes on."""

from __future__ import annotations

import faulthandler
import os
import signal
import struct
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimekit.conversion.budget import ConversionLimits
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import Conversion, WarningCode
from mimekit.conversion.handler import Convert
from tests.conversion.engine import codes, details, echo, handler, run

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="functions of a test are known to a copy of its process only"
)


def isolated(
    convert: Convert,
    *,
    octets: bytes = b"octets",
    max_seconds: float = 20.0,
    max_memory_bytes: int = 1 << 30,
    limits: ConversionLimits | None = None,
) -> Conversion:
    only = handler(
        convert=convert,
        isolated=True,
        max_seconds=max_seconds,
        max_memory_bytes=max_memory_bytes,
    )
    return run(only, octets=octets, limits=limits)


def connection() -> int:
    """The descriptor on which this process tells its results."""
    frame = sys._getframe()
    while "sender" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    return int(frame.f_locals["sender"].fileno())


# -- what a handler may do


def tell_process(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield Content.from_text(f"{os.getpid()} {content.part}", to)


def test_runs_in_another_process() -> None:
    text = isolated(tell_process).text
    assert text is not None
    pid, part = text.split()
    assert (int(pid) != os.getpid(), part) == (True, "None")


@pytest.mark.parametrize("size", [0, 1, 65_536, 5_000_000])
def test_contents_of_any_size(size: int) -> None:
    octets = os.urandom(1024) * (size // 1024) + bytes(size % 1024)
    done = isolated(echo, octets=octets)
    assert (done.content, done.warnings) == (octets, ())


def give_everything(content: Content, to: str, context: Context) -> Iterator[Content]:
    picture = Content(media_type="image/png", octets=b"png", name="a.png", content_id="c@x")
    yield Content(
        media_type=to,
        octets=content.octets,
        name="grüße",
        parameters={"charset": "utf-8"},
        files=(picture, picture),
    )
    context.warn("one")
    context.warn("two", WarningCode.HIDDEN_TEXT)


def test_everything_of_a_content_arrives() -> None:
    done = isolated(give_everything)
    assert (done.content, done.name) == (b"octets", "grüße")
    assert [(file.name, file.octets, file.content_id) for file in done.files] == [
        ("a.png", b"png", "c@x"),
        ("a-2.png", b"png", "c@x"),  # no two files of a result have one name
    ]
    assert [(warning.code, warning.detail, warning.handler) for warning in done.warnings] == [
        (WarningCode.NOTE, "one", "added:a>plain"),
        (WarningCode.HIDDEN_TEXT, "two", "added:a>plain"),
    ]


def print_much(content: Content, to: str, context: Context) -> Iterator[Content]:
    print("out")  # noqa: T201 - what libraries do
    os.write(1, b"out\n")
    os.write(2, b"err\n")
    yield from echo(content, to, context)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert isolated(print_much).content == b"octets"
    assert capfd.readouterr() == ("", "")


def ask_registry(content: Content, to: str, context: Context) -> Iterator[Content]:
    context.convert(content, to)
    yield from echo(content, to, context)


# -- what it must not


def raise_error(content: Content, to: str, context: Context) -> Iterator[Content]:
    raise KeyError("k" * 5000)


def exit_early(content: Content, to: str, context: Context) -> Iterator[Content]:
    sys.exit(3)


def interrupt(content: Content, to: str, context: Context) -> Iterator[Content]:
    raise KeyboardInterrupt


def kill_itself(content: Content, to: str, context: Context) -> Iterator[Content]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield from echo(content, to, context)


def crash(content: Content, to: str, context: Context) -> Iterator[Content]:
    faulthandler.disable()  # which pytest has enabled
    os.abort()


def end_silently(content: Content, to: str, context: Context) -> Iterator[Content]:
    os._exit(0)


def loop(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        pass


def sleep_deaf(content: Content, to: str, context: Context) -> Iterator[Content]:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(100)


def eat_memory(content: Content, to: str, context: Context) -> Iterator[Content]:
    pieces = [bytes(16 << 20) for _ in range(1000)]
    yield Content(media_type=to, octets=b"".join(pieces))


def give_number(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield 7  # type: ignore[misc]  # what is tested


def give_none(content: Content, to: str, context: Context) -> Iterator[Content]:
    return None  # type: ignore[return-value]  # what is tested


def give_other_type(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield Content(media_type="text/html", octets=b"")


def give_too_much(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        yield Content(media_type=to, octets=bytes(1 << 20))


def give_large_files(content: Content, to: str, context: Context) -> Iterator[Content]:
    file = Content(media_type="image/png", octets=bytes(3 << 20))
    yield Content(media_type=to, octets=b"", files=(file,) * 100)


def warn_for_ever(content: Content, to: str, context: Context) -> Iterator[Content]:
    while True:
        context.warn("again")
        yield Content(media_type=to, octets=b"")


def write_nonsense(content: Content, to: str, context: Context) -> Iterator[Content]:
    os.write(connection(), b"nonsense" * 8)
    os._exit(0)


def promise_much(content: Content, to: str, context: Context) -> Iterator[Content]:
    os.write(connection(), struct.pack("!i", 1000) + b"{")
    time.sleep(100)
    yield from echo(content, to, context)


def message(octets: bytes) -> bytes:
    return struct.pack("!i", len(octets)) + octets


def write_header(header: bytes) -> Convert:
    def convert(content: Content, to: str, context: Context) -> Iterator[Content]:
        os.write(connection(), message(header))
        os._exit(0)

    return convert


ODD_CONTENT = b'["content", {"length": 0, "media_type": "text/plain", "name": null, "parameters": %s, "content_id": %s, "files": %s}]'

FAILED, CRASHED = WarningCode.HANDLER_FAILED, WarningCode.HANDLER_CRASHED
WRONG, TIMEOUT = WarningCode.HANDLER_WRONG_RESULT, WarningCode.HANDLER_TIMEOUT


@pytest.mark.parametrize(
    ("convert", "code", "detail"),
    [
        pytest.param(raise_error, FAILED, "KeyError: 'kkk", id="raises"),
        pytest.param(exit_early, FAILED, "SystemExit: 3", id="exits"),
        pytest.param(interrupt, FAILED, "KeyboardInterrupt", id="interrupts"),
        pytest.param(ask_registry, FAILED, "LookupError: there is no registry", id="asks-others"),
        pytest.param(kill_itself, CRASHED, "its process died with status -9", id="kills-itself"),
        pytest.param(crash, CRASHED, "its process died with status -6", id="crashes"),
        pytest.param(end_silently, CRASHED, "its process died with status 0", id="says-no-end"),
        pytest.param(give_number, WRONG, "it gave int, no Content", id="gives-a-number"),
        pytest.param(give_none, WRONG, "it gave NoneType, no contents", id="gives-none"),
        pytest.param(give_other_type, WRONG, "it gave text/html, not text/plain", id="other-type"),
        pytest.param(write_nonsense, WRONG, "its process sent what is no content", id="nonsense"),
        pytest.param(write_header(b"[]"), WRONG, "its process sent", id="empty-header"),
        pytest.param(write_header(b'["content", 7]'), WRONG, "its process sent", id="no-values"),
        pytest.param(write_header(b'["content", {}]'), WRONG, "its process sent", id="no-length"),
        pytest.param(write_header(b'["error", {"code": 7}]'), WRONG, "its process", id="no-code"),
        pytest.param(write_header(b'["warning", {}]'), WRONG, "its process sent", id="no-warning"),
        pytest.param(write_header(b"[" * 9999), WRONG, "its process sent", id="deep-header"),
        pytest.param(
            write_header(ODD_CONTENT % (b"[1]", b"null", b"0")),
            WRONG,
            "its process",
            id="parameters",
        ),
        pytest.param(
            write_header(ODD_CONTENT % (b'{"charset": 7}', b"null", b"0")),
            WRONG,
            "its process",
            id="value",
        ),
        pytest.param(
            write_header(ODD_CONTENT % (b"{}", b"7", b"0")), WRONG, "its process", id="content-id"
        ),
        pytest.param(
            write_header(ODD_CONTENT % (b"{}", b"null", b"1e999")),
            WRONG,
            "its process",
            id="files",
        ),
        pytest.param(warn_for_ever, WRONG, "its process warned more than", id="warns-for-ever"),
    ],
)
def test_failure_is_one_warning(convert: Convert, code: WarningCode, detail: str) -> None:
    done = isolated(convert, max_seconds=5.0)
    told = [warning for warning in done.warnings if warning.detail != "again"]
    assert [warning.code for warning in told] == [code]
    assert told[0].detail.startswith(detail)
    assert len(told[0].detail) <= 1000
    assert (done.content, done.is_converted) == (b"octets", False)


@pytest.mark.parametrize("convert", [loop, sleep_deaf, promise_much])
def test_what_does_not_end_is_ended(convert: Convert) -> None:
    done = isolated(convert, max_seconds=0.3)
    assert codes(done) == [TIMEOUT]
    assert done.content == b"octets"


def test_memory_is_bounded() -> None:
    done = isolated(eat_memory, max_memory_bytes=64 << 20)
    assert codes(done) == [WarningCode.HANDLER_MEMORY]


@pytest.mark.parametrize(
    ("convert", "size"),
    [
        pytest.param(give_too_much, 1 << 20, id="contents"),
        pytest.param(give_large_files, 3 << 20, id="files"),
    ],
)
def test_octets_are_bounded(convert: Convert, size: int) -> None:
    """What is too much is not even received."""
    done = isolated(convert, limits=ConversionLimits(max_octets=16 << 20))
    assert codes(done) == [WarningCode.LIMIT]
    assert details(done) == [f"octets of one handler: {size} more"]


# -- what it leaves behind


def leave_child(folder: Path, *, in_session_of_its_own: bool = False) -> Convert:
    def convert(content: Content, to: str, context: Context) -> Iterator[Content]:
        code = "import time; time.sleep(100)"
        child = subprocess.Popen(  # noqa: S603 - our own code
            [sys.executable, "-c", code],
            pass_fds=[connection()],
            start_new_session=in_session_of_its_own,
        )
        (folder / "pid").write_text(str(child.pid))
        yield from echo(content, to, context)

    return convert


def leave_child_and_die(folder: Path) -> Convert:
    def convert(content: Content, to: str, context: Context) -> Iterator[Content]:
        list(leave_child(folder, in_session_of_its_own=True)(content, to, context))
        os.kill(os.getpid(), signal.SIGKILL)
        yield from ()

    return convert


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def ends_soon(pid: int) -> bool:
    for _ in range(200):
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


def test_no_child_is_left(tmp_path: Path) -> None:
    done = isolated(leave_child(tmp_path))
    assert (done.content, done.warnings) == (b"octets", ())
    assert ends_soon(int((tmp_path / "pid").read_text()))


def test_child_that_holds_the_connection_is_not_waited_for(tmp_path: Path) -> None:
    done = isolated(leave_child_and_die(tmp_path), max_seconds=2.0)
    assert codes(done) == [TIMEOUT]
    child = int((tmp_path / "pid").read_text())
    assert is_running(child)  # what took itself a session of its own is out of reach
    os.kill(child, signal.SIGKILL)


def test_no_process_and_no_descriptor_is_left() -> None:
    isolated(echo)  # what multiprocessing opens once
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208 - descriptors
    for convert in (echo, raise_error, kill_itself, write_nonsense, give_too_much):
        isolated(convert, limits=ConversionLimits(max_octets=4 << 20))
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - the same
    with warnings.catch_warnings(), pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
