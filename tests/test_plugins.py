"""Every plugin of this repository stands on public names, and costs nothing until it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = sorted(path.parent for path in (ROOT / "plugins").glob("*/pyproject.toml"))
PUBLIC = {"mimekit", "mimekit.plugin", "mimekit.testing"}

plugin_folders = pytest.mark.parametrize("folder", PLUGINS, ids=lambda folder: folder.name)


def sources(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.py") if ".venv" not in path.parts]


def imported(source: Path) -> set[str]:
    """The modules of mimekit that a file imports."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name for name in names if name == "mimekit" or name.startswith("mimekit.")}


@plugin_folders
def test_imports_public_names_only(folder: Path) -> None:
    assert sources(folder)
    for source in sources(folder):
        assert imported(source) <= PUBLIC, source


@plugin_folders
def test_is_a_distribution_of_its_own(folder: Path) -> None:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == folder.name
    assert project["license"] == "MIT"
    assert "mimekit" in project["dependencies"]
    assert project["entry-points"]["mimekit"]
    assert (folder / "README.md").is_file()
    assert list((folder / "tests").glob("test_*.py"))


@plugin_folders
def test_loads_nothing_heavy(folder: Path) -> None:
    """What a plugin depends on is imported by the call that needs it."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (module,) = project["entry-points"]["mimekit"].values()
    code = (
        "import sys, mimekit.plugin\n"
        "before = set(sys.modules)\n"
        f"import {module}\n"
        f"list({module}.mimekit_handlers())\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        f"print(*sorted(new - {{'mimekit', {module!r}}} - sys.stdlib_module_names))\n"
    )
    run = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stderr


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import mimekit; mimekit.parse(b'').subject", id="import"),
        pytest.param("from mimekit.cli import main; main(['--version'])", id="version"),
        pytest.param("from mimekit.cli import main; main(['--help'])", id="help"),
    ],
)
def test_nothing_loads_a_plugin_before_the_first_conversion(code: str) -> None:
    names = "pluggy", *(folder.name.replace("-", "_") for folder in PLUGINS)
    code += f"\nimport sys; sys.exit(' '.join({{*sys.modules}} & {set(names)!r}))"
    run = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert run.stderr.strip() == ""
