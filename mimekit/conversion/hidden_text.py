"""Text as a reader sees it: what nobody sees is dropped, and warned of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.html.characters import split_hidden
from mimekit.html.hidden import Hidden


def seen_text(content: Content, context: Context) -> str:
    """The text of a content without the characters that are not seen; line ends LF.

    Characters without width, Unicode tags and overrides of the writing direction are warned
    of; see `mimekit.html.characters`.
    """
    seen, hidden = split_hidden(content.text)
    warn_of_hidden(hidden, context)
    return seen


def warn_of_hidden(hidden: Iterable[Hidden], context: Context) -> None:
    """Warn once of everything that was left out: how often, and why.

    What it said is not repeated: who reads warnings shall not be told what was hidden.
    """
    reasons = Counter(item.reason.value for item in hidden)
    if reasons:
        counts = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        pieces = "piece" if reasons.total() == 1 else "pieces"
        context.warn(
            f"{reasons.total()} {pieces} of hidden text: {counts}", WarningCode.HIDDEN_TEXT
        )
