"""Plugins that are installed, found by their entry points."""

from __future__ import annotations

import importlib
import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from mimekit.conversion.discovery import is_chosen, load_plugins
from mimekit.conversion.registry import Registry

GOOD = """
from mimekit.plugin import Content, Handler, hookimpl

def convert(content, to, context):
    yield Content.from_text(content.text.upper(), to)

@hookimpl
def mimekit_handlers():
    return [Handler(name="{name}", accepts=("text/x-{name}",), produces=("text/plain",), convert=convert)]
"""


_numbers = itertools.count()


class Site:
    """A folder with distributions, as pip leaves them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = next(_numbers)  # modules of one name would be imported once for all tests

    def install(self, name: str, source: str | None, *, group: str = "mimekit") -> None:
        """A distribution with one module, or with none."""
        module = f"plugin_{name}_{self.number}"
        if source is not None:
            (self.folder / f"{module}.py").write_text(source.replace("{name}", name))
        info = self.folder / f"mimekit_{name}-1.5.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: mimekit-{name}\nVersion: 1.5\n"
        )
        (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {module}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    # Nothing but what the test installs: this checkout has plugins of its own.
    monkeypatch.setattr(
        sys, "path", [str(tmp_path), *(p for p in sys.path if "site-packages" not in p)]
    )
    monkeypatch.delenv("MIMEKIT_PLUGINS", raising=False)
    importlib.invalidate_caches()
    return Site(tmp_path)


def loaded() -> Registry:
    registry = Registry(built_in=False)
    load_plugins(registry)
    return registry


def names(registry: Registry) -> list[str]:
    return [found.name for found in registry.plugins if found.name in "abcd"]


def test_installed_plugins_are_found_in_order(site: Site) -> None:
    site.install("b", GOOD)
    site.install("a", GOOD)
    site.install("c", GOOD, group="another")
    registry = loaded()
    assert names(registry) == ["a", "b"]
    found = registry.plugins[0]
    assert (found.distribution, found.version, found.error) == ("mimekit-a", "1.5", None)
    assert [entry.label for entry in registry.accepting("text/x-a")] == ["a:a"]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        pytest.param(None, "ModuleNotFoundError: No module named", id="missing"),
        pytest.param("import no_such_module_at_all", "ModuleNotFoundError", id="import"),
        pytest.param("def", "SyntaxError", id="syntax"),
        pytest.param("1 / 0", "ZeroDivisionError", id="raises"),
        pytest.param("import sys; sys.exit('no')", "SystemExit: no", id="exits"),
        pytest.param(
            GOOD.replace("return [", "raise KeyError(7); return ["),
            "KeyError: 7",
            id="hook-raises",
        ),
        pytest.param(
            GOOD.replace("return [", "return [7, "), "TypeError: mimekit_handlers", id="nonsense"
        ),
    ],
)
def test_plugin_that_does_not_load_is_passed_by(
    site: Site, source: str | None, sentence: str
) -> None:
    site.install("a", source)
    site.install("b", GOOD)
    registry = loaded()
    assert names(registry) == ["a", "b"]
    broken, good = registry.plugins[:2]
    assert broken.error is not None
    assert broken.error.startswith(sentence)
    assert (broken.handlers, broken.distribution) == ((), "mimekit-a")
    assert good.error is None


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param("", [], id="none"),
        pytest.param(" a , c,", ["a", "c"], id="only-these"),
        pytest.param("-b", ["a", "c"], id="all-but"),
        pytest.param("a,-b", ["a"], id="both"),
        pytest.param("unknown", [], id="unknown"),
        pytest.param("A,B", ["a", "b"], id="capitals"),
    ],
)
def test_variable_chooses(
    site: Site, monkeypatch: pytest.MonkeyPatch, choice: str, expected: list[str]
) -> None:
    for name in "abc":
        site.install(name, GOOD)
    monkeypatch.setenv("MIMEKIT_PLUGINS", choice)
    assert names(loaded()) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param("a,nosuch", ["nosuch"], id="named"),
        pytest.param("-nosuch", ["nosuch"], id="switched-off"),
        pytest.param("NoSuch,nosuch, -nosuch", ["nosuch"], id="once"),
        pytest.param("A,-a,builtin,d", [], id="installed"),
    ],
)
def test_names_that_no_plugin_has_are_noted(
    site: Site, monkeypatch: pytest.MonkeyPatch, choice: str, expected: list[str]
) -> None:
    site.install("a", GOOD)
    site.install("d", "", group="mimekit.commands")
    monkeypatch.setenv("MIMEKIT_PLUGINS", choice)
    failed = [found for found in loaded().plugins if found.error is not None]
    assert [found.name for found in failed] == expected
    assert {found.error for found in failed} <= {
        "MIMEKIT_PLUGINS names it, and it is not installed"
    }


def test_what_is_not_chosen_is_not_imported(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.install("d", "raise SystemExit")
    monkeypatch.setenv("MIMEKIT_PLUGINS", "-d")
    assert loaded().plugins == ()


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (None, True),
        ("", False),
        (",", False),
        ("a", True),
        ("A", True),
        ("b", False),
        ("-a,a", False),
        ("-A", False),
    ],
)
def test_is_chosen(choice: str | None, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_chosen(choice, "a") is expected


def test_nothing_is_discovered_before_the_first_conversion(tmp_path: Path) -> None:
    Site(tmp_path).install("a", "print('loaded')\n" + GOOD)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import mimekit, mimekit.plugin\n"
        "print('imported')\n"
        "mimekit.convert(mimekit.parse(b'a: b\\n\\nc'), 'text/plain')\n"
    )
    run = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"MIMEKIT_PLUGINS": "a", "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (run.returncode, run.stdout.split()) == (0, ["imported", "loaded"]), run.stderr
