"""What the tests read from a page: its headings, its links, its blocks of code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_LINK = re.compile(r"(?<!\\)\]\(([^()\s]+)\)")
_CODE_SPAN = re.compile(r"``.+?``|`[^`\n]+`")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def headings(page: Path) -> list[str]:
    return _HEADING.findall(_prose(page))


def anchors(page: Path) -> set[str]:
    """What may stand behind the "#" of a link, as GitHub makes it of headings."""
    seen: Counter[str] = Counter()
    found = set()
    for title in headings(page):
        anchor = _NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def links(page: Path) -> list[str]:
    return _LINK.findall(_CODE_SPAN.sub("", _prose(page)))


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """The language and the text of each block between fences."""
    for _, language, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        yield language, text
