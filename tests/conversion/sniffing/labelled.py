"""The labelled files of corpus/sniff/."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[3] / "corpus" / "sniff"
# In halves, so that no scanner takes a checkout for what it looks for.
_EICAR = (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*")


class Labelled(NamedTuple):
    """A file, and the media types that it may be said to have."""

    name: str
    octets: bytes
    media_type: str
    accepted: frozenset[str]
    is_more: bool
    """Whether it is another file of a kind that is there already."""


def _labelled() -> list[Labelled]:
    labels = json.loads((FOLDER / "labels.json").read_text("utf-8"))["files"]
    files = []
    for name, label in labels.items():
        octets = b"".join(_EICAR) if "assembled" in label else _read(name, label.get("packed"))
        accepted = frozenset((label["type"], *label.get("accepted", ())))
        files.append(Labelled(name, octets, label["type"], accepted, "more" in label))
    return files


def _read(name: str, packed: str | None) -> bytes:
    octets = (FOLDER / "files" / name).read_bytes()
    return lzma.decompress(octets) if packed == "xz" else octets


FILES = _labelled()
BY_NAME = {file.name: file for file in FILES}
SET = [file for file in FILES if not file.is_more]
"""One file of each kind, two of the kinds of messages and four of plain text."""
