"""What `Part.check` tells, as findings for whoever sends the message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.message.part import Message, Part
from mimekit.severity import Severity

# Told by a rule of its own, or of no interest before the message is sent: what other hosts
# wrote, and that a message ends with its header block.
_PASSED_OVER: Final = frozenset(
    (
        DefectCode.HEADER_LINE_TOO_LONG,
        DefectCode.HEADER_BARE_LINE_END,
        DefectCode.HEADER_NUL,
        DefectCode.FIELD_MISSING,
        DefectCode.CHARSET_MISSING,
        DefectCode.HEADER_END_MISSING,
        DefectCode.RECEIVED_INVALID,
        DefectCode.AUTHENTICATION_RESULTS_INVALID,
    )
)

# Codes that say the same as a rule.
_SAME: Final[Mapping[DefectCode, LintRule]] = {
    DefectCode.FIELD_REPEATED: LintRule.FIELD_REPEATED,
    DefectCode.HEADER_8BIT: LintRule.HEADER_8BIT,
    DefectCode.HEADER_CHARSET_GUESSED: LintRule.HEADER_CHARSET,
    DefectCode.BASE64_LINE_TOO_LONG: LintRule.ENCODED_LINE_OVER_76,
    DefectCode.QP_LINE_TOO_LONG: LintRule.ENCODED_LINE_OVER_76,
    DefectCode.CHARSET_WRONG: LintRule.CHARSET_WRONG,
    DefectCode.CHARSET_UNKNOWN: LintRule.CHARSET_WRONG,
    DefectCode.CHARSET_REPLACED: LintRule.CHARSET_WRONG,
    DefectCode.ENCODED_WORD_TOO_LONG: LintRule.ENCODED_WORD_TOO_LONG,
    DefectCode.ENCODED_WORD_PLACE: LintRule.ENCODED_WORD_MISPLACED,
    DefectCode.PARAMETER_ENCODED_WORD: LintRule.PARAMETER_ENCODED_WORD,
    DefectCode.MESSAGE_ID_INVALID: LintRule.MESSAGE_ID_INVALID,
    DefectCode.DATE_INVALID: LintRule.DATE_INVALID,
    DefectCode.DATE_ZONE_MISSING: LintRule.DATE_ZONE_MISSING,
    DefectCode.URL_LIST_INVALID: LintRule.LIST_URL_INVALID,
    DefectCode.MULTIPART_ENCODED: LintRule.CONTAINER_ENCODED,
    DefectCode.MESSAGE_ENCODED: LintRule.CONTAINER_ENCODED,
    DefectCode.HTML_HIDDEN_TEXT: LintRule.HIDDEN_TEXT,
    DefectCode.DEFECTS_OMITTED: LintRule.FINDINGS_OMITTED,
}

# Codes that are one case of a rule: their sentence is its detail.
_CASES: Final[Mapping[DefectCode, LintRule]] = {
    DefectCode.ADDRESS_INVALID: LintRule.ADDRESS_INVALID,
    DefectCode.ADDRESS_AMBIGUOUS: LintRule.ADDRESS_INVALID,
    DefectCode.ADDRESS_BRACKET_MISSING: LintRule.ADDRESS_INVALID,
    DefectCode.ADDRESS_DOT: LintRule.ADDRESS_INVALID,
    DefectCode.ADDRESS_DOMAIN_MISSING: LintRule.ADDRESS_INVALID,
    DefectCode.ADDRESS_SEPARATOR: LintRule.ADDRESS_INVALID,
    DefectCode.ADDRESS_GROUP_UNTERMINATED: LintRule.ADDRESS_INVALID,
    DefectCode.DOMAIN_LITERAL_INVALID: LintRule.ADDRESS_INVALID,
    DefectCode.MULTIPART_BOUNDARY_MISSING: LintRule.BOUNDARY_INVALID,
    DefectCode.MULTIPART_BOUNDARY_INVALID: LintRule.BOUNDARY_INVALID,
    DefectCode.MULTIPART_BOUNDARY_AMBIGUOUS: LintRule.BOUNDARY_INVALID,
    DefectCode.MULTIPART_BOUNDARY_REPEATED: LintRule.BOUNDARY_INVALID,
    DefectCode.ADDRESS_OBSOLETE: LintRule.OBSOLETE,
    DefectCode.ADDRESS_ROUTE: LintRule.OBSOLETE,
    DefectCode.PHRASE_LIST_OBSOLETE: LintRule.OBSOLETE,
    DefectCode.DATE_OBSOLETE: LintRule.OBSOLETE,
    DefectCode.LIMIT_DEPTH: LintRule.LIMIT_MET,
    DefectCode.LIMIT_PARTS: LintRule.LIMIT_MET,
    DefectCode.LIMIT_HEADER_BYTES: LintRule.LIMIT_MET,
    DefectCode.LIMIT_HEADER_FIELDS: LintRule.LIMIT_MET,
    DefectCode.LIMIT_ENCODED_DEPTH: LintRule.LIMIT_MET,
    DefectCode.LIMIT_DECODED_BYTES: LintRule.LIMIT_MET,
}


def findings_by_path(message: Message, parts: Iterable[Part]) -> dict[str, list[LintFinding]]:
    """Of each of the parts by its path, what the check of the message finds in it."""
    told: dict[str, list[LintFinding]] = {part.path: [] for part in parts}
    needs_utf8 = _needs_utf8(message)
    for defect in message.check():
        found = told.get(defect.path)
        if found is None or defect.code in _PASSED_OVER:
            continue
        if not (needs_utf8 and defect.code == DefectCode.HEADER_8BIT):
            found.append(finding_of(defect))
    return told


def finding_of(defect: Defect) -> LintFinding:
    """A defect as a finding: by its own rule, else by how much it costs the reader.

    >>> from mimekit.span import Span
    >>> finding_of(Defect(DefectCode.BASE64_PADDING, Span(8, 0))).detail
    'base64-padding: base64 ends without the padding that it needs'
    """
    rule = _SAME.get(defect.code)
    if rule is not None:
        return LintFinding(rule, defect.span, defect.path, defect.detail)
    sentence = defect.sentence.removesuffix(".")
    detail = f"{defect.code.value}: {sentence[:1].lower()}{sentence[1:]}"
    rule = _CASES.get(defect.code)
    if rule is None:
        is_error = defect.severity == Severity.ERROR
        rule = LintRule.MALFORMED if is_error else LintRule.IRREGULAR
    return LintFinding(rule, defect.span, defect.path, detail)


def _needs_utf8(message: Message) -> bool:
    """Whether an address has a local part that only SMTPUTF8 can carry (RFC 6531)."""
    fields = (message.from_, message.sender, message.reply_to, message.to, message.cc)
    return any(not each.local_part.isascii() for mailboxes in fields for each in mailboxes)
