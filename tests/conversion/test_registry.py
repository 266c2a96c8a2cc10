"""Plugins and their handlers: who is there, and who is asked first."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import pytest

from mimekit.conversion.handler import Handler
from mimekit.conversion.registry import BUILT_IN, HandlerConflict, Registry
from mimekit.conversion.sniffing.signatures import Signature
from mimekit.plugin import hookimpl
from tests.conversion.engine import handler, registry_of

SIGNATURE = Signature(name="A", media_type="x/a", magic=b"AAAA")


def plugin(
    handlers: object = (), signatures: object = None, *, error: BaseException | None = None
) -> object:
    """A plugin whose hooks return these, or raise."""

    @hookimpl
    def mimekit_handlers() -> object:
        if error:
            raise error
        return handlers

    @hookimpl
    def mimekit_signatures() -> object:
        return signatures

    if signatures is None:
        return SimpleNamespace(mimekit_handlers=mimekit_handlers)
    return SimpleNamespace(
        mimekit_handlers=mimekit_handlers, mimekit_signatures=mimekit_signatures
    )


def labels(registry: Registry, media_type: str) -> list[str]:
    return [entry.label for entry in registry.accepting(media_type)]


def test_built_in_handlers_come_by_the_same_hooks() -> None:
    registry = Registry()
    (built_in,) = registry.plugins
    assert built_in.name == BUILT_IN
    assert "builtin:plain" in labels(registry, "text/plain")
    assert max(entry.priority for entry in built_in.handlers) == -10
    assert registry.conflicts() == ()


def test_plugin_is_registered() -> None:
    registry = Registry(built_in=False)
    found = registry.register(
        plugin([handler()], [SIGNATURE]), "a", distribution="a-b", version="1.2"
    )
    assert (found.name, found.distribution, found.version) == ("a", "a-b", "1.2")
    assert found.error is None
    assert registry.plugins == (found,)
    assert registry.signatures == (SIGNATURE,)
    assert labels(registry, "text/x-a") == ["a:a>plain"]


def generate() -> Iterable[Handler]:
    yield handler(name="one")
    yield handler(name="two")


@pytest.mark.parametrize(
    "bring",
    [
        pytest.param(plugin((handler(name="one"), handler(name="two"))), id="tuple"),
        pytest.param(plugin(generate()), id="generator"),
    ],
)
def test_handlers_in_any_iterable(bring: object) -> None:
    registry = Registry(built_in=False)
    registry.register(bring, "a")
    assert labels(registry, "text/x-a") == ["a:one", "a:two"]


@hookimpl
def mimekit_no_hook() -> None:
    """A name that nobody calls: the plugin is of another version, or misspelt."""


@hookimpl
def mimekit_handlers(no_argument: int) -> None:
    """More arguments than the hook has."""


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        pytest.param(plugin(error=RuntimeError("no")), "RuntimeError: no", id="raises"),
        pytest.param(plugin(error=SystemExit(3)), "SystemExit: 3", id="exits"),
        pytest.param(plugin(None), "TypeError: ", id="none"),
        pytest.param(plugin(7), "TypeError: ", id="number"),
        pytest.param(plugin([7]), "TypeError: mimekit_handlers gave int, no Handler", id="item"),
        pytest.param(
            plugin([handler()], [7]), "TypeError: mimekit_signatures gave int", id="signature"
        ),
        pytest.param(
            plugin([handler(), handler()]), "ValueError: two handlers are called", id="names"
        ),
        pytest.param(
            SimpleNamespace(mimekit_no_hook=mimekit_no_hook),
            "PluginValidationError",
            id="unknown-hook",
        ),
        pytest.param(
            SimpleNamespace(mimekit_handlers=mimekit_handlers),
            "PluginValidationError",
            id="arguments",
        ),
    ],
)
def test_bad_plugin_leaves_nothing_behind(bad: object, sentence: str) -> None:
    registry = Registry(built_in=False)
    found = registry.register(bad, "bad")
    assert found.error is not None
    assert found.error.startswith(sentence)
    assert (found.handlers, found.signatures) == ((), ())
    assert (registry.entries, registry.signatures) == ((), ())
    assert labels(registry, "text/x-a") == []
    good = registry.register(plugin([handler()]), "good")
    assert good.error is None
    assert labels(registry, "text/x-a") == ["good:a>plain"]


def test_hooks_of_other_plugins_are_not_called_again() -> None:
    calls: list[str] = []

    @hookimpl
    def mimekit_handlers() -> list[Handler]:
        calls.append("called")
        return []

    registry = Registry(built_in=False)
    registry.register(SimpleNamespace(mimekit_handlers=mimekit_handlers), "a")
    registry.register(plugin([handler()]), "b")
    assert calls == ["called"]


def test_taken_name_is_a_mistake() -> None:
    registry = Registry(built_in=False)
    registry.register(plugin(), "a")
    with pytest.raises(ValueError, match="there is a plugin 'a' already"):
        registry.register(plugin(), "a")


def test_plugins_that_could_not_be_loaded_stand_in_the_list() -> None:
    registry = Registry(built_in=False)
    registry.fail("a", "ImportError: no", distribution="a-b", version="1")
    registry.fail("a", "ImportError: again")
    assert [(found.name, found.error) for found in registry.plugins] == [
        ("a", "ImportError: no"),
        ("a", "ImportError: again"),
    ]


def test_add() -> None:
    registry = registry_of(handler(name="one"))
    registry.add(handler(name="two"))
    assert labels(registry, "text/x-a") == ["added:one", "added:two"]
    with pytest.raises(ValueError, match="two handlers are called 'one'"):
        registry.add(handler(name="one"))
    with pytest.raises(TypeError, match="a handler is a Handler, not str"):
        registry.add("one")  # type: ignore[arg-type]  # what is tested
    assert labels(registry, "text/x-a") == ["added:one", "added:two"]


XML = "text/x-a+xml"


@pytest.mark.parametrize(
    ("handlers", "expected"),
    [
        pytest.param(
            [handler(XML, name="low"), handler(XML, name="high", priority=1)],
            ["high", "low"],
            id="priority",
        ),
        pytest.param([handler(XML, name="b"), handler(XML, name="a")], ["a", "b"], id="name"),
        pytest.param(
            [
                handler("*/*", name="a"),
                handler("text/*", name="b"),
                handler("+xml", name="c"),
                handler(XML, name="d"),
            ],
            ["d", "c", "b", "a"],
            id="most-exact",
        ),
        pytest.param(
            [handler("*/*", name="any", priority=1), handler(XML, name="exact")],
            ["any", "exact"],
            id="priority-before-exactness",
        ),
        pytest.param([handler("image/*", name="other")], [], id="another-type"),
    ],
)
def test_order(handlers: list[Handler], expected: list[str]) -> None:
    assert labels(registry_of(*handlers), XML) == [f"added:{name}" for name in expected]


def test_handler_with_several_ranges_is_asked_once() -> None:
    both = Handler(
        name="both",
        accepts=("text/*", "text/x-a", "*/*"),
        produces=("text/plain",),
        convert=handler().convert,
    )
    registry = registry_of(both, handler(name="exact"))
    assert labels(registry, "text/x-a") == ["added:both", "added:exact"]


def test_what_is_added_later_is_asked_too() -> None:
    registry = registry_of(handler(name="one"))
    assert labels(registry, "text/x-a") == ["added:one"]
    registry.register(plugin([handler(name="two", priority=1)]), "later")
    assert labels(registry, "text/x-a") == ["later:two", "added:one"]


def test_conflicts() -> None:
    registry = registry_of(handler(name="one"), handler(name="other", priority=1))
    registry.register(plugin([handler(name="two")]), "b")
    registry.register(plugin([handler(name="three")]), "a")
    expected = HandlerConflict("text/x-a", "text/plain", ("a:three", "added:one", "b:two"))
    assert registry.conflicts() == (expected,)
    assert labels(registry, "text/x-a")[1:] == list(expected.labels)


def test_default_registry_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(Registry):
        """One of its own."""

    monkeypatch.setenv("MIMEKIT_PLUGINS", "")
    assert Other.default() is Other.default()
    assert [found.name for found in Other.default().plugins] == [BUILT_IN]
