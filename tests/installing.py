"""Install a distribution of ours where a process finds it: no network, no other tool."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The build backend's own interface (PEP 517), in the folder of the project, as pip calls it.
_BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


def install(project: Path, wheels: Path, target: Path) -> list[str]:
    """Build the wheel of a project and unpack it, which installs it; the names of its files."""
    wheels.mkdir(exist_ok=True)
    built = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", _BUILD, str(wheels)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(wheels / built.stdout.split()[-1]) as wheel:
        wheel.extractall(target)
        return wheel.namelist()


def run_beside(target: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python with what is installed in a folder, and this checkout's mimekit."""
    path = os.pathsep.join([str(target), str(ROOT)])
    return subprocess.run(  # noqa: S603 - our own code
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
