"""What no value may hold that is written into a header field."""

from __future__ import annotations

import pytest

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.injection import blank_controls, refuse_controls, refuse_encoded_word
from mimekit.span import Span

CONTROLS = [*range(9), *range(0x0A, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]


@pytest.mark.parametrize("code", CONTROLS, ids=hex)
def test_refuses_controls(code: int) -> None:
    with pytest.raises(HeaderInjectionError):
        refuse_controls(f"a{chr(code)}b")


@pytest.mark.parametrize("code", [0xD800, 0xDFFF], ids=hex)
def test_refuses_surrogates(code: int) -> None:
    with pytest.raises(ComposeError):
        refuse_controls(chr(code))


@pytest.mark.parametrize(
    "code",
    [0x09, 0x20, 0x7E, 0xA0, 0x010A, 0x010D, 0x2027, 0x202A, 0x760A, 0xD7FF, 0x1F600],
    ids=hex,
)
def test_lets_text_pass(code: int) -> None:
    refuse_controls(chr(code))


def test_says_what_it_found() -> None:
    with pytest.raises(HeaderInjectionError, match=r"'\\r'"):
        refuse_controls("a\r\n")


@pytest.mark.parametrize("value", [b"a", 1, None], ids=repr)
def test_takes_text_alone(value: object) -> None:
    with pytest.raises(TypeError):
        refuse_controls(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CONTROLS, ids=hex)
def test_a_blank_stands_for_a_copied_control(code: int) -> None:
    defects: list[Defect] = []
    text = blank_controls(f"ab{chr(code)}c{chr(code)}", defects)
    assert text == "ab c "
    refuse_controls(text)
    assert [(d.code, d.span) for d in defects] == [(DefectCode.COPIED_CONTROL, Span(2, 1))]


def test_copied_text_without_controls_stays() -> None:
    defects: list[Defect] = []
    assert blank_controls("Grüße,\t\u010a", defects) == "Grüße,\t\u010a"
    assert defects == []


@pytest.mark.parametrize("text", ["=?utf-8?q?a?=", "b=?utf-8?q?a?=b", "=??="])
def test_an_encoded_word_is_refused_where_none_may_stand(text: str) -> None:
    with pytest.raises(ComposeError, match="in a local part is an encoded word"):
        refuse_encoded_word(text, "a local part")


@pytest.mark.parametrize("text", ["=?", "?=", "a=?b", "?==?", "=?="])
def test_what_is_no_encoded_word_passes(text: str) -> None:
    refuse_encoded_word(text, "a local part")
