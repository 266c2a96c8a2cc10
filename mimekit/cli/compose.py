"""``mimekit compose``: a new message, from options or from a description in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, failure_of
from mimekit.cli.reading import STANDARD_INPUT, label
from mimekit.cli.writing import write_message

if TYPE_CHECKING:
    from mimekit import Message

# What a description may hold; the same as the options, but for --spec and --output.
_KEYS = (
    *("from", "to", "cc", "bcc", "reply_to", "subject", "text", "html", "inline", "attachments"),
    *("calendar", "headers", "date", "message_id", "seed"),
)

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _several(name: str, variable: str, help_: str, metavar: str = "ADDRESS") -> _Decorator:
    """An option that may be given several times."""
    return click.option(name, variable, multiple=True, metavar=metavar, help=help_)


@click.command()
@_several("--from", "from_", "The author; more than one need a Sender by --header.")
@_several("--to", "to", "A recipient, as 'Ann <ann@example.com>'; or several, with commas.")
@_several("--cc", "cc", "Who gets a copy.")
@_several("--bcc", "bcc", "Who gets a copy that the others are not told of.")
@_several("--reply-to", "reply_to", "Where replies shall go.")
@click.option("--subject", metavar="TEXT", help="What it is about.")
@click.option("--text", metavar="FILE", help="The plain text, in UTF-8.")
@click.option("--html", metavar="FILE", help="The HTML, in UTF-8.")
@_several("--inline", "inline", "What HTML refers to as cid:CID.", "CID=FILE")
@_several("--attach", "attach", "A file to attach.", "FILE")
@click.option("--calendar", metavar="FILE", help="An invitation (iTIP, an .ics with a METHOD).")
@_several("--header", "header", "Another header field.", "'NAME: VALUE'")
@click.option(
    "--date", metavar="DATE", help="Date and time, ISO 8601 with a zone; now if not given."
)
@click.option("--message-id", metavar="ID", help="The Message-ID; random if not given.")
@click.option("--seed", metavar="TEXT", help="With --date: the same octets each time.")
@click.option("--spec", metavar="FILE", help="A description in JSON (or YAML); options go first.")
@click.option("-o", "--output", "file", metavar="FILE", help="Where to write it.")
def compose(**options: Any) -> ExitStatus:  # noqa: ANN401 - texts, and several of them
    """Write a new message, ready to be sent.

    FILE is "-" for standard input. --to, --cc, --bcc, --reply-to, --inline, --attach and
    --header may be given several times.
    """
    target = options.pop("file")
    values = _from_spec(options.pop("spec")) | _from_options(options)
    try:
        message = _compose(values)
    except mimekit.ComposeError as error:
        raise Failure(ExitStatus.DATA, f"cannot compose: {error}") from error
    except OSError as error:
        name = label(str(error.filename)) if error.filename else "a file"
        raise failure_of(error, f"read {name}", ExitStatus.NO_INPUT) from error
    write_message(message, target)
    return ExitStatus.OK


def _compose(values: dict[str, Any]) -> Message:
    """The message that a description says; `ComposeError` for a value of a wrong type too."""
    values = dict(values)
    if "from" not in values:
        raise mimekit.ComposeError("there is no author: give --from, or from in the description")
    headers = values.pop("headers", {})
    reply_to = values.pop("reply_to", None)
    try:
        pairs = [*(headers.items() if isinstance(headers, dict) else map(tuple, headers))]
        if reply_to:
            pairs.insert(0, ("Reply-To", reply_to))
        if isinstance(values.get("date"), str):
            values["date"] = datetime.fromisoformat(values["date"])
        return mimekit.compose(from_=values.pop("from"), headers=pairs, **values)
    except (TypeError, ValueError) as error:
        raise mimekit.ComposeError(str(error)) from error


def _from_options(options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, as a description."""
    given: dict[str, Any] = {
        name: [*value] if isinstance(value, tuple) else value for name, value in options.items()
    }
    values = {
        "from": given["from_"],
        "attachments": given["attach"],
        "inline": dict(_split(pair, "=", "--inline", "CID=FILE") for pair in given["inline"]),
        "headers": [_split(pair, ":", "--header", "'NAME: VALUE'") for pair in given["header"]],
        **{
            name: given[name]
            for name in ("to", "cc", "bcc", "reply_to", "subject", "date", "seed")
        },
        "message_id": given["message_id"],
        **{name: _read(given[name]) for name in ("text", "html", "calendar")},
    }
    return {name: value for name, value in values.items() if value is not None and value != []}


def _split(pair: str, mark: str, option: str, form: str) -> tuple[str, str]:
    name, found, value = pair.partition(mark)
    if not found:
        raise click.UsageError(f"{option} takes {form}, not {pair!r}")
    return name, value.strip(" ") if mark == ":" else value


def _read(path: str | None) -> str | None:
    """The text of a file, or of standard input."""
    if path is None:
        return None
    try:
        octets = sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(ExitStatus.DATA, f"{label(path)} is not in UTF-8") from error
    except OSError as error:
        raise failure_of(error, f"read {label(path)}", ExitStatus.NO_INPUT) from error


# -- descriptions


def _from_spec(path: str | None) -> dict[str, Any]:
    """A description in a file; paths in it count from its folder."""
    text = _read(path)
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
