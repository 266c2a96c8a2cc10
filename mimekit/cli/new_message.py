"""What the commands that make a message share: their options, and how it is written."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, failure_of
from mimekit.cli.reading import STANDARD_INPUT, label

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _one(name: str, metavar: str, help_: str) -> _Decorator:
    return click.option(f"--{name}", metavar=metavar, help=help_)


def _several(name: str, help_: str, metavar: str = "ADDRESS") -> _Decorator:
    """An option that may be given several times."""
    variable = name.replace("-", "_")
    return click.option(f"--{name}", variable, multiple=True, metavar=metavar, help=help_)


_OPTIONS: Mapping[str, _Decorator] = {
    "from": _several("from", "The author; more than one need a Sender by --header."),
    "to": _several("to", "A recipient, as 'Ann <ann@example.com>'; or several, with commas."),
    "cc": _several("cc", "Who gets a copy."),
    "bcc": _several("bcc", "Who gets a copy that the others are not told of."),
    "reply-to": _several("reply-to", "Where replies shall go."),
    "subject": _one("subject", "TEXT", "What it is about."),
    "text": _one("text", "FILE", "The plain text, in UTF-8."),
    "html": _one("html", "FILE", "The HTML, in UTF-8."),
    "inline": _several("inline", "What HTML refers to as cid:CID.", "CID=FILE"),
    "attach": _several("attach", "A file to attach.", "FILE"),
    "calendar": _one("calendar", "FILE", "An invitation (iTIP, an .ics with a METHOD)."),
    "header": _several("header", "Another header field.", "'NAME: VALUE'"),
    "date": _one("date", "DATE", "Date and time, ISO 8601 with a zone; now if not given."),
    "message-id": _one("message-id", "ID", "The Message-ID; random if not given."),
    "seed": _one("seed", "TEXT", "With --date: the same octets each time."),
}

file_argument = click.argument("file", type=click.Path(allow_dash=True, readable=False))
output_option = click.option("-o", "--output", "target", metavar="FILE", help="Where to write it.")


def takes(*names: str) -> _Decorator:
    """Give a command options of a new message, in that order."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            function = _OPTIONS[name](function)
        return function

    return decorate


def refuse_target(target: str | None, *files: str | None) -> None:
    """A usage error if the new message would be written over a file that it is made of."""
    if target is None or target == STANDARD_INPUT:
        return
    path = os.path.realpath(target)
    for file in files:
        if file is not None and file != STANDARD_INPUT and os.path.realpath(file) == path:
            raise click.UsageError(f"the new message would be written over {label(file)}")


# -- values


def given_values(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, as a description has them; files are read."""
    given: dict[str, Any] = {
        name: [*value] if isinstance(value, tuple) else value for name, value in options.items()
    }
    if not given.get("from") and "spec" not in given:
        raise click.UsageError("missing option '--from'")
    texts = ("text", "html", "calendar")
    if [given.get(name) for name in (*texts, "file")].count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read once")
    files = [*given["attach"], *(pair.partition("=")[2] for pair in given["inline"])]
    refuse_target(given.get("target"), given.get("file"), *map(given.get, texts), *files)
    if STANDARD_INPUT in files:
        raise click.UsageError("what is attached or inline is a file, not standard input")
    values = {
        **given,
        "attachments": given["attach"],
        "inline": dict(_split(pair, "=", "--inline", "CID=FILE") for pair in given["inline"]),
        "headers": [_split(pair, ":", "--header", "'NAME: VALUE'") for pair in given["header"]],
        **{name: read_text(given.get(name)) for name in texts},
    }
    dropped = {"attach", "header", "file", "spec", "target"}
    return {
        name: value
        for name, value in values.items()
        if name not in dropped and value is not None and value not in ([], {})
    }


def arguments(values: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `mimekit.compose` and its like; `ComposeError` without an author."""
    known = dict(values)
    if "from" not in known:
        raise mimekit.ComposeError("there is no author: give --from, or from in a description")
    headers = known.pop("headers", {})
    reply_to = known.pop("reply_to", None)
    pairs = [*(headers.items() if isinstance(headers, dict) else map(tuple, headers))]
    if reply_to:
        pairs.insert(0, ("Reply-To", reply_to))
    if isinstance(known.get("date"), str):
        known["date"] = _moment(known["date"])
    return {"from_": known.pop("from"), "headers": pairs, **known}


def _moment(text: str) -> datetime:
    form = "as 2026-11-28T10:00:00+01:00"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise mimekit.ComposeError(f"{text!r} is no date and time, {form}") from None
    if moment.tzinfo is None:
        raise mimekit.ComposeError(f"{text!r} has no time zone, {form}")
    return moment


def _split(pair: str, mark: str, option: str, form: str) -> tuple[str, str]:
    name, found, value = pair.partition(mark)
    if not found:
        raise click.UsageError(f"{option} takes {form}, not {pair!r}")
    return name, value.strip(" ") if mark == ":" else value


def read_text(path: str | None) -> str | None:
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


@contextlib.contextmanager
def failing(doing: str) -> Iterator[None]:
    """What goes wrong with the values of a message, as the end of the command."""
    try:
        yield
    except (mimekit.ComposeError, TypeError, ValueError) as error:
        raise Failure(ExitStatus.DATA, f"cannot {doing}: {error}") from error
    except OSError as error:
        name = label(str(error.filename)) if error.filename else "a file"
        raise failure_of(error, f"read {name}", ExitStatus.NO_INPUT) from error
