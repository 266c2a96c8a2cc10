"""Peak memory, each measurement in a process of its own; one number on standard output.

python benchmarks/memory.py parse | decode | loop | email
"""

from __future__ import annotations

import ctypes
import gc
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import messages

MIB = 1 << 20


def peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def growth(workload: str) -> float:
    """Growth of the peak over the loaded message, as a share of its length."""
    import email  # noqa: PLC0415

    import mimekit  # noqa: PLC0415

    warm = messages.mixed(0, attachment_bytes=1000, attachments=1)
    _work(workload, warm, email, mimekit)
    data = messages.mixed(1, attachment_bytes=40 * MIB, attachments=1)
    gc.collect()
    # The peak of making the message must not hide the growth: fill up to it.
    filler = bytearray(max(0, peak_bytes() - _resident_bytes()) // MIB * MIB)
    filler[::4096] = b"x" * len(filler[::4096])
    before = peak_bytes()
    _work(workload, data, email, mimekit)
    return (peak_bytes() - before) / len(data)


def _work(workload: str, data: bytes, email: object, mimekit: object) -> None:
    if workload == "email":
        message = email.message_from_bytes(data)  # type: ignore[attr-defined]
        for part in message.walk():
            part.get_payload(decode=True)
        return
    parsed = mimekit.parse(data)  # type: ignore[attr-defined]
    if workload == "decode":
        for part in parsed.walk():
            if not part.parts:
                _ = part.content


def _resident_bytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * resource.getpagesize()


def loop(count: int = 200) -> float:
    """MiB of the peak above one message, over many of 10 MB, each decoded."""
    import mimekit  # noqa: PLC0415

    first = messages.mixed(0, attachment_bytes=1000, attachments=1)
    _work("decode", first, None, mimekit)
    source = messages.mixed(0, attachment_bytes=messages.LARGE_BYTES * 10 // 14, attachments=1)
    gc.collect()
    reset_peak()
    before = _resident_bytes()
    for number in range(count):
        data = b"X-Number: %d\r\n" % number + source
        for part in mimekit.parse(data).walk():
            if not part.parts:
                _ = part.content
    return (peak_since_reset() - before - len(source)) / MIB


def reset_peak() -> None:
    """Give back what was freed, and let the kernel count the peak anew (Linux, glibc)."""
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_since_reset() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    print(loop() if sys.argv[1] == "loop" else growth(sys.argv[1]))
