"""The base subject: a subject without what replies and forwarding put around it.

RFC 5256 section 2.1 (and section 5, the grammar):

    subj-leader  := (*subj-blob subj-refwd) / WSP
    subj-refwd   := ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
    subj-blob    := "[" *BLOBCHAR "]" *WSP       BLOBCHAR: any but "[" and "]"
    subj-trailer := "(fwd)" / WSP
    subj-fwd     := "[fwd:" subject "]"

Both ends only move inward, and nothing is looked at twice.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WSP = re.compile(r"\s+")
_BLOBS = re.compile(r"(?>(?:\[[^\[\]]*+\] *+)*)")
_BLOB = re.compile(r"\[[^\[\]]*+\] *+")
_REFWD = re.compile(r"(?:re|fwd?) *+(?:\[[^\[\]]*+\] *+)?:", re.IGNORECASE)
# JWZ: "Re:", "RE[5]:", "Re(2):"
_RE = re.compile(r"re *+(?:\[[0-9]{1,9}\]|\([0-9]{1,9}\))? *+:", re.IGNORECASE)


class BaseSubject(NamedTuple):
    """A base subject, and whether anything told of a reply or of forwarding."""

    text: str
    is_reply: bool


def base_subject(subject: str) -> BaseSubject:
    """The base subject of a decoded, unfolded subject, by RFC 5256.

    >>> base_subject("Re: [list] Fwd: [list] Hello (fwd)")
    BaseSubject(text='Hello', is_reply=True)
    >>> base_subject("[only]")
    BaseSubject(text='[only]', is_reply=False)
    """
    text = _WSP.sub(" ", subject)
    start, end, is_reply = 0, len(text), False
    while True:
        end, was_forwarded = _trailer(text, start, end)
        start, was_replied = _leader(text, start, end)
        is_reply = is_reply or was_forwarded or was_replied
        if not (text[start : start + 5].lower() == "[fwd:" and text[end - 1 : end] == "]"):
            return BaseSubject(text[start:end], is_reply)
        start, end, is_reply = start + 5, end - 1, True


def _trailer(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the subject ends without "(fwd)" and blanks behind it; whether it was there."""
    is_forwarded = False
    while end > start:
        if text[end - 1] == " ":
            end -= 1
        elif end - 5 >= start and text[end - 5 : end].lower() == "(fwd)":
            end, is_forwarded = end - 5, True
        else:
            break
    return end, is_forwarded


def _leader(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the subject begins without what stands before it; whether that was a reply's."""
    is_reply = False
    while True:
        while start < end and text[start] == " ":
            start += 1
        blobs = _end(_BLOBS, text, start, end)
        refwd = _end(_REFWD, text, blobs, end)
        if refwd == blobs:
            break
        start, is_reply = refwd, True
    # A blob goes if something is left: all of them, or all but the last one.
    while start < blobs:
        following = _end(_BLOB, text, start, end)
        if following >= end:
            break
        start = following
    return start, is_reply


def _end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def jwz_subject(subject: str) -> BaseSubject:
    """The subject without each "Re:" before it, as JWZ's algorithm has it.

    >>> jwz_subject("Re: RE[2]: Hello")
    BaseSubject(text='Hello', is_reply=True)
    """
    text = _WSP.sub(" ", subject).strip()
    start = 0
    while (following := _end(_RE, text, start, len(text))) > start:
        start = following
        while text[start : start + 1] == " ":
            start += 1
    return BaseSubject(text[start:], start > 0)
