"""``mimekit plugin new``: a plugin to begin with, that works and has a test."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import Final

import click

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure, failure_of
from mimekit.cli.reading import readable_name

_PREFIX: Final = "mimekit-"

# A part of distribution names (PEP 508), of which those of modules, entry points and media
# types can be made: in lower case, without dots. Names of registries are no plugins'.
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MAX_NAME: Final = 40
_TAKEN: Final = frozenset(("added", "builtin", "plugin", "testing"))

# The template of each file that a plugin has. Their names do not end in .py or .md, so that
# nothing takes them for what they make.
_FILES: Final = {
    "pyproject.toml": "pyproject.toml.in",
    "README.md": "readme.in",
    "$module/__init__.py": "module.in",
    "$module/py.typed": "typed.in",
    "tests/test_$module.py": "test.in",
}


@click.group(invoke_without_command=True, short_help="Begin a plugin of your own.")
@click.pass_context
def plugin(context: click.Context) -> None:
    """Begin a plugin of your own."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@plugin.command(short_help="Make a folder with a plugin that works.")
@click.argument("name", metavar="NAME")
@click.option(
    "-o",
    "--output",
    "folder",
    default=".",
    metavar="DIR",
    type=click.Path(),
    help="The folder in which that of the plugin is made; this one by default.",
)
def new(name: str, folder: str) -> ExitStatus:
    """Make a folder mimekit-NAME with a plugin that works: project file, module, test, README.

    It converts text/x-NAME to text/plain: put your type and your conversion there. NAME is in
    lower case, with single hyphens.
    """
    name = _checked(name.removeprefix(_PREFIX))
    root = Path(folder) / f"{_PREFIX}{name}"
    try:
        root.mkdir(parents=True)
        for path, text in _texts(name):
            target = root / path
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
            output.write_line(readable_name(str(target)))
    except OSError as error:
        doing = f"make {readable_name(str(root))}"
        raise failure_of(error, doing, ExitStatus.CANNOT_CREATE) from error
    return ExitStatus.OK


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > _MAX_NAME:
        rule = "lower case, digits and single hyphens, a letter first, 40 characters at most"
        raise Failure(ExitStatus.USAGE, f"{name!r} cannot name a plugin: {rule}")
    if name in _TAKEN:
        raise Failure(ExitStatus.USAGE, f"{name!r} cannot name a plugin: mimekit has that name")
    return name


def _texts(name: str) -> list[tuple[str, str]]:
    """The path of each file in the folder of the plugin, and its text."""
    from importlib.resources import files  # noqa: PLC0415 - not for --help

    names = {
        "name": name,
        "distribution": f"{_PREFIX}{name}",
        "module": f"{_PREFIX}{name}".replace("-", "_"),
        "function": name.replace("-", "_"),
    }
    templates = files("mimekit.cli") / "plugin_template"
    return [
        (
            Template(path).substitute(names),
            Template((templates / template).read_text(encoding="utf-8")).substitute(names),
        )
        for path, template in _FILES.items()
    ]
