"""HTML as a flat run of tokens: start tags, end tags and text (HTML Standard section 13.2.5).

There is no tree. The Standard's tree construction is not linear: 256 KB of ``<div>`` or
``<ul><li>`` keep a conforming parser busy for seconds, and 21 KB of ``<font color=1>`` and
``<p>`` make it build 400 MB of nodes (both measured with lexbor). What a reader sees can be
told from the tokens, in one pass.

Deviations from the Standard:

1. In SVG and MathML, CDATA sections are comments, as they are in HTML.
2. In SVG and MathML the elements that hold HTML again end the foreign rules for the rest of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import Final, TypeAlias

TEXT: Final = 0
START: Final = 1
END: Final = 2

Token: TypeAlias = tuple[int, str, str]
"""TEXT, the text, ""; START, the element's name, its attributes as written; END, its name, ""."""

# HTML Standard sections 13.2.5.32 to 13.2.5.40. A quote has a meaning only behind "=".
_BLANK = r"[\t\n\f\r ]"
_VALUE = r"""(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\t\n\f\r >"'][^\t\n\f\r >]*+))"""
_ATTRIBUTE = rf"([^\t\n\f\r />][^\t\n\f\r />=]*+)(?>(?:{_BLANK}*+={_BLANK}*+{_VALUE}?+)?)"
_ATTRIBUTES = rf"(?>(?:[\t\n\f\r /]++|{_ATTRIBUTE})*)".replace("([^", "(?:[^")
_NAME = r"([a-zA-Z][^\t\n\f\r />]*+)"
_MARKUP = re.compile(
    # A tag. One that the end of the text cuts off is dropped (eof-in-tag).
    rf"<(?:{_NAME}({_ATTRIBUTES})(>|\Z)"
    rf"|/{_NAME}{_ATTRIBUTES}(>|\Z)"
    # A comment, and what counts as one: <!doctype>, <?xml>, </>.
    r"|!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|(?:[!?]|/(?=[^a-zA-Z]))[^>]*+(?:>|\Z))",
    re.DOTALL,
)
_START_TAG, _END_TAG = 3, 5  # the last groups of a match
_ATTRIBUTE_PATTERN = re.compile(_ATTRIBUTE)

# Section 13.2.6.2: elements whose content is text up to their end tag.
RAW_TEXT: Final = frozenset(("iframe", "noembed", "noframes", "script", "style", "xmp"))
_ESCAPABLE_RAW_TEXT = frozenset(("textarea", "title"))
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in RAW_TEXT | _ESCAPABLE_RAW_TEXT
}
# Sections 13.2.5.15 to 13.2.5.31: <script> inside a comment inside a script hides </script>.
_SCRIPT_STEP = re.compile(r"<!--(-?>)?|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)

# Section 13.2.6.5: in SVG and MathML no content is raw text, until an element of HTML ends them
# or one of theirs holds HTML.
FOREIGN: Final = frozenset(("math", "svg"))
HOLDING_HTML: Final = frozenset(
    ("annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title")
)
_FOREIGN_END_NAMES = (
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img"
    " li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul"
    " var"
)
FOREIGN_END: Final = frozenset(_FOREIGN_END_NAMES.split())

# Section 13.2.5.73: in an attribute a name without ";" is no reference if a letter, digit or "="
# follows, so that "?a=1&copy=2" stays.
_ATTRIBUTE_REFERENCE = re.compile(r"&(?:#[0-9a-zA-Z]++;?|[a-zA-Z][a-zA-Z0-9]*+(?:;|(?!=)))")
_NUMBER = re.compile(r"&#(?:0*+([0-9]++)|[xX]0*+([0-9a-fA-F]++));?")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8}")


def iter_tokens(html: str) -> Iterator[Token]:
    """The tags and texts of ``html`` in order, names in lower case, references resolved.

    Comments, doctypes and processing instructions are left out. The content of
    `RAW_TEXT` elements is one text.

    >>> list(iter_tokens("<P class=x>1 &lt; 2<!-- 3 --><br/>"))
    [(1, 'p', ' class=x'), (0, '1 < 2', ''), (1, 'br', '/')]
    """
    names: dict[str, str] = {}
    position = foreign = 0  # foreign: how many SVG and MathML elements are open
    while True:
        raw = ""
        for match in _MARKUP.finditer(html, position):
            start_of_tag, end_of_tag = match.span()
            if start_of_tag > position:
                text = html[position:start_of_tag]
                yield TEXT, resolve(text) if "&" in text else text, ""
            position = end_of_tag
            last = match.lastindex
            if last == _START_TAG:
                start, attributes, closed = match.group(1, 2, 3)
                if not closed:
                    continue
                name = names.get(start) or names.setdefault(start, _lower(start))
                yield START, name, attributes
                if foreign or name in FOREIGN:
                    foreign = _foreign_depth(foreign, name, attributes)
                    if attributes.endswith("/") and name not in FOREIGN_END:
                        yield END, name, ""
                elif name in _RAW_END or name == "plaintext":
                    raw = name
                    break
            elif last == _END_TAG and match[_END_TAG]:
                end = match[4]
                name = names.get(end) or names.setdefault(end, _lower(end))
                foreign -= 1 if foreign and name in FOREIGN else 0
                yield END, name, ""
        if not raw:
            break
        stop = _raw_end(html, raw, position)
        if stop > position:
            text = html[position:stop]
            yield TEXT, resolve(text) if raw in _ESCAPABLE_RAW_TEXT else text, ""
        position = stop
    if position < len(html):
        yield TEXT, resolve(html[position:]), ""


def parse_attributes(written: str) -> dict[str, str]:
    """The attributes of a start tag, names in lower case; of two alike the first counts.

    >>> parse_attributes(' HREF="?a=1&amp;b=2&copy=3" hidden')
    {'href': '?a=1&b=2&copy=3', 'hidden': ''}
    """
    attributes: dict[str, str] = {}
    lower = str.lower if written.isascii() else _lower
    for name, double_quoted, single_quoted, bare in _ATTRIBUTE_PATTERN.findall(written):
        value = double_quoted or single_quoted or bare
        if "&" in value:
            value = _ATTRIBUTE_REFERENCE.sub(_resolve_reference, value)
        attributes.setdefault(lower(name), value)
    return attributes


def resolve(text: str) -> str:
    """Text with its character references resolved (section 13.2.5.72).

    >>> resolve("&lt;&#8364;&#xD800;&notin;&unknown;")
    '<€\ufffd∉&unknown;'
    """
    if "&" not in text:
        return text
    if _LONG_NUMBER.search(text):  # html.unescape hands numbers of any length to int()
        text = _NUMBER.sub(_short_number, text)
    return unescape(text)


def _foreign_depth(depth: int, name: str, attributes: str) -> int:
    """How many SVG and MathML elements are open behind a start tag."""
    if name in FOREIGN_END or name in HOLDING_HTML:
        return 0
    return depth + (name in FOREIGN and not attributes.endswith("/"))


def _resolve_reference(match: re.Match[str]) -> str:
    """A reference in an attribute, where a name counts only as a whole."""
    text = match[0]
    return resolve(text) if text[1] == "#" else html5.get(text[1:], text)


def _short_number(match: re.Match[str]) -> str:
    """A numeric reference that is short, or what one beyond Unicode stands for."""
    decimal, hexadecimal = match.groups()
    if len(decimal or hexadecimal) > 7:
        return "\ufffd"
    return f"&#{decimal};" if decimal else f"&#x{hexadecimal};"


def _lower(name: str) -> str:
    """ASCII letters in lower case; others have a lower case that is ASCII (KELVIN SIGN)."""
    return name.lower() if name.isascii() else name


def _raw_end(html: str, name: str, position: int) -> int:
    """Where the content of a raw text element that begins at ``position`` ends."""
    if name == "plaintext":
        return len(html)
    if name != "script":
        match = _RAW_END[name].search(html, position)
        return match.start() if match else len(html)
    escaped = nested = False
    for step in _SCRIPT_STEP.finditer(html, position):
        if step[0] == "-->":
            escaped = nested = False
        elif step[2] is None:
            escaped = escaped or not step[1]
        elif not step[2]:
            nested = escaped
        elif not nested:
            return step.start()
        else:
            nested = False
    return len(html)
