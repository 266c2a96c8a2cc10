"""Enhanced mail system status codes in words (RFC 3463, and the registry that goes on with it)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_CODE = re.compile(r"([245])\.([0-9]{1,3})\.([0-9]{1,3})(?![0-9])")

_CLASSES: Final[Mapping[str, str]] = {
    "2": "success",
    "4": "temporary failure",
    "5": "permanent failure",
}

# RFC 3463 section 3.
_SUBJECTS: Final[Mapping[str, str]] = {
    "1": "something is wrong with the address",
    "2": "something is wrong with the mailbox",
    "3": "something is wrong with the system of the recipient",
    "4": "the network or the routing failed",
    "5": "the servers did not understand each other",
    "6": "the content cannot be delivered as it is",
    "7": "security or a policy forbids it",
}

# RFC 3463 sections 3.2 to 3.8; 1.10 and 7.27 RFC 7505; 7.8 RFC 4954; 6.7 to 6.9 RFC 6531;
# 7.20 to 7.26 RFC 7372; the others are in the registry of IANA.
_DETAILS: Final[Mapping[str, str]] = {
    "1.1": "there is no such mailbox",
    "1.2": "there is no such domain, or it takes no mail",
    "1.3": "the address is malformed",
    "1.4": "the address means several mailboxes",
    "1.5": "the address is valid",
    "1.6": "the mailbox has moved, and nobody knows where to",
    "1.7": "the sender's address is malformed",
    "1.8": "the domain of the sender does not exist, or takes no mail",
    "1.9": "the message was passed on to a system that sends no reports",
    "1.10": "the domain takes no mail at all",
    "2.1": "the mailbox is switched off",
    "2.2": "the mailbox is full",
    "2.3": "the message is larger than the mailbox allows",
    "2.4": "the mailing list could not be expanded",
    "3.1": "the disk of the server is full",
    "3.2": "the server takes no messages now",
    "3.3": "the server lacks a feature that the message needs",
    "3.4": "the message is larger than the server allows",
    "3.5": "the server is set up wrongly",
    "4.1": "the server does not answer",
    "4.2": "the connection broke",
    "4.3": "a directory that is needed, such as DNS, does not answer",
    "4.4": "no server for the domain can be found",
    "4.5": "the network or the server is overloaded",
    "4.6": "the message ran in a circle",
    "4.7": "the message could not be delivered in time",
    "5.1": "a command came out of its order",
    "5.2": "a command was malformed",
    "5.3": "there are too many recipients",
    "5.4": "a command had arguments that are not valid",
    "5.5": "the versions of the protocol do not match",
    "6.1": "the content is of a type that is not taken",
    "6.2": "the content had to be converted, and must not be",
    "6.3": "the content had to be converted, and cannot be",
    "6.4": "the content was converted, and lost something",
    "6.5": "the content could not be converted",
    "6.7": "the address has characters that the server does not take",
    "6.8": "a reply with international characters was needed, and not allowed",
    "6.9": "a header field has characters that the server does not take",
    "7.1": "the message was refused: the sender is not authorised, or a filter caught it",
    "7.2": "the sender may not write to the mailing list",
    "7.3": "the message would have to change its security, and cannot",
    "7.4": "the server lacks a security feature that the message asks for",
    "7.5": "the message could not be decrypted or checked",
    "7.6": "the algorithm of the encryption is not known",
    "7.7": "the message was changed on its way",
    "7.8": "user name or password is wrong",
    "7.20": "no DKIM signature was accepted",
    "7.21": "no DKIM signature fits the author",
    "7.22": "the DKIM signature of the author's domain was not accepted",
    "7.23": "the sender's address failed SPF",
    "7.24": "SPF could not be checked",
    "7.25": "the name of the sending server could not be confirmed",
    "7.26": "several checks of authentication failed",
    "7.27": "the domain of the sender takes no mail",
    "7.28": "too much mail came from there",
}


def explain_status(status: str) -> str:
    """What a status code means, in a clause; empty for what is none.

    >>> explain_status("5.1.1"), explain_status("4.7.999"), explain_status("x")
    ('permanent failure: there is no such mailbox',
     'temporary failure: security or a policy forbids it', '')
    """
    match = _CODE.match(status)
    if match is None:
        return ""
    kind, subject, detail = match.groups()
    known = _DETAILS.get(f"{int(subject)}.{int(detail)}") or _SUBJECTS.get(str(int(subject)))
    return f"{_CLASSES[kind]}: {known}" if known and kind != "2" else _CLASSES[kind]
