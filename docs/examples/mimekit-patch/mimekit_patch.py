"""Patches as Markdown: what each file gains and loses, and the patch itself below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mimekit.plugin import Content, Context, Handler, WarningCode, hookimpl

MAX_FILES: Final = 100
"""Files that are listed: a patch of a megabyte may change a hundred thousand."""

# How many lines of the old and of the new file a hunk has; one, if it does not say.
_HUNK = re.compile(r"@@ -\d+(?:,(\d{1,9}))? \+\d+(?:,(\d{1,9}))? @@")
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&]")


def convert_patch(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A list of the files, and the patch in a fence that nothing inside of it can end."""
    text = content.text
    files = changed_files(text)
    if not files:
        raise ValueError("no file is changed in it")
    if len(files) > MAX_FILES:
        context.warn(f"files that are not listed: {len(files) - MAX_FILES}", WarningCode.LIMIT)
    rows = [
        f"- {_escaped(file.name)}: {file.added} added, {file.removed} removed\n"
        for file in files[:MAX_FILES]
    ]
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    markdown = f"{''.join(rows)}\n{fence}diff\n{text.rstrip()}\n{fence}\n"
    yield Content.from_text(markdown, to, name=content.name)


@dataclass
class ChangedFile:
    """A file, and how many of its lines a patch adds and removes."""

    name: str
    added: int = 0
    removed: int = 0


def changed_files(text: str) -> list[ChangedFile]:
    r"""The files that a patch in the unified format changes, in its order.

    >>> changed_files("--- a/lamp\n+++ b/lamp\n@@ -1 +1,2 @@\n-dark\n+lit\n+--- warm\n")
    [ChangedFile(name='lamp', added=2, removed=1)]
    """
    files: list[ChangedFile] = []
    before = ""
    old_left = new_left = 0  # lines of the hunk that are still to come
    for line in text.split("\n"):
        if old_left > 0 or new_left > 0:
            mark = line[:1]
            files[-1].added += mark == "+"
            files[-1].removed += mark == "-"
            old_left -= mark not in ("+", "\\")
            new_left -= mark not in ("-", "\\")
        elif line.startswith("--- "):
            before = _file_name(line, "a/")
        elif line.startswith("+++ "):
            after = _file_name(line, "b/")
            files.append(ChangedFile(before if after == "/dev/null" else after))
        elif files and (hunk := _HUNK.match(line)):
            old_left, new_left = int(hunk[1] or 1), int(hunk[2] or 1)
    return files


def _file_name(line: str, side: str) -> str:
    return line[4:].partition("\t")[0].strip().removeprefix(side)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\g<0>", text)


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """What mimekit asks each plugin for, once."""
    return [
        Handler(
            name="markdown",
            accepts=("text/x-patch", "text/x-diff"),
            produces=("text/markdown",),
            convert=convert_patch,
        )
    ]
