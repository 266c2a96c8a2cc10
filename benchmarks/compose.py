"""Compose a message with an attachment of 10 MiB and write it to a file, against EmailMessage.

    python benchmarks/compose.py [--rounds N] [--json]

Both are given the path of the attachment, and write the message with CRLF. The ratio is the
median of their time over ours, taken in turns. Memory is the growth of the peak of a process
of its own, as a share of what is written.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import mimekit
from benchmarks.memory import peak_since_reset, reset_peak

SIZE = 10 << 20
TEXT = "The plan is attached.\r\n"


def ours(attachment: Path, target: Path) -> None:
    message = mimekit.compose(
        from_="Jörg <joerg@example.org>",
        to="ann@example.com",
        subject="Grüße",
        text=TEXT,
        attachments=[attachment],
    )
    with target.open("wb") as file:
        message.write_to(file)


def theirs(attachment: Path, target: Path) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Jörg <joerg@example.org>"
    message["To"] = "ann@example.com"
    message["Subject"] = "Grüße"
    message.set_content(TEXT)
    message.add_attachment(
        attachment.read_bytes(),
        maintype="application",
        subtype="octet-stream",
        filename=attachment.name,
    )
    target.write_bytes(bytes(message))


WORKS: dict[str, Callable[[Path, Path], None]] = {"mimekit": ours, "email": theirs}


def seconds(work: Callable[[Path, Path], None], attachment: Path, target: Path) -> float:
    start = time.perf_counter()
    work(attachment, target)
    return time.perf_counter() - start


def memory(name: str, attachment: Path, target: Path) -> float:
    """Growth of the peak over the octets written, in a process that does nothing else."""
    command = [sys.executable, __file__, "--only", name, str(attachment), str(target)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603


def only(name: str, attachment: Path, target: Path) -> None:
    small = attachment.with_name("small.bin")
    small.write_bytes(b"small")
    WORKS[name](small, target)  # so that what is loaded once is not counted
    reset_peak()
    before = peak_since_reset()
    WORKS[name](attachment, target)
    print((peak_since_reset() - before) / target.stat().st_size)


def figures(rounds: int = 9) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        attachment, target = Path(folder) / "plan.bin", Path(folder) / "message.eml"
        with attachment.open("wb") as file:
            file.writelines(os.urandom(1 << 20) for _ in range(SIZE >> 20))
        peaks = {f"memory: compose, {name}": memory(name, attachment, target) for name in WORKS}
        times = [
            (seconds(ours, attachment, target), seconds(theirs, attachment, target))
            for _ in range(rounds)
        ]
        return {
            "compose: email / mimekit": statistics.median(their / our for our, their in times),
            "compose: ms": min(our for our, _ in times) * 1e3,
            **peaks,
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", nargs=3, metavar=("NAME", "ATTACHMENT", "TARGET"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.only:
        name, attachment, target = options.only
        only(name, Path(attachment), Path(target))
        return 0
    found = figures(options.rounds)
    if options.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        print(f"| {name} | {value:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
