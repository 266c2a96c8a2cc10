"""What a text is, by how it begins: markup, data, scripts; a table by all of its lines."""

from __future__ import annotations

import csv
import re
from typing import Final

from mimekit.conversion.sniffing.sample import Sample

XML: Final = "application/xml"
HTML: Final = "text/html"
SVG: Final = "image/svg+xml"

_BLANKS = re.compile(rb"[ \t\r\n\f]*+")
_DOCTYPE = re.compile(rb"<!doctype[ \t\r\n]{1,99}([A-Za-z_][\w:.-]{0,60})", re.IGNORECASE)
_ELEMENT = re.compile(rb"<([A-Za-z_][\w:.-]{0,60})(?=[\s/>])")
_XML_DECLARATION = b"<?xml"
# The elements by which browsers know HTML (WHATWG MIME Sniffing section 7.1), and some more by
# which mail begins.
_HTML_ELEMENTS: Final = frozenset(
    (
        *(b"html", b"head", b"body", b"title", b"meta", b"style", b"script", b"iframe", b"table"),
        *(b"div", b"p", b"br", b"a", b"b", b"h1", b"font", b"img", b"span", b"center", b"base"),
        *(b"form", b"link", b"ul", b"ol", b"h2"),
    )
)

# RFC 8259: one token and the blanks behind it. Its order is not looked at, its nesting is.
_JSON_BLANKS = rb"[ \t\r\n]*+"
_JSON_STRING = rb'"(?>(?:[^"\\\x00-\x1f]+|\\.)*)"'
_JSON_TOKEN = re.compile(
    rb"(?:([\[{])|([\]}])|[,:]|%b|-?[0-9][0-9.eE+-]*+|true|false|null)%b"
    % (_JSON_STRING, _JSON_BLANKS)
)
_JSON_START = re.compile(
    rb'%b(?:\{%b(?:\}|%b%b:)|\[%b["\[{\]0-9tfn-])'
    % (_JSON_BLANKS, _JSON_BLANKS, _JSON_STRING, _JSON_BLANKS, _JSON_BLANKS)
)

_DELIMITERS: Final = (
    (",", "text/csv"),
    (";", "text/csv"),
    ("\t", "text/tab-separated-values"),
    ("|", "text/csv"),
)
_MIN_ROWS: Final = 3
_MAX_ROWS: Final = 100  # that are looked at

_INTERPRETER = re.compile(
    rb"#![ \t]{0,9}(?:/[\w.+-]{1,60}){1,9}(?:[ \t]{1,9}-S)?(?:[ \t]{1,9}([\w.+-]{1,60}))?"
)


def markup_type(sample: Sample) -> str | None:
    """HTML, XHTML, SVG or other XML, by the first element."""
    text = sample.text or b""
    has_declaration, at = _behind_prolog(text)
    doctype = _DOCTYPE.match(text, at)
    element = doctype or _ELEMENT.match(text, at)
    if element is None:
        return XML if has_declaration else None
    prefix, _, local = element[1].rpartition(b":")
    name = local.lower()
    if name == b"svg":
        return SVG
    if name == b"html" and has_declaration:
        return "application/xhtml+xml"
    if name in _HTML_ELEMENTS and not prefix and not has_declaration:
        return HTML
    return XML if has_declaration or doctype or _is_closed(text, element[1]) else None


def _behind_prolog(text: bytes) -> tuple[bool, int]:
    """Whether there is an XML declaration, and where the first element or DOCTYPE stands."""
    at = _end(_BLANKS, text, 0)
    has_declaration = text.startswith(_XML_DECLARATION, at)
    while True:
        if text.startswith(b"<!--", at):
            end = text.find(b"-->", at)
        elif text.startswith(b"<?", at):
            end = text.find(b">", at) - 2
        else:
            return has_declaration, at
        if end < at:  # it does not end within the sample
            return has_declaration, len(text)
        at = _end(_BLANKS, text, end + 3)


def _is_closed(text: bytes, name: bytes) -> bool:
    """Whether the end tag of the first element ends the text."""
    return text.rstrip().endswith(b"</%b>" % name)


def json_type(sample: Sample) -> str | None:
    """An object or an array whose brackets match, as far as it is there.

    Nothing is built and nothing recurs: the brackets that are open stand in an array.
    """
    text = sample.text or b""
    if not _JSON_START.match(text):
        return None
    at, opened = _end(_BLANKS, text, 0), bytearray()
    while token := _JSON_TOKEN.match(text, at):
        at = token.end()
        if token[1]:
            opened += token[1]
        elif token[2]:
            if not opened or opened.pop() + 2 != token[2][0]:  # "[" + 2 is "]", "{" + 2 is "}"
                return None
            if not opened:
                break
    is_complete = at == len(text) and not opened
    # A sample that was cut may end within a token, but no token is longer than it.
    is_cut = not sample.whole and bool(opened) and len(text) - at < 4096
    return "application/json" if is_complete or is_cut else None


def table_type(sample: Sample) -> str | None:
    r"""Lines with the same number of fields each (RFC 4180).

    Prose has commas too, but blanks behind them and another number in each line.

    >>> table_type(Sample(b"name,berth\nMaria,3\nEva,12\n"))
    'text/csv'
    """
    lines = (sample.text or b"").decode("latin-1").splitlines()
    if not sample.whole:
        lines = lines[:-1]
    lines = [line for line in lines[: _MAX_ROWS + 1] if line][:_MAX_ROWS]
    if len(lines) < _MIN_ROWS:
        return None
    for delimiter, media_type in _DELIMITERS:
        if _is_table(lines, delimiter):
            return media_type
    return None


def _is_table(lines: list[str], delimiter: str) -> bool:
    if delimiter not in lines[0] or delimiter not in lines[-1]:
        return False
    try:
        rows = [*csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, strict=True)]
    except csv.Error:
        return False
    width = len(rows[0])
    if width < 2 or len(rows) < 2 or not rows[0][0] or any(len(row) != width for row in rows):
        return False
    fields = [field for row in rows for field in row[1:] if field]
    after_blank = sum(field.startswith(" ") for field in fields)
    return bool(fields) and 2 * after_blank < len(fields)


def script_type(sample: Sample) -> str | None:
    """By the interpreter of the first line, ``env`` passed over."""
    line = _INTERPRETER.match(sample.text or b"")
    if line is None:
        return None
    path = line[0].removeprefix(b"#!").split()[0]
    program = path.rpartition(b"/")[2]
    if program == b"env" and line[1]:
        program = line[1]
    for name, media_type in (
        (b"python", "text/x-script.python"),
        (b"perl", "text/x-perl"),
        (b"php", "application/x-httpd-php"),
        (b"node", "text/javascript"),
        (b"pwsh", "application/x-powershell"),
        (b"ruby", "text/x-ruby"),
    ):
        if program.startswith(name):
            return media_type
    return "application/x-sh"


def _end(pattern: re.Pattern[bytes], text: bytes, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
