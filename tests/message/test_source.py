"""Messages in files: read if they are small, mapped if they are large."""

from __future__ import annotations

import mmap
import os
from pathlib import Path

import pytest

import mimekit
from mimekit.message import source

MESSAGE = b"Subject: Hi\n\nbody\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mail.eml"
    path.write_bytes(MESSAGE)
    return path


@pytest.mark.parametrize("kind", [str, os.fsencode, Path], ids=["str", "bytes", "path"])
def test_opens_a_path_of_any_kind(kind: type, path: Path) -> None:
    if kind is os.fsencode:
        path = Path(os.fsdecode(kind(path)))
    with mimekit.open(kind(path) if kind is not os.fsencode else path) as message:
        assert (message.subject, bytes(message)) == ("Hi", MESSAGE)


@pytest.mark.parametrize(
    ("from_bytes", "kind"),
    [
        pytest.param(len(MESSAGE) + 1, bytes, id="smaller"),
        pytest.param(len(MESSAGE), mmap.mmap, id="as-large"),
        pytest.param(1, mmap.mmap, id="larger"),
    ],
)
def test_a_large_file_is_mapped(
    from_bytes: int, kind: type, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MAP_FROM_BYTES", from_bytes)
    message = mimekit.open(path)
    assert type(message._tree.sources[0]) is kind
    assert (message.subject, message.text, bytes(message)) == ("Hi", "body\n", MESSAGE)
    assert bytes(message.part("")) == MESSAGE


def test_an_empty_file_is_read_for_it_cannot_be_mapped(path: Path) -> None:
    path.write_bytes(b"")
    with mimekit.open(path) as message:
        assert (bytes(message), message.text) == (b"", "")


def test_the_limits_are_the_callers(path: Path) -> None:
    limits = mimekit.Limits(max_header_bytes=3, strict=True)
    with pytest.raises(mimekit.LimitError, match="max_header_bytes"):
        mimekit.open(path, limits=limits)


@pytest.mark.parametrize("name", ["nowhere.eml", "."])
def test_raises_what_open_raises(name: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r".") as raised:
        mimekit.open(tmp_path / name)
    with pytest.raises(type(raised.value)):
        (tmp_path / name).open("rb")


@pytest.mark.parametrize("from_bytes", [1, 100], ids=["mapped", "read"])
def test_a_message_is_closed_when_its_block_is_left(
    from_bytes: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MAP_FROM_BYTES", from_bytes)
    with mimekit.open(path) as message:
        view = message.raw
    with pytest.raises(ValueError, match="closed"):
        bytes(message)
    assert bytes(view) == b"body\n"  # what the caller holds stays whole
    path.unlink()  # and nothing keeps the file


def test_leaving_the_block_hides_no_exception(path: Path) -> None:
    with pytest.raises(KeyError, match="9"), mimekit.open(path) as message:
        message.part("9")


def test_a_path_of_octets_is_one(path: Path) -> None:
    with mimekit.open(os.fsencode(path)) as message:
        assert bytes(message) == path.read_bytes()
