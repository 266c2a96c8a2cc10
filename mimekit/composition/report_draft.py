"""A multipart/report while it is made (RFC 6522).

multipart/report
    text/plain                          for people
    message/delivery-status, ...        for programs
    message/rfc822, ...                 what it is about
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from mimekit.composition.header_block import (
    Addresses,
    ExtraFields,
    Seed,
    choose_wire,
    header_block,
    iter_extra,
    read_envelope,
)
from mimekit.composition.spool import Spool
from mimekit.composition.structure import Multipart, Node, iter_pieces
from mimekit.errors import ComposeError
from mimekit.fields.body_format import FieldValue
from mimekit.fields.content_type import ContentType
from mimekit.message.leaf import Leaf, octets_leaf, text_leaf
from mimekit.message.part import Message, parse

# RFC 8098 section 2.1: a report asks for no report.
_REQUESTS = frozenset(("disposition-notification-to", "return-receipt-to"))


_MAX_TEXT_LENGTH: Final = 76
"""Characters of a line for people."""


def text_of_lines(lines: Iterable[str]) -> str:
    """A text for people: long lines are broken at blanks, and go on as far from the margin."""
    out: list[str] = []
    for line in lines:
        if len(line) <= _MAX_TEXT_LENGTH:
            out.append(line)
            continue
        margin = line[: len(line) - len(line.lstrip(" "))]
        row = margin
        for word in filter(None, line.split(" ")):
            if row != margin and len(row) + len(word) >= _MAX_TEXT_LENGTH:
                out.append(row)
                row = margin
            row = row + word if row == margin else f"{row} {word}"
        out.append(row)
    return "\n".join([*out, ""])


class ReportDraft:
    """From whom to whom a report goes, and so what wire it is written for.

    ``own`` are header fields that the kind of report has; those that the caller gives under
    the same name stand for them.
    """

    def __init__(
        self,
        from_: Addresses,
        to: Addresses,
        headers: ExtraFields | None,
        own: Iterable[tuple[str, FieldValue]],
    ) -> None:
        self._envelope = read_envelope(from_, to, (), ())
        if not self._envelope.to:
            raise ComposeError("a report has a recipient: to is empty")
        given = [*iter_extra(headers)]
        names = {name.lower() for name, _ in given}
        if names & _REQUESTS:
            raise ComposeError("a report asks for no report (RFC 8098 section 2.1)")
        self._extra = [*(pair for pair in own if pair[0].lower() not in names), *given]
        self.wire = choose_wire(self._envelope, self._extra)

    def finish(
        self,
        kind: str,
        text: str,
        fields: bytes,
        original: Leaf | None,
        *,
        subject: str,
        date: datetime | None,
        message_id: str | None,
        seed: str | bytes | int | None,
    ) -> Message:
        """The message; ``kind`` is its report-type, ``fields`` are what programs read."""
        source = Seed(seed)
        # RFC 6533 section 4 and 5: with UTF-8 in it the type is another one.
        subtype = kind if fields.isascii() else f"global-{kind}"
        machine = octets_leaf(
            fields, ContentType("message", subtype, {}), None, None, self.wire, exact=False
        )
        people = text_leaf(text, ContentType("text", "plain", {}), self.wire)
        parts: tuple[Node, ...] = (people, machine, *([original] if original else []))
        block = header_block(
            self._envelope,
            self._extra,
            self.wire,
            subject=subject,
            date=date,
            message_id=message_id,
            seed=source,
        )
        spool = Spool()
        spool.write(block)
        root = Multipart("report", parts, {"report-type": kind})
        for piece in iter_pieces(root, source.text("boundary"), self.wire):
            spool.write(piece)
        return parse(spool.finish())
