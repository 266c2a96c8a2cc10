"""Run the scorers or the attacks of the data folder against the adapters here.

    python tests/conformance/run.py FOLDER
    python tests/conformance/run.py --attacks FOLDER

The floors only rise. Exit status 1 if one is not reached; 0, with a line that
says so, if there is no such folder. docs/conformance.md tells which points are
lost, and why.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

# Points, of the undisputed ones, of messages; of those that repeat other sets'
# messages; of header field cases. Texts of known charset, in per cent.
FLOORS = {"messages": 4212, "repeats": 1209, "fields": 897}
CHARSET_FLOOR = 99.2
# Attacks that are OK. One that is not is run once more: a busy machine makes the
# exponent of a short time look large.
ATTACKS_FLOOR = 83


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(script), *arguments]
    print("$", script.name, *arguments, flush=True)  # noqa: T201 - a report
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    print(done.stdout + done.stderr, flush=True)  # noqa: T201
    return done


def points(script: Path, adapter: str) -> dict[str, Any]:
    """What a scorer writes as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        run(script, str(HERE / adapter), "--json", str(result))
        scores: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return scores


def total(counts: Any) -> int:
    return sum(counts.values()) if isinstance(counts, dict) else int(counts)


def score(folder: Path) -> int:
    """The number of floors that are not reached."""
    messages = points(folder / "score.py", "adapter.py")
    fields = points(folder / "score_fields.py", "fields.py")
    reached = {
        "messages": total(messages["ALL"]["right"]),
        "repeats": total(messages["REPEATS"]["right"]),
        "fields": total(fields["ALL"]["right"]),
    }
    failures = 0
    for name, floor in FLOORS.items():
        verdict = "reached" if reached[name] >= floor else "NOT REACHED"
        failures += reached[name] < floor
        print(f"{name}: {reached[name]} right, floor {floor}: {verdict}")  # noqa: T201
    exceptions = messages["ALL"]["exceptions"] + fields["ALL"]["exceptions"]
    print(f"exceptions: {exceptions}")  # noqa: T201
    charset = run(
        folder / "score_charset.py", str(HERE / "charset.py"), "--min", str(CHARSET_FLOOR)
    )
    return int(failures + exceptions + charset.returncode)


def attack(folder: Path) -> int:
    """How many attacks are below the floor, after a second try of those that are not OK."""
    adapter = str(HERE / "exercise.py")
    lines = run(folder / "run.py", adapter).stdout.splitlines()
    bad = [line.split()[0] for line in lines[:-1] if not line.endswith("OK")]
    good = len(lines) - 1 - len(bad)
    if bad:
        again = run(folder / "run.py", adapter, "--only", *bad).stdout.splitlines()
        good += sum(line.endswith("OK") for line in again[:-1])
    print(f"attacks: {good} OK, floor {ATTACKS_FLOOR}")  # noqa: T201
    return max(ATTACKS_FLOOR - good, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", default="", help="with conformance/ and attacks/")
    parser.add_argument("--attacks", action="store_true", help="run the attack generators")
    options = parser.parse_args()
    folder = Path(options.folder)
    if not options.folder or not folder.is_dir():
        print("no data folder: set MIMEKIT_CONFORMANCE to run this")  # noqa: T201
        return 0
    failed = attack(folder / "attacks") if options.attacks else score(folder / "conformance")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
