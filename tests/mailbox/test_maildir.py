"""The Maildir: keys, flags, folders; many who add at once, and files that vanish."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import MailboxError, Maildir
from mimekit.mailbox import maildir as module

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "mailbox" / "maildir"


@pytest.fixture
def maildir(tmp_path: Path) -> Maildir:
    return Maildir(tmp_path / "Mail", create=True)


def names(maildir: Maildir) -> dict[str, list[str]]:
    return {
        name: sorted(os.listdir(maildir.path / name))  # noqa: PTH208
        for name in ("tmp", "new", "cur")
    }


def test_corpus() -> None:
    maildir = Maildir(CORPUS)
    assert maildir.keys() == ["1767323045.M1P1Q1.example", "1767323046.M1P1Q2.example"]
    assert [sorted(maildir.flags(key)) for key in maildir.keys()] == [["R", "S"], []]  # noqa: SIM118 - keys() is a list
    assert [message.subject for message in maildir] == ["The first, seen", "The second, new"]
    assert maildir.octets(maildir.keys()[1]).endswith(b"\r\n\r\nNo end")
    assert maildir.folders() == ["Archive.2026"]
    assert [message.subject for message in maildir.folder("Archive.2026")] == ["Archived"]


# Each example waits for the disk, so there is no deadline.
@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=30,
)
@given(st.lists(st.binary(max_size=50), max_size=3))
def test_octets_come_back(maildir: Maildir, written: list[bytes]) -> None:
    keys = [maildir.add(octets) for octets in written]
    assert [maildir.octets(key) for key in keys] == written
    assert [bytes(message) for message in Maildir(maildir.path)] == [
        maildir.octets(key) for key in sorted({*maildir.keys()})
    ]


def test_a_new_message_is_in_new_and_one_with_flags_in_cur(maildir: Maildir) -> None:
    new = maildir.add(mimekit.parse(b"Subject: new\n\n"))
    seen = maildir.add(b"Subject: seen\n\n", "SRS")
    separator = module._SEPARATOR
    assert names(maildir) == {"tmp": [], "new": [new], "cur": [f"{seen}{separator}2,RS"]}
    assert (len(maildir), new in maildir, "x" in maildir) == (2, True, False)
    assert [maildir[key].subject for key in (new, seen)] == ["new", "seen"]


def test_flags_are_set_by_renaming(maildir: Maildir) -> None:
    key = maildir.add(b"x")
    for flags in ("S", "FSR", "", "", "a"):
        maildir.set_flags(key, flags)
        assert maildir.flags(key) == frozenset(flags)
        name = f"{key}{module._SEPARATOR}2,{''.join(sorted(flags))}"
        assert names(maildir) == {"tmp": [], "new": [], "cur": [name]}
        assert maildir.octets(key) == b"x"


@pytest.mark.parametrize("flags", ["S,", "/", "é", "1", ["S", "\0"], ["../x"]])
def test_flags_are_letters(maildir: Maildir, flags: str | list[str]) -> None:
    key = maildir.add(b"x")
    with pytest.raises(ValueError, match="letters"):
        maildir.set_flags(key, flags)
    with pytest.raises(ValueError, match="letters"):
        maildir.add(b"y", flags)
    assert names(maildir) == {"tmp": [], "new": [key], "cur": []}


@pytest.mark.parametrize("key", ["", "nowhere", "../new/x", "../cur/../new/x", ".", "x:2,S"])
def test_no_such_key(maildir: Maildir, key: str) -> None:
    (maildir.path / "new" / "x").write_bytes(b"x")
    for call in (maildir.__getitem__, maildir.flags, lambda key: maildir.set_flags(key, "S")):
        with pytest.raises(KeyError):
            call(key)


@pytest.mark.parametrize(
    ("file", "key", "flags"),
    [
        pytest.param("1.a:2,RS", "1.a", "RS", id="colon"),
        pytest.param("1.a!2,RS", "1.a", "RS", id="exclamation-mark"),
        pytest.param("1.a;2,ab", "1.a", "ab", id="semicolon"),
        pytest.param("1.a:2,", "1.a", "", id="no-flags"),
        pytest.param("1.a", "1.a", "", id="no-info"),
        pytest.param("1.a,S=7:2,S", "1.a,S=7", "S", id="size-in-the-name"),
        pytest.param("1.a:1,x", "1.a:1,x", "", id="experimental"),
        pytest.param("1.a:2,S1", "1.a:2,S1", "", id="no-letters"),
        pytest.param("1:2,S:2,F", "1:2,S", "F", id="twice"),
        pytest.param(":2,S", ":2,S", "", id="no-key"),
    ],
)
def test_file_names(file: str, key: str, flags: str) -> None:
    assert module._split(file) == (key, flags)


def test_flags_in_new_do_not_count(maildir: Maildir) -> None:
    (maildir.path / "new" / "1.a!2,S").write_bytes(b"x")
    assert maildir.flags("1.a") == frozenset()
    (maildir.path / "cur" / ".hidden").write_bytes(b"x")
    assert maildir.keys() == ["1.a"]


def test_files_of_one_name_are_all_there(maildir: Maildir) -> None:
    for name in ("cur/1.a:2,F", "cur/1.a:2,S", "new/1.a"):
        (maildir.path / name).write_bytes(name.encode())
    (maildir.path / "cur" / "folder").mkdir()
    assert maildir.keys() == ["1.a", "1.a:2,S", "new/1.a"]
    assert [bytes(message) for message in maildir] == [b"cur/1.a:2,F", b"cur/1.a:2,S", b"new/1.a"]
    assert [sorted(maildir.flags(key)) for key in maildir.keys()] == [["F"], ["S"], []]  # noqa: SIM118 - keys() is a list
    maildir.remove("1.a:2,S")
    assert maildir.keys() == ["1.a", "new/1.a"]


def test_a_look_at_every_message_lists_the_folder_once(
    maildir: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [maildir.add(b"%d" % number, "S") for number in range(20)]
    listed: list[Path] = []
    names_in = module._names_in

    def count(folder: Path) -> list[str]:
        listed.append(folder)
        return names_in(folder)

    monkeypatch.setattr(module, "_names_in", count)
    again = Maildir(maildir.path)
    assert [again.octets(key) for key in keys] == [b"%d" % number for number in range(20)]
    assert all(again.flags(key) == {"S"} and key in again for key in keys)
    assert len(listed) == 2  # new/ and cur/
    assert "lost" not in again


def test_two_files_of_one_key_are_not_overwritten(maildir: Maildir) -> None:
    (maildir.path / "cur" / "1.a").write_bytes(b"one")
    (maildir.path / "cur" / f"1.a{module._SEPARATOR}2,S").write_bytes(b"two")
    with pytest.raises(MailboxError, match="two files"):
        maildir.set_flags("1.a", "S")
    assert len(names(maildir)["cur"]) == 2


# -- others at work


def test_messages_that_vanish_are_passed_by(maildir: Maildir) -> None:
    keys = sorted(maildir.add(b"Subject: %d\n\n" % number) for number in range(4))
    found = iter(maildir)
    next(found)
    (maildir.path / "new" / keys[1]).unlink()
    maildir.set_flags(keys[2], "S")
    assert [bytes(message) for message in found] == [maildir.octets(key) for key in keys[2:]]
    with pytest.raises(KeyError):
        maildir[keys[1]]


def test_flags_of_a_file_that_others_rename(
    maildir: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = maildir.add(b"x")
    rename = Path.rename

    def late(path: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "rename", rename)
        path.rename(maildir.path / "cur" / f"{key}{module._SEPARATOR}2,F")
        return path.rename(target)

    monkeypatch.setattr(Path, "rename", late)
    maildir.set_flags(key, "S")
    assert maildir.flags(key) == {"S"}


ADD = """
import sys
from mimekit import Maildir
path, name = sys.argv[1:]
maildir = Maildir(path, create=True)
print("\\n".join(maildir.add(f"{name} {number}".encode(), "S" * (number % 2)) for number in range(40)))
"""


def test_processes_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "busy"
    workers = [
        subprocess.Popen([sys.executable, "-c", ADD, str(path), name], stdout=subprocess.PIPE)  # noqa: S603
        for name in ("a", "b", "c")
    ]
    keys = [key for worker in workers for key in worker.communicate(timeout=120)[0].split()]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    maildir = Maildir(path)
    assert sorted(key.decode() for key in keys) == maildir.keys()
    assert sorted(map(bytes, maildir)) == sorted(
        f"{name} {number}".encode() for name in "abc" for number in range(40)
    )
    assert names(maildir)["tmp"] == []


def test_a_failed_write_leaves_nothing(maildir: Maildir, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int, octets: bytes) -> None:
        os.write(descriptor, octets[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_all", fail)
    with pytest.raises(OSError, match="No space"):
        maildir.add(b"xyz")
    assert names(maildir) == {"tmp": [], "new": [], "cur": []}


def test_a_name_that_is_taken_is_not_overwritten(
    maildir: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_unique_name", lambda: "same")
    maildir.add(b"first")
    with pytest.raises(FileExistsError):
        maildir.add(b"second")
    assert (maildir.octets("same"), names(maildir)["tmp"]) == (b"first", [])


@pytest.mark.skipif(os.name == "nt", reason="nothing is linked there")
def test_a_file_system_without_links(maildir: Maildir, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", source, None, target)

    monkeypatch.setattr(os, "link", refuse)
    key = maildir.add(b"x")
    assert names(maildir) == {"tmp": [], "new": [key], "cur": []}
    monkeypatch.setattr(module, "_unique_name", lambda: key)
    with pytest.raises(PermissionError):
        maildir.add(b"y")
    assert maildir.octets(key) == b"x"


def test_unique_names_differ_and_can_be_file_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "a/b:c\n")
    found = [module._unique_name() for _ in range(1000)]
    assert len({*found}) == 1000
    assert not {*"/:\n"} & {*"".join(found)}


# -- folders


def test_what_is_no_maildir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match="is no Maildir"):
        Maildir(tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_folders(maildir: Maildir) -> None:
    assert maildir.folders() == []
    with pytest.raises(MailboxError):
        maildir.folder("Sent")
    maildir.folder("Sent", create=True).add(b"x")
    maildir.folder("A.B", create=True)
    (maildir.path / ".not-one").mkdir()
    assert maildir.folders() == ["A.B", "Sent"]
    assert (maildir.path / ".Sent" / "maildirfolder").is_file()
    assert (len(maildir.folder("Sent")), len(maildir)) == (1, 0)


def test_each_flag_stands_once(maildir: Maildir) -> None:
    key = maildir.add(b"x", ["SF", "F"])
    assert names(maildir)["cur"] == [f"{key}{module._SEPARATOR}2,FS"]


def test_a_message_is_removed(maildir: Maildir) -> None:
    kept, gone = maildir.add(b"1: 1\n\n"), maildir.add(b"2: 2\n\n", "S")
    maildir.remove(gone)
    assert maildir.keys() == [kept]
    assert names(maildir)["cur"] == []
    with pytest.raises(KeyError):
        maildir.remove(gone)


@pytest.mark.parametrize("message", ["Subject: x\n\n", Path("x.eml"), 5, None], ids=repr)
def test_what_is_no_message_is_not_added(maildir: Maildir, message: object) -> None:
    with pytest.raises(TypeError, match="a message or its octets are added, not"):
        maildir.add(message)  # type: ignore[arg-type]
    assert len(maildir) == 0


def test_a_key_is_a_text(maildir: Maildir) -> None:
    with pytest.raises(TypeError, match="a key is a str"):
        maildir[0]  # type: ignore[index]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "a..b", ".a", "a.", "a\\b", "a\0"])
def test_names_of_folders_stay_in_the_folder(maildir: Maildir, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a folder"):
        maildir.folder(name, create=True)
