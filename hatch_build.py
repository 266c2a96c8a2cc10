"""Build the native twin of the scan, where a C compiler and Python's headers are.

Without them the package is built all the same, and reads with the Python code:
the same results, more slowly.
"""

from __future__ import annotations

import shutil
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = "mimekit/structure/native.c"


class NativeBuildHook(BuildHookInterface[Any]):
    """Compiles `SOURCE` beside itself, and adds what comes out to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the wheel is put together; hatchling calls it."""
        root = Path(self.root)
        for stale in built(root):
            stale.unlink()
        if sysconfig.get_config_var("Py_GIL_DISABLED"):
            return  # such a Python knows no stable ABI
        reason = compile_extension(root)
        libraries = built(root)
        if not libraries:
            self.app.display_warning(f"mimekit is built without its native scan: {reason}")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{platform}"
        build_data["artifacts"] += [f"/{path.relative_to(root).as_posix()}" for path in libraries]


def built(root: Path) -> list[Path]:
    """What compilers made of `SOURCE`, on any system."""
    return [
        *root.glob("mimekit/structure/native*.so"),
        *root.glob("mimekit/structure/native*.pyd"),
    ]


def compile_extension(root: Path) -> str:
    """Compile it from the source as it is now, and put it beside; what went wrong, if anything.

    All that setuptools writes or finds again is in a temporary folder: in its own, ``build``,
    it takes a library of an earlier source or compiler for a new one.
    """
    from setuptools import Distribution, Extension  # noqa: PLC0415 - may be missing
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    source = root / SOURCE
    extension = Extension("mimekit.structure.native", [str(source)], py_limited_api=True)
    command = build_ext(Distribution({"name": "mimekit", "ext_modules": [extension]}))
    command.force = True
    with tempfile.TemporaryDirectory() as folder:
        command.build_lib = command.build_temp = folder
        try:
            command.ensure_finalized()
            command.run()
            for library in command.get_outputs():
                shutil.copy(library, source.parent)
        except Exception as error:  # noqa: BLE001 - whatever a compiler may do, Python reads on
            return f"{type(error).__name__}: {error}"
    return f"nothing came out of {source}"
