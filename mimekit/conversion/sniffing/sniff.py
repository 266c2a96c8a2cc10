"""The media type of a part, by its octets first.

What decides, in this order:

1. the table of signatures, our own and those of plugins (`signatures`);
2. libmagic, if there is one (`libmagic`), but for what it says about texts,
   which is a guess: there the file name, and what is declared, come before it;
3. whether the octets are text;
4. the file name, then what is declared: where the octets tell nothing, or something more general,
   as text/plain, XML or a ZIP archive that goes on behind the sample.

No more than 64 KiB are read. Empty content is ``inode/x-empty``, as libmagic has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mimekit.conversion.sniffing.alike import (
    EMPTY,
    PLAIN,
    UNKNOWN,
    canonical,
    is_kind_of,
    is_text,
    says_nothing,
)
from mimekit.conversion.sniffing.conflicts import Conflict, find_conflicts
from mimekit.conversion.sniffing.evidence import By, Claims, Found, should_be_known
from mimekit.conversion.sniffing.libmagic import libmagic_type
from mimekit.conversion.sniffing.sample import MAX_SNIFFED_BYTES, Sample
from mimekit.conversion.sniffing.signatures import SIGNATURES, Signature, best_match
from mimekit.conversion.sniffing.zip_content import ZIP
from mimekit.message.part import Part

_OF_LIBMAGIC, _OF_LIBMAGIC_TEXT = 0.8, 0.5
_OF_TEXT = 0.7
_OF_NAME, _OF_DECLARED = 0.5, 0.3


class Sniffed(NamedTuple):
    """The media type of some content, and what contradicts it."""

    media_type: str
    """In small letters and without parameters; ``application/octet-stream`` if nothing tells."""
    by: By
    """What decided: a signature, libmagic, that it is text, the file name, what was declared; or
    "unknown"."""
    confidence: float
    """How sure it is, between 0 and 1: what begins with eight magic octets 0.95, a text 0.7, what
    only a file name says 0.5."""
    conflicts: tuple[Conflict, ...]
    """What is declared, promised by the name and found, where it disagrees."""


def sniff(
    part: Part | bytes | bytearray | memoryview,
    *,
    name: str | None = None,
    declared: str | None = None,
    signatures: Sequence[Signature] = SIGNATURES,
) -> Sniffed:
    r"""The media type of a part, or of octets, whatever they are called.

    Of a part, the file name and the declared type are its own unless they are given. A multipart
    is what it is declared to be: that is how it was read. Never raises on content.

    >>> sniff(b"%PDF-1.7\n...", name="invoice.pdf")
    Sniffed(media_type='application/pdf', by='signature', confidence=0.95, conflicts=())
    >>> sniff(b"\x7fELF\2\1\1" + bytes(9) + b"\2\0", declared="image/png").conflicts[0].sentence
    'declared image/png, but the octets are an ELF program (application/x-executable)'
    """
    if isinstance(part, Part):
        declared = part.content_type.media_type if declared is None else declared
        name = part.filename if name is None else name
        if part.is_multipart and part.parts:
            return Sniffed(declared, "declared", 1.0, ())
    sample = _sample(part)
    claims = Claims(declared, name)
    found = _found(sample, signatures)
    media_type, by, confidence = _decide(sample, claims, found, signatures)
    conflicts = find_conflicts(sample, claims, found, signatures)
    return Sniffed(media_type, by, confidence, conflicts)


def _sample(part: Part | bytes | bytearray | memoryview) -> Sample:
    """The first octets; one more tells whether there are others."""
    if isinstance(part, Part):
        with part.open() as stream:
            octets = stream.read(MAX_SNIFFED_BYTES + 1)
    elif isinstance(part, bytes | bytearray | memoryview):
        octets = bytes(memoryview(part)[: MAX_SNIFFED_BYTES + 1])
    else:
        raise TypeError(f"a part or bytes can be sniffed, not {type(part).__name__}")
    return Sample(octets[:MAX_SNIFFED_BYTES], whole=len(octets) <= MAX_SNIFFED_BYTES)


def _found(sample: Sample, signatures: Sequence[Signature]) -> Found:
    """What the octets alone tell."""
    if not sample.octets:
        return Found(EMPTY, "signature", 1.0, "nothing")
    if (match := best_match(sample, signatures)) is not None:
        signature, media_type = match
        name = signature.name if media_type == signature.media_type else ""
        return Found(media_type, "signature", signature.confidence, name)
    guess = libmagic_type(sample.octets)
    if guess is not None and not says_nothing(guess) and canonical(guess) != PLAIN:
        media_type = canonical(guess)
        if sample.text is None:
            return Found(media_type, "libmagic", _OF_LIBMAGIC)
        if is_text(media_type):
            return Found(media_type, "libmagic", _OF_LIBMAGIC_TEXT)
    if sample.text is not None:
        return Found(PLAIN, "text", _OF_TEXT, "text")
    return Found(UNKNOWN, "unknown", 0.0)


def _decide(
    sample: Sample, claims: Claims, found: Found, signatures: Sequence[Signature]
) -> tuple[str, By, float]:
    """The media type, what decides it, and how sure it is."""
    told = (found.media_type, found.by, found.confidence)
    is_guess = found.by == "libmagic" and found.confidence < _OF_TEXT
    general = PLAIN if is_guess else found.media_type
    if general == ZIP and sample.whole:
        return told
    said: tuple[tuple[str | None, By, float], ...] = (
        (claims.by_name, "name", _OF_NAME),
        (claims.declared, "declared", _OF_DECLARED),
    )
    for claim, by, confidence in said:
        if claim is None or says_nothing(claim):
            continue
        is_plausible = found.by == "unknown" and not should_be_known(claim, signatures)
        if is_plausible or is_kind_of(claim, general):
            sure = max(confidence, found.confidence if not is_guess else 0.0)
            return canonical(claim), by, sure
    return told
