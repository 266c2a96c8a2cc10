"""Which handlers there are, and who is asked first."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from mimekit.conversion.handler import Handler
from mimekit.conversion.media_range import ranges_of, specificity

if TYPE_CHECKING:
    import pluggy

    from mimekit.conversion.sniffing.signatures import Signature

T = TypeVar("T")

_MAX_CACHED = 1_000
"""Media types of which it is remembered who accepts them."""

BUILT_IN = "builtin"
BY_HAND = "added"


class Entry(NamedTuple):
    """A handler and the plugin that brought it."""

    plugin: str
    handler: Handler

    @property
    def label(self) -> str:
        """Plugin and handler: ``pdf:text``. No two entries of a registry have the same."""
        return f"{self.plugin}:{self.handler.name}"


class Plugin(NamedTuple):
    """A plugin that was loaded, or could not be."""

    name: str
    distribution: str | None = None
    version: str | None = None
    handlers: tuple[Handler, ...] = ()
    signatures: tuple[Signature, ...] = ()
    seconds: float = 0.0
    """What loading it took."""
    error: str | None = None
    """Why nothing of it is used, in a sentence."""


class HandlerConflict(NamedTuple):
    """Handlers of several plugins between which only their names decide."""

    accepts: str
    produces: str
    labels: tuple[str, ...]
    """In the order in which they are asked."""


class Registry:
    """Handlers of all plugins; each type finds its own by a look-up.

    ``Registry()`` has what is built in, ``Registry(built_in=False)`` nothing.

    >>> registry = Registry(built_in=False)
    >>> def shout(content, to, context):
    ...     return ()
    >>> registry.add(Handler(name="shout", accepts=("text/*",), produces=("text/plain",),
    ...                      convert=shout))
    >>> [entry.label for entry in registry.accepting("text/html")]
    ['added:shout']
    """

    def __init__(self, *, built_in: bool = True) -> None:
        self._lock = threading.RLock()
        self._plugins: dict[str, Plugin] = {}
        self._by_range: dict[str, list[Entry]] = defaultdict(list)
        self._accepting: dict[str, tuple[Entry, ...]] = {}
        self._manager: pluggy.PluginManager | None = None
        if built_in:
            from mimekit.conversion import handlers  # noqa: PLC0415 - they import this room

            self.register(handlers, BUILT_IN)

    @classmethod
    def default(cls) -> Self:
        """The registry of this process: what is built in, and the plugins that are installed.

        Those are loaded at the first call. ``MIMEKIT_PLUGINS`` chooses among them: names with
        commas between load only these, a name with ``-`` before it all but that, and an empty
        value none.
        """
        with _default_lock:
            registry = _defaults.get(cls)
            if registry is None:
                from mimekit.conversion.discovery import load_plugins  # noqa: PLC0415 - 18 ms

                registry = _defaults[cls] = cls()
                load_plugins(registry)
        return registry  # type: ignore[return-value]  # the dict has one of each class

    def register(
        self,
        plugin: object,
        name: str,
        *,
        distribution: str | None = None,
        version: str | None = None,
        seconds: float = 0.0,
    ) -> Plugin:
        """Add what the hooks of a plugin, a module or any object, return.

        What they raise, or return that is no handler or signature, leaves nothing of it behind
        and stands in ``error`` of the result. `ValueError` for a name that is taken. ``seconds``
        is what importing the plugin took.
        """
        start = time.perf_counter()
        found = Plugin(name, distribution, version)
        with self._lock:
            if name in self._plugins:
                raise ValueError(f"there is a plugin {name!r} already")
            try:
                handlers, signatures = self._call_hooks(plugin, name)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises
                found = found._replace(error=f"{type(error).__name__}: {error}")
            else:
                found = found._replace(handlers=handlers, signatures=signatures)
                self._index(name, handlers)
            found = found._replace(seconds=seconds + time.perf_counter() - start)
            self._plugins[name] = found
        return found

    def fail(
        self, name: str, error: str, *, distribution: str | None = None, version: str | None = None
    ) -> Plugin:
        """Note a plugin that could not be loaded, and why, in a sentence."""
        plugin = Plugin(name, distribution, version, error=error)
        with self._lock:
            self._plugins[self._free(name)] = plugin
        return plugin

    def add(self, *handlers: Handler) -> None:
        """Add handlers that belong to no plugin."""
        for handler in handlers:
            if not isinstance(handler, Handler):
                raise TypeError(f"a handler is a Handler, not {type(handler).__name__}")
        with self._lock:
            before = self._plugins.get(BY_HAND, Plugin(BY_HAND))
            everything = (*before.handlers, *handlers)
            _check_names(everything)
            self._plugins[BY_HAND] = before._replace(handlers=everything)
            self._index(BY_HAND, handlers)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """All plugins, in the order in which they came, those that failed among them."""
        with self._lock:
            return tuple(self._plugins.values())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All handlers with their plugins."""
        return tuple(
            Entry(plugin.name, handler) for plugin in self.plugins for handler in plugin.handlers
        )

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The signatures of all plugins."""
        return tuple(signature for plugin in self.plugins for signature in plugin.signatures)

    def accepting(self, media_type: str) -> tuple[Entry, ...]:
        """The handlers that accept a type, in the order in which they are asked."""
        found = self._accepting.get(media_type)
        if found is None:
            with self._lock:
                entries = {
                    entry.label: entry
                    for media_range in ranges_of(media_type)
                    for entry in self._by_range.get(media_range, ())
                }
                order = sorted(entries.values(), key=lambda entry: _rank(entry, media_type))
                if len(self._accepting) >= _MAX_CACHED:  # senders make types up
                    self._accepting.clear()
                found = self._accepting[media_type] = tuple(order)
        return found

    def conflicts(self) -> tuple[HandlerConflict, ...]:
        """Where handlers of several plugins have the same types and the same priority."""
        same: dict[tuple[str, str, int], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for accepted in entry.handler.accepts:
                for made in entry.handler.produces:
                    same[accepted, made, entry.handler.priority].append(entry)
        return tuple(
            HandlerConflict(accepted, made, tuple(sorted(entry.label for entry in entries)))
            for (accepted, made, _), entries in same.items()
            if len({entry.plugin for entry in entries}) > 1
        )

    # -- inside

    def _call_hooks(
        self, plugin: object, name: str
    ) -> tuple[tuple[Handler, ...], tuple[Signature, ...]]:
        """What the hooks of one plugin return; only its own are called."""
        from mimekit.conversion.sniffing.signatures import Signature  # noqa: PLC0415 - a large table

        if self._manager is None:
            self._manager = _new_manager()
        manager = self._manager
        manager.register(plugin, name)
        try:
            manager.check_pending()
            handlers = _data(manager, plugin, "mimekit_handlers", Handler)
            _check_names(handlers)
            return handlers, _data(manager, plugin, "mimekit_signatures", Signature)
        except BaseException:
            manager.unregister(plugin, name)
            raise

    def _index(self, plugin: str, handlers: Iterable[Handler]) -> None:
        for handler in handlers:
            for media_range in handler.accepts:
                self._by_range[media_range].append(Entry(plugin, handler))
        self._accepting.clear()

    def _free(self, name: str) -> str:
        while name in self._plugins:
            name += "'"
        return name


_default_lock = threading.Lock()
_defaults: dict[type[Registry], Registry] = {}


def _new_manager() -> pluggy.PluginManager:
    import pluggy  # noqa: PLC0415 - 18 ms, for conversions only

    from mimekit.conversion import hookspecs  # noqa: PLC0415 - imports pluggy

    manager = pluggy.PluginManager("mimekit")
    manager.add_hookspecs(hookspecs)
    return manager


def _data(
    manager: pluggy.PluginManager, plugin: object, hook: str, kind: type[T]
) -> tuple[T, ...]:
    """What one hook of one plugin returns; `TypeError` for what is not of that kind."""
    implementations = getattr(manager.hook, hook).get_hookimpls()
    found: list[T] = []
    for implementation in implementations:
        if implementation.plugin is plugin:
            found += implementation.function()
    for item in found:
        if not isinstance(item, kind):
            raise TypeError(f"{hook} gave {type(item).__name__}, no {kind.__name__}")
    return tuple(found)


def _rank(entry: Entry, media_type: str) -> tuple[int, int, str]:
    """The order among handlers: priority, then how exactly they mean the type, then name."""
    exact = max(
        found
        for media_range in entry.handler.accepts
        if (found := specificity(media_range, media_type)) is not None
    )
    return -entry.handler.priority, -exact, entry.label


def _check_names(handlers: Iterable[Handler]) -> None:
    """`ValueError` if two have one name."""
    names = set()
    for handler in handlers:
        if handler.name in names:
            raise ValueError(f"two handlers are called {handler.name!r}")
        names.add(handler.name)
