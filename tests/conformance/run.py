"""Run the scorers or the attacks of the data folder against the adapters here.

    python tests/conformance/run.py FOLDER
    python tests/conformance/run.py --attacks FOLDER

The floors only rise. Exit status 1 if one is not reached; 0, with a line that
says so, if there is no such folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Scorer, adapter, floor in per cent.
FLOORS = (
    ("score.py", "adapter.py", 99.0),
    ("score_fields.py", "fields.py", 97.0),
    ("score_charset.py", "charset.py", 98.1),
)


def run(script: Path, *arguments: str) -> int:
    command = [sys.executable, str(script), *arguments]
    print("$", script.name, *arguments, flush=True)  # noqa: T201 - a report
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="", help="with conformance/ and attacks/")
    parser.add_argument("--attacks", action="store_true", help="run the attack generators")
    options = parser.parse_args()
    folder = Path(options.folder)
    if not options.folder or not folder.is_dir():
        print("no data folder: set MIMEKIT_CONFORMANCE to run this")  # noqa: T201
        return 0
    if options.attacks:
        return run(folder / "attacks" / "run.py", str(HERE / "exercise.py"))
    status = 0
    for script, adapter, floor in FLOORS:
        path = folder / "conformance" / script
        status |= run(path, str(HERE / adapter), "--min", str(floor))
    return status


if __name__ == "__main__":
    sys.exit(main())
