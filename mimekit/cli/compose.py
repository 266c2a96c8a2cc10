"""``mimekit compose``: a new message, from options or from a description in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import mimekit
from mimekit.cli.failures import ExitStatus, Failure
from mimekit.cli.new_message import (
    arguments,
    failing,
    given_values,
    output_option,
    read_text,
    takes,
)
from mimekit.cli.reading import STANDARD_INPUT, label
from mimekit.cli.writing import write_message

# What a description may hold; the same as the options, but for --spec and --output.
_KEYS = (
    *("from", "to", "cc", "bcc", "reply_to", "subject", "text", "html", "inline", "attachments"),
    *("calendar", "headers", "date", "message_id", "seed"),
)


@click.command()
@takes("from", "to", "cc", "bcc", "reply-to", "subject", "text", "html", "inline", "attach")
@takes("calendar", "header", "date", "message-id", "seed")
@click.option("--spec", metavar="FILE", help="A description in JSON (or YAML); options go first.")
@output_option
def compose(spec: str | None, target: str | None, **options: Any) -> ExitStatus:  # noqa: ANN401 - texts, and several of them
    """Write a new message, ready to be sent.

    FILE is "-" for standard input. --to, --cc, --bcc, --reply-to, --inline, --attach and
    --header may be given several times.
    """
    # First, for it tells when standard input is asked for twice.
    values = given_values({**options, "file": spec, "spec": spec, "target": target})
    values = _from_spec(spec) | values
    with failing("compose"):
        message = mimekit.compose(**arguments(values))
    write_message(message, target)
    return ExitStatus.OK


# -- descriptions


def _from_spec(path: str | None) -> dict[str, Any]:
    """A description in a file; paths in it count from its folder."""
    text = read_text(path)
    if path is None or text is None:
        return {}
    values = _load_yaml(path, text) if path.endswith((".yaml", ".yml")) else _load_json(path, text)
    if not isinstance(values, dict):
        raise Failure(ExitStatus.DATA, f"{label(path)} does not hold names and values")
    unknown = [str(name) for name in values if name not in _KEYS]
    if unknown:
        raise Failure(ExitStatus.DATA, f"{label(path)} has unknown names: {', '.join(unknown)}")
    folder = Path() if path == STANDARD_INPUT else Path(path).parent
    if isinstance(values.get("attachments"), list):
        values["attachments"] = [folder / str(name) for name in values["attachments"]]
    if isinstance(values.get("inline"), dict):
        values["inline"] = {cid: folder / str(name) for cid, name in values["inline"].items()}
    return values


def _load_json(path: str, text: str) -> Any:  # noqa: ANN401 - whatever stands there
    import json  # noqa: PLC0415 - for descriptions only

    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Failure(ExitStatus.DATA, f"{label(path)} is no JSON: {error}") from error


def _load_yaml(path: str, text: str) -> Any:  # noqa: ANN401 - whatever stands there
    try:
        import yaml  # type: ignore[import-untyped]  # noqa: PLC0415 - for descriptions only
    except ModuleNotFoundError as error:
        sentence = f"{label(path)} is YAML, which needs pyyaml: pip install pyyaml, or use JSON"
        raise Failure(ExitStatus.UNAVAILABLE, sentence) from error
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise Failure(ExitStatus.DATA, f"{label(path)} is no YAML: {error}") from error
