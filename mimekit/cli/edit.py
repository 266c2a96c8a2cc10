"""``mimekit edit``: header fields and attachments of a message that was received or stored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, failure_of
from mimekit.cli.reading import STANDARD_INPUT, label, opened, strict_option
from mimekit.cli.writing import replacing, write_message

if TYPE_CHECKING:
    from mimekit import Message, Part

_ORDER = "mimekit.cli.edit.order"  # where the context keeps the options as they were given


class _InOrder(click.Command):
    """A command that knows in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args:
            _, _, order = self.make_parser(ctx).parse_args(args=[*args])
            ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


class _NotFound(Exception):  # noqa: N818 - no error of the program
    """What an option names is not in the message."""


def _several(name: str, variable: str, help_: str, metavar: str) -> Callable[..., Any]:
    return click.option(name, variable, multiple=True, metavar=metavar, help=help_)


@click.command(cls=_InOrder)
@click.argument("file", type=click.Path(allow_dash=True, readable=False))
@_several("--set", "set_", "Put a field in the place of those of its name.", "'NAME: VALUE'")
@_several("--add", "add", "Put a field behind all others.", "'NAME: VALUE'")
@_several("--remove", "remove", "Take out the fields of that name.", "NAME")
@_several("--attach", "attach", "Attach a file.", "FILE")
@_several("--drop-attachment", "drop", "Take out a part, by path or file name.", "NAME-OR-PATH")
@_several("--rename", "rename", "Give a part another file name.", "OLD=NEW")
@click.option("--missing-ok", is_flag=True, help="Pass over what is not there to be taken out.")
@click.option("-o", "--output", "target", metavar="FILE", help="Where to write it.")
@click.option("--in-place", is_flag=True, help="Write it to FILE, in one step.")
@strict_option
@click.pass_context
def edit(
    context: click.Context,
    /,
    file: str,
    *,
    missing_ok: bool,
    target: str | None,
    in_place: bool,
    strict: bool,
    **options: tuple[str, ...],
) -> ExitStatus:
    """Edit header fields and attachments.

    Not an octet beside them changes.

    The options are done in their order, and may be given several times. If one of them cannot
    be done, nothing is written.
    """
    edits = [*_in_order(context.meta.get(_ORDER, ()), options)]
    _check_usage(file, target, edits, in_place=in_place)
    with opened(file, strict=strict) as message:
        if not message.headers.fields:
            raise Failure(ExitStatus.DATA, f"{label(file)} has no header field to edit")
        done = [_apply(file, message, *each, missing_ok=missing_ok) for each in edits]
        if not in_place:
            write_message(message, target)
            return ExitStatus.OK
        octets = bytes(message)
    if any(done):
        with replacing(file) as target_file:
            target_file.write(octets)
    return ExitStatus.OK


def _in_order(
    order: Iterable[str | None], options: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """The edits with their values, as they stand on the command line."""
    values = {name: iter(given) for name, given in options.items()}
    for name in order:
        if name in values:
            yield name, next(values[name])


def _check_usage(
    file: str, target: str | None, edits: list[tuple[str, str]], *, in_place: bool
) -> None:
    if not edits:
        raise click.UsageError("nothing to edit: give --set, --add, --remove, --attach ...")
    if in_place and target is not None:
        raise click.UsageError("--in-place and --output exclude each other")
    if in_place and file == STANDARD_INPUT:
        raise click.UsageError("standard input cannot be edited in place")
    if target is not None and _is_same(file, target):
        raise click.UsageError("--output is the file that is read: use --in-place")


def _is_same(file: str, target: str) -> bool:
    try:
        return STANDARD_INPUT not in {file, target} and os.path.samefile(file, target)  # noqa: PTH121 - any name
    except (OSError, ValueError):
        return False


def _apply(file: str, message: Message, name: str, value: str, *, missing_ok: bool) -> bool:
    """Do one edit; whether there was anything to do."""
    try:
        _EDITS[name](message, value)
    except _NotFound as error:
        if missing_ok:
            return False
        raise Failure(ExitStatus.NO_INPUT, f"{label(file)} has {error}") from error
    except mimekit.ComposeError as error:
        raise Failure(ExitStatus.DATA, f"cannot edit {label(file)}: {error}") from error
    except ValueError as error:  # a path with a NUL
        raise Failure(ExitStatus.NO_INPUT, f"cannot read {label(value)}: {error}") from error
    except OSError as error:
        raise failure_of(error, f"read {label(value)}", ExitStatus.NO_INPUT) from error
    return True


def _field(option: str, pair: str) -> tuple[str, str]:
    name, colon, value = pair.partition(":")
    if not colon:
        raise click.UsageError(f"{option} takes 'NAME: VALUE', not {pair!r}")
    return name, value.strip(" \t")


def _set(message: Message, pair: str) -> None:
    message.headers.set(*_field("--set", pair))


def _add(message: Message, pair: str) -> None:
    message.headers.add(*_field("--add", pair))


def _remove(message: Message, name: str) -> None:
    if name not in message.headers:
        raise _NotFound(f"no field {name!r}")
    message.headers.remove(name)


def _attach(message: Message, path: str) -> None:
    message.attach(Path(path))


def _drop(message: Message, name: str) -> None:
    for part in _parts(message, name):
        part.remove()


def _rename(message: Message, pair: str) -> None:
    old, mark, new = pair.partition("=")
    if not (mark and old and new):
        raise click.UsageError(f"--rename takes OLD=NEW, not {pair!r}")
    for part in _parts(message, old):
        part.rename(new)


def _parts(message: Message, name: str) -> list[Part]:
    """The part at a path; else all parts of a file name, at any depth."""
    if name:
        try:
            return [message.part(name)]
        except KeyError:
            found = [part for part in message.walk() if part.filename == name]
            if found:
                return found
    raise _NotFound(f"no part {name!r}, neither by path nor by file name; see 'mimekit tree'")


_EDITS: dict[str, Callable[[Message, str], None]] = {
    "set_": _set,
    "add": _add,
    "remove": _remove,
    "attach": _attach,
    "drop": _drop,
    "rename": _rename,
}
