"""A card and its properties, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mimekit_vcard.escapes import iter_split, unescape


@dataclass(frozen=True, kw_only=True)
class Property:
    r"""One property of a card.

    >>> adr = Property(name="ADR", value="Box 7;;Light Road\\, 1;Hovik;;;Norway")
    >>> adr.components[2], adr.text
    (('Light Road, 1',), 'Box 7;;Light Road, 1;Hovik;;;Norway')
    """

    name: str
    """In capitals: ``TEL``."""
    value: str
    """The value with its escapes, transfer encodings undone; empty if it is ``octets``."""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The values of each parameter by its name in capitals; those without a name by TYPE."""
    group: str | None = None
    """What stands before the name with a dot, by which properties belong together."""
    octets: bytes | None = None
    """A value in base64, decoded: a photo, a key."""
    is_old: bool = False
    """Whether it is of vCard 2.1, which has one escape only."""

    @property
    def text(self) -> str:
        """The whole value without escapes."""
        return unescape(self.value, is_old=self.is_old)

    @property
    def values(self) -> tuple[str, ...]:
        """The values between commas (NICKNAME, CATEGORIES)."""
        if self.is_old:
            return (self.text,)
        return tuple(unescape(value) for value in iter_split(self.value, ","))

    @property
    def components(self) -> tuple[tuple[str, ...], ...]:
        """The components between semicolons (N, ADR, ORG), each with the values between commas."""
        found = iter_split(self.value, ";")
        if self.is_old:
            return tuple((unescape(part, is_old=True),) for part in found)
        return tuple(
            tuple(unescape(value) for value in iter_split(component, ",")) for component in found
        )

    @property
    def types(self) -> tuple[str, ...]:
        """The values of TYPE in lower case: ``("work", "voice")``."""
        return tuple(value.lower() for value in self.parameters.get("TYPE", ()) if value)

    @property
    def is_preferred(self) -> bool:
        """Whether it is the one to take (PREF=1 of 4.0, TYPE=pref of the others)."""
        return "pref" in self.types or self.parameters.get("PREF", ("",))[0] == "1"

    def parameter(self, name: str) -> str:
        """The first value of a parameter, its name in capitals; empty if it has none."""
        return next(iter(self.parameters.get(name, ())), "")


@dataclass(frozen=True, kw_only=True)
class VCard:
    """A card."""

    version: str
    """As it says: ``4.0``, ``3.0``, ``2.1``; empty if it does not."""
    properties: tuple[Property, ...]
    """All but BEGIN, END and VERSION, in their order."""
    problems: tuple[str, ...] = ()
    """What of it could not be read, in sentences."""

    def all(self, name: str) -> tuple[Property, ...]:
        """The properties of a name, in capitals."""
        return tuple(each for each in self.properties if each.name == name)

    def get(self, name: str) -> Property | None:
        """The preferred property of a name, in capitals, else the first; None if there is none."""
        found = self.all(name)
        return next((each for each in found if each.is_preferred), next(iter(found), None))
