"""``mimekit plugin new``: what it makes can be built, installed, and passes its own tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.cli.running import ROOT, run
from tests.installing import install, run_beside

FILES = [
    "README.md",
    "mimekit_odd_thing/__init__.py",
    "mimekit_odd_thing/py.typed",
    "pyproject.toml",
    "tests/test_mimekit_odd_thing.py",
]


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


@pytest.mark.parametrize("name", ["odd-thing", "mimekit-odd-thing"])
def test_makes_a_folder_and_tells_its_files(name: str, tmp_path: Path) -> None:
    result = run("plugin", "new", name, "-o", tmp_path / "new")
    root = tmp_path / "new" / "mimekit-odd-thing"
    assert (result.status, result.error) == (0, "")
    assert sorted(result.output.splitlines()) == [str(root / Path(path)) for path in FILES]
    assert files_in(root) == FILES
    for path in FILES:  # nothing is left to be filled in
        assert "$" not in (root / path).read_text(encoding="utf-8")


def test_a_new_plugin_works(tmp_path: Path) -> None:
    """It is built, installed and run as its author would."""
    assert run("plugin", "new", "odd-thing", "--output", tmp_path).status == 0
    project, target = tmp_path / "mimekit-odd-thing", tmp_path / "installed"
    names = install(project, tmp_path / "wheels", target)
    assert {"mimekit_odd_thing/__init__.py", "mimekit_odd_thing/py.typed"} <= {*names}
    tested = run_beside(target, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=project)
    assert "5 passed" in tested.stdout, tested.stdout + tested.stderr
    listed = run_beside(target, "-m", "mimekit", "plugins", "--json", cwd=tmp_path)
    plugins = json.loads(listed.stdout)["plugins"]
    [found] = [plugin for plugin in plugins if plugin["name"] == "odd-thing"]
    assert (found["distribution"], found["version"]) == ("mimekit-odd-thing", "0.1.0")
    assert found["handlers"][0]["accepts"] == ["text/x-odd-thing"]
    assert found["error"] is None


def test_a_new_plugin_reads_as_ours_do(tmp_path: Path) -> None:
    """No line is too long, and the formatter has nothing to change."""
    assert run("plugin", "new", "odd-thing", "-o", tmp_path).status == 0
    for command in (["check", "--extend-ignore=D,S101,INP001,ANN"], ["format", "--check"]):
        config = f"--config={ROOT / 'pyproject.toml'}"
        done = run_beside(ROOT, "-m", "ruff", *command, config, "--no-cache", ".", cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_templates_are_in_the_wheel() -> None:
    folder = Path("mimekit") / "cli" / "plugin_template"
    templates = {path.relative_to(ROOT) for path in (ROOT / folder).iterdir()}
    packed = {
        Path(file.relative_path) for file in WheelBuilder(str(ROOT)).recurse_included_files()
    }
    assert len(templates) == len(FILES)
    assert templates <= packed


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("Odd", id="capital"),
        pytest.param("9odd", id="digit-first"),
        pytest.param("odd_thing", id="underscore"),
        pytest.param("odd--thing", id="two-hyphens"),
        pytest.param("odd-", id="hyphen-last"),
        pytest.param("../odd", id="path"),
        pytest.param("odd\n", id="line-end"),
        pytest.param('odd"', id="quote"),
        pytest.param("ödd", id="letter-of-another-alphabet"),
        pytest.param("a" * 41, id="long"),
        pytest.param("builtin", id="taken"),
        pytest.param("mimekit-plugin", id="taken-with-prefix"),
    ],
)
def test_refuses_names(name: str, tmp_path: Path) -> None:
    result = run("plugin", "new", "-o", tmp_path, "--", name)
    assert result.status == 64
    assert "cannot name a plugin" in result.error
    assert [*tmp_path.iterdir()] == []


def test_refuses_a_folder_that_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "mimekit-odd"
    folder.mkdir()
    result = run("plugin", "new", "odd", "-o", tmp_path)
    assert result.status == 73
    assert result.error.startswith(f"mimekit: cannot make {folder}: ")
    assert [*folder.iterdir()] == []


def test_explains_itself() -> None:
    assert run("plugin") == run("plugin", "--help")
    told = run("plugin", "new", "--help").output
    assert told.startswith("Usage: mimekit plugin new ")
    assert "--output" in told
