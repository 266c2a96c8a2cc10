"""Commands of plugins: found by entry points, loaded when they are called, chosen among."""

from __future__ import annotations

import importlib
import itertools
import sys
from pathlib import Path

import pytest

from mimekit.cli.failures import ExitStatus
from tests.cli.running import DEMO, run

HELLO = """
import click

@click.command()
@click.argument("who")
def command(who):
    click.echo(f"Hello {who}")
"""

_numbers = itertools.count()


class Site:
    """A folder with distributions that have commands, as pip leaves them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = next(_numbers)  # modules of one name would be imported once for all tests

    def install(self, name: str, source: str, *, plugin: str | None = None) -> None:
        """A distribution with one command, and beside it a plugin."""
        module = f"command_{name}_{self.number}"
        (self.folder / f"{module}.py").write_text(source)
        info = self.folder / f"mimekit_{name}-1.5.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: mimekit-{name}\nVersion: 1.5\n"
        )
        groups = f"[mimekit.commands]\n{name} = {module}:command\n"
        groups += f"[mimekit]\n{plugin} = {module}\n" if plugin else ""
        (info / "entry_points.txt").write_text(groups)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delenv("MIMEKIT_PLUGINS", raising=False)
    importlib.invalidate_caches()
    return Site(tmp_path)


def test_a_command_runs(site: Site) -> None:
    site.install("hello", HELLO)
    assert run("hello", "Ann") == (0, "Hello Ann\n", "")


def test_its_mistakes_are_told_as_those_of_any_command(site: Site) -> None:
    site.install("hello", HELLO)
    result = run("hello")
    assert result.status == ExitStatus.USAGE
    assert result.error == "mimekit: missing argument 'WHO'; see 'mimekit hello --help'\n"


def test_help_lists_commands_and_loads_none(site: Site) -> None:
    site.install("hello", "raise SystemExit('loaded')")
    result = run("--help")
    assert result.status == 0
    section = result.output.partition("Commands of plugins:\n")[2]
    assert section.split() == ["hello", "From", "mimekit-hello."]


def test_without_plugins_help_has_no_such_section(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.install("hello", HELLO)
    monkeypatch.setenv("MIMEKIT_PLUGINS", "")
    assert "Commands of plugins" not in run("--help").output


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        pytest.param("1 / 0", "ZeroDivisionError: division by zero", id="raises"),
        pytest.param("import sys; sys.exit('no')", "SystemExit: no", id="exits"),
        pytest.param("", "AttributeError: ", id="has-no-command"),
    ],
)
def test_one_that_cannot_be_loaded(site: Site, source: str, sentence: str) -> None:
    site.install("broken", source)
    result = run("broken")
    assert result.status == ExitStatus.UNAVAILABLE
    begins = "mimekit: the plugin with the command broken cannot be loaded: "
    assert result.error.startswith(begins + sentence)
    assert result.error.count("\n") == 1


def test_what_is_no_command_is_passed_by(site: Site) -> None:
    site.install("seven", "command = 7")
    result = run("seven")
    assert result.status == ExitStatus.USAGE
    assert "the plugin's seven is no command of click" in result.error
    assert "no such command 'seven'" in result.error


def test_no_plugin_takes_the_place_of_a_command(site: Site) -> None:
    site.install("tree", HELLO)
    assert run("tree", DEMO).output != f"Hello {DEMO}\n"


@pytest.mark.parametrize(
    ("choice", "is_there"),
    [
        pytest.param("hello", True, id="itself"),
        pytest.param("HELLO", True, id="capitals"),
        pytest.param("greetings", True, id="its-plugin"),
        pytest.param("-pdf", True, id="all-but-another"),
        pytest.param("pdf", False, id="another"),
        pytest.param("-hello", False, id="switched-off"),
        pytest.param("-greetings", False, id="its-plugin-switched-off"),
        pytest.param("", False, id="none"),
    ],
)
def test_variable_chooses(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    choice: str,
    is_there: bool,  # noqa: FBT001 - a table
) -> None:
    site.install("hello", HELLO, plugin="greetings")
    monkeypatch.setenv("MIMEKIT_PLUGINS", choice)
    assert (run("hello", "Ann").status == 0) is is_there
    assert ("mimekit-hello" in run("--help").output) is is_there


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        pytest.param("nosuch", ["nosuch"], id="unknown"),
        pytest.param("hello,-other", ["other"], id="one-of-them"),
        pytest.param("Hello,greetings", [], id="installed"),
        pytest.param("", [], id="none"),
    ],
)
def test_convert_tells_names_that_are_not_installed(
    site: Site, monkeypatch: pytest.MonkeyPatch, choice: str, told: list[str]
) -> None:
    site.install("hello", HELLO, plugin="greetings")
    monkeypatch.setenv("MIMEKIT_PLUGINS", choice)
    lines = [line for line in run("convert", DEMO).error.splitlines() if "MIMEKIT" in line]
    end = "MIMEKIT_PLUGINS names it, and it is not installed"
    assert lines == [f"mimekit: plugin {name}: {end}" for name in told]
