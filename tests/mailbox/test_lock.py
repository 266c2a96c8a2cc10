"""The locks of an mbox: who waits, who goes on, what is left behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimekit import MailboxError
from mimekit.mailbox import lock
from mimekit.mailbox.lock import locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.mbox"
    path.touch()
    return path


@pytest.fixture
def descriptor(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR)
    yield descriptor
    os.close(descriptor)


def dot_lock(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def test_the_lock_is_there_and_goes(path: Path, descriptor: int) -> None:
    with locked(path, descriptor):
        assert dot_lock(path).read_text().splitlines()[0] == str(os.getpid())
    assert not dot_lock(path).exists()
    with pytest.raises(ZeroDivisionError), locked(path, descriptor):
        1 / 0  # noqa: B018 - whatever happens while it is held
    assert not dot_lock(path).exists()


def test_a_lock_of_this_process_is_waited_for(path: Path, descriptor: int) -> None:
    with (
        locked(path, descriptor),
        pytest.raises(MailboxError, match="locked by another program"),
        locked(path, descriptor, seconds=0.1),
    ):
        pass
    assert not dot_lock(path).exists()


@pytest.mark.parametrize(
    "content", [b"", b"123\n", b"123\nmimekit other.host 123 abc\n", b"1\n2\n3\n", b"\xff"]
)
def test_a_lock_of_another_program_is_left_alone(
    path: Path, descriptor: int, content: bytes
) -> None:
    dot_lock(path).write_bytes(content)
    with pytest.raises(MailboxError), locked(path, descriptor, seconds=0.1):
        pass
    assert dot_lock(path).read_bytes() == content


def test_who_gives_up_keeps_no_lock(path: Path, descriptor: int) -> None:
    dot_lock(path).touch()
    with pytest.raises(MailboxError), locked(path, descriptor, seconds=0.1):
        pass
    dot_lock(path).unlink()
    died = subprocess.run([sys.executable, "-c", DIE, str(path)], check=False, timeout=60)  # noqa: S603
    assert died.returncode == 9


DIE = """
import os, sys
from pathlib import Path
from mimekit.mailbox.lock import locked
path = Path(sys.argv[1])
with locked(path, os.open(path, os.O_RDWR), seconds=0.5):
    os._exit(9)
"""


def test_a_lock_of_a_killed_process_is_taken_over(path: Path, descriptor: int) -> None:
    died = subprocess.run([sys.executable, "-c", DIE, str(path)], check=False, timeout=60)  # noqa: S603
    assert died.returncode == 9
    assert dot_lock(path).exists()
    with locked(path, descriptor, seconds=0.1):
        assert dot_lock(path).read_text().splitlines()[0] == str(os.getpid())
    assert not dot_lock(path).exists()


HOLD = """
import os, sys
from pathlib import Path
from mimekit.mailbox.lock import locked
path = Path(sys.argv[1])
with locked(path, os.open(path, os.O_RDWR)):
    path.with_name(path.name + ".lock").unlink()  # the system's lock is enough
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_the_system_is_waited_for(path: Path, descriptor: int) -> None:
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:  # noqa: S603
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(MailboxError), locked(path, descriptor, seconds=0.1):
            pass
        assert not dot_lock(path).exists()
        holder.communicate(timeout=60)
    with locked(path, descriptor, seconds=0.1):
        assert dot_lock(path).exists()


def test_a_folder_that_takes_no_file_leaves_the_lock_of_the_system(
    path: Path, descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with locked(path, descriptor, seconds=0.1):
        assert not dot_lock(path).exists()


def test_a_full_disk_is_told_and_leaves_nothing(
    path: Path, descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def owner() -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock, "_owner", owner)
    with pytest.raises(OSError, match="No space"), locked(path, descriptor, seconds=0.1):
        pass
    assert not dot_lock(path).exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_to_one_mbox_share_a_lock(path: Path, descriptor: int) -> None:
    link = path.parent / "link"
    link.symlink_to(path)
    with locked(link, descriptor):
        assert dot_lock(path).exists()


TRY = """
import os, sys
from pathlib import Path
from mimekit import MailboxError
from mimekit.mailbox.lock import locked
path = Path(sys.argv[1])
try:
    with locked(path, os.open(path, os.O_RDWR), seconds=0.1):
        print("locked")
except MailboxError:
    print("waited")
"""


def other_process(path: Path) -> str:
    """What another process says that tries to lock the file."""
    command = [sys.executable, "-c", TRY, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    return done.stdout.strip()


def test_closing_the_file_elsewhere_in_this_process_keeps_the_lock(
    path: Path, descriptor: int
) -> None:
    with locked(path, descriptor):
        path.read_bytes()  # POSIX: a record lock is gone when any descriptor is closed
        assert other_process(path) == "waited"
        assert dot_lock(path).exists()
    assert other_process(path) == "locked"


@pytest.mark.skipif(sys.platform != "linux", reason="others have no lock of an open file")
def test_the_lock_of_the_open_file_stays_alone(path: Path, descriptor: int) -> None:
    with locked(path, descriptor):
        dot_lock(path).unlink()
        path.read_bytes()
        assert other_process(path) == "waited"


@pytest.mark.parametrize("of_open_file", [True, False])
def test_who_waits_in_this_process_does_not_unlock(
    path: Path, descriptor: int, monkeypatch: pytest.MonkeyPatch, *, of_open_file: bool
) -> None:
    if not of_open_file:  # record locks, which know no threads
        monkeypatch.setattr(lock, "_OF_OPEN_FILE", None)
    another = os.open(path, os.O_RDWR)
    try:
        with locked(path, descriptor):
            with pytest.raises(MailboxError), locked(path, another, seconds=0):
                pass
            dot_lock(path).unlink()  # the system's lock is enough
            assert other_process(path) == "waited"
    finally:
        os.close(another)


def test_where_a_lock_can_be_lost_the_lock_file_of_the_living_stays(
    path: Path, descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_OF_OPEN_FILE", None)
    monkeypatch.setattr(lock, "_keeps_lock", False)
    with locked(path, descriptor):
        left = dot_lock(path).read_text()
    mine = f" {os.getpid()} "
    living = left.replace(str(os.getpid()), str(os.getppid()), 1).replace(mine, " 1 ", 1)
    dot_lock(path).write_text(living)
    with pytest.raises(MailboxError), locked(path, descriptor, seconds=0):
        pass
    dot_lock(path).unlink()
    died = subprocess.run([sys.executable, "-c", DIE, str(path)], check=False, timeout=60)  # noqa: S603
    assert died.returncode == 9
    with locked(path, descriptor, seconds=0):
        assert dot_lock(path).exists()


def test_a_child_begins_without_what_its_parent_has_locked(path: Path) -> None:
    held = lock._Held()
    assert held.take(path)
    assert not held.take(path)
    held.forget()
    assert held.take(path)
    held.give_back(path)
    assert held.take(path)
