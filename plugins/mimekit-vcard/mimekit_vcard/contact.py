"""What a person reads of a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mimekit_vcard.card import Property, VCard
from mimekit_vcard.dates import date_text
from mimekit_vcard.escapes import clean
from mimekit_vcard.page import Row

MAX_ROWS: Final = 500
"""Properties of one card that are shown; a group may have as many members."""

_LABELS: Final = {
    "NICKNAME": "Nickname",
    "KIND": "Kind",
    "ORG": "Organization",
    "TITLE": "Title",
    "ROLE": "Role",
    "EMAIL": "E-mail",
    "TEL": "Phone",
    "IMPP": "Messages",
    "ADR": "Address",
    "LABEL": "Address label",
    "URL": "Web",
    "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary",
    "DEATHDATE": "Died",
    "GENDER": "Gender",
    "LANG": "Language",
    "TZ": "Time zone",
    "GEO": "Position",
    "RELATED": "Related",
    "MEMBER": "Member",
    "CATEGORIES": "Categories",
    "NOTE": "Note",
}
_GENDERS: Final = {"M": "male", "F": "female", "O": "other", "N": "none", "U": "unknown"}

# Words of TYPE that say nothing to people.
_SILENT: Final = {"pref", "internet", "voice", "x-internet", "", "other", "uri", "text"}

_SCHEMES: Final = {"TEL": "tel:", "EMAIL": "mailto:", "MEMBER": "mailto:", "RELATED": "mailto:"}


def title_of(card: VCard) -> str:
    """The name of a contact, on one line, by the first property that has one."""
    for name in ("FN", "N", "ORG", "NICKNAME", "EMAIL", "TEL"):
        found = card.get(name)
        if found is None:
            continue
        text = _name_text(found) if name == "N" else _value_text(found)
        if text := _one_line(text):
            return text
    return "Contact without a name"


def rows_of(card: VCard) -> tuple[Row, ...]:
    """What is known of a contact, in the order in which people look for it."""
    return tuple(_iter_rows(card))[:MAX_ROWS]


def _iter_rows(card: VCard) -> Iterator[Row]:
    labels = {each.group: _own_label(each.text) for each in card.all("X-ABLABEL") if each.group}
    title = title_of(card)
    for name, label in _LABELS.items():
        for found in card.all(name):
            text = _value_text(found).strip()
            if name == "NOTE":
                text = "\n".join(line.rstrip() for line in text.split("\n"))
            elif name not in ("ADR", "LABEL"):
                text = _one_line(text)
            if text and text != title:
                types = [*_types(found)]
                own = labels.get(found.group or "")
                types += [own] if own else []
                yield Row(f"{label} ({', '.join(types)})" if types else label, text)


def _types(found: Property) -> Iterator[str]:
    for word in dict.fromkeys(found.types):
        if word not in _SILENT and len(word) < 40:
            yield _one_line(clean(word))
    if found.is_preferred:
        yield "preferred"


def _own_label(text: str) -> str:
    """A label of an address book; its built-in ones stand between marks: ``_$!<Home>!$_``."""
    return _one_line(text.removeprefix("_$!<").removesuffix(">!$_"))[:40]


def _value_text(found: Property) -> str:
    """The value in words, as far as it needs some."""
    in_words = _IN_WORDS.get(found.name)
    if in_words is not None:
        return in_words(found)
    scheme, text = _SCHEMES.get(found.name, ""), found.text.strip()
    return text[len(scheme) :] if text[: len(scheme)].lower() == scheme else text


def _organization_text(found: Property) -> str:
    return ", ".join(text for part in found.components if (text := ", ".join(part).strip()))


def _list_text(found: Property) -> str:
    return ", ".join(value for value in found.values if value.strip())


def _date_text(found: Property) -> str:
    return date_text(found.text.strip())


def _gender_text(found: Property) -> str:
    code, _, text = found.text.partition(";")
    return ", ".join(each for each in (_GENDERS.get(code.upper(), code), text) if each)


def _position_text(found: Property) -> str:
    return found.text.removeprefix("geo:").replace(";", ", ")


def _address_text(found: Property) -> str:
    """An address on lines: street, town with its code, country (RFC 6350 section 6.3.1)."""
    parts = [" ".join(part).strip() for part in found.components[:7]]
    box, extended, street, town, region, code, country = parts + [""] * (7 - len(parts))
    lines = [box, extended, street, f"{code} {town}".strip(), region, country]
    return "\n".join(_one_line(line) for line in lines if line) or found.parameter("LABEL")


def _name_text(found: Property) -> str:
    """A name in the order in which it is spoken (RFC 6350 section 6.2.2)."""
    parts = [" ".join(part).strip() for part in found.components[:5]]
    family, given, more, before, behind = parts + [""] * (5 - len(parts))
    return " ".join(part for part in (before, given, more, family, behind) if part)


def _one_line(text: str) -> str:
    return " ".join(text.split())


_IN_WORDS: Final[dict[str, Callable[[Property], str]]] = {
    "ADR": _address_text,
    "ANNIVERSARY": _date_text,
    "BDAY": _date_text,
    "CATEGORIES": _list_text,
    "DEATHDATE": _date_text,
    "GENDER": _gender_text,
    "GEO": _position_text,
    "NICKNAME": _list_text,
    "ORG": _organization_text,
}
