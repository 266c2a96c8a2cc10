"""The jCard form of a card (RFC 7095)."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Final

from mimekit_vcard.card import Property, VCard
from mimekit_vcard.dates import jcard_date
from mimekit_vcard.escapes import clean
from mimekit_vcard.photos import image_type

_TEXT: Final = frozenset(
    (
        *("ADR", "CATEGORIES", "CLIENTPIDMAP", "EMAIL", "FN", "GENDER", "KIND", "N", "NICKNAME"),
        *("NOTE", "ORG", "PRODID", "ROLE", "TEL", "TITLE", "TZ", "XML"),
    )
)
_URI: Final = frozenset(
    (
        *("CALADRURI", "CALURI", "FBURL", "GEO", "IMPP", "KEY", "LOGO", "MEMBER", "PHOTO"),
        *("RELATED", "SOUND", "SOURCE", "UID", "URL"),
    )
)
_DATES: Final = frozenset(("ANNIVERSARY", "BDAY", "DEATHDATE", "REV"))
_STRUCTURED: Final = frozenset(("ADR", "CLIENTPIDMAP", "GENDER", "N", "ORG"))
_LISTS: Final = frozenset(("CATEGORIES", "NICKNAME"))
_TYPES: Final = frozenset(
    ("text", "uri", "date", "time", "date-time", "date-and-or-time", "language-tag")
)

# RFC 3986 section 3.1: scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

Node = list[object]


def jcard(card: VCard) -> Node:
    """A card as the values that JSON has; of any version as one of 4.0."""
    properties: list[Node] = [["version", {}, "text", "4.0"]]
    properties += [_property(each) for each in card.properties]
    if not card.all("FN"):  # RFC 6350 section 6.2.1: there must be one
        names = [part for each in card.all("N")[:1] for parts in each.components for part in parts]
        properties.insert(1, ["fn", {}, "text", " ".join(filter(None, names))])
    return ["vcard", properties]


def _property(each: Property) -> Node:
    type_, values = _typed(each)
    return [each.name.lower(), _parameters(each), type_, *values]


def _parameters(each: Property) -> dict[str, object]:
    """Without VALUE, which is the type; TYPE=pref of older versions is PREF=1."""
    found: dict[str, object] = {}
    for name, values in each.parameters.items():
        kept = [clean(value) for value in values]
        if name == "TYPE":
            kept = [value for value in kept if value.lower() != "pref"]
        if name != "VALUE" and kept:
            found[name.lower()] = kept[0] if len(kept) == 1 else kept
    if each.is_preferred:
        found["pref"] = "1"
    if each.group:
        found["group"] = each.group.lower()
    return found


def _typed(each: Property) -> tuple[str, list[object]]:
    """The type and the values of a property (RFC 7095 section 3.4 to 3.6)."""
    declared = each.parameter("VALUE").lower()
    if each.octets is not None:
        return "uri", [_data_url(each.octets)]
    if each.name in _DATES and declared != "text":
        return _date(each)
    if each.name in _URI or declared == "uri":
        return _uri(each)
    if each.name in _LISTS:
        return "text", [*each.values]
    if each.name in _TEXT:
        return "text", [_structured(each) if each.name in _STRUCTURED else each.text]
    known = "language-tag" if each.name == "LANG" else declared
    return known if known in _TYPES else "unknown", [each.text]


def _date(each: Property) -> tuple[str, list[object]]:
    date = jcard_date(each.text.strip())
    if date is None:
        return "text", [each.text]
    return ("timestamp" if each.name == "REV" else "date-and-or-time"), [date]


def _uri(each: Property) -> tuple[str, list[object]]:
    text = each.text.strip()
    if each.name == "GEO" and ";" in text:  # vCard 3.0 has two numbers
        return "uri", [f"geo:{text.replace(';', ',', 1)}"]
    return ("uri" if _SCHEME.match(text) else "text"), [text]


def _structured(each: Property) -> object:
    """The components, those of several values as lists; a single one as itself."""
    found = [part[0] if len(part) == 1 else [*part] for part in each.components]
    return found[0] if len(found) == 1 else found


def _data_url(octets: bytes) -> str:
    media_type = (image_type(octets) or ("application/octet-stream", ""))[0]
    return f"data:{media_type};base64,{b64encode(octets).decode()}"
