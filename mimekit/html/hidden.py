"""Which text is not seen, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    """Why text is not seen."""

    DISPLAY_NONE = "display-none"
    """``display: none``, ``content-visibility: hidden``, ``hidden``, or a closed ``dialog``."""
    ARIA_HIDDEN = "aria-hidden"
    """``aria-hidden``, which keeps text from those who have it read aloud."""
    VISIBILITY = "visibility-hidden"
    """``visibility: hidden`` or ``collapse``."""
    OPACITY = "opacity"
    """``opacity`` of 0 or nearly, also by several elements together or by a filter."""
    FONT_SIZE = "font-size"
    """Letters of 1 px or less."""
    COLOR = "color"
    """Letters in the colour of their background, or transparent."""
    TEXT_SECURITY = "text-security"
    """Letters that are shown as dots, as in a field for a password."""
    OFF_SCREEN = "off-screen"
    """Moved out of the page by its position, margin, indent or a transform."""
    ZERO_SIZE = "zero-size"
    """In a box without width or height, scaled to nothing, or with all letters in one place."""
    CLIPPED = "clipped"
    """Cut away by ``clip``, ``clip-path`` or ``mask``."""
    MSO_HIDE = "mso-hide"
    """``mso-hide: all``, which Outlook obeys."""
    TAG_CHARACTERS = "tag-characters"
    """Unicode tag characters, as the ASCII that they spell."""
    VARIATION_SELECTORS = "variation-selectors"
    """Runs of variation selectors, as the octets that they spell, read as UTF-8."""
    ZERO_WIDTH = "zero-width"
    """Characters without width, as they are."""
    BIDI_OVERRIDE = "bidi-override"
    """Text that is shown in another order, in the order in which it was written."""


class Hidden(NamedTuple):
    """Text that no reader sees, with its runs of blanks as one blank."""

    text: str
    reason: Reason
