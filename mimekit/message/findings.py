"""What the scan found in the nodes of a tree."""

from __future__ import annotations

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.message.tree import Tree, path_of
from mimekit.span import Span

_CODES = tuple(DefectCode)
_OF_HEADER = frozenset(
    code.number
    for code in (
        DefectCode.BYTE_ORDER_MARK,
        DefectCode.HEADER_END_MISSING,
        DefectCode.HEADER_LINE_INVALID,
        DefectCode.HEADER_MISSING,
        DefectCode.LEADING_EMPTY_LINES,
        DefectCode.LIMIT_HEADER_BYTES,
        DefectCode.MBOX_FROM_LINE,
    )
)


def findings_of(tree: Tree, row: int) -> tuple[Defect, ...]:
    """What the scan found in a node."""
    if not tree.findings:
        return ()
    _sort_in(tree)
    places = tree.findings_by_row.get(row)
    if places is None:
        return ()
    path = path_of(tree, row)
    return tuple(
        Defect(_CODES[code], Span(offset, length), path) for code, offset, length in places
    )


def move_findings(tree: Tree, row: int, target: int) -> None:
    """Make what was found in the body of a node that of another one, which has the body now."""
    if not tree.findings:
        return
    _sort_in(tree)
    found = tree.findings_by_row.pop(row, [])
    tree.findings_by_row[row] = [place for place in found if place[0] in _OF_HEADER]
    tree.findings_by_row[target] = [place for place in found if place[0] not in _OF_HEADER]


def _sort_in(tree: Tree) -> None:
    """Put the findings that came since the last time to their nodes."""
    findings = tree.findings
    if tree.findings_sorted == len(findings):
        return
    with tree.opening:  # two threads must not sort the same in
        for at in range(tree.findings_sorted, len(findings), 4):
            code, row, offset, length = findings[at : at + 4]
            tree.findings_by_row.setdefault(row, []).append((code, offset, length))
        tree.findings_sorted = len(findings)
