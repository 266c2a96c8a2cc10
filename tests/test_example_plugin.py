"""The plugin of docs/how-to/write-plugin.md is built, installed and tested as it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, blocks
from tests.installing import install, run_beside

PAGE = ROOT / "docs" / "how-to" / "write-plugin.md"
EXAMPLE = ROOT / "docs" / "examples" / "mimekit-subtitles"
MESSAGE = (
    b"Content-Type: application/x-subrip\n\n1\n00:00:04,000 --> 00:00:05,000\nNow it is lit.\n"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the project, and a folder in which it is installed."""
    folder = tmp_path_factory.mktemp("example")
    project, target = folder / "mimekit-subtitles", folder / "installed"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("__pycache__"))
    names = install(project, folder / "wheels", target)
    assert "mimekit_subtitles.py" in names
    assert not [name for name in names if name.startswith("tests")]
    return project, target


def test_its_tests_pass(installed: tuple[Path, Path]) -> None:
    project, target = installed
    (project / "mimekit_subtitles.py").rename(project / "away")  # what is installed is tested
    tested = run_beside(
        *(target, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", "README.md"),
        cwd=project,
    )
    assert "6 passed" in tested.stdout, tested.stdout + tested.stderr


def test_it_is_found_by_conversions(installed: tuple[Path, Path], tmp_path: Path) -> None:
    _, target = installed
    code = (
        "import mimekit\n"
        f"part = mimekit.parse(b'Content-Type: multipart/mixed; boundary=b\\n\\n--b\\n' + {MESSAGE!r})\n"
        "print(mimekit.convert(part.part('1')).text)\n"
    )
    converted = run_beside(target, "-c", code, cwd=tmp_path)
    assert converted.stdout == "- 00:00:04 Now it is lit.\n\n", converted.stderr


def test_it_is_listed(installed: tuple[Path, Path], tmp_path: Path) -> None:
    _, target = installed
    listed = run_beside(target, "-m", "mimekit", "plugins", "--json", cwd=tmp_path)
    found = {plugin["name"]: plugin for plugin in json.loads(listed.stdout)["plugins"]}
    assert found["subtitles"]["handlers"][0]["produces"] == ["text/markdown"]
    assert found["subtitles"]["error"] is None


def test_the_page_shows_what_stands_in_the_files() -> None:
    """Blocks that no doctest reads are those of the example, word for word."""
    files = [path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.*") if path.is_file()]
    shown = [text for language, text in blocks(PAGE) if language in ("python3", "toml")]
    assert len(shown) == 5
    for text in shown:
        assert any(text in file for file in files), text
