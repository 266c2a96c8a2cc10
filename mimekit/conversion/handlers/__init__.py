"""The handlers that are built in; they come by the same hooks as those of plugins."""

from __future__ import annotations

from collections.abc import Iterable

from mimekit.conversion.handler import Handler
from mimekit.conversion.hookspecs import hookimpl


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """All of them; each module has a few that belong together."""
    from mimekit.conversion.handlers import (  # noqa: PLC0415 - for conversions only
        archives,
        calendar_text,
        csv,
        enriched,
        html,
        message,
        plain_text,
        reports,
        source_text,
    )

    modules = (
        archives,
        calendar_text,
        csv,
        enriched,
        html,
        message,
        plain_text,
        reports,
        source_text,
    )
    return [handler for module in modules for handler in module.HANDLERS]
