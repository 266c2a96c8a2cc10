"""Characters that are not seen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.html.characters import split_hidden
from mimekit.html.hidden import Hidden, Reason

SCOTLAND = "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbsct") + "\U000e007f"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "seen", "hidden"),
    [
        pytest.param("plain\n\ttext", "plain\n\ttext", [], id="plain"),
        pytest.param("a\x00\x1b\x7f\x9fb", "ab", [], id="controls"),
        pytest.param("co\u00adop", "coop", [], id="soft-hyphen"),
        pytest.param("a\u200bb", "ab", [("\u200b", Reason.ZERO_WIDTH)], id="zero-width-space"),
        pytest.param("a\u2060\ufeffb", "ab", [("\u2060\ufeff", Reason.ZERO_WIDTH)], id="run"),
        pytest.param("a\u200db", "ab", [("\u200d", Reason.ZERO_WIDTH)], id="joiner-in-ascii"),
        pytest.param(
            "\xa0\u200c\xa0", "\xa0\xa0", [("\u200c", Reason.ZERO_WIDTH)], id="joiner-in-blanks"
        ),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", [], id="joiner-in-persian"),
        pytest.param(FAMILY, FAMILY, [], id="joiner-in-emoji"),
        pytest.param("\u2764\ufe0f", "\u2764\ufe0f", [], id="variation-selector"),
        pytest.param("\u845b\U000e0100", "\u845b\U000e0100", [], id="ideographic-variation"),
        pytest.param(
            "\U0001f600\ufe00\U000e0158\U000e0159",
            "\U0001f600",
            [("hi", Reason.VARIATION_SELECTORS)],
            id="smuggled-octets",
        ),
        pytest.param(
            "a\U000e0068\U000e0069b", "ab", [("hi", Reason.TAG_CHARACTERS)], id="tag-characters"
        ),
        pytest.param(
            "a\U000e0001\ufe00\ufe01",
            "a",
            [
                ("\U000e0001", Reason.TAG_CHARACTERS),
                ("\ufe00\ufe01", Reason.VARIATION_SELECTORS),
            ],
            id="controls-spelled",
        ),
        pytest.param(SCOTLAND, SCOTLAND, [], id="flag-of-a-region"),
        pytest.param(
            "exe.\u202efdp\u202c!", "exe.pdf!", [("fdp", Reason.BIDI_OVERRIDE)], id="override"
        ),
        pytest.param("\u202dabc\u202c", "abc", [], id="override-left-to-right"),
        pytest.param("\u202aa\u202bb\u202c", "ab", [], id="embeddings"),
        pytest.param("\u2067א\u2069\u200f", "\u2067א\u2069\u200f", [], id="isolates-and-marks"),
        pytest.param(
            "\u202ea\u200bb",
            "ba",
            [("\u200b", Reason.ZERO_WIDTH), ("ab", Reason.BIDI_OVERRIDE)],
            id="zero-width-in-an-override",
        ),
    ],
)
def test_split(text: str, seen: str, hidden: list[tuple[str, Reason]]) -> None:
    assert split_hidden(text) == (seen, [Hidden(*item) for item in hidden])


@given(st.text(max_size=40) | st.text("a\u202e\u202c\u200b\u200d\ufe0f\U000e0041é", max_size=40))
@settings(deadline=None, max_examples=100)
def test_what_is_seen_hides_nothing(text: str) -> None:
    seen, _ = split_hidden(text)
    assert not set(seen) & set("\u202e\u202c\u200b\U000e0041\x00")
