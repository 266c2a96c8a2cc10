"""Handlers and registries for tests of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimekit.conversion.budget import ConversionLimits
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import Conversion, WarningCode
from mimekit.conversion.convert import convert
from mimekit.conversion.handler import Convert, Handler
from mimekit.conversion.registry import Registry


def echo(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The octets under the wanted type."""
    yield Content(media_type=to, octets=content.octets)


def fail(content: Content, to: str, context: Context) -> Iterator[Content]:
    """No handler to count on."""
    raise LookupError(f"no {to} of {content.media_type} at {context.path!r}")


def handler(
    accepts: str = "text/x-a",
    produces: str = "text/plain",
    convert: Convert = echo,
    *,
    name: str = "",
    priority: int = 0,
    isolated: bool = False,
    max_seconds: float = 20.0,
    max_memory_bytes: int = 1 << 30,
) -> Handler:
    """A handler of one type; ``a>b`` is its name."""
    short = (
        media_range.rpartition("/")[2].removeprefix("x-") for media_range in (accepts, produces)
    )
    return Handler(
        name=name or ">".join(short),
        accepts=(accepts,),
        produces=(produces,),
        convert=convert,
        priority=priority,
        isolated=isolated,
        max_seconds=max_seconds,
        max_memory_bytes=max_memory_bytes,
    )


def registry_of(*handlers: Handler) -> Registry:
    registry = Registry(built_in=False)
    registry.add(*handlers)
    return registry


def run(
    *handlers: Handler,
    to: str = "text/plain",
    octets: bytes = b"octets",
    media_type: str = "text/x-a",
    limits: ConversionLimits | None = None,
) -> Conversion:
    """Convert a content by these handlers alone."""
    content = Content(media_type=media_type, octets=octets)
    return convert(content, to, registry=registry_of(*handlers), limits=limits)


def codes(conversion: Conversion) -> list[WarningCode]:
    return [warning.code for warning in conversion.warnings]


def details(conversion: Conversion) -> list[str]:
    return [warning.detail for warning in conversion.warnings]


def steps(conversion: Conversion) -> list[str]:
    return [step.handler.removeprefix("added:") for step in conversion.steps]


def give(*contents: Content) -> Convert:
    """A conversion that gives these, whatever it is asked."""

    def convert_it(content: Content, to: str, context: Context) -> Iterable[Content]:
        return contents

    return convert_it
