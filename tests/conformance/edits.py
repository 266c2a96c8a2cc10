"""Edit one header field of every message under a folder: all other octets must stay.

    python tests/conformance/edits.py FOLDER ...

A folder may hold .tar.xz archives. Exit status 1 if a message is changed elsewhere, or is
not read back as it was set. Counted apart: messages whose header holds a line that is no
field, which the edit would make part of the body, and which are refused.
"""

from __future__ import annotations

import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import mimekit
from tests.message.editing import check_set_subject


def messages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and in the archives there."""
    for path in sorted(folder.rglob("*")):
        if path.suffixes[-2:] == [".tar", ".xz"]:
            with tarfile.open(path) as archive:
                for member in archive:
                    file = archive.extractfile(member)
                    if file is not None and not member.name.endswith((".jsonl", ".json", ".md")):
                        yield member.name, file.read()
        elif path.is_file() and path.suffix == ".eml":
            yield str(path), path.read_bytes()


def main() -> int:
    counts = {"exact": 0, "refused": 0, "wrong": 0}
    for folder in sys.argv[1:]:
        for name, data in messages(Path(folder)):
            counts[outcome(name, data)] += 1
    print(counts)  # noqa: T201 - a report
    return int(counts["wrong"] > 0)


def outcome(name: str, data: bytes) -> str:
    try:
        mimekit.parse(data).headers.set("Subject", "edited")
    except mimekit.ComposeError:
        return "refused"
    try:
        check_set_subject(data)
    except AssertionError:
        print("wrong:", name)  # noqa: T201 - a report
        return "wrong"
    return "exact"


if __name__ == "__main__":
    sys.exit(main())
