"""What a plugin can bring: each hook returns data, and the registry does the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from mimekit.conversion.handler import Handler
    from mimekit.conversion.sniffing.signatures import Signature

hookspec = pluggy.HookspecMarker("mimekit")
hookimpl = pluggy.HookimplMarker("mimekit")


@hookspec
def mimekit_handlers() -> Iterable[Handler]:  # type: ignore[empty-body]  # a plugin has the body
    """Return a handler for each conversion that the plugin can do.

    Called once, before the first conversion. A handler runs later, and may be slow or raise:
    import what is heavy inside its function.
    """


@hookspec
def mimekit_signatures() -> Iterable[Signature]:  # type: ignore[empty-body]  # a plugin has the body
    """Return a signature for each type that the plugin can tell by its first octets.

    They are looked at before those that are built in.
    """
