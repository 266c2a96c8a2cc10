"""What the package is built with is made of today's source, by today's compiler, or absent."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from hatch_build import SOURCE, built, compile_extension

ROOT = Path(__file__).parents[1]
CAN_BUILD = bool(
    (shutil.which("cc") or shutil.which("gcc"))
    and Path(sysconfig.get_path("include"), "Python.h").is_file()
)
STALE = b"a library of an earlier build"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The source, and what an earlier build left where setuptools looks for it."""
    (tmp_path / SOURCE).parent.mkdir(parents=True)
    shutil.copy(ROOT / SOURCE, tmp_path / SOURCE)
    platform = f"{sysconfig.get_platform()}-cpython-{sysconfig.get_config_var('py_version_nodot')}"
    left = tmp_path / "build" / f"lib.{platform}" / "mimekit" / "structure" / "native.abi3.so"
    left.parent.mkdir(parents=True)
    left.write_bytes(STALE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="CC names no compiler there")
def test_without_a_compiler_there_is_no_library(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", "/nonexistent")
    reason = compile_extension(checkout)
    assert built(checkout) == []
    assert "/nonexistent" in reason


@pytest.mark.skipif(not CAN_BUILD, reason="no C compiler, or no headers of Python")
def test_with_a_compiler_it_is_a_new_one(checkout: Path) -> None:
    compile_extension(checkout)
    [library] = built(checkout)
    assert library.read_bytes() != STALE
    assert {path.name for path in checkout.iterdir()} == {"build", "mimekit"}  # no folder is left
