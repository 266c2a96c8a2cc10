"""What the scan found in the nodes of a tree."""

from __future__ import annotations

from mimekit.defects import Defect, DefectCode
from mimekit.message.tree import Tree, path_of
from mimekit.span import Span

_CODES = tuple(DefectCode)


def findings_of(tree: Tree, row: int) -> tuple[Defect, ...]:
    """What the scan found in a node."""
    if not tree.findings:
        return ()
    places = _findings_by_row(tree).get(row)
    if places is None:
        return ()
    path = path_of(tree, row)
    return tuple(
        Defect(_CODES[code], Span(offset, length), path) for code, offset, length in places
    )


def _findings_by_row(tree: Tree) -> dict[int, list[tuple[int, int, int]]]:
    """The findings by node; made anew when an enclosed message brought more."""
    findings = tree.findings
    known, by_row = tree.findings_by_row or (0, {})
    if known < len(findings):
        known, by_row = len(findings), {}
        for at in range(0, known, 4):
            code, row, offset, length = findings[at : at + 4]
            by_row.setdefault(row, []).append((code, offset, length))
        tree.findings_by_row = (known, by_row)
    return by_row
