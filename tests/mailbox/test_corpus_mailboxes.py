"""Every mbox of `corpus/mailbox/` gives what is stated beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mimekit import Mbox

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "mailbox"
STATED = sorted(FOLDER.glob("*.toml"))


def read(path: Path) -> tuple[dict[str, Any], Mbox]:
    stated = tomllib.loads(path.read_text(encoding="utf-8"))
    return stated, Mbox(path.with_suffix(".mbox"), mbox_format=stated.get("read_as"))


@pytest.mark.parametrize("path", STATED, ids=lambda path: path.stem)
def test_gives_what_is_stated(path: Path) -> None:
    stated, mbox = read(path)
    with mbox:
        assert stated["about"]
        assert stated["rfc"]
        assert mbox.mbox_format == stated["mbox_format"]
        assert mbox.prologue == stated["prologue"].encode()
        expected = [message["octets"].encode("latin-1") for message in stated["messages"]]
        assert [mbox.octets(index) for index in range(len(mbox))] == expected
        assert [bytes(message) for message in mbox] == expected
        assert [*mbox.offsets] == [message["offset"] for message in stated["messages"]]
        for index, message in enumerate(stated["messages"]):
            line = mbox.from_line(index)
            assert line.envelope_sender == message.get("envelope_sender", "ann@example.org")
            date = message.get("date", "1970-01-01T00:00:00+00:00")
            assert (line.date.isoformat() if line.date else "none") == date


def test_every_mbox_has_its_result_and_the_reverse() -> None:
    assert {path.stem for path in STATED} == {path.stem for path in FOLDER.glob("*.mbox")}
    assert len(STATED) >= 20
