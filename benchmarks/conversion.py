"""Convert 1,000 mixed messages to Markdown in one process and in two: the ratio.

    python benchmarks/conversion.py [--rounds N] [--write]

Half of the messages are `messages.small()`; the others are composed here: newsletters with
pictures, tables as CSV, enclosed messages, archives. `mimekit convert -o` works on them as
.eml files of one folder, with `--jobs 1` and `--jobs 2` in turn, both in the same process,
by the clock on the wall; a figure is the median over the rounds. Handlers that are built in
only. --write puts the rows into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import statistics
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import os

from benchmarks import messages, newsletter
from benchmarks.mailboxes import DOCUMENT
from mimekit import compose
from mimekit.cli.batch import iter_results
from mimekit.cli.conversion_tasks import Wanted, convert_task, died, iter_tasks

COUNT = 1_000
MARK = "<!-- conversion -->"
START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc000000301010018dd8db00000000049454e44ae426082"
)


def composed(number: int) -> bytes:
    """A message with something to convert in it; which, is told by the number."""
    letter = newsletter.newsletter()[: 2_000 + number * 37 % 20_000]
    table = "Fish;Kilo\n" + "".join(f"Herring {row};{row * number}\n" for row in range(40))
    attachments: list[object] = []
    if number % 3 == 0:
        attachments.append(("prices.csv", table.encode()))
    if number % 5 == 0:
        attachments.append(("letters.zip", archive(table)))
    if number % 7 == 0:
        attachments.append(
            compose(
                from_="b@example.org", subject="Below", text=table * 3, date=START, seed=number
            )
        )
    message = compose(
        from_="Ann <ann@example.org>",
        to="ben@example.net",
        subject=f"Number {number}",
        html=f'{letter}<img src="cid:logo" alt="Logo">',
        inline={"logo": PICTURE},
        attachments=attachments,  # type: ignore[arg-type]  # of all kinds that it takes
        date=START + timedelta(minutes=number),
        seed=number,
    )
    return bytes(message)


def archive(text: str) -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(zipfile.ZipInfo(f"letter-{number}.txt"), text)
    return octets.getvalue()


def make(folder: Path) -> None:
    """Write the messages as files."""
    real = messages.small()
    for number in range(COUNT):
        octets = real[number // 2 % len(real)] if number % 2 else composed(number)
        (folder / f"{number:04}.eml").write_bytes(octets)


def convert(source: Path, target: Path, jobs: int) -> float:
    """Seconds on the wall that it takes."""
    wanted = Wanted("text/markdown", "files", False, None, 120.0, str(target))
    start = time.perf_counter()
    outcomes = [*iter_results(iter_tasks([str(source)], wanted, []), convert_task, jobs, died)]
    took = time.perf_counter() - start
    assert len(outcomes) == COUNT  # noqa: S101 - else the figures mean nothing
    assert not [outcome for outcome in outcomes if outcome.failure]  # noqa: S101 - the same
    return took


def digest(folder: Path) -> str:
    """Of all names and octets below a folder."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def measure(rounds: int) -> dict[str, float]:
    os.environ["MIMEKIT_PLUGINS"] = ""
    times: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        source.mkdir()
        make(source)
        digests = set()
        for round_ in range(rounds):
            for jobs, each in times.items():
                target = Path(scratch) / f"{round_}-{jobs}"
                target.mkdir()
                each.append(convert(source, target, jobs))
                digests.add(digest(target))
    assert len(digests) == 1  # noqa: S101 - the same output
    ratio = statistics.median(one / two for one, two in zip(times[1], times[2], strict=True))
    return {
        "convert, two processes against one": ratio,
        "convert, milliseconds a message in one process": min(times[1]) / COUNT * 1e3,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    options = parser.parse_args()
    rows = [f"| {name} | {value:,.2f} |" for name, value in measure(options.rounds).items()]
    text = "\n".join(["| figure | value |", "| --- | ---: |", *rows])
    print(text)
    if options.write:
        before, _, after = DOCUMENT.read_text(encoding="utf-8").partition(f"{MARK}\n")
        after = after.partition(f"{MARK}\n")[2]
        DOCUMENT.write_text(f"{before}{MARK}\n\n{text}\n\n{MARK}\n{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
