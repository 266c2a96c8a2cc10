"""Run the command line: in this process, which is quick, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mimekit.cli import main

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "corpus" / "demo.eml"
COMMANDS = ("show", "text", "headers", "tree", "extract", "check", "lint", "trace")
WRITING_COMMANDS = ("compose", "reply", "forward", "edit")
MAILBOX_COMMANDS = ("mbox", "thread")
CONVERSION_COMMANDS = ("convert",)
FILE_COMMANDS = ("sniff",)
PLUGIN_COMMANDS = ("plugins", "plugin")


class Result(NamedTuple):
    status: int
    output: str
    error: str


def run(*arguments: object, stdin: bytes | None = b"", encoding: str = "utf-8") -> Result:
    """Run a command in this process, its output no terminal."""
    octets = io.BytesIO()
    with (
        contextlib.redirect_stdout(io.TextIOWrapper(octets, encoding, newline="")) as output,
        contextlib.redirect_stderr(io.StringIO()) as error,
        standard_input(stdin),
    ):
        status = main([str(argument) for argument in arguments])
        output.flush()
        return Result(int(status), octets.getvalue().decode(encoding), error.getvalue())


@contextlib.contextmanager
def standard_input(octets: bytes | None) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = None if octets is None else io.TextIOWrapper(io.BytesIO(octets))
    try:
        yield
    finally:
        sys.stdin = before


def run_process(
    *arguments: object,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    python: Sequence[str] = ("-m", "mimekit"),
    **options: Any,
) -> Result:
    """Run a command in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "error", *python, *map(str, arguments)],
        input=stdin,
        env=process_environment(environment),
        check=False,
        timeout=60,
        **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options),
    )
    return Result(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())


def process_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's, with the checkout on the path and an output that is UTF-8 and buffered."""
    fixed = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TERM": "xterm-256color"}
    dropped = {"NO_COLOR", "PYTHONUNBUFFERED"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, **fixed, **(more or {})}
