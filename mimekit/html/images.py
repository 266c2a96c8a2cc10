"""Images that nobody sees: pixels by which a sender counts readers, and spacers."""

from __future__ import annotations

from mimekit.html.box import TINY
from mimekit.html.hidden import Reason
from mimekit.html.lengths import length_px
from mimekit.html.style import Style
from mimekit.html.styling import Facts
from mimekit.html.urls import clean_url, is_remote


def image_reason(facts: Facts, style: Style) -> Reason | None:
    """Why an image is not seen, so that its alternative text is not either."""
    if style.reason is not None:
        return style.reason
    if style.invisible:
        return Reason.VISIBILITY
    return Reason.ZERO_SIZE if any(px <= TINY for px in _sides(facts)) else None


def is_tracking_pixel(facts: Facts) -> bool:
    """Whether an image that is not seen is asked of a server, other than to fill a gap."""
    sides = _sides(facts)
    return is_remote(clean_url(facts.attributes.get("src", ""))) and (
        all(px <= TINY for px in sides) or all(px > TINY for px in sides)
    )


def _sides(facts: Facts) -> list[float]:
    """The width and the height that a tag states, in px."""
    sides = []
    for name in ("width", "height"):
        declared = facts.look.inline.normal.get(name) or facts.attributes.get(name, "")
        px = length_px(declared.strip().lower())
        if px is not None:
            sides.append(px)
    return sides
