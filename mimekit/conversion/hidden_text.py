"""Text as a reader sees it: what nobody sees is dropped, and warned of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import ConversionWarning, WarningCode
from mimekit.html.characters import split_hidden
from mimekit.html.hidden import Hidden

_MAX_SENTENCE = 1_000
"""Characters of a warning: a sender's text may be in it."""


def seen_text(content: Content, context: Context) -> str:
    """The text of a content without the characters that are not seen; line ends LF.

    Characters without width, Unicode tags and overrides of the writing direction are warned
    of; see `mimekit.html.characters`.
    """
    return seen_texts([content.text], context)[0]


def seen_texts(texts: Iterable[str], context: Context) -> list[str]:
    """Each text without the characters that are not seen; of all of them there is one warning.

    For texts that come out of something else, such as the values of a contact. It comes before
    texts are escaped: what is dropped may stand between two characters that are markup together.
    """
    seen: list[str] = []
    dropped: list[Hidden] = []
    for text in texts:
        left, hidden = split_hidden(text)
        seen.append(left)
        dropped += hidden
    warn_of_hidden(dropped, context)
    return seen


def seen_content(content: Content, context: Context) -> Content:
    """A text that a plugin made, as `seen_text` has it; what is no text as it is."""
    if content.media_type not in {"text/plain", "text/markdown"} or content.octets.isascii():
        return content
    found: list[ConversionWarning] = []
    seen = seen_text(content, replace(context, warnings=found))
    if not found:
        return content
    context.warnings.extend(found)
    made = Content.from_text(seen, content.media_type, name=content.name)
    return replace(made, files=content.files)


def seen_line(text: str) -> str:
    """A sentence on one line, without controls and without the characters that nobody sees."""
    seen = split_hidden(text[: 2 * _MAX_SENTENCE])[0]
    printable = "".join(c if c.isprintable() else " " for c in seen)
    return " ".join(printable.split())[:_MAX_SENTENCE]


def warn_of_hidden(hidden: Sequence[Hidden], context: Context) -> None:
    """Warn once of everything that was left out: how much, and how it was hidden.

    What it said is not repeated: who reads warnings shall not be told what was hidden.
    """
    if hidden:
        characters = sum(len(piece.text) for piece in hidden)
        reasons = ", ".join(sorted({str(piece.reason) for piece in hidden}))
        context.warn(
            f"{characters} characters of hidden text were left out ({reasons})",
            WarningCode.HIDDEN_TEXT,
        )
