"""``mimekit plugins``: what is there, what is wrong with it, in lines and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from mimekit.conversion import handlers
from mimekit.plugin import Content, Context, Handler, Registry, hookimpl
from tests.cli.running import run
from tests.cli.test_documentation import section


def nothing(_content: Content, _to: str, _context: Context) -> Iterator[Content]:
    yield from ()


class Good:
    def __init__(self, name: str, priority: int = 0) -> None:
        self.name = name
        self.priority = priority

    @hookimpl
    def mimekit_handlers(self) -> list[Handler]:
        return [
            Handler(
                name=self.name,
                accepts=("text/x-a", "image/*"),
                produces=("text/html",),
                convert=nothing,
                priority=self.priority,
                isolated=True,
            )
        ]


class Bad:
    @hookimpl
    def mimekit_handlers(self) -> list[Handler]:
        raise OSError("a library is\x1b[2J missing")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """What the program has instead of the plugins that are installed here."""
    registry = Registry(built_in=False)
    monkeypatch.setattr(Registry, "default", classmethod(lambda _: registry))
    return registry


def lines() -> list[str]:
    return [re.sub(r"\d+\.\d ms", "? ms", line) for line in run("plugins").output.splitlines()]


def test_lists_plugins_and_their_handlers(registry: Registry) -> None:
    registry.register(Good("pages", 5), "pdf", distribution="mimekit-pdf", version="1.2")
    assert lines() == [
        "pdf  mimekit-pdf 1.2  loaded in ? ms",
        "    pages         text/x-a, image/* -> text/html  (priority 5, isolated)",
    ]
    assert run("plugins").status == 0


def test_says_why_a_plugin_is_not_used(registry: Registry) -> None:
    registry.register(Bad(), "bad")
    registry.fail("gone", "ModuleNotFoundError: no", distribution="mimekit-gone", version="0.1")
    assert lines() == [
        "bad  loaded in ? ms",
        r"    not loaded: OSError: a library is\x1b[2J missing",
        "gone  mimekit-gone 0.1  loaded in ? ms",
        "    not loaded: ModuleNotFoundError: no",
    ]
    assert run("plugins").status == 1
    assert run("plugins", "--json").status == 1


def test_tells_conflicts(registry: Registry) -> None:
    registry.register(Good("b"), "second")
    registry.register(Good("a"), "first")
    registry.register(Good("c", 1), "third")
    assert [line for line in lines() if line.startswith("conflict")] == [
        "conflict: text/x-a -> text/html: first:a is asked before second:b",
        "conflict: image/* -> text/html: first:a is asked before second:b",
    ]
    assert run("plugins").status == 0


def test_json(registry: Registry) -> None:
    registry.register(Good("a"), "one", distribution="mimekit-one", version="1.2")
    registry.register(Good("a"), "two")
    registry.register(Bad(), "bad")
    told = json.loads(run("plugins", "--json").output)
    assert told["conflicts"][0] == {
        "accepts": "text/x-a",
        "produces": "text/html",
        "labels": ["one:a", "two:a"],
    }
    one, _, bad = told["plugins"]
    assert one["seconds"] >= 0
    assert one | {"seconds": 0} == {
        "name": "one",
        "distribution": "mimekit-one",
        "version": "1.2",
        "seconds": 0,
        "error": None,
        "handlers": [
            {
                "name": "a",
                "accepts": ["text/x-a", "image/*"],
                "produces": ["text/html"],
                "priority": 0,
                "isolated": True,
            }
        ],
        "signatures": 0,
    }
    assert bad["error"] == "OSError: a library is\x1b[2J missing"
    assert bad["handlers"] == []


def test_what_is_installed_is_listed() -> None:
    told = json.loads(run("plugins", "--json").output)
    assert "builtin" in [plugin["name"] for plugin in told["plugins"]]


def test_every_json_key_is_told(registry: Registry) -> None:
    registry.register(Good("a"), "one")
    registry.register(Good("a"), "two")
    for key in {*re.findall(r'"([a-z_]+)":', run("plugins", "--json").output)}:
        assert f"`{key}`" in section("plugins"), key


@pytest.mark.parametrize("option", ["--json"])
def test_every_option_is_told(option: str) -> None:
    assert f"`{option}`" in section("plugins")
    for told in ("`--output DIR`", "`-o DIR`", "`plugin new NAME`"):
        assert told in section("plugin")


def test_example_is_what_is_printed(registry: Registry) -> None:
    registry.register(handlers, "builtin")
    registry.fail("vcrad", "MIMEKIT_PLUGINS names it, and it is not installed")
    printed = lines()
    example = section("plugins").partition("mimekit plugins\n")[2].partition("```")[0]
    vcard = example.index("vcard  mimekit-vcard"), example.index("vcrad  ")  # may not be installed
    example = example[: vcard[0]] + example[vcard[1] :]
    told = [re.sub(r"\d+\.\d ms", "? ms", line) for line in example.splitlines()]
    assert [line for line in told if line != "    ..." and line not in printed] == []
    assert len(told) > 5
