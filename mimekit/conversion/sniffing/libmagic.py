"""libmagic, where there is one: through python-magic, else from the wheel ``pylibmagic``.

python-magic finds the library of the system. Without one, that of the wheel is loaded from its
place with `ctypes`: importing ``pylibmagic`` would patch `ctypes` and the environment for all of
the process. Nothing is loaded before the first question; whatever goes wrong is the answer None:
then and from then on if the library cannot be used at all, else for that question.

``MIMEKIT_MAGIC=0`` in the environment switches it off. On Windows it is off unless
``MIMEKIT_MAGIC=1``: a library built for something else ends the process there when it is loaded.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Final, TypeAlias

Answer: TypeAlias = Callable[[bytes], str]

_SWITCH: Final = "MIMEKIT_MAGIC"
_MIME_TYPE: Final = 0x10  # MAGIC_MIME_TYPE of magic.h
_LIBRARIES: Final = ("libmagic.so", "libmagic.dylib", "libmagic.so.1")
_DATABASE: Final = "magic.mgc"
# A set of rules that was loaded must not be used by two threads at a time (libmagic(3)).
_LOCK = Lock()


def libmagic_type(octets: bytes) -> str | None:
    """The media type that libmagic has for some octets; None if it has none, or is not there.

    Never raises. May be called by several threads; they wait for each other.
    """
    if not is_wanted():
        return None
    with _LOCK:
        answer = _loaded()
        if answer is None:
            return None
        try:
            media_type = answer(octets)
        except Exception:  # noqa: BLE001 - a library of another project: the table goes without it
            return None
    return media_type if media_type.isascii() and media_type.count("/") == 1 else None


def is_wanted() -> bool:
    """What the environment says, at the time of the call."""
    wanted = os.environ.get(_SWITCH, "0" if sys.platform == "win32" else "1")
    return wanted not in {"0", "off", "no", "false"}


@cache
def _loaded() -> Answer | None:
    """The first library that can be loaded and answers."""
    for load in (_from_system, _from_wheel):
        try:
            answer = load()
            if answer(b"%PDF-1.7\n") == "application/pdf":
                return answer
        except Exception:  # noqa: BLE001, S112 - missing, of another kind, without rules ...
            continue
    return None


def _from_system() -> Answer:
    import magic  # noqa: PLC0415 - 50 ms, and raises where there is no libmagic

    rules = magic.Magic(mime=True)

    def answer(octets: bytes) -> str:
        return str(rules.from_buffer(octets))

    return answer


def _from_wheel() -> Answer:
    spec = find_spec("pylibmagic")  # does not run it
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pylibmagic")
    folder = Path(spec.origin).parent
    library = next(folder / name for name in _LIBRARIES if (folder / name).is_file())
    return _answer_of(ctypes.CDLL(str(library)), os.fsencode(folder / _DATABASE))


def _answer_of(library: ctypes.CDLL, database: bytes) -> Answer:
    """What asks a library with these rules; OSError if it does not take them."""
    library.magic_open.restype = ctypes.c_void_p
    library.magic_open.argtypes = [ctypes.c_int]
    library.magic_load.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.magic_buffer.restype = ctypes.c_char_p
    library.magic_buffer.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
    rules = library.magic_open(_MIME_TYPE)
    if not rules or library.magic_load(rules, database) != 0:
        raise OSError("libmagic does not take its rules")

    def answer(octets: bytes) -> str:
        media_type: bytes | None = library.magic_buffer(rules, octets, len(octets))
        return (media_type or b"").decode()

    return answer
