"""Who writes to an mbox locks it: for programs that know one kind of lock, and the other.

1. The file itself is locked by the system: ``fcntl`` (of an open file where the system can,
   which stands in the way of record locks too), ``msvcrt`` on Windows, where one octet far
   behind the end is locked.
2. Beside it, ``NAME.lock`` is created, which mail programs have always looked for.

Both are tried again until the time is up; while one of them is not to be had, none is kept,
so that two programs that take them in different order do not wait for each other. A folder
in which nothing can be created (a spool) leaves the first alone.

The system's lock goes with its process; ``NAME.lock`` of one that was killed stays. Ours tell
who made them: whoever has the system's lock and finds one of this machine and of another
process knows that its owner is gone, and takes it over. Those of other programs are theirs.

POSIX record locks know no threads, and are gone when the process closes any descriptor of the
file (fcntl(2)). So this process keeps a list of its own of what it has locked; and where there
is no lock of an open file, a ``NAME.lock`` whose process is alive is never taken over.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

from mimekit.errors import MailboxError

LOCK_SECONDS: Final = 10.0
"""How long a lock is waited for."""

_PAUSE_SECONDS = 0.05
_PROCESS = secrets.token_hex(8)  # a process id is given out again; this is not
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG}

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 62  # where no octet of the file is

    def _lock_file(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock_file(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    # struct flock of Linux: l_type, l_whence, l_start, l_len, l_pid; all of the file.
    _OF_OPEN_FILE = fcntl.F_OFD_SETLK if sys.platform == "linux" else None

    def _set_lock(descriptor: int, kind: int) -> None:
        if _OF_OPEN_FILE is None:
            mode = fcntl.LOCK_UN if kind == fcntl.F_UNLCK else fcntl.LOCK_EX | fcntl.LOCK_NB
            fcntl.lockf(descriptor, mode)
        else:
            flock = struct.pack("@hhqqi", kind, os.SEEK_SET, 0, 0, 0)
            fcntl.fcntl(descriptor, _OF_OPEN_FILE, flock)

    def _lock_file(descriptor: int) -> bool:
        try:
            _set_lock(descriptor, fcntl.F_WRLCK)
        except OSError as error:
            if error.errno in {errno.EACCES, errno.EAGAIN}:
                return False
            raise
        return True

    def _unlock_file(descriptor: int) -> None:
        _set_lock(descriptor, fcntl.F_UNLCK)


class _Held:
    """The files that this process has locked, by whichever thread."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew, as a child does: what its parent has locked is its parent's."""
        self._guard = Lock()
        self._paths: set[Path] = set()

    def take(self, path: Path) -> bool:
        """Whether nobody here had the file; now the caller has it."""
        with self._guard:
            is_free = path not in self._paths
            self._paths.add(path)
            return is_free

    def give_back(self, path: Path) -> None:
        """Let others here have it."""
        with self._guard:
            self._paths.discard(path)


# Whether the system's lock stays when its process closes another descriptor of the file.
_keeps_lock = sys.platform == "win32" or _OF_OPEN_FILE is not None
_held = _Held()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_held.forget)


@contextmanager
def locked(path: Path, descriptor: int, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the locks of the mbox that ``descriptor`` has open for writing.

    Raise `MailboxError` if another program keeps one of them for so long.
    """
    real = Path(os.path.realpath(path))
    dot_lock = real.with_name(f"{real.name}.lock")
    end = time.monotonic() + seconds
    while not (has_created := _try_all(real, dot_lock, descriptor)):
        if time.monotonic() > end:
            raise MailboxError(f"{path} is locked by another program")
        time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        if has_created == _CREATED:
            dot_lock.unlink(missing_ok=True)
        _unlock_file(descriptor)
        _held.give_back(real)


_CREATED, _NOT_POSSIBLE = 1, 2  # what became of the dot-lock; 0: somebody has it


def _try_all(real: Path, dot_lock: Path, descriptor: int) -> int:
    """Take the file among the threads of this process and both locks, or nothing (0)."""
    if not _held.take(real):
        return 0
    result = 0
    try:
        result = _try_both(dot_lock, descriptor)
    finally:
        if not result:
            _held.give_back(real)
    return result


def _try_both(dot_lock: Path, descriptor: int) -> int:
    """Take the system's lock and the dot-lock, or none of them (0)."""
    if not _lock_file(descriptor):
        return 0
    try:
        result = _create(dot_lock)
        if not result and _is_left(dot_lock):
            dot_lock.unlink(missing_ok=True)
            result = _create(dot_lock)
    except BaseException:
        _unlock_file(descriptor)
        raise
    if not result:
        _unlock_file(descriptor)
    return result


def _create(dot_lock: Path) -> int:
    try:
        with dot_lock.open("xb") as file:
            file.write(f"{os.getpid()}\n{_owner()}\n".encode())
    except FileExistsError:
        return 0
    except OSError as error:
        if error.errno not in _REFUSED:
            with contextlib.suppress(OSError):
                dot_lock.unlink()  # it was created, and the disk is full
            raise
        return _NOT_POSSIBLE
    return _CREATED


def _owner() -> str:
    return f"mimekit {socket.gethostname()} {os.getpid()} {_PROCESS}"


def _is_left(dot_lock: Path) -> bool:
    """Whether a process of this machine made the lock, and is gone.

    It is, for it would have the system's lock, which is ours now; unless it is this process, or
    that lock can be lost while its owner lives.
    """
    try:
        lines = dot_lock.read_bytes()[:1000].decode("utf-8", "replace").splitlines()
    except OSError:
        return False
    owner = lines[1] if len(lines) == 2 else ""
    if not owner.startswith(f"mimekit {socket.gethostname()} ") or owner == _owner():
        return False
    return _keeps_lock or not _is_alive(lines[0])


def _is_alive(process: str) -> bool:
    """Whether there is a process of that number; True if nobody can say."""
    if not process.isdecimal() or os.name != "posix":
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
