"""The URLs in a plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# http, https and mailto only: nothing else is worth a click in mail. What has a use in Markdown
# or HTML, or in the order of writing, is no part of a URL; RFC 3986 allows none of it.
_URL = re.compile(
    r"(?:(?<=<)|(?<![^\W_])(?<![/.@:-]))(?:https?://|mailto:)(?=[^\W_]|\[)"
    r"[^\s<>\"`{}|\\^\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f]++",
    re.IGNORECASE,
)
_END = ".,;:!?'*_~\u2019\u201d\u3002\uff0c"
_BRACKETS = {")": "(", "]": "["}


def split_urls(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, and whether each is a URL; joined, they are the text.

    The full stop, or the bracket, behind a URL is no part of it; nor are angle brackets
    around it (RFC 3986 appendix C).

    >>> list(split_urls("See <https://a.example/b_(c)>."))
    [('See <', False), ('https://a.example/b_(c)', True), ('>.', False)]
    """
    at = 0
    if ":" not in text:  # most lines: nothing is searched for
        if text:
            yield text, False
        return
    for match in _URL.finditer(text):
        url = _without_end(match[0])
        if at < match.start():
            yield text[at : match.start()], False
        at = match.start() + len(url)
        yield url, True
    if at < len(text):
        yield text[at:], False


def _without_end(url: str) -> str:
    """The URL without what a sentence puts behind it."""
    open_brackets = {
        mark: url.count(opening) - url.count(mark) for mark, opening in _BRACKETS.items()
    }
    end = len(url)
    while url[end - 1] in _END or open_brackets.get(url[end - 1], 0) < 0:
        if url[end - 1] in open_brackets:
            open_brackets[url[end - 1]] += 1
        end -= 1
    return url[:end]
