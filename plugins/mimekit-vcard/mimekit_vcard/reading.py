"""Reading cards: grammar of a content line, encodings, and where a card begins and ends."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mimekit import codecs
from mimekit_vcard.card import Property, VCard
from mimekit_vcard.content_lines import iter_lines
from mimekit_vcard.escapes import unescape_parameter

MAX_CARDS: Final = 10_000
"""Cards that are read of one text; an address book of a person has hundreds."""

MAX_DEPTH: Final = 4
"""Cards inside of each other (AGENT of vCard 2.1 and 3.0)."""

MAX_PARAMETERS: Final = 100
"""Parameters of one property that are kept, and values of each."""

MAX_PROBLEMS: Final = 20
"""Lines of a card that cannot be read, of which it tells."""

# RFC 6350 section 3.3:
#   contentline = [group "."] name *(";" param) ":" value CRLF
#   group = 1*(ALPHA / DIGIT / "-")     name = iana-token / x-name
# Deviation: "_" in names, blanks around them.
_NAME = re.compile(r"[ \t]*(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)[ \t]*(?=[;:])")

#   param = any-param: name "=" param-value *("," param-value)
#   param-value = *SAFE-CHAR / DQUOTE *QSAFE-CHAR DQUOTE
# Deviations: a name without a value is a value of TYPE or ENCODING (vCard 2.1); a quote that
# does not end is a character, and what stands behind one that does is skipped.
_PARAMETER = re.compile(r";([^=;:]*)(=?)")
_PARAMETER_VALUE = re.compile(r"(?<=[=,])(?:\"([^\"]*)\"[^;:,]*|([^;:,]*)),?")

_ENCODINGS: Final = {"QUOTED-PRINTABLE", "BASE64", "7BIT", "8BIT", "B"}


def read_vcards(text: str) -> tuple[VCard, ...]:
    r"""The cards of a text, in the order in which they begin.

    Versions 2.1, 3.0 and 4.0. Nothing in it raises: what cannot be read of a card stands in its
    ``problems``. A card inside of another (AGENT) follows it.

    >>> [card] = read_vcards("BEGIN:VCARD\nVERSION:4.0\nTEL;TYPE=work:+47 1\nEND:VCARD")
    >>> card.get("TEL").text, card.get("TEL").types
    ('+47 1', ('work',))
    """
    if not isinstance(text, str):
        raise TypeError(f"text is a str, not {type(text).__name__}")
    reader = _Reader()
    for line in iter_lines(text):
        reader.take(line)
    return reader.finish()


class _Open:
    """A card whose END was not seen yet."""

    def __init__(self) -> None:
        self.version = ""
        self.properties: list[Property] = []
        self.problems: list[str] = []
        self.is_complete = False

    def finish(self) -> VCard:
        if not self.is_complete:
            self.problems.append("the card does not end")
        return VCard(
            version=self.version,
            properties=tuple(self.properties),
            problems=tuple(self.problems[:MAX_PROBLEMS]),
        )


class _Reader:
    def __init__(self) -> None:
        self._cards: list[_Open] = []
        self._open: list[_Open] = []
        self._too_deep = 0

    def take(self, line: str) -> None:
        """One content line."""
        found = _split(line)
        if found is None:
            if self._open and len(self._open[-1].problems) < MAX_PROBLEMS:
                self._open[-1].problems.append(f"no property: {line[:60]!r}")
        elif found.name in ("BEGIN", "END"):
            if found.rest.strip().upper() == "VCARD":
                (self._begin if found.name == "BEGIN" else self._end)()
        elif self._open and not self._too_deep:
            self._add(self._open[-1], found)

    def finish(self) -> tuple[VCard, ...]:
        """All cards, those that did not end too."""
        return tuple(card.finish() for card in self._cards)

    def _begin(self) -> None:
        if len(self._open) == MAX_DEPTH or len(self._cards) == MAX_CARDS:
            self._too_deep += 1
            return
        card = _Open()
        self._cards.append(card)
        self._open.append(card)

    def _end(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif self._open:
            self._open.pop().is_complete = True

    def _add(self, card: _Open, found: _Line) -> None:
        if found.name == "VERSION":
            card.version = found.rest.strip()[:10]
            return
        card.properties.append(_property(found, is_old=card.version.startswith("2")))


class _Line(NamedTuple):
    """A content line, cut up."""

    group: str | None
    name: str
    parameters: dict[str, list[str]]
    rest: str


def _split(line: str) -> _Line | None:
    """The pieces of a content line; None if it is none."""
    match = _NAME.match(line)
    if match is None:
        return None
    parameters: dict[str, list[str]] = {}
    place = match.end()
    while found := _PARAMETER.match(line, place):
        place = found.end()
        name = found[1].strip().upper()
        if not found[2]:
            _add_value(parameters, "ENCODING" if name in _ENCODINGS else "TYPE", name)
            continue
        for value in _PARAMETER_VALUE.finditer(line, place):
            if value.start() != place:
                break
            _add_value(parameters, name, value[2] if value[1] is None else value[1])
            place = value.end()
    if line[place : place + 1] != ":":
        return None
    return _Line(match[1], match[2].upper(), parameters, line[place + 1 :])


def _add_value(parameters: dict[str, list[str]], name: str, value: str) -> None:
    if name in parameters or len(parameters) < MAX_PARAMETERS:
        values = parameters.setdefault(name, [])
        if len(values) < MAX_PARAMETERS:
            # TYPE="work,home" is how some programs write TYPE=work,home
            values += value.split(",")[:MAX_PARAMETERS] if name == "TYPE" else [value]


def _property(line: _Line, *, is_old: bool) -> Property:
    """The property of a line, its transfer encoding undone."""
    parameters = line.parameters
    encoding = parameters.pop("ENCODING", [""])[0].upper()
    charset = parameters.pop("CHARSET", [""])[0]
    value, octets = line.rest.strip(" \t"), None
    if encoding in ("B", "BASE64"):
        octets, value = codecs.base64.decode(value.encode("ascii", "replace")), ""
    elif encoding == "QUOTED-PRINTABLE":
        decoded = codecs.quoted_printable.decode(value.encode("utf-8", "replace"))
        value = codecs.charset.decode(decoded, charset or None)
    return Property(
        name=line.name,
        value=value,
        parameters={
            name: tuple(values if is_old else map(unescape_parameter, values))
            for name, values in parameters.items()
        },
        group=line.group,
        octets=octets,
        is_old=is_old,
    )
