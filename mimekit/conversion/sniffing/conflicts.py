"""Where what is declared, what the file name promises and what the octets are disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from mimekit.conversion.sniffing.alike import GENERAL, agree, canonical, is_text, says_nothing
from mimekit.conversion.sniffing.dangers import is_active, is_runnable
from mimekit.conversion.sniffing.evidence import Claims, Found, should_be_known
from mimekit.conversion.sniffing.file_names import has_two_suffixes, turns_letters
from mimekit.conversion.sniffing.polyglots import iter_others
from mimekit.conversion.sniffing.sample import Sample
from mimekit.conversion.sniffing.signatures import Signature
from mimekit.severity import Severity

_SURE = 0.65  # below that a conflict is no more than information


class ConflictKind(Enum):
    """What disagrees with what."""

    DECLARED = "declared"
    """The octets are something else than what is declared."""
    NAME = "name"
    """The octets are something else than what the file name promises."""
    DECLARED_NAME = "declared-name"
    """The declared type is not that of the file name, and the octets do not decide."""
    UNCONFIRMED = "unconfirmed"
    """Octets of the declared type, or of that of the name, begin otherwise."""
    DISGUISED_NAME = "disguised-name"
    """The name shows another suffix than it has."""
    POLYGLOT = "polyglot"
    """Another reader may take the octets for something else."""


class Conflict(NamedTuple):
    """One disagreement."""

    kind: ConflictKind
    severity: Severity
    """ERROR, if something that runs, or has scripts, goes as something harmless; INFO, if the
    octets are not sure of what they are."""
    claimed: str
    """The media type that is contradicted; a file name, if it is the name that deceives."""
    found: str
    """The media type that contradicts it."""
    sentence: str
    """For people: "declared image/png, but the octets are a program for Windows (...)"."""


def find_conflicts(
    sample: Sample, claims: Claims, found: Found, signatures: Sequence[Signature]
) -> tuple[Conflict, ...]:
    """All of them: about the octets, then about the name, then what else the octets are."""
    if not sample.octets:
        return ()
    conflicts = [*_iter_claims(claims, found, signatures)]
    is_decided = found.by in {"signature", "libmagic"} and found.media_type not in GENERAL
    if not conflicts and not is_decided:
        conflicts += _iter_declared_name(claims)
    conflicts += _iter_disguises(claims)
    conflicts += [
        Conflict(
            ConflictKind.POLYGLOT,
            Severity.ERROR if is_active(other.media_type) else Severity.WARNING,
            found.media_type,
            other.media_type,
            f"the octets are {found}, and {other.name} as well",
        )
        for other in iter_others(sample, found.media_type)
    ]
    return tuple(conflicts)


def _iter_claims(
    claims: Claims, found: Found, signatures: Sequence[Signature]
) -> Iterator[Conflict]:
    """Each claim against the octets."""
    for kind, claim, said in (
        (ConflictKind.DECLARED, claims.declared, "declared {}"),
        (ConflictKind.NAME, claims.by_name, "named as {}"),
    ):
        if claim is None or says_nothing(claim):
            continue
        begins = said.format(claim)
        if found.by == "unknown":
            if should_be_known(claim, signatures):
                sentence = f"{begins}, but the octets are not"
                unconfirmed = ConflictKind.UNCONFIRMED
                severity = Severity.INFO if is_text(claim) else Severity.WARNING
                yield Conflict(unconfirmed, severity, claim, found.media_type, sentence)
        elif not agree(claim, found.media_type) or _is_hidden_markup(claim, found.media_type):
            sentence = f"{begins}, but the octets are {found}"
            severity = _severity(claim, found.media_type, found.confidence)
            yield Conflict(kind, severity, claim, found.media_type, sentence)


def _iter_declared_name(claims: Claims) -> Iterator[Conflict]:
    """What is declared against the name, in either order."""
    declared, named = claims.declared, claims.by_name
    if declared is None or named is None or says_nothing(declared):
        return
    if not agree(declared, named) and not agree(named, declared):
        severity = _severity(declared, named, 1.0)
        sentence = f"declared {declared}, but named as {named}"
        yield Conflict(ConflictKind.DECLARED_NAME, severity, declared, named, sentence)


def _iter_disguises(claims: Claims) -> Iterator[Conflict]:
    """What is wrong with the name itself."""
    name, named = claims.name, claims.by_name or "application/octet-stream"
    if not name:
        return
    kind = ConflictKind.DISGUISED_NAME
    if turns_letters(name):
        sentence = "the file name shows letters backwards"
        yield Conflict(kind, Severity.ERROR, name, named, sentence)
    elif is_runnable(named) and has_two_suffixes(name):
        sentence = f"the file name has the suffix of a document, but is named as {named}"
        yield Conflict(kind, Severity.ERROR, name, named, sentence)


def _severity(claim: str, found: str, confidence: float) -> Severity:
    """How bad it is that octets that are ``found`` go as something else."""
    if is_runnable(found) and not is_runnable(claim) and not (is_text(claim) and is_text(found)):
        return Severity.ERROR
    if is_active(found) and not is_active(claim) and not is_text(claim):
        return Severity.ERROR
    return Severity.WARNING if confidence >= _SURE else Severity.INFO


def _is_hidden_markup(claim: str, found: str) -> bool:
    """Whether markup goes as plain text: a reader that guesses runs its scripts."""
    return canonical(claim) == "text/plain" and is_active(found)
