"""The rows of several sources, one behind the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.limits import Limits
from mimekit.structure.description import describe
from mimekit.structure.rows import (
    ENCODINGS,
    IDENTITY,
    NEXT,
    PARENT,
    UNKNOWN,
    WIDTH,
    Scan,
    move_rows,
)
from mimekit.structure.scan import scan

DATA = (
    b"\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\nno header\n"
    b"--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n1\n--c\n\n2\n--c--\n"
    b"--b\n\n3\n"
)


def scanned() -> Scan:
    return scan(DATA, 0, len(DATA), Limits(), describe)


def test_rows_refer_to_their_new_places() -> None:
    moved = move_rows(scanned(), 100)
    assert moved.rows[PARENT::WIDTH] == [99, 100, 100, 102, 102, 100]
    assert moved.rows[NEXT::WIDTH] == [106, 102, 105, 104, 105, 106]


def test_findings_go_with_their_rows() -> None:
    codes, before = scanned().defects[::4], scanned().defects[1::4]
    moved = move_rows(scanned(), 100).defects
    assert moved[::4] == codes
    assert moved[1::4] == [row + 100 for row in before]
    assert [*DefectCode][codes[0]] is DefectCode.LEADING_EMPTY_LINES
    assert moved[1] == 100


@given(st.integers(0, 1 << 40))
def test_nothing_else_changes(root: int) -> None:
    before, moved = scanned(), move_rows(scanned(), root)
    for column in range(WIDTH):
        by = root if column in {PARENT, NEXT} else 0
        assert moved.rows[column::WIDTH] == [n + by for n in before.rows[column::WIDTH]]
    assert moved.defects[2::4] == before.defects[2::4]
    assert moved.defects[3::4] == before.defects[3::4]


def test_every_name_of_rfc_2045_has_its_encoding() -> None:
    assert {ENCODINGS[name] for name in ("7bit", "8bit", "binary")} == {IDENTITY}
    assert len({ENCODINGS["base64"], ENCODINGS["quoted-printable"], IDENTITY, UNKNOWN}) == 4
    uuencode = {number for name, number in ENCODINGS.items() if "uu" in name}
    assert len(uuencode) == 1
    assert UNKNOWN not in ENCODINGS.values()
