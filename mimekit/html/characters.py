"""Characters that are in a text but not seen, or not seen where they stand.

Controls are dropped, tag characters, lone variation selectors and characters without
width too, and reported; what an override of the writing direction turns round is turned
round, as a reader sees it.
"""

from __future__ import annotations

import re
from typing import Final

from mimekit.html.hidden import Hidden, Reason

# Tag characters spell ASCII that nothing shows; a flag of a region is the one use they have
# (Unicode Technical Standard 51 annex C: black flag, tags, CANCEL TAG).
_TAGS = "\U000e0000-\U000e007f"
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"

# A variation selector follows one character; in runs they spell octets (0 to 15, then 16 on).
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

# Without width. The soft hyphen has a use, and the joiners between letters and emoji that are
# not ASCII. What else is here has none in mail but to split words for filters.
_SOFT_HYPHEN = "\u00ad"
_JOINERS = "\u200c\u200d"
_ZERO_WIDTH = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)

_CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufff9-\ufffb"

# Embeddings and overrides of the writing direction, and POP DIRECTIONAL FORMATTING. Isolates and
# marks stay: they order right-to-left text as it was meant.
_EMBEDDINGS = "\u202a-\u202e"

SUSPECT: Final = re.compile(
    f"[{_CONTROLS}{_SOFT_HYPHEN}{_ZERO_WIDTH}{_JOINERS}{_EMBEDDINGS}{_TAGS}{_SELECTORS}]"
)
"""What `split_hidden` may change a text for."""

_STEP = re.compile(
    f"(?P<flag>{_FLAG})|(?P<tags>[{_TAGS}]++)|(?P<selectors>[{_SELECTORS}]{{2,}}+)"
    f"|(?P<joiner>(?<=[^\x00-\x7f\xa0{_JOINERS}])[{_JOINERS}](?=[^\x00-\x7f\xa0{_JOINERS}]))"
    f"|(?P<zero>[{_ZERO_WIDTH}{_JOINERS}]++)|(?P<dropped>[{_CONTROLS}{_SOFT_HYPHEN}]++)"
    f"|\u202e(?P<turned>[^{_EMBEDDINGS}\n]++)\u202c?|(?P<mark>[{_EMBEDDINGS}])"
)


def split_hidden(text: str) -> tuple[str, list[Hidden]]:
    """What is seen of a text, and what is not.

    >>> split_hidden("Pay\u200bPal \U000e0068\U000e0069")
    ('PayPal ', [Hidden(text='\u200b', reason=<Reason.ZERO_WIDTH: 'zero-width'>),
                 Hidden(text='hi', reason=<Reason.TAG_CHARACTERS: 'tag-characters'>)])
    """
    if not SUSPECT.search(text):
        return text, []
    hidden: list[Hidden] = []

    def seen(match: re.Match[str]) -> str:
        kind, found = match.lastgroup, match[0]
        if kind in {"flag", "joiner"}:
            return found
        if kind == "turned":
            turned = _STEP.sub(seen, match["turned"])
            hidden.append(Hidden(turned, Reason.BIDI_OVERRIDE))
            return turned[::-1]
        if kind == "tags":
            spelled = "".join(chr(ord(tag) - 0xE0000) for tag in found)
            hidden.append(Hidden(_CONTROL.sub("", spelled) or found, Reason.TAG_CHARACTERS))
        elif kind == "selectors":
            octets = bytes(_octet(selector) for selector in found)
            spelled = octets.decode("utf-8", "replace")
            hidden.append(Hidden(_CONTROL.sub("", spelled) or found, Reason.VARIATION_SELECTORS))
        elif kind == "zero":
            hidden.append(Hidden(found, Reason.ZERO_WIDTH))
        return ""

    return _STEP.sub(seen, text), hidden


def turn(text: str) -> tuple[str, list[Hidden]]:
    """A text as it is seen where all letters run from right to left, and as it was written.

    Letters that run so by themselves stay as they are written.

    >>> turn("lapyap")
    ('paypal', [Hidden(text='lapyap', reason=<Reason.BIDI_OVERRIDE: 'bidi-override'>)])
    """
    if not text.strip() or _RIGHT_TO_LEFT.search(text):
        return text, []
    return text[::-1], [Hidden(" ".join(text.split()), Reason.BIDI_OVERRIDE)]


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CONTROL = re.compile(f"[{_CONTROLS}]")


def _octet(selector: str) -> int:
    """The octet that a variation selector spells."""
    number = ord(selector)
    return number - 0xFE00 if number < 0x10000 else number - 0xE0100 + 16
