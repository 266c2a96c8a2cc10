"""All cards of a content: as one page, or as jCard."""

from __future__ import annotations

import json
import re
from typing import Final

from mimekit.plugin import Content, Context, WarningCode, seen_texts
from mimekit_vcard.card import VCard
from mimekit_vcard.contact import rows_of, title_of
from mimekit_vcard.content_lines import MAX_CHARACTERS
from mimekit_vcard.jcard import jcard
from mimekit_vcard.page import Photo, Row, Section, render
from mimekit_vcard.photos import MAX_PHOTO_OCTETS, image_type, photo_octets
from mimekit_vcard.reading import read_vcards

MAX_SHOWN: Final = 1_000
"""Cards on one page; of an address book with more, a person reads no further."""

MAX_PHOTOS: Final = 50
"""Photos that become files."""

MAX_WARNINGS: Final = 20
"""Lines that could not be read of which there is a warning each."""

# A fold may stand between the octets of one character (RFC 6350 section 3.2); behind the first
# of them, then, and before one that begins none.
_FOLD_IN_CHARACTER = re.compile(rb"(?<=[\x80-\xff])\r?\n[ \t](?=[\x80-\xbf])")


def document_of(content: Content, to: str, context: Context) -> Content:
    """A page with all contacts; their photos are files beside it, as the context takes them."""
    cards = _cards(content, context)
    if len(cards) > MAX_SHOWN:
        context.warn(f"contacts left out: {len(cards) - MAX_SHOWN}", WarningCode.LIMIT)
    album = _Album(context)
    sections = []
    for card in cards[:MAX_SHOWN]:
        context.check()
        rows, photos = album.photos_of(card)
        sections.append(Section(title_of(card), (*rows_of(card), *rows), photos))
    return Content.from_text(render(_seen(sections, context), to), to, name=content.name)


def jcard_of(content: Content, context: Context) -> str:
    """The jCard of one card, or a list of those of several."""
    found = []
    for card in _cards(content, context):
        context.check()
        found.append(jcard(card))
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False)


def _seen(sections: list[Section], context: Context) -> list[Section]:
    """The sections without the characters that nobody sees, which are warned of once."""
    given = [
        text
        for section in sections
        for text in (section.title, *(text for row in section.rows for text in row))
    ]
    texts = iter(seen_texts(given, context))
    return [
        section._replace(
            title=next(texts), rows=tuple(Row(next(texts), next(texts)) for _ in section.rows)
        )
        for section in sections
    ]


def _cards(content: Content, context: Context) -> tuple[VCard, ...]:
    """The cards; `ValueError` if there is none, so that others may try."""
    octets = _FOLD_IN_CHARACTER.sub(b"", content.octets)
    whole = Content(media_type="text/plain", octets=octets, parameters=content.parameters).text
    if len(whole) > MAX_CHARACTERS:
        context.warn(f"only {MAX_CHARACTERS} characters were read", WarningCode.LIMIT)
    cards = read_vcards(whole)
    if not cards:
        raise ValueError("there is no VCARD in it")
    problems = [problem for card in cards for problem in card.problems]
    for problem in problems[:MAX_WARNINGS]:
        context.warn(problem)
    if len(problems) > MAX_WARNINGS:
        context.warn(f"lines more that could not be read: {len(problems) - MAX_WARNINGS}")
    return cards


class _Album:
    """The photos of all cards, as the conversion wants them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._count = 0

    def photos_of(self, card: VCard) -> tuple[tuple[Row, ...], tuple[Photo, ...]]:
        """Photos of a card; of those elsewhere, a row that says where."""
        rows: list[Row] = []
        photos: list[Photo] = []
        for found in (*card.all("PHOTO"), *card.all("LOGO")):
            octets = photo_octets(found)
            if octets is not None:
                photos += self._photo(octets)
            elif found.text:
                rows.append(Row(found.name.capitalize(), " ".join(found.text.split())[:2000]))
        return tuple(rows[:MAX_PHOTOS]), tuple(photos)

    def _photo(self, octets: bytes) -> list[Photo]:
        kind = image_type(octets)
        if kind is None:
            self._context.warn("a photo is left out: it is no image that browsers show")
            return []
        if self._count == MAX_PHOTOS or len(octets) > MAX_PHOTO_OCTETS:
            self._context.warn("a photo is left out: too many, or too large", WarningCode.LIMIT)
            return []
        self._count += 1
        media_type, extension = kind
        name = f"photo-{self._count}.{extension}"
        photo = Content(media_type=media_type, octets=octets, name=name)
        source = self._context.add_file(photo)
        if source is None:
            return []
        if self._context.files:  # there it has the name that no other file has
            name = self._context.files[-1].name or name
        return [Photo(source, f"{name}, {media_type}, {len(octets)} octets")]
