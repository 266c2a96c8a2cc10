"""Compare the transfer encodings with what does the same in C and in the standard library.

    python benchmarks/codecs.py [--rounds N]

Every figure is the median over the rounds of (their time / our time), in turns and in
this one process: above 1 we are faster. The peers do less: they stop at the first
padding, keep the blanks that transports add, or alter no line that begins with "From ".
"""

from __future__ import annotations

import argparse
import binascii
import email.quoprimime
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pybase64

from mimekit.codecs import base64, flowed, quoted_printable, uuencode
from mimekit.defects import Defect

Work = Callable[[], object]

OCTETS = random.Random(1).randbytes(10_000_000)  # noqa: S311 - reproducible content
TEXT = b"\n".join(
    [b"Der Bericht enth\xc3\xa4lt gr\xc3\xb6\xc3\x9fere \xc3\x84nderungen."] * 20_000
)
TEXT_STR = TEXT.decode("latin-1")
PROSE = "\n".join(
    ["The report holds larger changes, and all departments have to read it."] * 20_000
)

BASE64 = base64.encode(OCTETS)
UNPADDED = BASE64.rstrip(b"=\r\n")
QUOTED = quoted_printable.encode(TEXT)
UUENCODED = uuencode.encode(OCTETS[:1_000_000])
FLOWED = flowed.encode(PROSE, width=40)


def decode_base64_in_pieces() -> None:
    """As a part's stream does."""
    decoder = base64.Decoder(check=False)
    for at in range(0, len(BASE64), 1 << 16):
        decoder.decode(BASE64[at : at + (1 << 16)])
    decoder.finish()


def found(decode: Callable[[bytes, list[Defect]], bytes], text: bytes) -> Work:
    """The same with a list for the defects."""
    return lambda: decode(text, [])


# What we do; the peer's name, and what it does.
ROWS: dict[str, tuple[Work, str, Work]] = {
    "base64 decode": (
        lambda: base64.decode(memoryview(BASE64)),
        *("pybase64", lambda: pybase64.b64decode(BASE64)),
    ),
    "base64 decode ": (
        lambda: base64.decode(memoryview(BASE64)),
        *("binascii", lambda: binascii.a2b_base64(BASE64)),
    ),
    "base64 decode, with defects": (
        found(base64.decode, BASE64),
        *("pybase64", lambda: pybase64.b64decode(BASE64)),
    ),
    "base64 decode, no padding": (
        lambda: base64.decode(UNPADDED),
        *("pybase64 (of the sound text)", lambda: pybase64.b64decode(BASE64)),
    ),
    "base64 decode, in pieces": (
        decode_base64_in_pieces,
        *("pybase64 (in one)", lambda: pybase64.b64decode(BASE64)),
    ),
    "base64 encode": (
        lambda: base64.encode(OCTETS),
        *("pybase64", lambda: pybase64.encodebytes(OCTETS).replace(b"\n", b"\r\n")),
    ),
    "quoted-printable decode": (
        lambda: quoted_printable.decode(QUOTED),
        *("binascii", lambda: binascii.a2b_qp(QUOTED)),
    ),
    "quoted-printable decode, with defects": (
        found(quoted_printable.decode, QUOTED),
        *("binascii", lambda: binascii.a2b_qp(QUOTED)),
    ),
    "quoted-printable encode": (
        lambda: quoted_printable.encode(TEXT),
        *("binascii", lambda: binascii.b2a_qp(TEXT)),
    ),
    "quoted-printable encode ": (
        lambda: quoted_printable.encode(TEXT),
        *("email", lambda: email.quoprimime.body_encode(TEXT_STR)),
    ),
    "uuencode decode": (
        lambda: uuencode.decode(UUENCODED),
        *("binascii", lambda: [binascii.a2b_uu(line) for line in UUENCODED.split(b"\n")[1:-3]]),
    ),
    "flowed decode": (
        lambda: flowed.decode(FLOWED),
        *("str.replace", lambda: FLOWED.replace(" \n", " ")),
    ),
}


def seconds(work: Work) -> float:
    """How long it takes, once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    print("| work | ours, ms | peer | times faster |\n| --- | ---: | --- | ---: |")
    for name, (ours, peer, theirs) in ROWS.items():
        times = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
        ratio = statistics.median(their / our for our, their in times)
        ours_ms = min(our for our, _ in times) * 1e3
        print(f"| {name.strip()} | {ours_ms:.2f} | {peer} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
