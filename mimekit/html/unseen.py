"""Collecting what is not seen, piece by piece, as a document is read."""

from __future__ import annotations

from collections.abc import Iterable

from mimekit.html.characters import split_hidden
from mimekit.html.hidden import Hidden, Reason


class Unseen:
    """The hidden texts of a document. What stands together for one reason is one text.

    >>> unseen = Unseen()
    >>> unseen.add("spam ", Reason.OPACITY)
    >>> unseen.add("words", Reason.OPACITY)
    >>> unseen.end()
    >>> unseen.texts()
    [Hidden(text='spam words', reason=<Reason.OPACITY: 'opacity'>)]
    """

    def __init__(self) -> None:
        self.reason: Reason | None = None
        """Why the text is hidden that is being read; None if it is seen."""
        self._pieces: list[str] = []
        self._texts: list[Hidden] = []
        self._zero_width: list[str] = []

    def add(self, text: str, reason: Reason) -> None:
        """Add a piece of hidden text."""
        if reason is not self.reason:
            self.end()
            self.reason = reason
        self._pieces.append(text)

    def separate(self) -> None:
        """What follows is not one word with what was before."""
        self._pieces.append(" ")

    def note(self, hidden: Iterable[Hidden]) -> None:
        """Add characters that stand hidden in a text that is seen."""
        for item in hidden:
            if item.reason is Reason.ZERO_WIDTH:
                self._zero_width.append(item.text)
            else:
                self._texts.append(item)

    def end(self) -> None:
        """The hidden text that was being read is complete."""
        if self.reason is not None:
            text, hidden = split_hidden("".join(self._pieces))
            self.note(hidden)
            if words := text.split():
                self._texts.append(Hidden(" ".join(words), self.reason))
            self.reason = None
        self._pieces.clear()

    def texts(self) -> list[Hidden]:
        """All in order; the characters without width of the whole document last."""
        if not self._zero_width:
            return self._texts
        return [*self._texts, Hidden("".join(self._zero_width), Reason.ZERO_WIDTH)]
