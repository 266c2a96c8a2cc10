from __future__ import annotations

from mimekit.codecs.findings import Findings
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.span import Span


def test_each_kind_once_in_the_order_of_the_offsets() -> None:
    findings = Findings()
    findings.add(DefectCode.BASE64_JOINED, 8)
    findings.add(DefectCode.BASE64_PADDING, 3, length=0)
    findings.add(DefectCode.BASE64_JOINED, 20)
    findings.sort()
    assert findings.defects == [
        Defect(DefectCode.BASE64_PADDING, Span(3, 0)),
        Defect(DefectCode.BASE64_JOINED, Span(8, 1)),
    ]
