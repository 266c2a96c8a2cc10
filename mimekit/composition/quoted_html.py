"""The HTML of a received message as a reply quotes it, or a forwarded message shows it."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from urllib.parse import quote

from mimekit.codecs import flowed
from mimekit.composition.carried import Carried
from mimekit.composition.parent_ids import is_writable
from mimekit.html.embedding import embedded
from mimekit.message.part import Message, Part

# Where the body of a page begins, which is not in a comment, and where it ends.
_BODY_START = re.compile(r"<!--.*?(?:-->|\Z)|(<body(?=[\s>/])[^>]*+>)", re.IGNORECASE | re.DOTALL)
_BODY_END = re.compile(r"(?:</body\s*+>\s*+)?(?:</html\s*+>\s*+)?\Z", re.IGNORECASE)

# RFC 2392 section 2: what of an id may stand in a URL as it is.
_SAFE_IN_MID: Final = "@!$*+"


def text_as_html(text: str) -> str:
    r"""Plain text as HTML: its lines stay lines, its blanks blanks.

    >>> text_as_html("1 < 2\n  3")
    '1 &lt; 2<br>\n&nbsp; 3'
    """
    lines = escape(text.rstrip("\n"), quote=False).replace("\t", "    ").split("\n")
    return "<br>\n".join([_line_as_html(line) for line in lines])


def _line_as_html(line: str) -> str:
    line = line.replace("  ", "&nbsp; ")
    return "&nbsp;" + line[1:] if line[:1] == " " else line


def message_as_html(message: Message, text: str, carried: Carried, *, images: bool) -> str:
    """What the message shows, as HTML that may stand in another page.

    Of mail without HTML it is ``text``. The images that it refers to are carried along; with
    ``images`` those too that stand between its texts.
    """
    parts = message.html_body
    if not any(part.content_type.media_type == "text/html" for part in parts):
        shown = [_image_as_html(part, carried) for part in parts if images and _is_image(part)]
        return "\n".join([f"<div>{text_as_html(text)}</div>" if text else "", *shown])
    return "\n".join([_part_as_html(part, carried, images=images) for part in parts])


def _part_as_html(part: Part, carried: Carried, *, images: bool) -> str:
    type_ = part.content_type
    if type_.media_type == "text/html":
        # The text of a message of one part is its plain text alone.
        html = part.html if isinstance(part, Message) else part.text
        return embedded(html or "", carried.new_name).strip()
    if type_.type == "text":
        return f"<div>{text_as_html(_unflowed(part))}</div>"
    return _image_as_html(part, carried) if images and _is_image(part) else ""


def _unflowed(part: Part) -> str:
    """The text of a part that stands beside HTML, and so is no message."""
    text, parameters = part.text or "", part.content_type.parameters
    if parameters.get("format", "").lower() != "flowed":
        return text
    return flowed.decode(text, delsp=parameters.get("delsp", "").lower() == "yes")


def _is_image(part: Part) -> bool:
    return part.content_type.type == "image"


def _image_as_html(part: Part, carried: Carried) -> str:
    return f'<img src="cid:{carried.name_of(part)}" alt="">'


def block_quote(message: Message, html: str) -> str:
    """HTML as a quotation of the message."""
    message_id = message.message_id or ""
    cite = ""
    if is_writable(message_id):
        cite = f' cite="mid:{escape(quote(message_id, safe=_SAFE_IN_MID))}"'
    return f'<blockquote type="cite"{cite}>\n{html}\n</blockquote>'


def joined_html(html: str, other: str, *, other_first: bool) -> str:
    r"""A page with other HTML in its body, below or above what is there.

    >>> joined_html("<html><body><p>Yes.</p></body></html>", "<hr>", other_first=False)
    '<html><body><p>Yes.</p>\n<hr>\n</body></html>'
    """
    if other_first:
        start = next((found for found in _BODY_START.finditer(html) if found[1]), None)
        at = start.end() if start else 0
        return f"{html[:at]}{other}\n{html[at:]}"
    end = _BODY_END.search(html)
    at = end.start() if end else len(html)
    newline = "\n" if at and html[at - 1] != "\n" else ""
    return f"{html[:at]}{newline}{other}\n{html[at:]}"
