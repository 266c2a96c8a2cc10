"""The URLs in a plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.plain.links import split_urls
from tests.growth import assert_linear


def urls(text: str) -> list[str]:
    return [piece for piece, is_url in split_urls(text) if is_url]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://a.example", ["https://a.example"], id="alone"),
        pytest.param("HTTP://A.example/", ["HTTP://A.example/"], id="upper-case"),
        pytest.param("mailto:a@b.example?subject=x", ["mailto:a@b.example?subject=x"], id="mail"),
        pytest.param("<http://a.example>", ["http://a.example"], id="angle-brackets"),
        pytest.param("at http://a.example/x.", ["http://a.example/x"], id="full-stop"),
        pytest.param("(http://a.example/b)", ["http://a.example/b"], id="brackets"),
        pytest.param("http://a.example/b_(c)", ["http://a.example/b_(c)"], id="own-brackets"),
        pytest.param("(http://a.example/b_(c)).", ["http://a.example/b_(c)"], id="both"),
        pytest.param("[http://[2001:db8::1]/]", ["http://[2001:db8::1]/"], id="ip-version-6"),
        pytest.param(
            "http://a.example,http://b.example", ["http://a.example,http://b.example"], id="comma"
        ),
        pytest.param('"http://a.example"x', ["http://a.example"], id="quotation-marks"),
        pytest.param("http://a.example/`x`|y\\z", ["http://a.example/"], id="markup"),
        pytest.param("http://a.example/\u202egpj", ["http://a.example/"], id="writing-direction"),
        pytest.param("http://münchen.example/ü", ["http://münchen.example/ü"], id="international"),
        pytest.param("javascript:x data:y file:///z", [], id="other-schemes"),
        pytest.param("http:// https://. mailto:", [], id="nothing-behind"),
        pytest.param("xhttp://a.example", [], id="within-a-word"),
        pytest.param("http://___", [], id="no-host"),
    ],
)
def test_urls(text: str, expected: list[str]) -> None:
    assert urls(text) == expected


@given(st.text(st.sampled_from("htp:/s.mailo@()[]<>,. '_\n"), max_size=30) | st.text())
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in split_urls(f"http://{text}")) == f"http://{text}"


@pytest.mark.parametrize(
    "unit", ["http://a", "http://a ", "http://a/)", "http://a/(", "http://a...", "mailto:"]
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: list(split_urls(text)), lambda size: unit * size)
