from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs.jis import decode_euc_jp, decode_iso_2022_jp


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        pytest.param(b"", "", id="nothing"),
        pytest.param(b"plain", "plain", id="ascii"),
        pytest.param(b"\x1b$BF|K\\\x1b(B!", "日本!", id="jis-x-0208"),
        pytest.param(b"\x1b$@F|K\\\x1b(J!", "日本!", id="of-1978-and-roman"),
        pytest.param(b"\x1b$B-!-5\x1b(B", "①Ⅰ", id="row-13"),
        pytest.param(b"\x1b$By!\x1b(B", "纊", id="row-89"),
        pytest.param(b"\x1b$BF|-!K\\\x1b(B", "日①本", id="row-13-between"),
        pytest.param(b"\x1b(I1262\x1b(B", "ｱｲｶｲ", id="katakana"),
        pytest.param(b"\x1b$AVPND\x1b(B", "中文", id="gb-2312"),
        pytest.param(b"\x1b$(C<.\x1b(B", "석", id="ks-x-1001"),
        pytest.param(b"\x1b$(D0!\x1b(B", "丂", id="jis-x-0212"),
        pytest.param(b"\x1b$BF|", "日", id="no-return-to-ascii"),
        pytest.param(b"\x1b$BF|\r\nabc", "日\r\nabc", id="line-end-returns-to-ascii"),
        pytest.param(b"\x1b$BF| K\\\x1b(B", "日 本", id="blank-between"),
        pytest.param(b"\x1b$BF|K", "日\ufffd", id="half-a-character"),
        pytest.param(b"\x1b$B)!\x1b(B", "\ufffd\ufffd", id="empty-row"),
        pytest.param(b"caf\xe9", "caf\ufffd", id="8-bit"),
        pytest.param(b"\x1b[1m", "\x1b[1m", id="other-escape"),
    ],
)
def test_decodes_iso_2022_jp(octets: bytes, text: str) -> None:
    assert decode_iso_2022_jp(octets) == text


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        pytest.param(b"", "", id="nothing"),
        pytest.param(b"plain", "plain", id="ascii"),
        pytest.param(b"\xc6\xfc\xcb\xdc", "日本", id="jis-x-0208"),
        pytest.param(b"\xc6\xfc\xad\xa1\xcb\xdc", "日①本", id="row-13"),
        pytest.param(b"\x8e\xb1\x8e\xb2", "ｱｲ", id="katakana"),
        pytest.param(b"\x8f\xb0\xa1", "丂", id="jis-x-0212"),
        pytest.param(b"\x8f\xad\xa1x", "\ufffd\ufffd\ufffdx", id="row-13-of-jis-x-0212"),
        pytest.param(b"\xc6\xfc\xff!", "日\ufffd!", id="no-character"),
        pytest.param(b"\xc6", "\ufffd", id="half-a-character"),
        pytest.param(b"\xc6<b>", "\ufffd<b>", id="ascii-is-never-eaten"),
    ],
)
def test_decodes_euc_jp(octets: bytes, text: str) -> None:
    assert decode_euc_jp(octets) == text


def test_every_cell_reads_alike_in_both() -> None:
    for row in range(0x21, 0x7F):
        for cell in range(0x21, 0x7F):
            high = bytes((row | 0x80, cell | 0x80))
            expected = high.decode("euc_jp", "replace")
            if "\ufffd" not in expected:
                assert decode_euc_jp(high) == expected
                assert decode_iso_2022_jp(b"\x1b$B" + bytes((row, cell))) == expected


def test_windows_rows_are_those_of_windows() -> None:
    rows = "①②③⑳ⅠⅩ㍉㌔㎜㎝㍻〝№㏍℡㊤㈱㈲㍾㍽㍼∮∑∟⊿纊褜鍈黑髙﨑"
    shifted = rows.encode("cp932")
    for first, second in zip(shifted[::2], shifted[1::2], strict=True):
        row = (first - (0x70 if first < 0xA0 else 0xB0)) * 2
        if second >= 0x9F:
            cell = second - 0x7E
        else:
            row -= 1
            cell = second - (0x20 if second > 0x7F else 0x1F)
        expected = bytes((first, second)).decode("cp932")
        assert decode_euc_jp(bytes((row | 0x80, cell | 0x80))) == expected


@settings(max_examples=100, deadline=None)
@given(st.text("日本語のテキストです。①㈱ abc\r\n"))
def test_iso_2022_jp_survives(text: str) -> None:
    plain = text.replace("①", "").replace("㈱", "")
    assert decode_iso_2022_jp(plain.encode("iso2022_jp")) == plain
    assert decode_euc_jp(text.encode("euc_jis_2004")) == text


PIECES = [
    *(b"\x1b$B", b"\x1b(B", b"\x1b(I", b"\x1b$A", b"\x1b$(C", b"\x1b$(D", b"\x1b"),
    *(b"F|", b"-!", b"0", b"\xc6", b"\xad", b"\n", b"\x8f", b" "),
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map(b"".join))
def test_any_octets_give_text(octets: bytes) -> None:
    for decode in (decode_iso_2022_jp, decode_euc_jp):
        decode(octets).encode("utf-8")
