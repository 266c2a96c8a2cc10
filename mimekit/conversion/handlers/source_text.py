"""Text that programs read, as its source: JSON, XML, style sheets, scripts, patches.

What else is known of such a type comes first: this is a last resort.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Final

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handler import LAST_RESORT, Handler
from mimekit.conversion.hidden_text import seen_text
from mimekit.html.markdown_escapes import fence

MAX_CHARACTERS: Final = 1 << 20
"""Of one text; nobody reads more, and what counts words would be paid for it."""

# Subtypes whose language has another name in the info strings of fences.
_LANGUAGES: Final = {
    "ecmascript": "javascript",
    "patch": "diff",
    "shellscript": "sh",
    "csrc": "c",
    "chdr": "c",
    "c++src": "cpp",
    "c++": "cpp",
    "httpd-php": "php",
    "typescript": "typescript",
    "plain": "",
}
_APPLICATION_TYPES: Final = (
    "application/json",
    "application/ld+json",
    "application/x-ndjson",
    "application/xml",
    "application/xml-dtd",
    "application/javascript",
    "application/x-javascript",
    "application/ecmascript",
    "application/typescript",
    "application/yaml",
    "application/x-yaml",
    "application/toml",
    "application/sql",
    "application/x-sql",
    "application/x-sh",
    "application/x-shellscript",
    "application/x-python",
    "application/x-httpd-php",
    "application/x-perl",
    "application/x-ruby",
    "application/x-patch",
)

# XML 1.0 section 4.3.3:
#   EncodingDecl ::= S 'encoding' Eq ('"' EncName '"' | "'" EncName "'" )
_XML_ENCODING = re.compile(
    rb"\s*+<\?xml\s[^>]{0,200}?\sencoding\s*=\s*[\"']([A-Za-z][\w.-]{0,40})"
)


def convert_source(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The text as it stands; in Markdown a fenced block with its language, in HTML ``pre``."""
    if "charset" not in content.parameters and (found := _XML_ENCODING.match(content.octets)):
        content = replace(content, parameters={"charset": found[1].decode("ascii", "replace")})
    text = seen_text(content, context)
    if len(text) > MAX_CHARACTERS:
        left_out = len(text) - MAX_CHARACTERS
        context.warn(f"{left_out} more characters are left out", WarningCode.LIMIT)
        text = text[:MAX_CHARACTERS]
    if to == "text/markdown":
        text = fence(text, language_of(content.media_type))
    elif to == "text/html":
        text = f"<pre><code>{escape(text)}</code></pre>\n"
    yield Content.from_text(text, to)


def language_of(media_type: str) -> str:
    """The name of a language in an info string; it may be one that nobody knows.

    >>> [language_of("application/" + name) for name in ("xml", "a+json", "x-patch", "x-sh")]
    ['xml', 'json', 'diff', 'sh']
    >>> language_of("text/x-script.python")
    'python'
    """
    subtype = media_type.partition("/")[2]
    name = subtype.rpartition("+")[2] if not subtype.endswith("+") else subtype
    name = subtype if subtype.endswith("c++") else name
    name = name.removeprefix("x-").removeprefix("script.")
    return _LANGUAGES.get(name, name)


HANDLERS = (
    Handler(
        name="source",
        accepts=(*_APPLICATION_TYPES, "+json", "+xml", "+yaml", "text/*"),
        produces=("text/plain", "text/markdown", "text/html"),
        convert=convert_source,
        priority=LAST_RESORT,
    ),
)
