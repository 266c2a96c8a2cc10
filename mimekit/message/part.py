"""The handles of the tree: `Part`, and `Message`, which is the root of one.

The work is done by the functions of this room over (tree, row); what stands here
are their names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, TypeVar

from mimekit.defects import Defect
from mimekit.fields.address_list import parse_mailboxes
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_id import parse_content_id
from mimekit.fields.content_transfer_encoding import parse_transfer_encoding
from mimekit.fields.content_type import ContentType
from mimekit.fields.date_time import parse_date_time
from mimekit.fields.mailbox import Mailbox
from mimekit.fields.message_id import parse_message_ids
from mimekit.fields.received import Received, parse_received
from mimekit.fields.unstructured import parse_unstructured
from mimekit.limits import Limits, check_limits
from mimekit.message import body, check, save, stream, text, write
from mimekit.message.descent import children_of, enclosed_root, row_at, walk
from mimekit.message.findings import findings_of
from mimekit.message.headers import Headers
from mimekit.message.replacing import replacing
from mimekit.message.report import Report, read_report
from mimekit.message.tree import (
    Tree,
    decode_body,
    message_of,
    parent_of,
    path_of,
    raw_body,
    source_number,
    span_of,
)
from mimekit.span import Span
from mimekit.structure.rows import FLAGS, IS_MESSAGE, KIND, MESSAGE, MULTIPART, WIDTH, Source

if TYPE_CHECKING:
    from mimekit.message.attachment import Attachable
    from mimekit.wire import WireFormat

T = TypeVar("T")
_DEFAULT_LIMITS = Limits()


class Part:
    """A node of a message: a header block and a body (RFC 2045 section 2.5).

    A light handle: two of the same node are equal, and reading from one never
    changes what another reads.
    """

    __slots__ = ("_row", "_tree")

    def __init__(self, tree: Tree, row: int) -> None:
        self._tree = tree
        self._row = row

    # -- header fields

    @property
    def headers(self) -> Headers:
        """The header fields."""
        return Headers(self._tree, self._row)

    @property
    def content_type(self) -> ContentType:
        """Content-Type; text/plain (message/rfc822 in a digest) if there is none."""
        return body.content_type(self._tree, self._row)

    @property
    def charset(self) -> str | None:
        """The charset parameter as it is declared, in lower case; None if there is none."""
        return self.content_type.parameters.get("charset", "").lower() or None

    @property
    def disposition(self) -> ContentDisposition | None:
        """Content-Disposition (RFC 2183); None if there is none."""
        return body.disposition(self._tree, self._row)

    @property
    def filename(self) -> str | None:
        """The name that the sender gave, as it is: never open it. `save_in` makes it safe."""
        return body.filename(self._tree, self._row)

    @property
    def content_id(self) -> str | None:
        """Content-ID without its angle brackets (RFC 2392); None if there is none."""
        value = body.field_body(self._tree, self._row, b"content-id")
        return None if value is None else parse_content_id(value).value

    @property
    def transfer_encoding(self) -> str:
        """Content-Transfer-Encoding in lower case; "7bit" if there is none."""
        value = body.field_body(self._tree, self._row, b"content-transfer-encoding")
        return "7bit" if value is None else parse_transfer_encoding(value).value

    # -- the tree

    @property
    def is_multipart(self) -> bool:
        """Whether this is a multipart with a boundary; one without is read as a leaf."""
        return self._tree.rows[self._row * WIDTH + KIND] == MULTIPART

    @property
    def parts(self) -> tuple[Part, ...]:
        """The children: a multipart's parts, or the one message that is enclosed."""
        tree = self._tree
        return tuple([handle(tree, row) for row in children_of(tree, self._row)])

    @property
    def parent(self) -> Part | None:
        """The part that holds this one; None for the root."""
        row = parent_of(self._tree, self._row)
        return None if row < 0 else handle(self._tree, row)

    @property
    def path(self) -> str:
        """The way from the root, as ordinals of children: "2.1"; "" for the root."""
        return path_of(self._tree, self._row)

    def part(self, path: str) -> Part:
        r"""The part at a path below this one, "" for itself; KeyError if there is none.

        >>> import mimekit
        >>> message = mimekit.parse(
        ...     b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n"
        ... )
        >>> message.part("1").text
        'one'
        """
        if not isinstance(path, str):
            raise TypeError(f"a path is a str like '2.1', not {type(path).__name__}")
        row = row_at(self._tree, self._row, path)
        if row < 0:
            raise KeyError(f"no part {path!r}: a path is ordinals of children from 1, as '2.1'")
        return handle(self._tree, row)

    def walk(self, *, enter_messages: bool = True) -> Iterator[Part]:
        """This part and all below it, in document order."""
        tree = self._tree
        for row in walk(tree, self._row, enter_messages=enter_messages):
            yield handle(tree, row)

    @property
    def message(self) -> Message | None:
        """The message that a message/rfc822 part encloses, decoded if need be; else None."""
        tree, row = self._tree, self._row
        if tree.rows[row * WIDTH + KIND] != MESSAGE:
            return None
        root = enclosed_root(tree, row)
        return None if root < 0 else Message(tree, root)

    @property
    def is_attachment(self) -> bool:
        """Whether the message that holds this part has it among its attachments."""
        tree, row = self._tree, self._row
        if tree.rows[row * WIDTH + FLAGS] & IS_MESSAGE and parent_of(tree, row) >= 0:
            row = parent_of(tree, row)
        return row in body.choose(tree, message_of(tree, row)).attached

    # -- place

    @property
    def span(self) -> Span | None:
        """Where header block and body stand in the `source`; None for what an edit brought."""
        tree = self._tree
        if tree.edits is not None and tree.roots[source_number(tree, self._row)] in tree.edits.new:
            return None
        return span_of(tree, self._row)

    @property
    def source(self) -> str | None:
        """The path of the encoded message part in whose content spans count; None: the input."""
        tree, row = self._tree, self._row
        number = source_number(tree, row)
        return path_of(tree, parent_of(tree, tree.roots[number])) if number else None

    # -- body

    @property
    def content(self) -> bytes:
        """The body after the transfer decoding (RFC 2045 section 6)."""
        return decode_body(self._tree, self._row)

    @property
    def raw(self) -> memoryview:
        """The body as it stands."""
        return raw_body(self._tree, self._row)

    def open(self) -> BinaryIO:
        """A stream of the content, decoded as it is read."""
        return stream.open_content(self._tree, self._row)

    @property
    def text(self) -> str | None:
        """The text of a text/* part, line ends LF; None for other parts."""
        return text.decode_text(self._tree, self._row)

    def save(self, path: str | Path) -> None:
        """Write the content to exactly that file; OSError as `open` raises it."""
        save.save(self._tree, self._row, Path(path))

    def save_in(self, folder: str | Path) -> Path:
        """Write the content to a new file in a folder, under a safe and unique name.

        The folder is made if it is not there, with those above it.
        """
        return save.save_in(self._tree, self._row, Path(folder))

    # -- editing

    def replace_content(self, content: bytes | str) -> None:
        """Give this part another content; `ComposeError` if it holds other parts.

        Text, of text/* parts only, is written in ASCII or UTF-8, and the charset parameter
        set. The transfer encoding is chosen by the content (RFC 2045 section 6).
        """
        from mimekit.message import edit_parts  # noqa: PLC0415 - the whole of writing

        edit_parts.replace_content(self._tree, self._row, content)

    def attach(
        self,
        content: Attachable | bytes | bytearray | memoryview | str,
        *,
        filename: str | None = None,
        media_type: str | None = None,
        disposition: str = "attachment",
        content_id: str | None = None,
    ) -> Part:
        r"""Add a part behind the others of this multipart/mixed, and return it.

        ``content`` is a path (`os.PathLike`), a pair of file name and octets (or `Message`), an
        open binary file, a `Message`, octets, or text, which needs a ``filename`` to be an
        attachment. ``filename`` counts more than the name of a path, pair or file. The media
        type is told by the name and the first octets, if it is not given; text is text/plain,
        a message message/rfc822, its line ends those of this one.

        Whatever is no multipart/mixed becomes the first part of one, with its Content-...
        fields; a multipart/digest takes messages itself. Of what was there no octet changes: a
        multipart/signed stays valid (RFC 1847 section 2.1), a multipart/encrypted whole; what
        is attached is neither signed nor encrypted. The boundary is made of the body, so that
        the same edit gives the same octets.

        `HeaderInjectionError` for a control in a name or type; `ComposeError` for what cannot
        be expressed, as a message with a line that is a delimiter around it; `TypeError` for
        anything else, and `OSError` for a file that cannot be read. Nothing is changed then.

        >>> message = parse(b"Subject: s\n\nHello.\n")
        >>> message.attach(("plan.pdf", b"%PDF-")).content_type.media_type
        'application/pdf'
        >>> [(part.path, part.content_type.media_type) for part in message.parts]
        [('1', 'text/plain'), ('2', 'application/pdf')]
        """
        # The whole of writing.
        from mimekit.message import attachment, edit_parts  # noqa: PLC0415

        type_ = None if media_type is None else attachment.read_media_type(media_type)
        description = attachment.Description(disposition, filename, type_, content_id)
        attached = attachment.read_content(content, description)
        return handle(self._tree, edit_parts.attach(self._tree, self._row, attached))

    def remove(self) -> None:
        """Take this part out of the multipart that holds it; `ComposeError` if it is the only one.

        What stands before, between and behind the others stays.
        """
        from mimekit.message import edit_parts  # noqa: PLC0415 - the whole of writing

        edit_parts.remove(self._tree, self._row)

    def rename(self, filename: str) -> None:
        """Give this part another file name, in Content-Disposition and Content-Type alike."""
        from mimekit.message import edit_parts  # noqa: PLC0415 - the whole of writing

        edit_parts.rename(self._tree, self._row, filename)

    # -- octets and findings

    def __bytes__(self) -> bytes:
        return write.octets(self._tree, self._row)

    def write_to(
        self, file: BinaryIO | str | os.PathLike[str], wire: WireFormat | None = None
    ) -> None:
        """Write header block and body, octet for octet; with ``wire`` as that transport takes it.

        ``file`` is open for octets, or a path: that of a file that gets this content in one
        step (`OSError` if it cannot), also if the message was opened from it.
        Line ends become those of the wire; header fields that do not fit are folded and
        encoded anew, and bodies get another transfer encoding where theirs is not allowed, or
        8bit or binary is enough. `ComposeError` for what cannot be expressed, before anything
        is written of that part: an address that needs UTF-8, or a multipart/signed or
        multipart/encrypted that would have to be altered.
        """
        if isinstance(file, str | os.PathLike):
            with replacing(file) as opened:
                write.write_to(self._tree, self._row, opened, wire)
        else:
            write.write_to(self._tree, self._row, file, wire)

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What is wrong with the structure of this part, as parsing found it."""
        return findings_of(self._tree, self._row)

    def check(self) -> Iterator[Defect]:
        """All that is wrong with this part and those below, by path, then by offset."""
        # Of an edited message spans count in what would be written.
        return check.check(*write.as_parsed(self._tree, self._row), handle)

    # -- the handle

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part):
            return NotImplemented
        return self._tree is other._tree and self._row == other._row

    def __hash__(self) -> int:
        return hash((id(self._tree), self._row))

    def __repr__(self) -> str:
        if not self._tree.sources:
            return f"<{type(self).__name__}, closed>"
        span = self.span
        place = f" {self.path}" if self.path else ""
        where = "new" if span is None else f"{span.length} octets at {span.offset}"
        return f"<{type(self).__name__}{place} {self.content_type.media_type}, {where}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (write.octets(self._tree, 0), self._tree.limits, self.path)


class Message(Part):
    """The root of a message: the one that was parsed, or one that is enclosed in it."""

    __slots__ = ()

    # -- header fields (RFC 5322 section 3.6)

    @property
    def subject(self) -> str | None:
        """Subject, decoded and unfolded; None if there is none."""
        value = body.field_body(self._tree, self._row, b"subject")
        return None if value is None else parse_unstructured(value).value

    @property
    def from_(self) -> tuple[Mailbox, ...]:
        """The mailboxes of From."""
        return self._addresses(b"from")

    @property
    def sender(self) -> tuple[Mailbox, ...]:
        """The mailbox of Sender."""
        return self._addresses(b"sender")

    @property
    def reply_to(self) -> tuple[Mailbox, ...]:
        """The mailboxes of Reply-To."""
        return self._addresses(b"reply-to")

    @property
    def to(self) -> tuple[Mailbox, ...]:
        """The mailboxes of To."""
        return self._addresses(b"to")

    @property
    def cc(self) -> tuple[Mailbox, ...]:
        """The mailboxes of Cc."""
        return self._addresses(b"cc")

    @property
    def bcc(self) -> tuple[Mailbox, ...]:
        """The mailboxes of Bcc."""
        return self._addresses(b"bcc")

    def _addresses(self, name: bytes) -> tuple[Mailbox, ...]:
        """The mailboxes of all fields of that name, those of groups among them."""
        bodies = body.field_bodies(self._tree, self._row, name)
        if not bodies:
            return ()
        if len(bodies) == 1:
            return parse_mailboxes(bodies[0])
        return tuple(chain.from_iterable(map(parse_mailboxes, bodies)))

    @property
    def date(self) -> datetime | None:
        """Date, aware of its zone; None if there is none that can be read."""
        value = body.field_body(self._tree, self._row, b"date")
        return None if value is None else parse_date_time(value).value

    @property
    def message_id(self) -> str | None:
        """Message-ID without its angle brackets; None if there is none."""
        ids = self._message_ids(b"message-id")
        return ids[0] if ids else None

    @property
    def in_reply_to(self) -> tuple[str, ...]:
        """The ids of In-Reply-To, without angle brackets."""
        return self._message_ids(b"in-reply-to")

    @property
    def references(self) -> tuple[str, ...]:
        """The ids of References, without angle brackets."""
        return self._message_ids(b"references")

    def _message_ids(self, name: bytes) -> tuple[str, ...]:
        """The ids of all fields of that name."""
        bodies = body.field_bodies(self._tree, self._row, name)
        if len(bodies) == 1:
            return parse_message_ids(bodies[0]).value
        return tuple(chain.from_iterable(parse_message_ids(value).value for value in bodies))

    @property
    def received(self) -> tuple[Received, ...]:
        """The trace: one hop a Received field, the last hop first (RFC 5321 section 4.4)."""
        bodies = body.field_bodies(self._tree, self._row, b"received")
        return tuple([parse_received(value).value for value in bodies])

    @property
    def report(self) -> Report | None:
        """What a multipart/report says: a DSN, an MDN or an ARF report; None for other mail."""
        return read_report(self, self._tree.limits)

    # -- body choice (RFC 8621 section 4.1.4)

    @property
    def text_body(self) -> tuple[Part, ...]:
        """The parts to show where plain text is preferred."""
        return self._handles(body.choose(self._tree, self._row).text)

    @property
    def html_body(self) -> tuple[Part, ...]:
        """The parts to show where HTML is preferred."""
        return self._handles(body.choose(self._tree, self._row).html)

    @property
    def attachments(self) -> tuple[Part, ...]:
        """The parts that are in neither body, and texts of the body that are files by name.

        An enclosed message is one attachment.
        """
        return self._handles(body.choose(self._tree, self._row).attachments)

    def _handles(self, rows: tuple[int, ...]) -> tuple[Part, ...]:
        return tuple([handle(self._tree, row) for row in rows])

    @property
    def text(self) -> str | None:
        """The plain text of the body, unflowed and joined; None if there is none."""
        return text.plain_text(self._tree, self._row)

    @property
    def html(self) -> str | None:
        """The HTML of the body, joined; None if there is none."""
        return text.html_text(self._tree, self._row)

    def readable_text(self) -> str:
        """The plain text, else what a reader sees of the HTML, else of messages that are enclosed.

        Those come with their main fields, unless they are declared as attachments. Of a
        message that is nothing but a multipart without delimiters it is that, as it stands.
        """
        return text.readable_text(self._tree, self._row)

    def by_content_id(self, cid: str) -> Part | None:
        """The first part of this message with that Content-ID, given bare, in <> or as a cid: URL.

        The %-escapes of a URL are undone (RFC 2392 section 2).
        """
        if not isinstance(cid, str):
            raise TypeError(f"a Content-ID is a str, not {type(cid).__name__}")
        wanted = cid.strip("<>")
        if cid[:4].lower() == "cid:":
            from urllib.parse import unquote  # noqa: PLC0415 - 4 ms, and rarely needed

            wanted = unquote(cid[4:])
        for part in self.walk(enter_messages=False):
            if part.content_id == wanted:
                return part
        return None

    # -- `with mimekit.open(path) as message`

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tree.close()


def handle(tree: Tree, row: int) -> Part:
    """The handle of a node."""
    if tree.rows[row * WIDTH + FLAGS] & IS_MESSAGE:
        return Message(tree, row)
    return Part(tree, row)


def parse(
    data: bytes | bytearray | memoryview | Source, *, limits: Limits | None = None
) -> Message:
    r"""Take a message apart: any octets, without an exception.

    ``data`` is kept, not copied, if it is `bytes` or an `mmap.mmap`; other
    buffers are copied. What is malformed is read as well as can be, and is told
    by `Part.defects` and `Part.check`. Raises `TypeError` for a `str`, and
    `LimitError` only with ``limits=Limits(strict=True)``; `TypeError` and `ValueError` for
    limits that are none.

    >>> message = parse(b"Subject: Hi\n\nthere\n")
    >>> message.subject, message.text
    ('Hi', 'there\n')
    """
    if type(data) is not bytes:
        data = _source(data)
    if limits is None:
        limits = _DEFAULT_LIMITS
    else:
        check_limits(limits)
    return Message(Tree(data, limits), 0)


def _source(data: object) -> Source:
    """A buffer that the tree may keep."""
    import mmap  # noqa: PLC0415 - rarely needed

    if isinstance(data, mmap.mmap):
        return data
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    raise TypeError(
        f"a message is octets: bytes, bytearray, memoryview or mmap, not {type(data).__name__}"
    )


def _restore(octets: bytes, limits: Limits, path: str) -> Part:
    """Rebuild a handle from its pickle."""
    return parse(octets, limits=limits).part(path)
