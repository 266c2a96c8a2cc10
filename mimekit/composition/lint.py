"""Look at a message before it is sent.

What `Part.check` tells is what readers must guess; here it becomes what the sender must
not do, and the rules for writers come on top.

1. Messages that are enclosed are another sender's: only their octets are looked at, for
   those must pass the servers on the way.
2. A message whose lines all end in LF is one in a file: that is told once, as information.
3. Received fields are no finding: whoever passes mail on writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Final

from mimekit.composition.lint_alternatives import alternative_findings
from mimekit.composition.lint_bulk import bulk_findings
from mimekit.composition.lint_defects import findings_by_path
from mimekit.composition.lint_fields import field_findings
from mimekit.composition.lint_message import message_findings
from mimekit.composition.lint_octets import body_findings, octet_findings
from mimekit.composition.lint_parts import part_findings
from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.message.part import Message, Part, parse

MAX_IN_PART: Final = 100
"""Findings of one rule that are told of one part; one more counts the rest."""


def lint(message: Message, *, now: datetime | None = None) -> tuple[LintFinding, ...]:
    r"""What should be put right before a message is sent, by part, then by offset.

    ``now`` is what Date is compared with: an aware time; without one, the clock's. Takes time
    and memory in proportion to the message.

    >>> import mimekit
    >>> message = mimekit.parse(
    ...     b"From: Ann <ann@example.org>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
    ...     b"Message-ID: <1@example.org>\r\nBcc: bob@example.org\r\n\r\nHello\r\n"
    ... )
    >>> for finding in mimekit.lint(message, now=message.date):
    ...     print(finding.severity.name, finding.code.value, finding.span.offset)
    WARNING subject-missing 0
    WARNING bcc-present 96
    """
    if not isinstance(message, Message):
        raise TypeError(f"a message is a Message, not {type(message).__name__}")
    if now is not None and now.tzinfo is None:
        raise ValueError("now must have a time zone")
    parts = [*message.walk(enter_messages=False)]
    if any(_has_no_place(part) for part in parts):
        message = parse(bytes(message))
        parts = [*message.walk(enter_messages=False)]
    told = findings_by_path(message, parts)
    for finding in _of_message(message, parts, now or datetime.now(UTC)):
        told[finding.path].append(finding)
    return tuple(chain.from_iterable(_in_order(told[part.path]) for part in parts))


def _has_no_place(part: Part) -> bool:
    """Whether an edit made the part, or a field of it."""
    return part.span is None or any(field.span is None for field in part.headers.fields)


def _of_message(message: Message, parts: list[Part], now: datetime) -> Iterator[LintFinding]:
    yield from octet_findings(message, parts)
    yield from message_findings(message, now)
    yield from bulk_findings(message)
    yield from alternative_findings(message, parts)
    yield from part_findings(message, parts)
    for part in parts:
        yield from field_findings(part)
        yield from body_findings(part)


def _in_order(found: Iterable[LintFinding]) -> Iterator[LintFinding]:
    """The findings in one part by their place, each told once, without floods."""
    counts: Counter[LintRule] = Counter()
    for finding in dict.fromkeys(sorted(found, key=lambda finding: finding.span)):
        code = finding.code
        counts[code] += 1
        if counts[code] <= MAX_IN_PART:
            yield finding
        elif counts[code] == MAX_IN_PART + 1:
            omitted = finding._replace(code=LintRule.FINDINGS_OMITTED, detail=code.value)
    for code, count in counts.items():
        if count > MAX_IN_PART:
            detail = f"{count - MAX_IN_PART} x {code.value}"
            yield omitted._replace(detail=detail)
