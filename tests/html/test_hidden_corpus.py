"""The tricks of corpus/hidden: none leaks, however it is put; what is around them stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mimekit.html.hidden import Reason
from mimekit.html.markdown import read_markdown
from mimekit.html.sanitizing import read_sanitized
from mimekit.html.visible_text import read_visible
from tests.html.rendered import page_words, text_of

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "hidden"


class Trick(NamedTuple):
    name: str
    html: str
    marker: str
    visible: list[str]
    reason: str | None
    by_style: bool


def read(path: Path) -> Trick:
    stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    html = path.read_text(encoding="utf-8")
    marker, visible, reason = stated["marker"], stated["visible"], stated["reason"]
    return Trick(path.stem, html, marker, visible, reason, stated["by_style"])


TRICKS = [read(path) for path in sorted(FOLDER.glob("*.html"))]

_STYLED = re.compile(r'<section style="([^"]*)">(.*)</section>')


def variants(trick: Trick) -> Iterator[tuple[str, str]]:
    """The same trick in other clothes: each way's name, and the document."""
    yield "as-it-stands", trick.html
    first, body, last = trick.html.rstrip("\n").split("\n")
    for name, (before, after) in SURROUNDINGS.items():
        yield name, "\n".join((first, before + body + after, last))
    if not trick.by_style:
        return
    match = _STYLED.fullmatch(body)
    assert match is not None
    declarations, text = match[1].replace("&#58;", ":").replace("&#x6F;", "o"), match[2]
    yield "inherited", trick.html.replace(text, f"<b><span>{text}</span></b>")
    yield "inherited-by-blocks", trick.html.replace(text, f"<div><div>{text}</div></div>")
    for name, (rule, tag) in RULES.items():
        sheet = rule.replace("{}", f"{{{declarations}}}")
        element = f"<{tag}>{text}</{tag.split()[0]}>"
        yield name, "\n".join((f"<style>{sheet}</style>", first, element, last))
        yield f"{name}-behind", "\n".join((first, element, last, f"<style>{sheet}</style>"))


SURROUNDINGS = {
    "in-a-table": ("<table><tr><td>", "</td></tr></table>"),
    "in-nested-tables": ("<table><tr><td><table><tr><td>" * 3, "</table>" * 6),
    "in-a-list": ("<ul><li>", "</li></ul>"),
    "in-a-quote": ("<blockquote><div>", "</div></blockquote>"),
    "in-formatting": ("<b><i>", "</i></b>"),
    "in-a-link": ("<a href='https://a.example'>", "</a>"),
}

RULES = {
    "class": (".note{}", "section class=note"),
    "class-of-several": ("aside, div.b.a{}", "div class='x a b'"),
    "id": ("#note{}", "section id=Note"),
    "element": ("section{}", "section"),
    "any-element": ("body > *.t{}", "section class=t"),
    "unknown-element": ("x-note{}", "x-note"),
    "attribute": ("[data-kind^=no]{}", "section data-kind=note"),
    "sibling": ("p + section{}", "section"),
    "later-sibling": ("p ~ section{}", "section"),
    "descendant": ("html body section{}", "section"),
    "is": (":is(aside, section):not(.x){}", "section"),
    "position": ("section:nth-of-type(1){}", "section"),
    "nested-rule": ("body { & section {} }", "section"),
    "screen": ("@media only screen and (min-width: 300px) { section {} }", "section"),
    "supports": ("@supports (display: grid) { section {} }", "section"),
    "layer": ("@layer base { section {} }", "section"),
    "commented": ("/* p { } */ section /* > b */ {}", "section"),
    "in-marks-of-a-comment": ("<!-- section{} -->", "section"),
    "upper-case": ("SECTION{}", "section"),
}

CASES = [
    pytest.param(trick, html, id=f"{trick.name}-{way}")
    for trick in TRICKS
    for way, html in variants(trick)
]


def test_there_are_many() -> None:
    assert len(TRICKS) >= 60
    assert {trick.reason for trick in TRICKS} == {None, *Reason}


@pytest.mark.parametrize(("trick", "html"), CASES)
def test_the_trick_does_not_leak(trick: Trick, html: str) -> None:
    text, markdown, safe = read_visible(html), read_markdown(html), read_sanitized(html)
    assert trick.marker not in page_words(safe.html)
    assert safe.hidden == text.hidden
    assert trick.marker not in text.text
    assert trick.marker not in markdown.text
    assert markdown.hidden == text.hidden
    for sentence in trick.visible:
        assert sentence in text.text
        assert sentence in text_of(markdown.text)
        assert sentence in page_words(safe.html)
    if trick.reason is not None:
        assert trick.marker in "".join(hidden.text for hidden in text.hidden)
        assert trick.reason in {hidden.reason for hidden in text.hidden}
