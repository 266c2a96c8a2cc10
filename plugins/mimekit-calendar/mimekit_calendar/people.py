"""Organizer and attendees (RFC 5545 section 3.8.4): who, and what they said."""

from __future__ import annotations

import re
from typing import Final

from mimekit_calendar.properties import clean, parameter_of

_MAILTO = re.compile(r"\s*mailto:", re.IGNORECASE)

STATES: Final = {
    "NEEDS-ACTION": "has not answered",
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "may come",
    "DELEGATED": "delegated",
    "COMPLETED": "completed",
    "IN-PROCESS": "in process",
}
_ROLES: Final = {
    "CHAIR": "chair",
    "OPT-PARTICIPANT": "optional",
    "NON-PARTICIPANT": "for information",
}
_KINDS: Final = {"ROOM": "room", "RESOURCE": "resource", "GROUP": "group"}


def person_text(value: object) -> str:
    """Name and address of a calendar user; whichever there is."""
    address = " ".join(clean(_MAILTO.sub("", str(value), count=1)).split())
    name = parameter_of(value, "CN").strip('"')
    if not name or name == address:
        return address
    return f"{name} <{address}>" if address else name


def attendee_text(value: object) -> str:
    """A calendar user and what is known of the attendance: ``ann@example.com: accepted``."""
    facts = [
        STATES.get(parameter_of(value, "PARTSTAT").upper(), ""),
        _ROLES.get(parameter_of(value, "ROLE").upper(), ""),
        _KINDS.get(parameter_of(value, "CUTYPE").upper(), ""),
        _related("delegated to", parameter_of(value, "DELEGATED-TO")),
        _related("delegated by", parameter_of(value, "DELEGATED-FROM")),
        _related("sent by", parameter_of(value, "SENT-BY")),
    ]
    told = ", ".join(fact for fact in facts if fact)
    return f"{person_text(value)}: {told}" if told else person_text(value)


def state_of(value: object) -> str:
    """What a calendar user answered, in words; empty if nothing is said."""
    return STATES.get(parameter_of(value, "PARTSTAT").upper(), "")


def _related(how: str, address: str) -> str:
    address = _MAILTO.sub("", address.strip('"'), count=1)
    return f"{how} {address}" if address else ""
