"""The HTML of a message: its alternative in plain text, and the parts that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from mimekit.composition.lint_octets import body_span
from mimekit.composition.lint_places import place_of
from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.html.tokens import START, TEXT, iter_tokens, parse_attributes, resolve
from mimekit.html.visible_text import visible_text
from mimekit.message.part import Message, Part
from mimekit.message.text import text_of

MIN_COMPARED: Final = 200
"""Characters, blanks not counted, that HTML shows if its alternative is measured by them."""

_LINK = re.compile(r"<[a-z]{1,20}:[^<>\s]*+>")
_BLANKS = re.compile(r"\s+")
# RFC 2392 section 2, as the whole of an attribute or as a url() of CSS.
_CID = re.compile(r"""(?:^\s*+|url\(\s*+["']?)cid:([^"'()\s]++)""", re.IGNORECASE)

# What may be a URL, in an attribute or in a style sheet.
_URL = re.compile(r"""[^\s"'<>()]++""")


def alternative_findings(message: Message, parts: list[Part]) -> Iterator[LintFinding]:
    """What the plain text lacks that the HTML has, and what the HTML lacks that it shows."""
    html = [part for part in message.html_body if part.content_type.media_type == "text/html"]
    if not html:
        return
    yield from _text_findings(message, html)
    for part in parts:
        if part.content_type.media_type == "multipart/alternative":
            yield from _order_findings(part)
    used: set[str] = set()
    known = {part.content_id for part in parts if part.content_id}
    pages = [(part, text_of(part.content, part.content_type)) for part in html]
    for part, text in pages:
        mentioned = dict.fromkeys(iter_content_ids(text))
        used.update(mentioned)
        for content_id in mentioned:
            if content_id not in known:
                yield LintFinding(LintRule.CID_UNKNOWN, body_span(part), part.path, content_id)
    whole = "\n".join(text for _, text in pages)
    yield from _unused_findings(parts, used, whole)


def _text_findings(message: Message, html: list[Part]) -> Iterator[LintFinding]:
    """No plain text, a blank one, or one that says much less than the HTML."""
    plain = [part for part in message.text_body if part.content_type.media_type == "text/plain"]
    if not plain:
        rule = LintRule.TEXT_ALTERNATIVE_MISSING
        yield LintFinding(rule, body_span(html[0]), html[0].path)
        return
    shown = _length(_LINK.sub("", visible_text(message.html or "")))
    length = _length(message.text or "")
    if shown and not length:
        rule = LintRule.TEXT_ALTERNATIVE_EMPTY
    elif shown >= MIN_COMPARED and length * 10 < shown:
        rule = LintRule.TEXT_ALTERNATIVE_DIFFERS
    else:
        return
    detail = f"{length} characters, of the HTML {shown}"
    yield LintFinding(rule, body_span(plain[0]), plain[0].path, detail)


def _length(text: str) -> int:
    """How much a text says: its characters but blanks."""
    return len(_BLANKS.sub("", text))


def _order_findings(alternative: Part) -> Iterator[LintFinding]:
    has_html = False
    for part in alternative.parts:
        media_type = part.content_type.media_type
        if has_html and media_type == "text/plain":
            yield LintFinding(LintRule.ALTERNATIVE_ORDER, place_of(part), part.path)
        has_html = has_html or media_type == "text/html"


def iter_content_ids(html: str) -> Iterator[str]:
    """The content ids that HTML names in its attributes and its style sheets.

    >>> [*iter_content_ids('<img src="cid:a%40b"><p style="background: url(cid:c@d)">cid:no')]
    ['a@b', 'c@d']
    """
    in_style = False
    for kind, text, written in iter_tokens(html):
        values: list[str] = []
        if kind == START and "cid:" in written.lower():
            values = [*parse_attributes(written).values()]
        elif kind == TEXT and in_style:
            values = [text]
        in_style = kind == START and text == "style"
        for value in values:
            yield from (unquote(match[1]) for match in _CID.finditer(value))


def _unused_findings(parts: list[Part], used: set[str], html: str) -> Iterator[LintFinding]:
    """Parts that are there for HTML which names neither their id nor their URL (RFC 2557)."""
    urls: set[str] | None = None
    roots = {part.parts[0] for part in parts if part.parts and _is_related(part)}
    for part in parts:
        if part in roots or part.content_id in used or not _is_to_be_shown(part):
            continue
        location = part.headers.get("Content-Location", "").strip()
        if location and urls is None:
            urls = {*_URL.findall(resolve(html))}
        if not (urls and location in urls):
            yield LintFinding(
                LintRule.INLINE_UNUSED, place_of(part), part.path, part.filename or ""
            )


def _is_related(part: Part) -> bool:
    return part.content_type.media_type == "multipart/related"


def _is_to_be_shown(part: Part) -> bool:
    """Whether a part is one of a page (RFC 2387), or an image in its midst."""
    parent = part.parent
    if parent is None or part.is_multipart:
        return False
    if _is_related(parent):
        return True
    disposition = part.disposition
    is_inline = disposition is not None and disposition.value == "inline"
    return is_inline and bool(part.content_id) and part.content_type.type == "image"
