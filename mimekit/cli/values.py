"""What commands tell about parts, as JSON has it and as people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimekit import Mailbox, Part, Span
    from mimekit.cli.findings import Finding

_PLURAL = {"error": "s", "warning": "s", "info": ""}


def span_value(span: Span | None) -> dict[str, int]:
    """A place, in octets; a message that was read has no part without one."""
    offset, length = span or (0, 0)
    return {"offset": offset, "length": length}


def holds_parts(part: Part) -> bool:
    """Whether a part is a multipart that was taken apart: it has no content of its own."""
    return part.content_type.type == "multipart" and bool(part.parts)


def part_value(part: Part) -> dict[str, object]:
    """A part without its header fields and its content."""
    import hashlib  # noqa: PLC0415 - 10 ms, not for --help

    content = None if holds_parts(part) else part.content
    disposition = part.disposition
    return {
        "path": part.path,
        "type": part.content_type.media_type,
        "charset": part.charset,
        "filename": part.filename,
        "disposition": disposition.value if disposition else None,
        "content_id": part.content_id,
        "transfer_encoding": part.transfer_encoding,
        "size": None if content is None else len(content),
        "sha256": None if content is None else hashlib.sha256(content).hexdigest(),
        "span": span_value(part.span),
        "source": part.source,
    }


def defect_value(defect: Finding) -> dict[str, object]:
    """A finding."""
    return {
        "code": defect.code.value,
        "severity": defect.severity.name.lower(),
        "path": defect.path,
        "span": span_value(defect.span),
        "rfc": defect.rfc,
        "meaning": defect.code.meaning,
        "detail": defect.detail,
    }


def mailbox_value(mailbox: Mailbox) -> dict[str, str]:
    """A mailbox."""
    return {"name": mailbox.display_name, "address": mailbox.addr_spec}


def size_text(octets: int) -> str:
    """A size for people, in powers of ten.

    >>> size_text(1), size_text(999), size_text(1250), size_text(7_300_000)
    ('1 octet', '999 octets', '1.2 kB', '7.3 MB')
    """
    if octets < 1000:
        return f"{octets} octet{'' if octets == 1 else 's'}"
    size = octets / 1000
    for unit in ("kB", "MB"):
        if size < 999.95:
            return f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def severity_counts(defects: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each severity, the worst first."""
    counts = Counter(defect.severity.name.lower() for defect in defects)
    return {severity: counts[severity] for severity in ("error", "warning", "info")}


def counts_text(counts: Mapping[str, int]) -> str:
    """Numbers of findings for people.

    >>> counts_text({"error": 1, "warning": 2, "info": 0})
    '1 error, 2 warnings'
    >>> counts_text({"error": 0, "warning": 1, "info": 2})
    '1 warning, 2 info'
    """
    found = [f"{n} {word}{_PLURAL[word] if n > 1 else ''}" for word, n in counts.items() if n]
    return ", ".join(found) or "no defects"
