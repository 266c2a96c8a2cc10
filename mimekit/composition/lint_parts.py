"""The parts of a message: their charsets, their ids and the names of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimekit.composition.lint_octets import body_span
from mimekit.composition.lint_places import place_of
from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.message.part import Message, Part

_SEPARATOR = re.compile(r"[/\\]")
# Unicode TR 9: embeddings, overrides and isolates. The marks U+200E and U+200F are left
# out: names in Hebrew or Arabic may need them, and they turn nothing round.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_VISIBLE = re.compile(rb"\S")

_MODERN = frozenset(("utf-8", "us-ascii"))
# Multiparts whose parts are no files: they have a meaning by their place.
_WITHOUT_FILES = frozenset(("alternative", "related", "report", "signed", "encrypted"))
_WITHOUT_NAME = frozenset(("message", "multipart"))


def part_findings(message: Message, parts: list[Part]) -> Iterator[LintFinding]:
    """What parts say of themselves that is missing or does harm."""
    attachments = {*message.attachments}
    ids: set[str] = set()
    for part in parts:
        yield from _name_findings(part, is_attachment=part in attachments)
        content_id = part.content_id
        if content_id is not None and content_id in ids:
            rule = LintRule.CONTENT_ID_REPEATED
            yield LintFinding(rule, place_of(part), part.path, content_id)
        ids.add(content_id or "")
        if part.content_type.type == "text":
            yield from _charset_findings(part)
        if part.path and not part.parts and not _VISIBLE.search(part.raw):
            yield LintFinding(LintRule.PART_EMPTY, place_of(part), part.path)


def _name_findings(part: Part, *, is_attachment: bool) -> Iterator[LintFinding]:
    name = part.filename
    if name is None:
        if is_attachment and _needs_name(part):
            yield LintFinding(LintRule.FILE_NAME_MISSING, place_of(part), part.path)
        return
    for pattern, rule in (
        (_SEPARATOR, LintRule.FILE_NAME_PATH),
        (_BIDI, LintRule.FILE_NAME_BIDI),
    ):
        if pattern.search(name):
            yield LintFinding(rule, place_of(part), part.path, ascii(name))


def _needs_name(part: Part) -> bool:
    """Whether an attachment is a file that a reader would save."""
    parent = part.parent
    if part.content_type.type in _WITHOUT_NAME:
        return False
    return parent is None or parent.content_type.subtype not in _WITHOUT_FILES


def _charset_findings(part: Part) -> Iterator[LintFinding]:
    charset = part.charset
    if charset is None:
        if not part.content.isascii():
            yield LintFinding(LintRule.CHARSET_UNDECLARED, body_span(part), part.path)
    elif charset not in _MODERN:
        yield LintFinding(LintRule.CHARSET_OLD, place_of(part), part.path, charset)
