"""The mbox: octets come back, whatever they are; others who write are met with care."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import HeaderInjectionError, Limits, MailboxError, Mbox
from mimekit.mailbox import mbox as module
from mimekit.mailbox.from_line import FromLine
from mimekit.mailbox.quoting import MboxFormat

LINE = b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PIECES = [
    *(b"From ", b"\nFrom ", LINE, b"\n" + LINE, b">", b"\n", b"\n\n", b"\r\n", b"\r", b"\0"),
    *(b"\t", b"\t\n", b"a", b"Subject: x\n", b"Content-Length: 5\n\nabcde", b"\xff"),
]
messages = st.lists(
    st.one_of(st.binary(max_size=20), st.lists(st.sampled_from(PIECES), max_size=9).map(b"".join)),
    max_size=5,
)
# Each example waits for the disk, so there is no deadline.
reuses_folder = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def octets_of(mbox: Mbox) -> list[bytes]:
    return [mbox.octets(index) for index in range(len(mbox))]


@reuses_folder
@given(messages)
@example([b"Content-Length: %d\n\n\n" % (len(LINE) + 4) + b"x", b"Content-Length: 0\n\n"])
@example([b"abc", b"abc\n", b"abc\n\n", b"abc\r", b"", b"\n", b"\r\n", b"From ", b">From "])
def test_what_is_written_is_read(tmp_path: Path, written: list[bytes]) -> None:
    path = tmp_path / "new.mbox"
    path.unlink(missing_ok=True)
    with Mbox(path, create=True) as mbox:
        for number, octets in enumerate(written):
            mbox.add(octets)
            assert len(mbox) == number + 1
        assert octets_of(mbox) == written
    with Mbox(path) as mbox:
        assert mbox.mbox_format == "mboxrd"
        assert mbox.prologue == b""
        assert [bytes(message) for message in mbox] == written
    assert [*tmp_path.iterdir()] == [path]


@reuses_folder
@given(messages, st.integers(1, 60))
def test_how_much_is_read_at_a_time_does_not_matter(
    tmp_path: Path, written: list[bytes], size: int
) -> None:
    path = tmp_path / "pieces.mbox"
    path.write_bytes(b"".join(module.format_record(each, "a", EPOCH) for each in written))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "READ_AHEAD_BYTES", size)
        with Mbox(path) as mbox:
            assert octets_of(mbox) == written


def test_a_file_cut_at_any_octet_gives_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "cut.mbox"
    written = [b"Subject: a\n\nFrom here\n", b"no end", b""]
    whole = b"".join(module.format_record(each, "a", EPOCH) for each in written)
    for end in range(1, len(whole)):
        path.write_bytes(whole[:end])
        try:
            mbox = Mbox(path)
        except MailboxError:
            assert end < whole.index(b"\n") + 1
            continue
        with mbox:
            found = octets_of(mbox)
            assert len(found) <= 3
            assert found[: len(found) - 1] == written[: len(found) - 1]
            assert (
                b"".join(mbox._read(*mbox.span(index)) for index in range(len(mbox)))
                == whole[:end]
            )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.mbox"
    path.write_bytes(LINE + b"Subject: one\n\n1\n\n" + LINE + b"Subject: two\n\n2\n\n")
    return path


def test_items(path: Path) -> None:
    with Mbox(path) as mbox:
        assert [message.subject for message in mbox] == ["one", "two"]
        assert (mbox[0].subject, mbox[-1].subject) == ("one", "two")
        assert mbox.offsets == (0, 61)
        assert mbox.span(1) == (61, 61)
        assert mbox.from_line(1) == FromLine("MAILER-DAEMON", EPOCH)
        for index in (2, -3):
            with pytest.raises(IndexError):
                mbox[index]


def test_iteration_reads_no_further_than_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "large.mbox"
    path.write_bytes((LINE + b"\n" + b"x\n" * 5000 + b"\n") * 500)  # 5 MB
    with Mbox(path) as mbox:
        next(iter(mbox))
        assert len(mbox._offsets) < 110  # those in the first MiB
        assert len(bytes(mbox[300])) == 10001
        assert 302 <= len(mbox._offsets) < 410
        assert len(mbox) == 500
        assert len(mbox._window[1]) + len(mbox._block[1]) <= 2 * module.SAMPLE_BYTES + 2000


@pytest.mark.parametrize("message", ["Subject: x\n\n", Path("x.eml"), 5, None], ids=repr)
def test_what_is_no_message_is_not_added(path: Path, message: object) -> None:
    before = path.read_bytes()
    with Mbox(path) as mbox, pytest.raises(TypeError, match="a message or its octets are added"):
        mbox.add(message)  # type: ignore[arg-type]
    assert path.read_bytes() == before


def test_a_file_that_took_its_place_is_not_added_to(path: Path) -> None:
    with Mbox(path) as mbox:
        path.rename(path.with_name("old"))
        path.write_bytes(b"no mbox")
        with pytest.raises(MailboxError, match="replaced by another program"):
            mbox.add(b"x")
    assert path.read_bytes() == b"no mbox"


def test_a_message_has_a_number(path: Path) -> None:
    with Mbox(path) as mbox, pytest.raises(TypeError, match="not a slice"):
        mbox[0:1]  # type: ignore[index]


def test_limits_are_the_callers(path: Path) -> None:
    with Mbox(path, limits=Limits(max_header_bytes=3, strict=True)) as mbox:
        with pytest.raises(mimekit.LimitError):
            mbox[0]
        with pytest.raises(mimekit.LimitError):
            next(iter(mbox))


def test_sender_and_date_are_written(path: Path) -> None:
    date = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    with Mbox(path) as mbox:
        mbox.add(mimekit.parse(b"Subject: x\n\n"), envelope_sender="ann@example.org", date=date)
        assert mbox.from_line(-1) == FromLine("ann@example.org", date)
        mbox.add(b"")
        date_now = mbox.from_line(-1).date
        assert date_now is not None
        assert abs((datetime.now(UTC) - date_now).total_seconds()) < 600


@pytest.mark.parametrize("control", ["\r", "\n", "\0"])
def test_nothing_is_written_for_what_is_refused(path: Path, control: str) -> None:
    before = path.read_bytes()
    with Mbox(path) as mbox, pytest.raises(HeaderInjectionError):
        mbox.add(b"x", envelope_sender=f"a{control}From b")
    assert path.read_bytes() == before


@pytest.mark.parametrize("end", [b"text", b"text\n", b"text\n\n", b"text\r\n", b"text\r\n\r\n"])
def test_a_message_behind_any_end_of_the_file(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "foreign.mbox"
    path.write_bytes(LINE + b"\n" + end)
    with Mbox(path) as mbox:
        mbox.add(b"added")
        assert len(mbox) == 2
        assert mbox.octets(1) == b"added"
        assert mbox.octets(0).rstrip(b"\r\n") == b"\ntext"
    assert path.read_bytes().startswith(LINE + b"\n" + end)


def test_what_is_written_looks_as_documented(tmp_path: Path) -> None:
    path = tmp_path / "new.mbox"
    with Mbox(path, create=True) as mbox:
        for octets in (b"", b"a\n", b"From b"):
            mbox.add(octets, date=EPOCH)
    unended = LINE[:-1] + b"\t\n"
    assert path.read_bytes() == LINE + b"\n" + LINE + b"a\n\n" + unended + b">From b\n\n"


def test_an_unended_message_that_was_cut_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "cut.mbox"
    path.write_bytes(LINE[:-1] + b"\t\na\n\r\n")  # of b"a\n\r"
    with Mbox(path) as mbox:
        assert mbox.octets(0) == b"a\n\r\n"


@pytest.mark.parametrize("mbox_format", ["mboxo", "mboxcl", "mboxcl2"])
def test_only_mboxrd_is_written(path: Path, mbox_format: MboxFormat) -> None:
    with (
        Mbox(path, mbox_format=mbox_format) as mbox,
        pytest.raises(MailboxError, match="only mboxrd is written"),
    ):
        mbox.add(b"x")


def test_what_is_no_mbox_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"From here on\n\nnotes\n")
    with pytest.raises(MailboxError, match="is no mbox"):
        Mbox(path)
    with pytest.raises(ValueError, match="no format"):
        Mbox(path, mbox_format="mbox")  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        Mbox(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_create_keeps_what_is_there(path: Path) -> None:
    before = path.read_bytes()
    with Mbox(path, create=True) as mbox:
        assert len(mbox) == 2
    assert path.read_bytes() == before


# -- others who write


def test_what_others_append_is_seen_after_adding(path: Path) -> None:
    with Mbox(path) as mbox, Mbox(path) as other:
        assert len(mbox) == 2
        other.add(b"three")
        assert len(mbox) == 2
        mbox.add(b"four")
        assert octets_of(mbox)[2:] == [b"three", b"four"]


@pytest.mark.parametrize("size", [0, 30, 70])
def test_a_file_that_others_cut_raises_and_nothing_worse(path: Path, size: int) -> None:
    with Mbox(path) as mbox:
        assert len(mbox) == 2
        mbox._window = mbox._block = 0, b""  # as if more had been read since
        os.truncate(path, size)
        with pytest.raises(MailboxError, match="changed by another program"):
            mbox[1]


def test_a_file_that_others_rewrite_is_noticed(path: Path) -> None:
    with Mbox(path) as mbox:
        assert len(mbox) == 2
        mbox._window = mbox._block = 0, b""
        path.write_bytes(b"x" * 200)
        with pytest.raises(MailboxError, match="changed by another program"):
            mbox[0]


def test_a_failed_write_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def fail(descriptor: int, octets: bytes) -> None:
        os.write(descriptor, octets[:50])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_all", fail)
    with Mbox(path) as mbox:
        with pytest.raises(OSError, match="No space left"):
            mbox.add(b"Subject: three\n\n3\n")
        assert len(mbox) == 2
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]


ADD = """
import sys
from mimekit import Mbox
path, name, count = sys.argv[1:]
with Mbox(path) as mbox:
    for number in range(int(count)):
        mbox.add(f"{name} {number} no end".encode(), lock_seconds=60)
"""


def test_processes_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "busy.mbox"
    path.touch()
    command = [sys.executable, "-c", ADD, str(path)]
    workers = [subprocess.Popen([*command, name, "15"]) for name in ("a", "b", "c")]  # noqa: S603
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0, 0]
    with Mbox(path) as mbox:
        found = [octets.decode() for octets in octets_of(mbox)]
    assert sorted(found) == sorted(f"{name} {n} no end" for name in "abc" for n in range(15))
    for name in "abc":
        assert [each for each in found if each[0] == name] == [
            f"{name} {n} no end" for n in range(15)
        ]
    assert [*tmp_path.iterdir()] == [path]
