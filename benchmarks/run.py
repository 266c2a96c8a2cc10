"""Compare mimekit with other libraries: a table of ratios.

    python benchmarks/run.py [--only structure ...] [--rounds N] [--json OUT] [--write]

Every library does the same work on the same messages, in turns, in this one
process; a figure is the median over the rounds of (their time / our time), so
that above 1 we are faster. A message on which a library raises is left out for
all. --write puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import messages
from benchmarks.peers import PEERS, WORKLOADS

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "benchmarks.md"
SETS = ("small", "medium", "large")
MARK = "<!-- table -->"


def readable(works: list[Callable[[bytes], object]], data: list[bytes]) -> list[bytes]:
    """The messages on which no library raises."""
    good = []
    for message in data:
        try:
            for work in works:
                work(message)
        except Exception:  # noqa: BLE001, S112 - a peer's failure is not ours to name
            continue
        good.append(message)
    return good


def seconds(work: Callable[[bytes], object], data: list[bytes]) -> float:
    start = time.perf_counter()
    for message in data:
        work(message)
    return time.perf_counter() - start


def measure(workload: str, data: list[bytes], rounds: int) -> dict[str, float]:
    """Their time over ours, by library; under "us" our microseconds a message."""
    works = {peer.name: getattr(peer, workload) for peer in PEERS if hasattr(peer, workload)}
    data = readable(list(works.values()), data)
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(seconds(work, data))
    ours = times["mimekit"]
    ratios = {
        name: statistics.median(t / o for t, o in zip(theirs, ours, strict=True))
        for name, theirs in times.items()
        if name != "mimekit"
    }
    return ratios | {"us": min(ours) / len(data) * 1e6, "messages": len(data)}


def other_figures() -> dict[str, float]:
    """Memory, composing and start-up, each in processes of their own."""
    figures = {
        f"memory: {name}": float(output(str(HERE / "memory.py"), name))
        for name in ("parse", "decode", "email", "loop")
    }
    figures |= json.loads(output(str(HERE / "compose.py"), "--json"))
    bare = start_milliseconds("pass")
    figures["import mimekit, ms above bare Python"] = start_milliseconds("import mimekit") - bare
    figures["import mimekit; mimekit.parse, ms above bare Python"] = (
        start_milliseconds("import mimekit; mimekit.parse") - bare
    )
    figures["mimekit --help, ms above bare Python"] = (
        start_milliseconds("import sys; sys.argv = ['mimekit', '--help']\n"
                           "from mimekit.cli import main\nmain()") - bare
    )  # fmt: skip
    return figures


def output(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def start_milliseconds(code: str, rounds: int = 15) -> float:
    """The fastest of some starts of an interpreter that runs this code, compiled once."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        command = [sys.executable, "-c", code]
        subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def table(results: dict[str, dict[str, float]]) -> str:
    names = [peer.name for peer in PEERS if peer.name != "mimekit"]
    lines = [
        f"| messages, work | {' | '.join(names)} | mimekit, µs a message |",
        f"| --- |{' ---: |' * (len(names) + 1)}",
    ]
    for key, row in results.items():
        cells = [f"{row[name]:.2f}" if name in row else "-" for name in names]
        lines.append(f"| {key} | {' | '.join(cells)} | {row['us']:,.1f} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", choices=WORKLOADS, default=WORKLOADS)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", metavar="OUT")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    options = parser.parse_args()
    results: dict[str, dict[str, float]] = {}
    for name in options.sets:
        data: list[bytes] = getattr(messages, name)()
        for workload in options.only:
            results[f"{name}, {workload}"] = measure(workload, data, options.rounds)
            print(table(dict([list(results.items())[-1]])).rpartition("\n")[2], flush=True)
    figures: dict[str, Any] = {}
    if tuple(options.only) == WORKLOADS:
        figures = other_figures()
    lines = [f"| {name} | {value:.2f} |" for name, value in figures.items()]
    text = table(results) + "\n\n| figure | value |\n| --- | ---: |\n" + "\n".join(lines) + "\n"
    print(f"\nPython {platform.python_version()}, {platform.machine()}\n\n{text}")
    if options.json:
        Path(options.json).write_text(json.dumps(results | figures, indent=1), encoding="utf-8")
    if options.write:
        before, _, _ = DOCUMENT.read_text(encoding="utf-8").partition(MARK)
        DOCUMENT.write_text(f"{before}{MARK}\n\n{text}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
