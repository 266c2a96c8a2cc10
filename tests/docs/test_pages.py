"""Links lead somewhere, every page is reached, and every block of Python is executed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.docs.markdown import PAGES, ROOT, anchors, blocks, links, name_of

every_page = pytest.mark.parametrize("page", PAGES, ids=map(name_of, PAGES))


# Modules whose bounds are those of the standards.
_OF_STANDARDS = {"fields.addr_spec", "message.save"}


def target(page: Path, link: str) -> tuple[Path, str]:
    """The file and the anchor that a relative link of a page names."""
    path, _, anchor = link.partition("#")
    return (page.parent / path).resolve() if path else page, anchor


def relative_links(page: Path) -> list[str]:
    return [link for link in links(page) if not link.startswith("https://")]


@every_page
def test_links_resolve(page: Path) -> None:
    for link in relative_links(page):
        path, anchor = target(page, link)
        assert path.is_file(), link
        assert not anchor or anchor in anchors(path), link


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.suffix == ".md" and page not in reached:
            reached.add(page)
            waiting += [target(page, link)[0] for link in relative_links(page)]
    assert {name_of(page) for page in PAGES} == {name_of(page) for page in reached}


@every_page
def test_python_is_executed(page: Path) -> None:
    # Doctest reads what begins with a prompt, and takes the fence for output without an
    # empty line before it.
    for language, text in blocks(page):
        if language in {"python", "pycon", "py"}:
            assert text.lstrip().startswith(">>> "), text
            assert text.rstrip(" ").endswith("\n\n"), text


@every_page
def test_blocks_state_their_language(page: Path) -> None:
    assert all(language for language, _ in blocks(page))


def test_bounds_have_the_values_that_are_stated() -> None:
    page = ROOT / "docs" / "how-to" / "hostile-mail.md"
    rows = re.findall(
        r"^\| `([a-z_.]+)\.([A-Z_]+)` \| ([0-9,]+) \|", page.read_text("utf-8"), re.MULTILINE
    )
    stated = {(module, name): int(value.replace(",", "")) for module, name, value in rows}
    assert stated == {
        (module, name): getattr(import_module(f"mimekit.{module}"), name)
        for module, name in stated
    }
    public = re.compile(r"^(MAX_\w+): Final = ", re.MULTILINE)
    for room in ("fields", "message", "html"):
        for path in (ROOT / "mimekit" / room).glob("*.py"):
            for name in public.findall(path.read_text("utf-8")):
                module = f"{room}.{path.stem}"
                assert (module, name) in stated or module in _OF_STANDARDS


def test_benchmarks_have_one_place_for_the_table() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert page.count("<!-- table -->") == 1


def test_benchmarks_explain_every_workload() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for script, name in (("peers.py", "WORKLOADS"), ("run.py", "SETS")):
        names = tuple_in(ROOT / "benchmarks" / script, name)
        assert names
        assert [each for each in names if f"| {each} |" not in page] == []


def tuple_in(script: Path, name: str) -> tuple[str, ...]:
    """The tuple that a script gives that name, without running the script."""
    for node in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return tuple(ast.literal_eval(node.value))
    return ()


def test_installing_and_make_use_different_folders() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    [folder] = re.findall(r"^VENV \?= (.+)$", makefile, re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8")
    [install] = re.findall(r"^## Install\n(.+?)^## ", readme, re.MULTILINE | re.DOTALL)
    [made] = re.findall(r"^python3 -m venv (\S+)", install, re.MULTILINE)
    assert made != folder
    assert folder not in install


@every_page
def test_pages_that_open_the_corpus_say_where_to_stand(page: Path) -> None:
    opens = any("corpus/" in text for language, text in blocks(page) if language == "python")
    assert not opens or "checkout" in page.read_text("utf-8")


def test_the_tutorial_is_followed_as_it_says() -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    [arguments] = re.findall(r"`python -m doctest (.+)`", text)
    process = subprocess.run(  # noqa: S603 - our own page
        [sys.executable, "-m", "doctest", *arguments.split()],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (process.returncode, process.stdout) == (0, b"")
