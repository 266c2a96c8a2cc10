"""Every parameter of the public API that takes text, found by looking at the API itself.

Public are the names of `mimekit.__all__`, the classes that their annotations lead to, with
their constructors and methods; the modules of `mimekit.codecs`; and what
`mimekit.fields` formats.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

import mimekit
from mimekit import codecs, fields

_IDENTIFIER = re.compile(r"[A-Za-z_][\w.]*")

# What holds no text. All else is taken to: a new alias is not forgotten.
_NO_TEXT = frozenset(
    (
        *(
            "None",
            "Cursor",
            "bool",
            "int",
            "float",
            "datetime",
            "bytes",
            "bytearray",
            "memoryview",
        ),
        *("Octets", "Source", "Self", "Limits", "WireFormat", "BinaryIO", "list", "tuple", "dict"),
        *("Iterable", "Sequence", "Mapping", "Callable", "Iterator", "Defect", "Span", "Severity"),
        *("Tree", "T", "BaseException", "TracebackType", "type", "frozenset"),
    )
)


_INTERFACE = frozenset(("decode", "encode", "Decoder", "Encoder"))


def takes_text(annotation: str) -> bool:
    """Whether an annotation names anything that is or may hold text."""
    names = {name.rpartition(".")[2] for name in _IDENTIFIER.findall(annotation)}
    return not names <= _NO_TEXT


def text_parameters(function: Callable[..., Any]) -> list[str]:
    """The names of the parameters that take text."""
    return [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "self" and takes_text(_written(parameter.annotation))
    ]


def _written(annotation: Any) -> str:
    """An annotation as it stands in the source."""
    if isinstance(annotation, str):
        return annotation
    return str(getattr(annotation, "__forward_arg__", getattr(annotation, "__name__", annotation)))


def iter_texts() -> Iterator[str]:
    """All parameters that take text: ``function.parameter``, ``Class.method.parameter``."""
    for name, function in iter_functions():
        for parameter in text_parameters(function):
            yield f"{name}.{parameter}"


def iter_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All public functions, constructors and methods, each once, by their names."""
    seen: set[int] = set()
    for name, function in _iter_named():
        if id(function) not in seen:
            seen.add(id(function))
            yield name, function


def _iter_named() -> Iterator[tuple[str, Callable[..., Any]]]:
    public = [(name, getattr(mimekit, name)) for name in mimekit.__all__]
    for name, value in public:
        if inspect.isfunction(value):
            yield name, value
    for class_ in _reachable([value for _, value in public]):
        yield from _of_class(class_.__name__, class_)
    for module in codecs.__all__:
        yield from _of_module(f"codecs.{module}", getattr(codecs, module))
    for found in pkgutil.iter_modules(fields.__path__):
        module_ = import_module(f"{fields.__name__}.{found.name}")
        yield from _of_module(f"fields.{found.name}", module_)


def _of_module(prefix: str, module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions and classes of a module, and those of others that are its interface."""
    for name, value in vars(module).items():
        if name.startswith("_") or not getattr(value, "__module__", "").startswith("mimekit"):
            continue
        if value.__module__ != module.__name__ and name not in _INTERFACE:
            continue
        if inspect.isfunction(value):
            yield f"{prefix}.{name}", value
        elif inspect.isclass(value):
            yield from _of_class(f"{prefix}.{name}", value)


def _of_class(name: str, class_: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """A constructor, and the methods, under the name of the class that defines them."""
    if issubclass(class_, (BaseException, Enum)):
        return
    yield name, class_
    module = name.rpartition(".")[0]
    for method, value in inspect.getmembers(class_, inspect.isfunction):
        if not method.startswith("_") and value.__module__.startswith("mimekit"):
            yield f"{module}.{value.__qualname__}".lstrip("."), value


def _reachable(values: list[Any]) -> list[type]:
    """The classes among the values, and those that what they return is of."""
    waiting = [*values]
    found: dict[type, None] = {}
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if inspect.isclass(value) and value.__module__.startswith("mimekit"):
            found[value] = None
            waiting += [*_returned(value)]
        elif isinstance(value, FunctionType):
            waiting += [*_named(value, value.__annotations__.get("return", ""))]
    return sorted(found, key=lambda class_: class_.__name__)


def _returned(class_: type) -> Iterator[Any]:
    for name, member in inspect.getmembers(class_):
        function = member.fget if isinstance(member, property) else member
        if not name.startswith("_") and isinstance(function, FunctionType):
            yield from _named(function, function.__annotations__.get("return", ""))
    for annotation in inspect.get_annotations(class_).values():
        yield from _named(class_, annotation)


def _named(owner: Any, annotation: Any) -> Iterator[Any]:
    names = vars(sys.modules[owner.__module__])
    for identifier in _IDENTIFIER.findall(_written(annotation)):
        value = names.get(identifier)
        if inspect.isclass(value):
            yield value
