"""The adapter for other projects' message expectations: it only renames."""

from __future__ import annotations

import hashlib
from typing import Any

import mimekit

ADDRESS_KEYS = {
    "from": "From",
    "to": "To",
    "cc": "Cc",
    "bcc": "Bcc",
    "reply_to": "Reply-To",
    "sender": "Sender",
}


def parse(data: bytes) -> dict[str, Any]:
    """Everything that an expectation may state about one message."""
    message = mimekit.parse(data)
    headers: dict[str, str] = {}
    for name, text in message.headers.items():
        headers.setdefault(name.lower(), text)
    leaves = list(iter_leaves(message))
    return {
        "subject": message.subject,
        "from": addresses(message.from_),
        "to": addresses(message.to),
        "cc": addresses(message.cc),
        "bcc": addresses(message.bcc),
        "reply_to": addresses(message.reply_to),
        "sender": addresses(message.sender),
        "date": message.date.isoformat() if message.date else None,
        "message_id": message.message_id,
        "references": list(message.references),
        "in_reply_to": list(message.in_reply_to),
        "headers": headers,
        "header_names": [name.lower() for name in message.headers],
        "content_type": message.content_type.media_type,
        "structure": structure(message),
        "parts": [leaf(part) for part in leaves],
        "text_body": message.readable_text() or None,
        "html_body": message.html,
        "attachments": [attachment(part) for part in attachments(message)],
    }


def attachments(message: mimekit.Message) -> list[mimekit.Part]:
    """Every leaf that is an attachment, or in neither body; an enclosed message counts as one."""
    bodies = {part for part in (*message.text_body, *message.html_body) if is_text(part)}
    return [
        part
        for part in message.walk(enter_messages=False)
        if is_leaf(part) and (part.is_attachment or part not in bodies)
    ]


def is_text(part: mimekit.Part) -> bool:
    return part.content_type.media_type in {"text/plain", "text/html"}


def is_leaf(part: mimekit.Part) -> bool:
    return not part.is_multipart


def addresses(mailboxes: tuple[mimekit.Mailbox, ...]) -> list[tuple[str, str]]:
    return [(mailbox.display_name, mailbox.addr_spec) for mailbox in mailboxes]


def structure(part: mimekit.Part) -> str:
    """The tree in the README's notation; nesting is bounded by the default limits."""
    if part.message is not None:
        return f"message({structure(part.message)})"
    if part.is_multipart:
        return f"{part.content_type.media_type}({','.join(map(structure, part.parts))})"
    return part.content_type.media_type


def iter_leaves(message: mimekit.Message) -> Any:
    """Leaves in document order; an enclosed message comes before its own leaves."""
    for part in message.walk():
        if is_leaf(part):
            yield part


def leaf(part: mimekit.Part) -> dict[str, Any]:
    content = part.content
    return {
        "type": part.content_type.media_type,
        "charset": part.charset,
        "filename": part.filename,
        "disposition": part.disposition.value if part.disposition else None,
        "content_id": part.content_id,
        "size_decoded": len(content),
        "sha256_decoded": hashlib.sha256(content).hexdigest(),
        "raw_decoded": content,
        "text": mimekit.Part.text.fget(part),  # type: ignore[attr-defined] # of the part, not the message
    }


def attachment(part: mimekit.Part) -> dict[str, Any]:
    read = leaf(part)
    return read | {"size": read["size_decoded"], "sha256": read["sha256_decoded"]}
