"""A handler in a process of its own, with limits of time and memory.

What comes back is read without `pickle`: a process that a hostile file took over can
make nothing happen in this one but wrong contents. It is no sandbox: such a process has the
rights of its user, and one that it starts in a session or a process group of its own outlives
the call.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.failure import HandlerFailure, iter_made, wrong_result
from mimekit.conversion.handler import Handler

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

MAX_WARNINGS: Final = 1_000
"""What one call may warn of: a process that somebody took over could go on for ever."""
_MAX_HEADER_OCTETS: Final = 1 << 16
_NONSENSE: Final = "its process sent what is no content"
_CONTENT, _WARNING, _ERROR, _END = "content", "warning", "error", "end"

# A copy of this process knows every handler, those made on the spot too. Elsewhere a handler
# must be a function that can be imported.
_METHOD: Final = "fork" if sys.platform == "linux" else "spawn"


def iter_isolated(
    handler: Handler, content: Content, to: str, context: Context
) -> Iterator[Content]:
    """The contents that a handler makes in its process; its warnings join those of the context.

    `HandlerFailure` if it raises, dies, or is ended because its time or memory is over. The
    process, and those that it started (on POSIX, in its process group), have ended when this
    iterator has.
    """
    process, connection = _start(handler, replace(content, part=None), to, context)
    timer = threading.Timer(context.seconds_left, _end, (process, connection))
    timer.daemon = True
    timer.start()
    try:
        yield from _Received(connection, context).iter_contents()
    except EOFError:
        process.join(1.0)
        raise _death(process, is_over=not context.seconds_left) from None
    finally:
        timer.cancel()
        timer.join()
        _end(process, connection)
        connection.close()
        process.join()
        process.close()


def _start(
    handler: Handler, content: Content, to: str, context: Context
) -> tuple[BaseProcess, Connection[Any, Any]]:
    from multiprocessing import get_context  # noqa: PLC0415 - for isolated handlers only

    method: Any = get_context(_METHOD)  # the type of all methods lacks Process
    receiver, sender = method.Pipe()
    bare = replace(context, warnings=[], convert_inner=None)
    process = method.Process(target=_run, args=(sender, handler, content, to, bare))
    try:
        with warnings.catch_warnings():
            # Other threads do not go on in the copy; it uses no lock that they may hold but
            # those of the interpreter, which are made anew.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
    except Exception as error:
        receiver.close()
        detail = f"it cannot have a process of its own: {error}"
        raise HandlerFailure(WarningCode.HANDLER_FAILED, detail) from error
    finally:
        sender.close()
    return process, receiver


def _end(process: BaseProcess, connection: Connection[Any, Any]) -> None:
    """Kill the process and those of its group; and wait for nobody who holds its connection."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.killpg(process.pid or 0, signal.SIGKILL)
        with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as end:
            end.shutdown(socket.SHUT_RDWR)
    process.kill()


class _Received:
    """What a process sends, as far as it can be believed."""

    def __init__(self, connection: Connection[Any, Any], context: Context) -> None:
        self._connection = connection
        self._context = context
        self._octets_left = context.octets_left
        self._warnings_left = MAX_WARNINGS

    def iter_contents(self) -> Iterator[Content]:
        """The contents, until the process says that it has ended."""
        while True:
            kind, values = self._read_header()
            if kind == _END:
                return
            try:
                content = self._read(kind, values)
            except (TypeError, ValueError, KeyError, OverflowError):
                raise wrong_result(_NONSENSE) from None
            if content is not None:
                yield content

    def _read(self, kind: str, values: dict[str, Any]) -> Content | None:
        if kind == _ERROR:
            raise HandlerFailure(WarningCode(values["code"]), str(values["detail"]))
        if kind == _WARNING:
            self._warnings_left -= 1
            if self._warnings_left < 0:
                raise wrong_result(f"its process warned more than {MAX_WARNINGS} times")
            self._context.warn(str(values["detail"]), WarningCode(values["code"]))
            return None
        content = self._read_content(values)
        files = [self._read_content(self._read_header()[1]) for _ in range(int(values["files"]))]
        return replace(content, files=tuple(files))

    def _read_content(self, values: dict[str, Any]) -> Content:
        length = values["length"]
        if not isinstance(length, int) or length < 0:
            raise wrong_result(_NONSENSE)
        self._octets_left -= length
        if self._octets_left < 0:
            raise HandlerFailure(WarningCode.LIMIT, f"octets of one handler: {length} more")
        return Content(
            media_type=values["media_type"],
            octets=self._receive(length) if length else b"",
            name=values["name"],
            parameters=values["parameters"],
            content_id=values["content_id"],
        )

    def _read_header(self) -> tuple[str, dict[str, Any]]:
        try:
            kind, values = json.loads(self._receive(_MAX_HEADER_OCTETS))
            return str(kind), dict(values)
        except (TypeError, ValueError, RecursionError):
            raise wrong_result(_NONSENSE) from None

    def _receive(self, max_octets: int) -> bytes:
        """One message; `EOFError` if the process has died, or been ended, before its end."""
        try:
            return self._connection.recv_bytes(max_octets)
        except ConnectionError:
            raise EOFError from None
        except OSError:  # too long, or cut off
            if not self._context.seconds_left:
                raise EOFError from None
            raise wrong_result(_NONSENSE) from None


def _death(process: BaseProcess, *, is_over: bool) -> HandlerFailure:
    if is_over:
        return HandlerFailure(WarningCode.HANDLER_TIMEOUT, "it took longer than it may")
    return HandlerFailure(
        WarningCode.HANDLER_CRASHED, f"its process died with status {process.exitcode}"
    )


# -- in the process


def _run(
    sender: Connection[Any, Any], handler: Handler, content: Content, to: str, context: Context
) -> None:
    with _silence():
        try:
            if sys.platform != "win32":
                os.setsid()  # those that it starts can be ended with it
            _limit(handler.max_memory_bytes, context.seconds_left)
            for made in iter_made(handler, content, to, context):
                _send_warnings(sender, context)
                _send_content(sender, made)
            _send_warnings(sender, context)
            _send(sender, _END)
        except MemoryError:
            _send_error(sender, WarningCode.HANDLER_MEMORY, "it wanted more memory than it may")
        except HandlerFailure as failure:
            _send_error(sender, failure.code, failure.detail)
        except BaseException as error:  # noqa: BLE001 - whatever a handler raises
            detail = f"{type(error).__name__}: {error}"
            _send_error(sender, WarningCode.HANDLER_FAILED, detail)


@contextmanager
def _silence() -> Iterator[None]:
    """What a library prints is not for the user of this one."""
    with suppress(OSError), open(os.devnull, "r+b") as nowhere:  # noqa: PTH123 - a device
        for descriptor in (0, 1, 2):
            os.dup2(nowhere.fileno(), descriptor)
    # What stood for them may write to a file that is shared with the other process.
    with open(os.devnull, "w", encoding="utf-8") as out:  # noqa: PTH123 - a device
        sys.stdout = sys.stderr = out
        yield


def _limit(max_memory_bytes: int, seconds: float) -> None:
    """Bound memory and time by the system, where it can (POSIX)."""
    try:
        import resource  # noqa: PLC0415 - only POSIX has it
    except ImportError:
        return
    with suppress(OSError, ValueError):
        used = _address_space()
        resource.setrlimit(resource.RLIMIT_AS, (used + max_memory_bytes,) * 2)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        whole = int(seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))


def _address_space() -> int:
    """Octets of address space that this process has already; 0 if the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - a file of the system
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _send(sender: Connection[Any, Any], kind: str, **values: object) -> None:
    sender.send_bytes(json.dumps([kind, values]).encode())


def _send_error(sender: Connection[Any, Any], code: WarningCode, detail: str) -> None:
    _send(sender, _ERROR, code=code, detail=detail[:1000])


def _send_warnings(sender: Connection[Any, Any], context: Context) -> None:
    for warning in context.warnings:
        _send(sender, _WARNING, code=warning.code, detail=warning.detail[:1000])
    context.warnings.clear()


def _send_content(sender: Connection[Any, Any], made: Content) -> None:
    _send(
        sender,
        _CONTENT,
        length=len(made.octets),
        media_type=made.media_type,
        name=made.name,
        parameters=dict(made.parameters),
        content_id=made.content_id,
        files=len(made.files),
    )
    if made.octets:
        sender.send_bytes(made.octets)
    for file in made.files:
        _send_content(sender, replace(file, files=()))
