"""Which parts are the text, the HTML and the attachments (RFC 8621 section 4.1.4).

Deviation from RFC 8621: a text of the body whose Content-Disposition names a file is among
the attachments too. It is there to be shown, and to be saved under that name (RFC 2183
section 2.3).
"""

from __future__ import annotations

import re
from functools import lru_cache

from mimekit.fields.content_disposition import ContentDisposition, parse_content_disposition
from mimekit.fields.content_type import ContentType, parse_content_type
from mimekit.message.descent import children_of
from mimekit.message.tree import BodyChoice, Tree, header_block, raw_body
from mimekit.structure.rows import FLAGS, IN_DIGEST, KIND, MULTIPART, WIDTH
from mimekit.structure.seam import find_bodies, find_field

_MAX_CACHED = 80  # octets of a Content-Type that is kept: without a boundary or a file name
_VISIBLE = re.compile(rb"\S")
_DEFAULT = ("text", "plain")
_DIGEST_DEFAULT = ("message", "rfc822")
_BODY_TYPES = frozenset((("text", "plain"), ("text", "html")))
_MEDIA = frozenset(("image", "audio", "video"))
_NONE: frozenset[int] = frozenset()


def field_body(tree: Tree, row: int, name: bytes) -> bytes | None:
    """The body of the first field of that lower-case name, folded as it stands."""
    _, octets, searched, _, _ = tree.blocks.get(row) or header_block(tree, row)
    place = find_field(searched, name)
    return None if place is None else octets[place[1] : place[2]]


def field_bodies(tree: Tree, row: int, name: bytes) -> list[bytes]:
    """The bodies of all fields of that lower-case name, folded as they stand."""
    _, octets, searched, _, _ = tree.blocks.get(row) or header_block(tree, row)
    return find_bodies(octets, searched, name)


def content_type(tree: Tree, row: int) -> ContentType:
    """The Content-Type, or what stands for none (RFC 2045 section 5.2, RFC 2046 section 5.1.5)."""
    type_ = tree.types.get(row)
    if type_ is None:
        body = field_body(tree, row, b"content-type")
        if body is None:
            in_digest = tree.rows[row * WIDTH + FLAGS] & IN_DIGEST
            type_ = ContentType(*(_DIGEST_DEFAULT if in_digest else _DEFAULT), {})
        elif len(body) <= _MAX_CACHED:
            type_ = _parse_again(body)
            type_ = type_._replace(parameters=dict(type_.parameters))  # each node its own
        else:
            type_ = parse_content_type(body).value
        tree.types[row] = type_
    return type_


@lru_cache(maxsize=1024)  # hot: most mail has one of few
def _parse_again(body: bytes) -> ContentType:
    return parse_content_type(body).value


def disposition(tree: Tree, row: int) -> ContentDisposition | None:
    """The Content-Disposition, or None."""
    body = field_body(tree, row, b"content-disposition")
    return None if body is None else parse_content_disposition(body).value


def filename(tree: Tree, row: int) -> str | None:
    """The file name: of Content-Disposition, else the name of Content-Type."""
    declared = disposition(tree, row)
    name = declared.filename if declared else None
    return name or content_type(tree, row).parameters.get("name") or None


def _may_be_body(type_: ContentType, declared: ContentDisposition | None) -> bool:
    """Whether a leaf may be shown in its place, wherever that is."""
    if type_.type not in _MEDIA and type_[:2] not in _BODY_TYPES:
        return False
    return declared is None or declared.value != "attachment"


def is_saved_too(type_: ContentType, declared: ContentDisposition | None) -> bool:
    """Whether a part of the body is among the attachments too: the deviation above.

    >>> text = ContentType("text", "plain", {})
    >>> is_saved_too(text, ContentDisposition("inline", {"filename": "a.txt"}))
    True
    """
    return declared is not None and type_.type not in _MEDIA and bool(declared.filename)


class _Frame:
    """One multipart whose children are being read; the arguments of RFC 8621's function."""

    __slots__ = ("children", "html_before", "in_alternative", "index", "kind", "takes_html",
                 "takes_text", "text_before")  # fmt: skip

    def __init__(self, kind: str, children: list[int], above: _Frame | None) -> None:
        self.kind = kind
        self.children = children
        self.index = 0
        self.in_alternative: bool = kind == "alternative" or (
            above is not None and above.in_alternative
        )
        self.takes_text: bool = above is None or above.takes_text
        self.takes_html: bool = above is None or above.takes_html
        self.text_before = 0
        self.html_before = 0


class _Chooser:
    """The algorithm of RFC 8621 section 4.1.4, without its recursion."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.text: list[int] = []
        self.html: list[int] = []
        self.attachments: list[int] = []

    def choose(self, root: int) -> BodyChoice:
        frames = [_Frame("mixed", [root], None)]
        while frames:
            frame = frames[-1]
            if frame.index == len(frame.children):
                self._leave(frames.pop())
                continue
            row = frame.children[frame.index]
            frame.index += 1
            type_ = content_type(self.tree, row)
            if self.tree.rows[row * WIDTH + KIND] != MULTIPART:
                self._take(frame, row, type_)
            elif children := [*children_of(self.tree, row)]:
                below = _Frame(type_.subtype, children, frame)
                below.text_before, below.html_before = len(self.text), len(self.html)
                frames.append(below)
            elif _VISIBLE.search(raw_body(self.tree, row)):
                self.attachments.append(row)  # in one piece, but not lost
        attachments = tuple(self.attachments)
        return BodyChoice(tuple(self.text), tuple(self.html), attachments, frozenset(attachments))

    def _take(self, frame: _Frame, row: int, type_: ContentType) -> None:
        """Put a leaf where it belongs."""
        declared = disposition(self.tree, row)
        if not (
            self._is_inline(frame, row, type_, declared)
            and self._show(frame, row, type_)
            and not is_saved_too(type_, declared)
        ):
            self.attachments.append(row)

    def _show(self, frame: _Frame, row: int, type_: ContentType) -> bool:
        """Add a leaf to the bodies; whether it is in those that it is for."""
        is_plain, is_html = type_.media_type == "text/plain", type_.media_type == "text/html"
        if frame.kind == "alternative":
            if is_plain and frame.takes_text:
                self.text.append(row)
            elif is_html and frame.takes_html:
                self.html.append(row)
            else:
                return False
            return True
        if frame.in_alternative:
            frame.takes_html = frame.takes_html and not is_plain
            frame.takes_text = frame.takes_text and not is_html
        if frame.takes_text:
            self.text.append(row)
        if frame.takes_html:
            self.html.append(row)
        return type_.type not in _MEDIA or (frame.takes_text and frame.takes_html)

    def _is_inline(
        self, frame: _Frame, row: int, type_: ContentType, declared: ContentDisposition | None
    ) -> bool:
        """Whether a leaf is part of the body rather than an attachment."""
        if not _may_be_body(type_, declared):
            return False
        if frame.index == 1:  # the first child
            return True
        is_media = type_.type in _MEDIA
        return frame.kind != "related" and (is_media or filename(self.tree, row) is None)

    def _leave(self, frame: _Frame) -> None:
        """An alternative that holds one kind only stands for the other kind too."""
        if frame.kind != "alternative" or not (frame.takes_text and frame.takes_html):
            return
        new_text = self.text[frame.text_before :]
        new_html = self.html[frame.html_before :]
        if not new_text:
            self.text += new_html
        elif not new_html:
            self.html += new_text


def choose(tree: Tree, root: int) -> BodyChoice:
    """The choice for the message whose root is ``root``, kept once it was made."""
    choice = tree.choices.get(root)
    if choice is None:
        is_single = tree.rows[root * WIDTH + KIND] != MULTIPART
        choice = _choose_single(tree, root) if is_single else _Chooser(tree).choose(root)
        tree.choices[root] = choice
    return choice


def _choose_single(tree: Tree, root: int) -> BodyChoice:
    """The choice for a message of one part: hot, and the same as `_Chooser` makes."""
    type_, declared = content_type(tree, root), disposition(tree, root)
    shown = (root,) if _may_be_body(type_, declared) else ()
    if shown and not is_saved_too(type_, declared):
        return BodyChoice(shown, shown, (), _NONE)
    return BodyChoice(shown, shown, (root,), frozenset((root,)))
