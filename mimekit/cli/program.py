"""The program: its commands, each loaded when it is asked for, and how they end."""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

import mimekit
from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure, bug, complain, failure_of, guess
from mimekit.cli.plugin_commands import plugin_command, plugin_commands

_COMPLETE = "_MIMEKIT_COMPLETE"  # set by the script that the shell loads

# Command: the module that has a function of its name.
_COMMANDS = {
    "show": "show",
    "text": "show",
    "headers": "headers",
    "tree": "tree",
    "extract": "extract",
    "check": "check",
    "lint": "lint",
    "trace": "trace",
    "compose": "compose",
    "reply": "reply",
    "forward": "reply",
    "edit": "edit",
    "mbox": "mbox",
    "thread": "thread",
    "convert": "convert",
    "sniff": "sniff",
    "plugins": "plugins",
    "plugin": "plugin",
}


class _Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return plugin_command(cmd_name)
        module = import_module(f"mimekit.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_commands(ctx, formatter)
        if brought := plugin_commands():
            with formatter.section("Commands of plugins"):
                formatter.write_dl([(name, f"From {plugin}.") for name, plugin in brought])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and name[:1] != "-" and self.get_command(ctx, name) is None:
            guesses = get_close_matches(name, _COMMANDS)
            raise click.UsageError(f"no such command {name!r}{guess(guesses)}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if error.ctx is None and ctx.invoked_subcommand:  # click does not always say where
                command = self.get_command(ctx, ctx.invoked_subcommand)
                if command is not None:
                    error.ctx = click.Context(command, ctx, ctx.invoked_subcommand)
            raise


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(mimekit.__version__, message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """Look into e-mail messages, make and edit them: read, tell what is wrong, compose, answer.

    FILE is a message (RFC 5322); "-" is standard input.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run(arguments: list[str] | None) -> int:
    """Run a command; whatever happens, it ends with a status and at most one line."""
    try:
        output.prepare()
        status = _run(sys.argv[1:] if arguments is None else arguments)
        output.flush()
    except Exception as error:  # noqa: BLE001 - nobody wants to see a traceback
        return _end(_failure(error))
    except KeyboardInterrupt:
        return _end(Failure(ExitStatus.INTERRUPTED, "interrupted"))
    return status


def _run(arguments: list[str]) -> int:
    """Run a command and return its status; it may raise anything."""
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete  # noqa: PLC0415 - only for the shell

        return shell_complete(program, {}, "mimekit", _COMPLETE, instruction)
    try:
        with program.make_context("mimekit", arguments) as context:
            return program.invoke(context) or ExitStatus.OK
    except click.exceptions.Exit as end:  # after --help and --version
        return end.exit_code


def _failure(error: Exception) -> Failure:
    match error:
        case Failure():
            return error
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "mimekit"
            return Failure(ExitStatus.USAGE, f"{_sentence(error)}; see '{command} --help'")
        case BrokenPipeError():
            return Failure(ExitStatus.BROKEN_PIPE, "")  # nobody is there to be told
        case OSError():  # reading a message has failures of its own
            return failure_of(error, "write to standard output", ExitStatus.IO)
        case MemoryError():
            return Failure(ExitStatus.OUT_OF_MEMORY, "the message is too large for the memory")
        case _:
            return bug(error)


def _sentence(error: click.UsageError) -> str:
    """What is wrong with the command line, as part of a sentence."""
    if isinstance(error, click.NoSuchOption):
        if error.ctx is not None and error.ctx.command is program and _is_of_a_command(error):
            return f"option {error.option_name!r} stands behind the command"
        return f"no such option {error.option_name!r}{guess(error.possibilities)}"
    sentence = " ".join(error.format_message().split()).removesuffix(".")
    return sentence[:1].lower() + sentence[1:]


def _is_of_a_command(error: click.NoSuchOption) -> bool:
    context = click.Context(program)
    commands = [program.get_command(context, name) for name in _COMMANDS]
    return any(
        error.option_name in parameter.opts
        for command in commands
        if command is not None
        for parameter in command.params
    )


def _end(failure: Failure) -> int:
    """Say why, and return the status; what is left of the output is dropped if it cannot go."""
    try:
        output.flush()
    except OSError:
        output.discard()
    if str(failure):
        complain(str(failure))
    return failure.status
