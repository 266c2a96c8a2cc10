"""What the decoders of one body found wrong with it."""

from __future__ import annotations

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.span import Span


class Findings:
    """Defects of one body, each kind once: where it was met first.

    A body of malformed lines only, thousands of them, so has a handful of defects.
    """

    def __init__(self) -> None:
        self.defects: list[Defect] = []
        self._codes: set[DefectCode] = set()

    def add(self, code: DefectCode, offset: int, length: int = 1) -> None:
        """Keep a finding if it is the first of its kind; offsets are met in order."""
        if code not in self._codes:
            self._codes.add(code)
            self.defects.append(Defect(code, Span(offset, length)))

    def sort(self) -> None:
        """Bring the defects of different kinds into the order of their offsets."""
        self.defects.sort(key=_offset)


def _offset(defect: Defect) -> int:
    return defect.span.offset
