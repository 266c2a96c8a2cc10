"""Run the fuzz targets under atheris, each for a bounded time in a process of its own.

    python tests/fuzz/run.py [--seconds N] [TARGET ...]

Messages of corpus/ are the seeds. Exit status 1 if a target fails; atheris
prints the input, and leaves it in a file crash-... in the current folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def fuzz(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process; does not return."""
    import atheris  # noqa: PLC0415 - installed by `make fuzz` only

    with atheris.instrument_imports(include=["mimekit"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    atheris.Setup([sys.argv[0], *arguments], TARGETS[name])
    atheris.Fuzz()


def seeds(folder: Path) -> None:
    for number, path in enumerate(sorted((ROOT / "corpus").glob("*/*.eml"))):
        if path.stat().st_size < 8192:
            (folder / f"{number}").write_bytes(path.read_bytes())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=30, help="for each target")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.child:
        fuzz(options.child, [*options.targets, *rest])
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    failed = []
    for name in options.targets or TARGETS:
        with tempfile.TemporaryDirectory() as corpus:
            seeds(Path(corpus))
            command = [sys.executable, __file__, "--child", name, corpus]
            command += [f"-max_total_time={options.seconds}", "-max_len=4096", "-verbosity=0"]
            print(f"== {name}, {options.seconds} s", flush=True)  # noqa: T201
            if subprocess.run(command, check=False, cwd=ROOT).returncode:  # noqa: S603
                failed.append(name)
    print(f"{len(options.targets or TARGETS) - len(failed)} targets passed, failed: {failed}")  # noqa: T201
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
