"""``mimekit plugins``: which plugins are there, what they convert, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus
from mimekit.cli.reading import json_option

if TYPE_CHECKING:
    from mimekit.conversion.handler import Handler
    from mimekit.conversion.registry import HandlerConflict, Plugin


@click.command(short_help="List the plugins, what they convert, and what is wrong with them.")
@json_option
def plugins(as_json: bool) -> ExitStatus:
    """List the plugins: version, distribution, what loading took, what each handler converts.

    Below them stand handlers of several plugins between which only their names decide. The
    exit status is 1 if a plugin could not be loaded.
    """
    from mimekit.conversion.registry import Registry  # noqa: PLC0415 - not for --help

    registry = Registry.default()
    found, conflicts = registry.plugins, registry.conflicts()
    if as_json:
        output.write_json(
            {
                "plugins": [_plugin_value(plugin) for plugin in found],
                "conflicts": [conflict._asdict() for conflict in conflicts],
            }
        )
    else:
        for plugin in found:
            _write_plugin(plugin)
        for conflict in conflicts:
            _write_conflict(conflict)
    failed = any(plugin.error is not None for plugin in found)
    return ExitStatus.DEFECTS if failed else ExitStatus.OK


def _write_plugin(plugin: Plugin) -> None:
    of = " ".join(word for word in (plugin.distribution, plugin.version) if word)
    loading = f"loaded in {plugin.seconds * 1000:.1f} ms"
    about = "  ".join(word for word in (of, loading) if word)
    output.write_line((plugin.name, "bold"), (f"  {about}", "dim"))
    if plugin.error is not None:
        output.write_line("    ", ("not loaded", "red"), f": {plugin.error}")
    for handler in plugin.handlers:
        output.write_line(
            f"    {handler.name:12}  {_types_text(handler)}", (_facts(handler), "dim")
        )
    if plugin.signatures:
        output.write_line((f"    signatures: {len(plugin.signatures)}", "dim"))


def _types_text(handler: Handler) -> str:
    return f"{', '.join(handler.accepts)} -> {', '.join(handler.produces)}"


def _facts(handler: Handler) -> str:
    """What is not as usual with a handler."""
    facts = [f"priority {handler.priority}"] if handler.priority else []
    facts += ["isolated"] if handler.isolated else []
    return f"  ({', '.join(facts)})" if facts else ""


def _write_conflict(conflict: HandlerConflict) -> None:
    first, *others = conflict.labels
    types = f"{conflict.accepts} -> {conflict.produces}"
    order = f"{first} is asked before {', '.join(others)}"
    output.write_line(("conflict", "yellow"), f": {types}: {order}")


def _plugin_value(plugin: Plugin) -> dict[str, object]:
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "seconds": plugin.seconds,
        "error": plugin.error,
        "handlers": [
            {
                "name": handler.name,
                "accepts": handler.accepts,
                "produces": handler.produces,
                "priority": handler.priority,
                "isolated": handler.isolated,
            }
            for handler in plugin.handlers
        ],
        "signatures": len(plugin.signatures),
    }
