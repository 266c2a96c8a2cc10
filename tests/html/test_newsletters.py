"""The newsletters of corpus/newsletters: each sentence that a reader sees is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mimekit.html.markdown import read_markdown
from mimekit.html.visible_text import read_visible
from tests.html.rendered import kinds, text_of

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "newsletters"
PATHS = sorted(FOLDER.glob("*.html"))


def test_there_are_thirty() -> None:
    assert len(PATHS) >= 30


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_what_is_seen_is_kept_and_what_is_not_is_dropped(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    text, markdown = read_visible(html), read_markdown(html)
    rendered = text_of(markdown.text)
    for sentence in stated["visible"]:
        assert sentence in " ".join(text.text.split())
        assert sentence in rendered
    for sentence in stated["hidden"]:
        assert sentence not in text.text
        assert sentence not in rendered
    assert not kinds(markdown.text) & {"html_inline", "html_block", "code_block"}
