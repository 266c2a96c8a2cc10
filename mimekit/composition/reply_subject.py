"""The subject of a reply or a forwarded message (RFC 5322 section 3.6.5).

``Re: `` stands before the subject that is answered, once: whatever marks it as a reply
already goes. That is ``Re:`` in any case, with a number as in ``RE[2]:``, ``Re(2):``,
``Re^2:`` and ``Re*2:``, with a blank before the colon, also behind the names of lists in
brackets; and the marks of other languages of `REPLY_MARKS`, for a thread of two of them grows
by a mark with each answer. A mark that is a common word or abbreviation too, such as the
Italian ``R:``, the Portuguese ``Res:`` and the Finnish ``VS:``, stays: a mark too many is
better than a word that is lost.

``Fwd: `` stands before a subject that is forwarded, once; the ``Re:`` behind it stays.
"""

from __future__ import annotations

import re
from typing import Final

from mimekit.defects import Defect
from mimekit.fields.injection import blank_controls

REPLY_MARKS: Final = (
    *("re", "aw", "antw", "antwort", "sv", "odp", "ynt"),
    *("回复", "回覆", "答复", "答覆", "返信"),
)
"""English and Latin; German, Dutch, Scandinavian, Polish, Turkish, Chinese, Japanese."""

FORWARD_MARKS: Final = ("fwd", "fw", "wg", "转发", "轉寄", "轉發", "転送")
"""English, German, Chinese, Japanese."""

# RFC 5256 section 5:
#   subj-refwd := ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
# Deviation: the colon may be the wide one of Chinese and Japanese.
_NUMBER = r"(?:\[[0-9]{1,9}\]|\([0-9]{1,9}\)|[*^][0-9]{1,9})?"
_END = rf" ?{_NUMBER} ?[:\uff1a][ \t]*"
_REPLY = re.compile(rf"(?:{'|'.join(REPLY_MARKS)}){_END}", re.IGNORECASE)
_FORWARD = re.compile(rf"(?:{'|'.join(FORWARD_MARKS)}){_END}", re.IGNORECASE)
_LIST_NAMES = re.compile(r"(?>(?:\[[^\[\]]*+\][ \t]*)+)")
_BLANKS = re.compile(r"[ \t]*+")


def reply_subject(subject: str | None, defects: list[Defect] | None = None) -> str:
    """The subject of an answer; a control in that which is answered becomes a blank.

    >>> reply_subject("RE[2]: AW: Plan"), reply_subject("[loom] Re: Plan"), reply_subject(None)
    ('Re: Plan', 'Re: [loom] Plan', 'Re:')
    """
    return _marked("Re:", _REPLY, subject, defects)


def forward_subject(subject: str | None, defects: list[Defect] | None = None) -> str:
    """The subject of a forwarded message; a control in its own becomes a blank.

    >>> forward_subject("Fw: Fwd: Re: Plan"), forward_subject("Plan")
    ('Fwd: Re: Plan', 'Fwd: Plan')
    """
    return _marked("Fwd:", _FORWARD, subject, defects)


def _marked(
    mark: str, marks: re.Pattern[str], subject: str | None, defects: list[Defect] | None
) -> str:
    text = _without(marks, blank_controls(subject or "", defects))
    return f"{mark} {text}".rstrip(" \t")


def _without(marks: re.Pattern[str], text: str) -> str:
    """The text without the marks at its beginning; what lists put between them stays, once."""
    kept: dict[str, str] = {}
    at = _end(_BLANKS, text, 0)
    while True:
        names = _end(_LIST_NAMES, text, at)
        behind = _end(marks, text, names)
        between = text[at:names]
        if between.strip(" \t") in kept:
            between = ""
        if behind == names:
            return "".join([*kept.values(), between, text[names:]])
        kept[between.strip(" \t")] = between
        at = behind


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start
