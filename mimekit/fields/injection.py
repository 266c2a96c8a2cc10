"""What may not be written into a header field: refused, or of received mail left out."""

from __future__ import annotations

import re

from mimekit.codecs.controls import CONTROL
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.span import Span

_SURROGATE = re.compile("[\ud800-\udfff]")


def refuse_controls(text: str) -> None:
    r"""Raise if ``text`` could end a header field early, or is no text.

    `HeaderInjectionError` for a control character or a line separator, `ComposeError` for
    a lone surrogate, which has no octets.

    >>> refuse_controls("a\r\nBcc: b@example.org")
    Traceback (most recent call last):
    mimekit.errors.HeaderInjectionError: '\r' in a value for a header field
    """
    if not isinstance(text, str):
        raise TypeError(f"a str is needed, not {type(text).__name__}")
    match = CONTROL.search(text)
    if match is not None:
        raise HeaderInjectionError(f"{match[0]!a} in a value for a header field")
    match = _SURROGATE.search(text)
    if match is not None:
        raise ComposeError(f"{match[0]!a} in a value for a header field")


def refuse_encoded_word(text: str, where: str) -> None:
    """Raise `ComposeError` if ``text`` may be read as an encoded word where none may stand.

    RFC 2047 section 5: not in an addr-spec, nor in a message id. Readers that decode them all
    the same, as Python's `email` does inside quotes too, would see another address.

    >>> refuse_encoded_word("=?utf-8?q?eve=40evil.test?=", "a local part")
    Traceback (most recent call last):
    mimekit.errors.ComposeError: '=?utf-8?q?eve=40evil.test?=' in a local part is an encoded word
    """
    start = text.find("=?")
    if start >= 0 and text.find("?=", start + 2) >= 0:
        raise ComposeError(f"{text!r} in {where} is an encoded word")


def blank_controls(text: str, defects: list[Defect] | None = None) -> str:
    r"""Text of received mail as a new header field may hold it: a blank for each control.

    What `refuse_controls` refuses is found in received values too, encoded. One defect is
    added for a text that held any, at the first of them.

    >>> blank_controls("a\r\nBcc: b@example.org")
    'a  Bcc: b@example.org'
    """
    match = CONTROL.search(text)
    if match is None:
        return text
    if defects is not None:
        place = Span(match.start(), len(match[0]))
        defects.append(Defect(DefectCode.COPIED_CONTROL, place, detail=f"{match[0]!a}"))
    return CONTROL.sub(" ", text)
