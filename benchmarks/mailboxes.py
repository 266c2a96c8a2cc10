"""Walk a large mbox and read every subject; compare with Python's `mailbox` and fast-mail-parser.

    python benchmarks/mailboxes.py [--megabytes N] [--rounds N] [--write]

The mbox is made of `messages.small()`, repeated, with one of `messages.medium()` behind each
fifteen of them (--plain leaves those out), in a temporary folder: 12 KB a message, as the
mailboxes of people who get attachments have, and one of 5 KB is harder. In each round each
takes its turn, in this one process; the ratio is the median over the rounds of (their time /
our time). Ours opens the file, finds the messages, undoes the quoting and reads the
subjects. `mailbox.mbox` does that too. fast-mail-parser has no mailboxes: it is given the same
messages, cut out beforehand, and is asked for the subject of each in its metadata mode.
Peak memory is that of a process of its own that walks the file. --write puts the rows into
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import mailbox
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import messages
from mimekit import Mbox
from mimekit.mailbox.mbox import format_record

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- mailboxes -->"
DATE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def make(path: Path, size: int, *, plain: bool = False) -> int:
    """Write an mbox of at least that size; return how many messages it has."""
    large = [] if plain else messages.medium()
    texts = readable()
    for number in range(len(texts) // 15 if large else 0):
        texts.insert(16 * number + 15, large[number % len(large)])
    records = [format_record(data, "sender@example.org", DATE) for data in texts]
    written = count = 0
    with path.open("wb") as file:
        while written < size:
            written += file.write(records[count % len(records)])
            count += 1
    return count


def readable() -> list[bytes]:
    """The messages on which neither of the others raises, without a From_ line on top.

    The public corpus has one in each file, which is of the mailbox that it came from.
    """
    bare = [re.sub(rb"\AFrom [^\n]*\n", b"", data) for data in messages.small()]
    return [data for data in bare if _can_read(data)]


def _can_read(data: bytes) -> bool:
    try:
        by_fast_mail_parser([data])
        _decoded(mailbox.mboxMessage(data)["subject"])
    except Exception:  # noqa: BLE001 - a peer's failure is not ours to name
        return False
    return True


def by_mimekit(path: Path) -> int:
    with Mbox(path) as mbox:
        return sum(message.subject is not None for message in mbox)


def by_mailbox(path: Path) -> int:
    box = mailbox.mbox(path, create=False)
    try:
        return sum(_decoded(message["subject"]) is not None for message in box)
    finally:
        box.close()


def _decoded(subject: Any) -> str | None:
    return None if subject is None else str(make_header(decode_header(subject)))


def by_fast_mail_parser(slices: list[bytes]) -> int:
    import fast_mail_parser  # noqa: PLC0415

    parse = fast_mail_parser.parse_email
    return sum(parse(data, mode="metadata").subject is not None for data in slices)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()  # of the processor: other programs on the machine do not count
    work()
    return time.process_time() - start


def peak_mebibytes(path: Path) -> float:
    code = (
        "import resource, sys, mimekit\n"
        f"for message in mimekit.Mbox({str(path)!r}): message.subject\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603


def measure(path: Path, count: int, rounds: int) -> dict[str, float]:
    peak = peak_mebibytes(path)  # first, for a process begins with the peak of its parent
    with Mbox(path) as mbox:
        assert len(mbox) == count  # noqa: S101 - else the figures mean nothing
        slices = [mbox.octets(index) for index in range(count)]
    works: dict[str, Callable[[], object]] = {
        "mimekit": lambda: by_mimekit(path),
        "fast-mail-parser": lambda: by_fast_mail_parser(slices),
        "mailbox": lambda: by_mailbox(path),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(seconds(work))
    ours = times.pop("mimekit")
    ratios = {
        f"mbox, all subjects: {name}": statistics.median(
            theirs / mine for theirs, mine in zip(each, ours, strict=True)
        )
        for name, each in times.items()
    }
    return ratios | {
        "mbox, all subjects: mimekit, seconds": min(ours),
        "mbox, messages": count,
        "mbox, MiB": path.stat().st_size / (1 << 20),
        "mbox, peak MiB of the process": peak,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plain", action="store_true", help="small messages only")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.mbox"
        figures = measure(
            path, make(path, options.megabytes * 1_000_000, plain=options.plain), options.rounds
        )
    rows = [f"| {name} | {value:,.2f} |" for name, value in figures.items()]
    text = "\n".join(["| figure | value |", "| --- | ---: |", *rows])
    print(text)
    if options.write:
        before, _, after = DOCUMENT.read_text(encoding="utf-8").partition(f"{MARK}\n")
        after = after.partition(f"{MARK}\n")[2]
        DOCUMENT.write_text(f"{before}{MARK}\n\n{text}\n\n{MARK}\n{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
