"""The Markdown of what a reader sees of HTML."""

from __future__ import annotations

from typing import NamedTuple

from mimekit.html.document import lay_out
from mimekit.html.harmless import is_data_image
from mimekit.html.hidden import Hidden
from mimekit.html.markdown_page import MarkdownPage
from mimekit.html.urls import Target, Targets, followed_link, shown_image, unless_active


class Markdown(NamedTuple):
    """What is seen, as Markdown, and what is not."""

    text: str
    hidden: tuple[Hidden, ...] = ()
    """In the order of the document; what stands together, in one piece."""
    tracking_pixels: int = 0
    """Images on servers that nobody sees; they are left out."""


def to_markdown(html: str) -> str:
    r"""The Markdown of what a reader sees of ``html``, with LF line ends.

    It is CommonMark with the tables and the strikethrough of GitHub. No text of the document
    is markup: what could be read as a heading, a link, a tag or front matter is escaped. Text
    that is hidden is left out; see `read_markdown`.

    >>> print(to_markdown("<h1>Dear <i>you</i></h1># 1<ul><li><a href='http://x.org'>one</a>"))
    # Dear *you*
    <BLANKLINE>
    \# 1
    <BLANKLINE>
    - [one](http://x.org)
    """
    return read_markdown(html).text


def read_markdown(
    html: str, *, link: Target | None = None, image: Target | None = None
) -> Markdown:
    """The Markdown of what a reader sees of ``html``, and each hidden text with its reason.

    ``link`` and ``image`` say where the URL of a link or an image is to lead, or None: then
    only the text of the link stays, or that of the image. They are not asked about
    ``javascript:``, ``vbscript:`` and ``data:``, which lead nowhere; but ``image`` is, about
    images of pixels in ``data:`` URLs (AVIF, BMP, GIF, JPEG, PNG and WebP in base64), so that
    they can become files. Without them links lead where they did if their scheme is ``http``,
    ``https``, ``mailto``, ``tel`` or ``ftp``, images if it is ``http``, ``https`` or ``cid``.

    Takes time and memory in proportion to ``html``, whatever it holds.

    >>> read_markdown('<img src="cid:a" alt="Logo">', image={"cid:a": "files/logo.png"}.get).text
    '![Logo](files/logo.png)'
    """
    targets = Targets(
        followed_link if link is None else unless_active(link),
        shown_image if image is None else _unless_active_image(image),
    )
    layout = lay_out(html, MarkdownPage(), targets)
    return Markdown(layout.text(), tuple(layout.hidden()), layout.tracking_pixels)


def _unless_active_image(image: Target) -> Target:
    """The same, but of ``data:`` URLs only asked about images of pixels."""
    target = unless_active(image)
    return lambda url: image(url) if is_data_image(url) else target(url)
