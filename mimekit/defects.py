"""A finding in a message: what is wrong, and where."""

from __future__ import annotations

from typing import NamedTuple

from mimekit.defect_codes import NO_RULE, DefectCode
from mimekit.severity import Severity
from mimekit.span import Span


class Defect(NamedTuple):
    """One finding in one place.

    ``span`` counts in the octets that were given to a codec or a grammar; in
    the source of the part once a message reports it. ``path`` is the part's.

    >>> defect = Defect(DefectCode.BASE64_PADDING, Span(8, 0))
    >>> defect.severity.name, defect.rfc, defect.at(100, "1.2").span.offset
    ('WARNING', 'RFC 4648 section 3.2', 108)
    """

    code: DefectCode
    span: Span
    path: str = ""
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    @property
    def rfc(self) -> str:
        """The rule that is broken."""
        return self.code.rfc

    def at(self, offset: int, path: str = "") -> Defect:
        """The same finding, its span moved by ``offset``, in the part at ``path``."""
        return Defect(self.code, self.span.moved(offset), path or self.path, self.detail)

    @property
    def sentence(self) -> str:
        """What is wrong: the meaning of the code, and the detail."""
        if self.code is DefectCode.FIELD_MISSING and self.detail:
            return f"The message has no {self.detail}."
        meaning = self.code.meaning
        return f"{meaning.removesuffix('.')} ({self.detail})." if self.detail else meaning

    def __str__(self) -> str:
        place = f"{self.path or 'message'}, octet {self.span.offset}"
        rule = "" if self.rfc == NO_RULE else f", {self.rfc}"
        return f"{place}: {self.sentence} [{self.code.value}{rule}]"
