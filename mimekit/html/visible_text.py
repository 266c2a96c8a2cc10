"""The text that a reader sees of HTML, and the text that is hidden from the reader."""

from __future__ import annotations

from typing import Final, NamedTuple

from mimekit.html.document import lay_out
from mimekit.html.hidden import Hidden
from mimekit.html.text_page import TextPage
from mimekit.html.urls import Targets, no_image, shown_link


class VisibleText(NamedTuple):
    """What is seen, and what is not."""

    text: str
    hidden: tuple[Hidden, ...] = ()
    """In the order of the document; what stands together, in one piece."""


_TARGETS: Final = Targets(shown_link, no_image)


def visible_text(html: str) -> str:
    """The text that a reader sees of ``html``, with LF line ends.

    Blocks stand on lines of their own, paragraphs, lists and tables between empty lines.
    Quotes have ``> ``, list items ``* `` or their number, cells stand between `` | ``, links
    are followed by their URL in angle brackets if the text is another, images are their
    alternative text. Text that is hidden is left out; see `read_visible`.

    >>> print(visible_text("<p>Dear <b>you</b>,<ul><li>one<li><a href='http://x.org'>two</a></ul>"))
    Dear you,
    <BLANKLINE>
    * one
    * two <http://x.org>
    >>> visible_text('Pay <span style="display:none">no </span>attention')
    'Pay attention'
    """
    return read_visible(html).text


def read_visible(html: str) -> VisibleText:
    """The text that a reader sees of ``html``, and each hidden text with its reason.

    Takes time and memory in proportion to ``html``, whatever it holds.

    >>> read_visible('Hi<p style="font-size:0">spam words').hidden
    (Hidden(text='spam words', reason=<Reason.FONT_SIZE: 'font-size'>),)
    """
    layout = lay_out(html, TextPage(), _TARGETS)
    return VisibleText(layout.text(), tuple(layout.hidden()))
