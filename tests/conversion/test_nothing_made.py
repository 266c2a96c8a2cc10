"""A handler that gives nothing, and does not fail, is not asked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mimekit import Conversion, convert
from mimekit.plugin import Content, Context, Handler, Registry


def _give_nothing(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield from ()


def _warn_only(content: Content, to: str, context: Context) -> Iterator[Content]:
    context.warn("there is no cover")
    yield from ()


def _give(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield Content.from_text(content.text, to)


def _handler(name: str, convert_: object, *, priority: int = 0, isolated: bool = False) -> Handler:
    return Handler(
        name=name,
        accepts=("text/x-a",),
        produces=("text/plain",),
        convert=convert_,  # type: ignore[arg-type]  # one of those above
        priority=priority,
        isolated=isolated,
    )


def _convert(*handlers: Handler) -> Conversion:
    registry = Registry(built_in=False)
    registry.add(*handlers)
    content = Content(media_type="text/x-a", octets=b"octets")
    return convert(content, "text/plain", registry=registry)


@pytest.mark.parametrize("isolated", [False, True], ids=["here", "isolated"])
@pytest.mark.parametrize(
    ("convert_", "detail"),
    [
        pytest.param(_give_nothing, "it gave nothing", id="silent"),
        pytest.param(_warn_only, "there is no cover", id="says-why"),
    ],
)
def test_the_part_stays_as_it_is(convert_: object, detail: str, *, isolated: bool) -> None:
    done = _convert(_handler("empty", convert_, isolated=isolated))
    assert not done.is_converted
    assert done.content == b"octets"
    assert [warning.detail for warning in done.warnings] == [detail]


def test_the_next_one_is_asked() -> None:
    done = _convert(_handler("empty", _give_nothing, priority=1), _handler("other", _give))
    assert done.text == "octets"
    assert [step.handler for step in done.steps] == ["added:other"]
