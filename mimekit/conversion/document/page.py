"""A message, and what is inside of a container, as one page of HTML that loads nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from mimekit.conversion.conversion import Conversion, ConversionWarning
from mimekit.conversion.document.sections import Document, Kind, Section, describe, title_of
from mimekit.conversion.options import Options

# No script, no form, nothing from elsewhere; pictures stand in the page.
_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'"
)
_STYLE: Final = (
    "body{font-family:sans-serif;max-width:60em;margin:1em auto;padding:0 1em}"
    "th{text-align:left;vertical-align:top;padding-right:1em}img{max-width:100%}"
    "section{border-top:1px solid #999;margin-top:1em}.note{color:#666}"
    "section,.part{contain:paint;overflow:auto}"  # no part paints over what others say
)
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="und">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def write_message(
    document: Document, warnings: Sequence[ConversionWarning], options: Options
) -> str:
    """A page; or what stands in a section of one, if something stands above it."""
    pieces = [] if options.level else [f"<h1>{escape(document.subject)}</h1>"]
    rows = (f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in document.fields)
    pieces.append("<table>{}</table>".format("\n".join(rows)))
    for section in document.sections:
        pieces += _write_section(section, options)
    body = "\n".join(pieces)
    return body if options.level else _page(document.subject, body, warnings)


def write_all(
    title: str,
    parts: Sequence[Conversion],
    warnings: Sequence[ConversionWarning],
    options: Options,
) -> str:
    """Several messages in one page."""
    body = f"<h1>{escape(title)}</h1>\n{write_parts(parts, options)}"
    return _page(title, body, warnings)


def _page(title: str, body: str, warnings: Sequence[ConversionWarning]) -> str:
    if warnings:
        notes = "\n".join(f"<li>{escape(str(warning))}</li>" for warning in warnings)
        body += f'\n<section class="note"><h2>Notes</h2>\n<ul>\n{notes}\n</ul></section>'
    return _PAGE.format(policy=_POLICY, title=escape(title), style=_STYLE, body=body)


def write_parts(parts: Sequence[Conversion], options: Options) -> str:
    """What was inside of a container, each in a section."""
    return "\n".join(
        _section(title_of(part), part.original_type, _content(part), options) for part in parts
    )


def _write_section(section: Section, options: Options) -> Iterator[str]:
    done = section.conversion
    if section.kind is Kind.PICTURE:
        name, link = escape(section.name), section.link
        shown = f'<img src="{escape(link)}" alt="{name}">' if link else f"[image: {name}]"
        yield f"<p>{shown}</p>"
    elif section.kind is Kind.TEXT:
        if done is not None and done.is_converted:
            yield f'<div class="part">{done.text or ""}</div>'
    elif done is not None:
        yield _section(section.name, describe(section), _content(done), options)


def _section(name: str, about: str, content: str, options: Options) -> str:
    level = min(options.level + 2, 6)
    return (
        f"<section>\n<h{level}>{escape(name)} <small>({escape(about)})</small></h{level}>\n"
        f"{content}\n</section>"
    )


def _content(done: Conversion) -> str:
    return done.text or "" if done.is_converted else '<p class="note">Not converted.</p>'
