"""``mimekit convert`` takes what is no message, a mailbox on standard input, and whole folders."""

from __future__ import annotations

import inspect
import io
import json
import os
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from mimekit.cli import conversion_inputs
from mimekit.cli.failures import ExitStatus, Failure
from mimekit.cli.folder_files import iter_folder
from mimekit.plugin import Registry
from tests.cli.running import DEMO, ROOT, Result, run

LAMP = ROOT / "corpus" / "mailbox" / "lamp.mbox"
MESSAGE = b"From: a@x.test\nTo: b@x.test\nSubject: x\n\ny\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


def archive() -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as file:
        file.writestr("letter.txt", "Dear Ann")
    return octets.getvalue()


@pytest.fixture(autouse=True)
def _built_in_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Registry, "default", classmethod(lambda _: Registry()))
    monkeypatch.setenv("MIMEKIT_MAGIC", "0")


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, octets in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- what is no message


@pytest.mark.parametrize(
    ("name", "octets", "text"),
    [
        pytest.param("a.zip", archive(), "Dear Ann", id="archive"),
        pytest.param("a.ics", CALENDAR, "VCALENDAR", id="calendar"),
        pytest.param("noname", CALENDAR, "VCALENDAR", id="calendar-by-octets"),
        pytest.param("a.csv", b"a,b\n1,2\n", "| 1 | 2 |", id="table"),
        pytest.param("a.yaml", b"a: b\n", "```yaml\na: b\n```", id="by-name"),
        pytest.param("a.txt", b"Dear Ann,\nyes.\n", "Dear Ann,", id="text"),
        pytest.param("a.html", b"<!DOCTYPE html><p>Hello</p>", "Hello", id="page"),
    ],
)
def test_what_is_no_message_is_converted_as_its_type(
    tmp_path: Path, name: str, octets: bytes, text: str
) -> None:
    fill(tmp_path, {name: octets})
    result = run("convert", tmp_path / name)
    assert result.status == 0
    assert text in result.output
    assert "untrusted" not in result.output  # which the front matter of a message has


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        pytest.param("a", MESSAGE, id="by-octets"),
        pytest.param("a.txt", b"X-Lamp: 1\n\ny\n", id="header-fields"),
        pytest.param("a.eml", b"Content-Type: text/html\n\n<p>y</p>", id="by-name"),
        pytest.param("a", b"\xef\xbb\xbf\r\nSubject: x\n\ny\n", id="byte-order-mark"),
        pytest.param("a", b"From a@b.c Thu Jan  1 00:00:00 1970\n" + MESSAGE, id="mbox-of-one"),
        pytest.param("a.emlx", b"%d\n%b<plist/>" % (len(MESSAGE), MESSAGE), id="emlx"),
    ],
)
def test_what_is_a_message(tmp_path: Path, name: str, octets: bytes) -> None:
    fill(tmp_path, {name: octets})
    result = run("convert", tmp_path / name)
    assert result.output.startswith("---\nsubject: ")
    assert "plist" not in result.output


def test_result_is_named_after_the_file(tmp_path: Path) -> None:
    fill(tmp_path, {"a.zip": archive(), "a.eml": MESSAGE})
    out = tmp_path / "out"
    assert run("convert", tmp_path / "a.zip", tmp_path / "a.eml", "-o", out).status == 0
    assert names(out) == ["a-2.md", "a.md"]


def test_what_is_no_message_has_no_parts(tmp_path: Path) -> None:
    path = fill(tmp_path, {"a.zip": archive()}) / "a.zip"
    result = run("convert", path, "--part", "2")
    assert result.status == ExitStatus.NO_INPUT
    assert result.error == f"mimekit: {path} is no message: it has no part 2\n"


@pytest.mark.parametrize("options", [[], ["-o", "out"], ["--json"]], ids=["one", "many", "json"])
def test_empty_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]) -> None:
    monkeypatch.chdir(fill(tmp_path, {"a.eml": b""}))
    result = run("convert", "a.eml", *options)
    assert result.status == ExitStatus.DATA
    assert "is empty" in (result.output if options == ["--json"] else result.error)
    assert result.error.count("\n") == (0 if options == ["--json"] else 1)


def test_empty_standard_input() -> None:
    assert run("convert", "-") == Result(65, "", "mimekit: standard input is empty\n")


# -- standard input


def test_mailbox_on_standard_input(tmp_path: Path) -> None:
    result = run("convert", "-", "-o", tmp_path, stdin=LAMP.read_bytes())
    assert result.output == "4 converted, 0 failed, 0 warnings\n"
    assert names(tmp_path) == [f"message-0000{number}.md" for number in range(1, 5)]


def test_mailbox_on_standard_input_needs_a_folder() -> None:
    result = run("convert", "-", stdin=LAMP.read_bytes())
    assert result == run("convert", LAMP)
    assert result.status == ExitStatus.USAGE


def test_standard_input_is_sniffed() -> None:
    assert "Dear Ann" in run("convert", "-", stdin=archive()).output


def test_standard_input_only_once() -> None:
    assert run("convert", "-", "-", stdin=MESSAGE).status == ExitStatus.USAGE


def test_closed_standard_input() -> None:
    assert run("convert", "-", stdin=None).status == ExitStatus.NO_INPUT


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_pipe_is_read_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(MESSAGE,))
    writer.start()
    result = run("convert", tmp_path / "pipe")
    writer.join()
    assert result.output.startswith('---\nsubject: "x"\n')


# -- folders


def convert_folder(folder: Path, *options: str) -> tuple[list[str], Result]:
    out = folder.parent / "out"
    result = run("convert", folder, "-o", out, *options)
    return names(out), result


def test_folder_is_converted_with_all_below_it(tmp_path: Path) -> None:
    folder = fill(
        tmp_path / "letters",
        {
            "a.eml": MESSAGE,
            "sub/b.eml": MESSAGE,
            "sub/deep/noname": MESSAGE,
            "sub/lamp.mbox": LAMP.read_bytes(),
            "mh/2": b"Subject: x\n\ny",
            "mh/10": b"Subject: x\n\ny",
            "in/cur/1.host:2,S": b"Subject: x\n\ny",
            "in/new/2.host": b"Subject: x\n\ny",
            "in/tmp/3.host": b"Subject: x\n\ny",
            "in/.Sent/cur/1": b"Subject: x\n\ny",
        },
    )
    for name in ("in/.Sent/new", "in/.Sent/tmp"):
        (folder / name).mkdir()
    found, result = convert_folder(folder)
    assert result == Result(0, "12 converted, 0 failed, 0 warnings\n", "")
    assert found == sorted(
        [
            *("a.md", "sub_b.md", "sub_deep_noname.md", "mh_2.md", "mh_10.md"),
            *("in-00001.md", "in-00002.md", "in_.Sent-00001.md"),
            *(f"sub_lamp-0000{number}.md" for number in range(1, 5)),
        ]
    )


def test_folder_is_taken_in_order(tmp_path: Path) -> None:
    files = ("b/2", "b/10", "b.eml", "a/x.eml", "c.eml")
    folder = fill(tmp_path / "letters", dict.fromkeys(files, MESSAGE))
    told = json.loads(run("convert", folder, "--json").output)["messages"]
    order = [Path(message["message"]).relative_to(folder).as_posix() for message in told]
    assert order == ["b.eml", "c.eml", "a/x.eml", "b/2", "b/10"]


def test_what_a_folder_holds_beside_mail_is_told(tmp_path: Path) -> None:
    folder = fill(
        tmp_path / "letters",
        {
            "a.eml": MESSAGE,
            "a.zip": archive(),
            "empty.eml": b"",
            "notes.txt": b"Note: buy oil\n",
            ".hidden.eml": MESSAGE,
        },
    )
    found, result = convert_folder(folder)
    assert found == ["a.md"]
    assert result.status == 0
    assert result.output == "1 converted, 0 failed, 0 warnings, 4 passed over\n"
    assert sorted(result.error.splitlines()) == [
        f"mimekit: {folder / '.hidden.eml'} is passed over: its name begins with a dot or a comma",
        f"mimekit: {folder / 'a.zip'} is passed over: it is no mail, but application/zip",
        f"mimekit: {folder / 'empty.eml'} is passed over: it is empty",
        f"mimekit: {folder / 'notes.txt'} is passed over: it is no mail, but text/plain",
    ]
    told = json.loads(run("convert", folder, "--json").output)["passed_over"]
    assert {"file": f"{folder / 'empty.eml'}", "reason": "it is empty"} in told


def test_folder_of_the_results_is_not_looked_at(tmp_path: Path) -> None:
    fill(tmp_path, {"a.eml": MESSAGE, "out/old.eml": MESSAGE})
    result = run("convert", tmp_path, "-o", tmp_path / "out")
    assert result == Result(0, "1 converted, 0 failed, 0 warnings\n", "")


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_nothing_leads_out_of_a_folder(tmp_path: Path) -> None:
    outside = fill(tmp_path / "outside", {"secret.eml": MESSAGE, "cur/secret": MESSAGE})
    folder = fill(tmp_path / "letters", {"a.eml": MESSAGE, "box/cur/1": MESSAGE})
    for name in ("box/new", "box/tmp", "fake/new", "fake/tmp"):
        (folder / name).mkdir(parents=True)
    (folder / "link.eml").symlink_to(outside / "secret.eml")
    (folder / "linked").symlink_to(outside)
    (folder / "circle").symlink_to(folder)
    (folder / "box" / "cur" / "2").symlink_to(outside / "secret.eml")
    (folder / "fake" / "cur").symlink_to(outside / "cur")
    found, result = convert_folder(folder)
    assert found == ["a.md", "box-00001.md"]
    assert result.output.endswith("5 passed over\n")
    assert result.error.count("it is a symbolic link") == 5


def test_folders_may_be_nested_deeply(tmp_path: Path) -> None:
    deep = fill(tmp_path / "letters", {"a.eml": MESSAGE})
    for _ in range(300):
        deep /= "d"
        deep.mkdir()
    fill(deep, {"b.eml": MESSAGE})
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = [entry.path.name for entry in iter_folder(tmp_path)]
    finally:
        sys.setrecursionlimit(before)
    assert found == ["a.eml", "b.eml"]


def test_what_cannot_be_read_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = conversion_inputs._message_octets

    def read_but_one(path: str) -> bytes:
        if path.endswith("a.eml"):
            raise Failure(ExitStatus.NO_INPUT, "cannot read a.eml: Permission denied")
        return read(path)

    monkeypatch.setattr(conversion_inputs, "_message_octets", read_but_one)
    folder = fill(tmp_path / "letters", {"a.eml": MESSAGE, "b.eml": MESSAGE})
    found, result = convert_folder(folder)
    assert found == ["b.md"]
    assert result.status == ExitStatus.DEFECTS
    assert result.output.startswith("1 converted, 1 failed")
    assert "Permission denied" in result.error


# -- what is told


def test_label_is_told_once(tmp_path: Path) -> None:
    result = run("convert", LAMP, "--part", "2", "-o", tmp_path)
    line = result.error.splitlines()[0]
    assert line == f"mimekit: {LAMP}#1: has no part 2; see 'mimekit tree'"


def test_json_without_a_folder_has_the_text() -> None:
    document = json.loads(run("convert", DEMO, LAMP, "--json", "--to", "text").output)
    told = document["messages"]
    assert len(told) == 5
    assert told[0]["text"] == run("convert", DEMO, "--to", "text").output
    assert told[0]["written"] is None
    assert document["passed_over"] == []


def test_json_has_all_warnings(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    parts = b"".join(b"--b\nContent-Type: model/x-lamp\n\n\x00\xff\n" for _ in range(30))
    path.write_bytes(b"Content-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n")
    (told,) = json.loads(run("convert", path, "--json").output)["messages"]
    assert len(told["warnings"]) >= 30


def test_page_holds_its_images(tmp_path: Path) -> None:
    page = run("convert", DEMO, "--to", "html").output
    assert 'src="data:image/png;base64,' in page
    assert "data:image" not in run("convert", DEMO, "--to", "html", "--images", "none").output
    run("convert", DEMO, "--to", "html", "-o", tmp_path)
    assert (tmp_path / "demo.html").read_text(encoding="utf-8") == page.replace("\r\n", "\n")
