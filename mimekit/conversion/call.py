"""One call of a handler: in which process, for how long, and whether it kept its word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from mimekit.conversion.budget import BudgetError
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.failure import HandlerFailure, iter_made, wrong_result
from mimekit.conversion.graph import Leg
from mimekit.conversion.hidden_text import seen_content, seen_line
from mimekit.conversion.isolation import iter_isolated
from mimekit.conversion.media_range import ANY
from mimekit.conversion.registry import BUILT_IN
from mimekit.conversion.watchdog import TimeOverError, run_within


class Made(NamedTuple):
    """What a handler made, and why it is not more."""

    contents: tuple[Content, ...]
    failure: HandlerFailure | None


def call(leg: Leg, content: Content, context: Context) -> Made:
    """The contents that a handler makes of one; never raises.

    What it made before it failed is among them.
    """
    contents: list[Content] = []
    failure = None
    try:
        collect = partial(_collect, contents, leg, content, context)
        if leg.entry.handler.isolated or leg.entry.plugin == BUILT_IN:
            collect()  # it has a process, or is linear and looks at the time
        else:
            run_within(context.seconds_left, collect)
    except BudgetError as error:
        failure = _limit_failure(error)
    except HandlerFailure as error:
        failure = error
    except TimeOverError:
        failure = HandlerFailure(WarningCode.HANDLER_TIMEOUT, "it took longer than it may")
    except MemoryError:
        failure = HandlerFailure(WarningCode.HANDLER_MEMORY, "it wanted more memory than it may")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a handler raises
        failure = HandlerFailure(WarningCode.HANDLER_FAILED, f"{type(error).__name__}: {error}")
    context.warnings[:] = [
        warning._replace(detail=seen_line(warning.detail)) for warning in context.warnings
    ]
    if failure is not None:
        failure = HandlerFailure(failure.code, seen_line(failure.detail))
    return Made(tuple(contents), failure)


def _collect(contents: list[Content], leg: Leg, content: Content, context: Context) -> None:
    """Add what a handler makes, one after the other, as far as it gets."""
    for made in _iter_contents(leg, content, context):
        files = sum(len(file.octets) for file in made.files)
        context.share.take(len(made.octets) + files)
        is_ours = leg.entry.plugin == BUILT_IN
        contents.append(made if is_ours else seen_content(made, context))


def _iter_contents(leg: Leg, content: Content, context: Context) -> Iterator[Content]:
    handler = leg.entry.handler
    iterate = iter_isolated if handler.isolated else iter_made
    for item in iterate(handler, content, leg.to, context):
        if leg.to not in (ANY, item.media_type):
            raise wrong_result(f"it gave {item.media_type}, not {leg.to}")
        yield item


def _limit_failure(error: BudgetError) -> HandlerFailure:
    is_time = error.limit.startswith("seconds")
    code = WarningCode.HANDLER_TIMEOUT if is_time else WarningCode.LIMIT
    return HandlerFailure(code, str(error))
