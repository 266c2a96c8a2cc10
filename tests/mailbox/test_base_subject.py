"""The base subject (RFC 5256 section 2.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.mailbox.base_subject import base_subject, jwz_subject


@pytest.mark.parametrize(
    ("subject", "text", "is_reply"),
    [
        pytest.param("", "", False, id="empty"),
        pytest.param("Hello", "Hello", False, id="plain"),
        pytest.param("  Hello \t  there  ", "Hello there", False, id="blanks"),
        pytest.param("Re: Hello", "Hello", True, id="re"),
        pytest.param("RE : re:Re:  Hello", "Hello", True, id="several"),
        pytest.param("Fw: Fwd: Hello", "Hello", True, id="fw-and-fwd"),
        pytest.param("Re[2]: Hello", "Hello", True, id="re-with-blob"),
        pytest.param("[list] Re: Hello", "Hello", True, id="blob-before-re"),
        pytest.param("Re: [a] [b] Re: [c] Hello", "Hello", True, id="mixed"),
        pytest.param("[list] Hello", "Hello", False, id="blob"),
        pytest.param("[a][b]", "[b]", False, id="last-blob-stays"),
        pytest.param("Re: [a]", "[a]", True, id="only-blob"),
        pytest.param("Hello (fwd) (FWD) ", "Hello", True, id="trailer"),
        pytest.param("[fwd: Hello]", "Hello", True, id="fwd-alone"),
        pytest.param("[fwd: Re: Hello]", "Hello", True, id="fwd-brackets"),
        pytest.param("[Fwd: [FWD: Hello (fwd)]]", "Hello", True, id="fwd-nested"),
        pytest.param("[fwd: Hello", "[fwd: Hello", False, id="fwd-open"),
        pytest.param("Reading: Hello", "Reading: Hello", False, id="no-re"),
        pytest.param("Re Hello", "Re Hello", False, id="no-colon"),
        pytest.param("[a [b] Hello", "[a [b] Hello", False, id="no-blob"),
        pytest.param("Re:", "", True, id="nothing-left"),
        pytest.param("(fwd)", "", True, id="only-trailer"),
        pytest.param("fwdHello (fwd)x", "fwdHello (fwd)x", False, id="trailer-inside"),
    ],
)
def test_base_subject(subject: str, text: str, is_reply: bool) -> None:  # noqa: FBT001
    assert base_subject(subject) == (text, is_reply)


@pytest.mark.parametrize(
    ("subject", "text", "is_reply"),
    [
        pytest.param("Re: RE[2]: re(3):Hello", "Hello", True, id="forms"),
        pytest.param("Fwd: Hello", "Fwd: Hello", False, id="fwd-stays"),
        pytest.param("[a] Re: Hello (fwd)", "[a] Re: Hello (fwd)", False, id="blob-stays"),
        pytest.param(" Re : ", "", True, id="nothing-left"),
    ],
)
def test_jwz_subject(subject: str, text: str, is_reply: bool) -> None:  # noqa: FBT001
    assert jwz_subject(subject) == (text, is_reply)


pieces = st.sampled_from(["Re:", "[", "]", "[a]", " ", "fwd:", "[fwd:", "(fwd)", "x", "re", "[2]"])


@given(st.lists(pieces, max_size=12).map("".join))
def test_what_is_left_is_its_own_base(subject: str) -> None:
    text, is_reply = base_subject(subject)
    assert base_subject(text).text == text
    assert is_reply or text in " ".join(subject.split())


@pytest.mark.parametrize("piece", ["[a]", "Re:", "[fwd:", "(fwd)", "[", "re[", "[fwd: ]", " "])
def test_long_subjects_are_linear(piece: str) -> None:
    subject = piece * 100_000
    assert len(base_subject(subject).text) <= len(subject)
    assert len(jwz_subject(subject).text) <= len(subject)
