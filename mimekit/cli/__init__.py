"""The command line: ``mimekit COMMAND FILE``, which docs/command-line.md describes."""

from __future__ import annotations

import sys

# Right in a checkout and for an installed package alike: both are in the extra "cli".
_CLICK_MISSING = "the command line needs two more packages: python -m pip install click rich"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status, an `mimekit.cli.failures.ExitStatus`.

    ``arguments`` are those behind the program's name; None: those of this process.
    """
    try:
        from mimekit.cli.program import run  # noqa: PLC0415 - click may not be installed
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        sys.stderr.write(f"mimekit: {_CLICK_MISSING}\n")
        return 69  # EX_UNAVAILABLE
    except KeyboardInterrupt:  # while click was loaded
        sys.stderr.write("mimekit: interrupted\n")
        return 130
    return run(arguments)
