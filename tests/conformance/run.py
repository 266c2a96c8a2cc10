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
# messages; of header field cases. Texts of known charset, and points of TNEF, in per cent.
FLOORS = {"messages": 4212, "repeats": 1209, "fields": 897}
CHARSET_FLOOR = 99.2
TNEF_FLOOR = 100.0
# Attacks that are OK. One that is not is run again, in all up to three times: a busy
# machine makes the exponent of a short time look large.
ATTACKS_FLOOR = 83
ATTACK_ROUNDS = 3

# The limit of seconds is that of a fast machine that is not shared; this gate allows five times
# as many. Growth and memory, which no machine changes, are judged as they are.
TIMES = 5.0
MAX_CPU_SECONDS = 2.0
TOO_SLOW = " s of CPU time"


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
    tnef = run(folder / "score_tnef.py", str(HERE / "tnef.py"), "--min", str(TNEF_FLOOR))
    return int(failures + exceptions + charset.returncode + tnef.returncode)


def attack(folder: Path) -> int:
    """How many attacks are below the floor, when those that are not OK had their rounds."""
    good = 0
    bad: list[str] = []
    for _ in range(ATTACK_ROUNDS):
        results = run_attacks(folder, bad)
        bad = []
        for result in results:
            if is_ok(result):
                good += 1
            else:
                bad.append(result["name"])
        if not bad:
            break
    print(f"attacks: {good} OK, floor {ATTACKS_FLOOR}", *bad)  # noqa: T201
    return max(ATTACKS_FLOOR - good, 0)


def run_attacks(folder: Path, names: list[str]) -> list[dict[str, Any]]:
    """The results of these attacks, or of all of them."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "result.json"
        only = ["--only", *names] if names else []
        run(folder / "run.py", str(HERE / "exercise.py"), "--json", str(report), *only)
        results: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))
        return results


def is_ok(result: dict[str, Any]) -> bool:
    """Whether nothing is wrong with it but seconds that a slow machine is allowed."""
    seconds = result["runs"][-1]["cpu_seconds"]
    slow = seconds is not None and seconds <= MAX_CPU_SECONDS * TIMES
    return all(slow and fault.endswith(TOO_SLOW) for fault in result["faults"])


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
