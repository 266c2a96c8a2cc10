"""Write the expected results that nobody wrote by hand.

    python tests/corpus/regenerate.py            write them, and print what changed
    python tests/corpus/regenerate.py --check    print what would change; exit status 1 if anything

A message without a JSON file gets one; those whose "origin" is "generated" are written
anew, "rfc" and "about" kept. All others are left alone: they say what is right, not what
the code does. Read the difference before it is committed.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # to run as a script

from mimekit import Message, parse  # noqa: E402
from tests.corpus.expectation import (  # noqa: E402
    CORPUS,
    KEYS,
    NOTES,
    Json,
    iter_messages,
    observe,
)

# A part's text from this many characters on is a file of its own.
LONG_TEXT: Final = 400

# Stated only if there is something to state.
_WHERE_THERE: Final = frozenset(
    ("sender", "reply_to", "cc", "bcc", "in_reply_to", "references", "headers", "report")
)
# Header fields that other keys state, in lower case.
_STATED_APART: Final = frozenset(
    (
        *("subject", "from", "sender", "reply-to", "to", "cc", "bcc", "date", "message-id"),
        *("in-reply-to", "references", "mime-version", "content-type", "content-disposition"),
        *("content-transfer-encoding", "content-id"),
    )
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what changed, or only tell; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="another folder")
    options = parser.parse_args(arguments)
    changed = 0
    for file, text in iter_changes(options.corpus):
        changed += 1
        print_difference(file.relative_to(options.corpus).as_posix(), file, text)
        if not options.check:
            write(file, text)
    print(f"{changed} files {'would change' if options.check else 'changed'}")  # noqa: T201
    return int(options.check and changed > 0)


def iter_changes(corpus: Path) -> Iterator[tuple[Path, str | None]]:
    """The files that are not as they would be written; None for those that would go."""
    for path in iter_messages(corpus):
        notes = notes_of(path)
        if notes["origin"] != "generated":
            continue
        files = files_of(path, notes)
        for file in sorted({*files, *path.with_suffix("").glob("*.txt")}):
            text = files.get(file)
            if text != (read(file) if file.exists() else None):
                yield file, text


def notes_of(path: Path) -> dict[str, str]:
    """Origin, rfc and about of a message; the latter empty if it has no result yet."""
    file = path.with_suffix(".json")
    if not file.exists():
        return {"origin": "generated", "rfc": "", "about": ""}
    stated = json.loads(read(file))
    if not stated.get("origin"):
        raise ValueError(f"{file}: origin must be hand or generated")
    return {key: stated.get(key, "") for key in NOTES}


def files_of(path: Path, notes: Mapping[str, str]) -> dict[Path, str]:
    """The JSON file of a message and the files of its long texts, with what they hold."""
    message = parse(path.read_bytes())
    stated = state(message)
    files = {}
    for item in stated["parts"]:
        if len(item.get("text", "")) >= LONG_TEXT:
            files[path.with_suffix("") / f"{item['path']}.txt"] = item.pop("text")
    for key in ("text", "html"):
        if stated[key] in files.values():
            del stated[key]
    files[path.with_suffix(".json")] = format_json({**notes, **stated})
    return files


def state(message: Message) -> dict[str, Json]:
    """All that a message gives, without what goes without saying."""
    stated = observe(message, KEYS)
    stated["headers"] = {
        name: text for name, text in stated["headers"].items() if name.lower() not in _STATED_APART
    }
    for key in _WHERE_THERE:
        if not stated[key]:
            del stated[key]
    if not stated["attachments"]:
        del stated["saved_as"]
    return stated


def format_json(value: Json) -> str:
    r"""JSON of which every character can be seen.

    >>> print(format_json({"subject": "Grüße\u200b"}), end="")
    {
     "subject": "Grüße\u200b"
    }
    """
    text = json.dumps(value, indent=1, ensure_ascii=False)
    lines = (
        "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
        for line in text.split("\n")
    )
    return "\n".join([*lines, ""])


def read(file: Path) -> str:
    """The text of a file, its line ends as they are."""
    return file.read_bytes().decode()


def write(file: Path, text: str | None) -> None:
    """Make a file hold that text, or remove it."""
    if text is None:
        file.unlink()
        return
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())


def print_difference(name: str, file: Path, text: str | None) -> None:
    """Show how a file changes, in the unified format."""
    old = read(file) if file.exists() else ""
    lines = difflib.unified_diff(
        old.splitlines(), (text or "").splitlines(), name, name, lineterm="", n=2
    )
    for line in lines:
        print(line)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
