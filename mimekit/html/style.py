"""What an element's text inherits, and whether it is seen.

Deviations from the HTML Standard:

1. Tables inherit sizes and colours in documents without a doctype too, where browsers give them
   those of the body: programs that show mail in a page of their own do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Final, NamedTuple

from mimekit.html.box import (
    FAR,
    TINY_LETTERS,
    VERY_FAR,
    box_reason,
    covers_others,
    cuts_overflow,
    image_color,
)
from mimekit.html.color import (
    BLACK,
    LINK,
    NO_ALPHA,
    WHITE,
    Color,
    parse_color,
    parse_legacy_color,
)
from mimekit.html.declarations import color_parts, split_parts
from mimekit.html.hidden import Reason
from mimekit.html.lengths import length_px, parse_number


class Style(NamedTuple):
    """What an element's text inherits."""

    reason: Reason | None = None
    """Hidden for good: nothing inside can be shown again."""
    opacity: float = 1
    """Of all that is around, together."""
    invisible: bool = False
    """``visibility``, which an element inside may turn on again."""
    font_px: float = 16
    flat: bool = False
    """In a box that cuts off all that lines without height do not hold."""
    letter_spacing: float = 0
    """In px."""
    indented: bool = False
    """Lines begin off the page."""
    mso_hidden: bool = False
    """Not shown by Outlook."""
    masked: bool = False
    """Letters are shown as dots."""
    turned: bool = False
    """Letters run from right to left."""
    color: Color | None = BLACK
    """None if it is not known."""
    fill: Color | None = None
    """What letters are painted with instead of their colour."""
    outline: Color | None = None
    """The colour of their shadow or stroke."""
    cut_out: bool = False
    """They show the background of a box around them."""
    background: Color | None = WHITE
    """None if it is not known: an image, a gradient."""
    link: Color = LINK
    preformatted: bool = False
    variables: Mapping[str, str] = {}
    """Custom properties."""
    hidden: Reason | None = None
    """Why the text is not seen."""


ROOT: Final = Style()
"""The style before anything has styled."""

PREFORMATTED: Final = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))

SIZED: Final = frozenset(("applet", "object", "svg"))
"""Elements that hold text and whose attributes say how large they are."""

STYLING_ATTRIBUTES: Final = frozenset(
    (
        *("aria-hidden", "background", "bgcolor", "color", "dir", "hidden", "link", "popover"),
        *("size", "text"),
    )
)
"""Attributes that have a say in an element's style on their own."""


def element_style(
    parent: Style,
    element: str,
    attributes: Mapping[str, str],
    values: Mapping[str, str],
    variables: Mapping[str, str] = {},
) -> Style:
    """The style of an element by its parent's, its attributes and its computed CSS ``values``.

    >>> element_style(Style(), "p", {}, {"color": "#fffffe"}).hidden
    <Reason.COLOR: 'color'>
    """
    style = _with_letters(parent, element, attributes, values)
    style = _with_colors(parent, style, element, attributes, values)
    if covers_others(values, style.font_px) and style.background == parent.background:
        style = style._replace(background=None)
    opacity = parent.opacity * _own_opacity(values)
    visibility = values.get("visibility", "inherit")
    reason = parent.reason or _reason(element, attributes, values)
    if reason is None and opacity <= NO_ALPHA:
        reason = Reason.OPACITY
    if reason is None and element in SIZED and "0" in map(attributes.get, ("width", "height")):
        reason = Reason.ZERO_SIZE
    if reason is None and values:
        reason = box_reason(element, values, style.font_px)
    style = style._replace(
        reason=reason,
        opacity=opacity,
        invisible=parent.invisible if visibility == "inherit" else visibility in _INVISIBLE,
        variables=variables,
    )
    return style._replace(hidden=reason or _letters_reason(style))


_INVISIBLE = frozenset(("collapse", "hidden"))


def _letters_reason(style: Style) -> Reason | None:
    """Why letters are not seen though their box is."""
    on_one_place = style.letter_spacing <= -_ON_ONE_PLACE * style.font_px
    reasons = (
        (style.invisible, Reason.VISIBILITY),
        (style.font_px <= TINY_LETTERS, Reason.FONT_SIZE),
        (style.flat or on_one_place, Reason.ZERO_SIZE),
        (style.indented, Reason.OFF_SCREEN),
        (_is_lost(style), Reason.COLOR),
        (style.masked, Reason.TEXT_SECURITY),
        (style.mso_hidden, Reason.MSO_HIDE),
    )
    return next((reason for holds, reason in reasons if holds), None)


_ON_ONE_PLACE: Final = 0.8
"""em. Letters that move back by so much overlap all; real designs move them by 0.05."""


def _reason(
    element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> Reason | None:
    """Why an element, and everything inside, is not there at all."""
    absent = not _ABSENT.isdisjoint(attributes) or (
        element == "dialog" and "open" not in attributes
    )
    if values.get("display", "none" if absent else "") in _NOT_DISPLAYED:
        return Reason.DISPLAY_NONE
    if attributes.get("hidden", "").lower() == "until-found":
        return Reason.DISPLAY_NONE
    if values.get("content-visibility") == "hidden":
        return Reason.DISPLAY_NONE
    # WAI-ARIA 1.2 section 6.6. It is seen, but no reader is told of it who has it read aloud.
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return Reason.ARIA_HIDDEN
    return None


_ABSENT = frozenset(("hidden", "popover"))
# CSS Display Module Level 3 section 2.4: what is in a column is not displayed.
_NOT_DISPLAYED = frozenset(("none", "table-column", "table-column-group"))


_BLURRED: Final = 20
"""px. What is blurred by so much cannot be read in letters of any usual size."""


def _own_opacity(values: Mapping[str, str]) -> float:
    """What is left of an element by ``opacity`` and ``filter`` (CSS Filter Effects section 5)."""
    if values.get("display") == "contents":
        return 1
    written = [values.get("opacity", "1")]
    for part in split_parts(values.get("filter", "")):
        name, _, argument = part.removesuffix(")").partition("(")
        if name == "opacity":
            written.append(argument.strip())
        elif name == "blur" and (length_px(argument.strip()) or 0) >= _BLURRED:
            return 0
    known = [number for text in written if (number := parse_number(text)) is not None]
    return prod(min(max(number, 0), 1) for number in known)


# -- letters

# HTML Standard section 15.3.4: sizes 1 to 7 of the font element, in px.
_FONT_SIZES = (10, 13, 16, 18, 24, 32, 48)
# CSS Fonts Level 4 section 2.5.
_SIZE_NAMES = {
    **dict(zip(("xx-small", "x-small", "small", "medium"), (9, 10, 13, 16), strict=True)),
    **dict(zip(("large", "x-large", "xx-large", "xxx-large"), (18, 24, 32, 48), strict=True)),
    "initial": 16,
}
_SIZE_CHANGES = {"inherit": 1, "larger": 1.2, "smaller": 0.83}


def _with_letters(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> Style:
    """The size, the spacing and the order of letters."""
    font_px = _font_px(parent, element, attributes, values)
    spacing = parent.letter_spacing
    if values.get("letter-spacing", "inherit") != "inherit":
        spacing = length_px(values["letter-spacing"], font_px) or 0
    space = values.get("white-space", "inherit")
    preformatted = parent.preformatted or element in PREFORMATTED
    if space != "inherit":
        preformatted = space.startswith(("pre", "break"))
    security = values.get("text-security", "inherit")
    return parent._replace(
        font_px=font_px,
        flat=_is_flat(parent, values),
        letter_spacing=spacing,
        indented=_is_indented(parent, values, font_px),
        mso_hidden=_is_mso_hidden(parent, element, values),
        masked=parent.masked if security == "inherit" else security not in {"none", "initial"},
        turned=_is_turned(parent, element, attributes, values),
        preformatted=preformatted,
    )


def _font_px(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> float:
    """The size of letters: absolute, or relative to the parent's."""
    size = values.get("font-size", "")
    if parse_number(values.get("font-size-adjust", "")) == 0:
        return 0  # CSS Fonts Level 5 section 2.5
    if size in _SIZE_NAMES:
        return _SIZE_NAMES[size]
    if size in _SIZE_CHANGES:
        return parent.font_px * _SIZE_CHANGES[size]
    if size:
        px = length_px(size, parent.font_px, parent.font_px)
        return 16 if px is None else max(px, 0)
    written = attributes.get("size", "").strip() if element == "font" else ""
    if written[-1:].isdecimal() and written.isascii():
        number = int(written[-1])
        number = {"+": 3 + number, "-": 3 - number}.get(written[0], number)
        return _FONT_SIZES[min(max(number, 1), 7) - 1]
    return parent.font_px


def _is_flat(parent: Style, values: Mapping[str, str]) -> bool:
    """Whether lines have no height, in a box of their height that cuts off the rest."""
    height = values.get("line-height", "inherit")
    if height == "inherit":
        return parent.flat
    if length_px(height) != 0:
        return False
    given = (values.get(name, "auto") for name in ("height", "min-height", "padding-bottom"))
    return parent.flat or (cuts_overflow(values) and set(given) <= {"auto", "0", "0px"})


def _is_indented(parent: Style, values: Mapping[str, str], font_px: float) -> bool:
    """Whether the first line of a block, as a rule its only one, begins off the page."""
    if values.get("text-indent", "inherit") == "inherit":
        return parent.indented
    indent = length_px(values["text-indent"].partition(" ")[0], font_px) or 0
    return indent <= -FAR or indent >= (FAR if cuts_overflow(values) else VERY_FAR)


def _is_mso_hidden(parent: Style, element: str, values: Mapping[str, str]) -> bool:
    """Whether only Outlook hides the text."""
    if element == "a":
        # QUIRK: a button for all others, which Outlook has in a comment, is a link in such an
        # element, or is one itself (corpus/legacy/html-newsletter.eml).
        return False
    return parent.mso_hidden or values.get("mso-hide") == "all"


def _is_turned(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> bool:
    """Whether letters are shown in reverse (CSS Writing Modes Level 4 section 2.2)."""
    direction = values.get("direction") or attributes.get("dir", "").lower()
    overrides = element == "bdo" or values.get("unicode-bidi", "").endswith("override")
    return direction == "rtl" if overrides and direction else parent.turned


# -- colours


def _with_colors(
    parent: Style,
    style: Style,
    element: str,
    attributes: Mapping[str, str],
    values: Mapping[str, str],
) -> Style:
    """What letters are painted with, and what they stand on."""
    link = parent.link
    if element == "body" and "link" in attributes:
        link = parse_legacy_color(attributes["link"]) or link
    style = style._replace(color=_color(parent, element, attributes, values), link=link)
    fill = values.get("text-fill-color", "inherit")
    if fill != "inherit":
        style = style._replace(fill=_known(fill, style))
    background = _background(parent, style, element, attributes, values)
    cut_out = parent.cut_out
    if "text" in values.get("background-clip", ""):
        # Letters have the colour of this box, on the ground of the one around it.
        cut_out = background is None or not (
            parent.background is not None and background.is_lost_on(parent.background)
        )
        background = parent.background
    return style._replace(
        background=background, cut_out=cut_out, outline=_outline(parent, style, values)
    )


def _is_lost(style: Style) -> bool:
    """Whether letters cannot be told from their ground."""
    color, ground = style.fill or style.color, style.background
    if color is None or style.cut_out or (style.outline and not _fades(style.outline, ground)):
        return False
    return _fades(color, ground)


def _fades(color: Color, ground: Color | None) -> bool:
    return color.alpha <= NO_ALPHA if ground is None else color.is_lost_on(ground)


def _known(text: str, style: Style) -> Color | None:
    """A colour; that of the element for ``currentcolor``."""
    return style.color if text == "currentcolor" else parse_color(text)


def _color(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> Color | None:
    """The colour of letters; a link has its own unless it is given one."""
    declared = values.get("color", "")
    if declared in {"inherit", "currentcolor"}:
        return parent.color
    if declared:
        return BLACK if declared == "initial" else parse_color(declared)
    attribute = {"font": "color", "body": "text"}.get(element, "")
    color = parse_legacy_color(attributes.get(attribute, ""))
    if color is not None:
        return color
    return parent.link if element == "a" and "href" in attributes else parent.color


def _outline(parent: Style, style: Style, values: Mapping[str, str]) -> Color | None:
    """The colour of a shadow or a stroke, which shows letters that have that of their ground."""
    outline = parent.outline
    for name in ("text-shadow", "text-stroke"):
        text = values.get(name, "inherit")
        if text != "inherit":
            parts = split_parts(text)
            colors = color_parts(parts)
            drawn = any(length_px(part) for part in parts) or (
                name == "text-shadow" and len(parts) > 1
            )
            outline = _known(colors[0] if colors else "currentcolor", style) if drawn else None
    return outline


_GROUNDS = frozenset(("body", "marquee", "table", "tbody", "td", "tfoot", "th", "thead", "tr"))
"""Elements that bgcolor and background have an effect on."""


def _background(
    parent: Style,
    style: Style,
    element: str,
    attributes: Mapping[str, str],
    values: Mapping[str, str],
) -> Color | None:
    """What letters stand on: the nearest background that is not transparent."""
    if element not in _GROUNDS:
        attributes = {}
    image = values.get("background-image", "url(" if attributes.get("background") else "none")
    if image != "none" and "url(" not in image:
        return image_color(image)
    if "background-color" in values:
        color = _known(values["background-color"], style)
        if color is None:
            return None
    else:
        color = parse_legacy_color(attributes.get("bgcolor", ""))
    if color is None or color.alpha <= 0:
        return parent.background if image == "none" else None
    if (parent.background is None or image != "none") and color.alpha < 1:
        return None
    # Below an image stands what is seen till it is fetched, which mail programs ask about first.
    return color.over(parent.background or WHITE)
