"""Write the files of corpus/sniff/files/ anew: one of each kind that `sniff` must know.

    python corpus/sniff/make.py

All content is ours. What the standard library cannot write is written by the packages of
NEEDED, and by openssl, gpg and javac; they are needed here only, for the files are committed.
The files have no suffix, so that nothing but their octets tells what they are; what that is
stands in labels.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from makers import archives, documents, mail, media, office, programs, texts

NEEDED = "av brotli fonttools pillow pillow-heif py7zr pycdlib xlwt zstandard"
FOLDER = Path(__file__).parent / "files"
MAX_BYTES = 40 << 10


def main() -> None:
    """Write every file, and say if one is not labelled."""
    labelled = json.loads(Path(__file__).with_name("labels.json").read_text("utf-8"))["files"]
    for maker in (mail, texts, documents, office, archives, media, programs):
        for name, octets in maker.files().items():
            if len(octets) > MAX_BYTES:
                raise ValueError(f"{name} is too large: {len(octets)} octets")
            if name not in labelled:
                raise ValueError(f"{name} is not in labels.json")
            (FOLDER / name).write_bytes(octets)


if __name__ == "__main__":
    main()
