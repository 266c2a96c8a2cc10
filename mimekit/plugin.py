"""What a plugin needs: the hooks, the types that they give, and what makes text harmless.

    from mimekit.plugin import Content, Handler, hookimpl

    def convert_shout(content, to, context):
        yield Content.from_text(content.text.upper(), to)

    @hookimpl
    def mimekit_handlers():
        return [Handler(name="shout", accepts=("text/x-shout",), produces=("text/plain",),
                        convert=convert_shout)]

A distribution names its module in the entry-point group ``mimekit``.
"""

from __future__ import annotations

from mimekit.conversion.budget import BudgetError
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handler import Handler
from mimekit.conversion.hidden_text import seen_text, seen_texts
from mimekit.conversion.hookspecs import hookimpl
from mimekit.conversion.options import Options
from mimekit.conversion.registry import Entry, HandlerConflict, Plugin, Registry
from mimekit.conversion.sniffing.signatures import Signature
from mimekit.html.markdown_escapes import escape_cell, escape_line, escape_markdown, fence

__all__ = [
    "BudgetError",
    "Content",
    "Context",
    "Entry",
    "Handler",
    "HandlerConflict",
    "Options",
    "Plugin",
    "Registry",
    "Signature",
    "WarningCode",
    "escape_cell",
    "escape_line",
    "escape_markdown",
    "fence",
    "hookimpl",
    "seen_text",
    "seen_texts",
]
