"""Everything inside of a part: of messages, archives, Outlook's containers, each as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mimekit.conversion.budget import Budget, BudgetError, ConversionLimits, Share
from mimekit.conversion.call import call
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import ConversionWarning, WarningCode
from mimekit.conversion.graph import Leg
from mimekit.conversion.media_range import ANY
from mimekit.conversion.options import Options
from mimekit.conversion.readings import readings
from mimekit.conversion.registry import Entry, Registry
from mimekit.conversion.run import Place
from mimekit.conversion.sniffing.alike import says_nothing
from mimekit.message.part import Message, Part, parse


class Expanded(NamedTuple):
    """One content that holds no others, or that could not be opened."""

    path: str
    """The path of the part; with ``!`` and a name for what is inside of it."""
    content: Content


def expand(
    part: Part | Content,
    *,
    registry: Registry | None = None,
    limits: ConversionLimits | None = None,
    warnings: list[ConversionWarning] | None = None,
) -> Iterator[Expanded]:
    """What a part holds, to the innermost: files of archives, parts of enclosed messages.

    One after the other, in the order in which they stand; what holds nothing is given as it is,
    and so is what cannot be opened or is too deep, which ``warnings`` says, if it is given.
    ``limits`` bound it all; the octets are those of everything that is inside of a container.
    """
    if not isinstance(part, Part | Content):
        raise TypeError(f"what to expand is a Part or a Content, not {type(part).__name__}")
    content = part if isinstance(part, Content) else Content.from_part(part)
    place = Place(content.part.path if content.part is not None else "")
    run = _Expansion(
        registry or Registry.default(), Budget(limits or ConversionLimits()), warnings
    )
    return run.walk(content, place)


class _Expansion:
    """What is shared by all contents of one call."""

    def __init__(
        self, registry: Registry, budget: Budget, warnings: list[ConversionWarning] | None
    ) -> None:
        self.registry = registry
        self.budget = budget
        self.warnings = [] if warnings is None else warnings

    def walk(self, content: Content, place: Place) -> Iterator[Expanded]:
        """The content and all below it, without recursion."""
        waiting = [(content, place)]
        while waiting:
            content, place = waiting.pop()
            inside = self.open(content, place)
            if inside is None:
                yield Expanded(place.path, self.typed(content))
                continue
            places = [place.of(inner, content, number) for number, inner in enumerate(inside, 1)]
            waiting += reversed(list(zip(inside, places, strict=True)))

    def typed(self, content: Content) -> Content:
        """The content; what is of no known type under the one that its octets have."""
        if not says_nothing(content.media_type):
            return content
        return next(readings(content, self.registry, lambda *_: None))

    def open(self, content: Content, place: Place) -> tuple[Content, ...] | None:
        """What stands directly in a content; None if it is to be given as it is."""
        try:
            self.budget.count_part()
            if content.media_type.startswith(("message/", "multipart/")):
                parts = _parts_of(content)
                if parts:
                    self.budget.check_depth(place.depth)
                return parts
            return self.unpack(content, place)
        except BudgetError as error:
            self.warn(place, WarningCode.LIMIT, str(error))
            return None

    def unpack(self, content: Content, place: Place) -> tuple[Content, ...] | None:
        """What a container holds; None if it is none, or cannot be opened."""

        def warn(code: WarningCode, detail: str) -> None:
            self.warn(place, code, detail)

        for reading in readings(content, self.registry, warn):
            for entry in self.registry.accepting(reading.media_type):
                if entry.handler.is_container:
                    self.budget.check_depth(place.depth)
                    return self.call(entry, reading, place)
        return None

    def call(self, entry: Entry, content: Content, place: Place) -> tuple[Content, ...] | None:
        """What a handler finds in a container; None if it fails."""
        context = Context(
            path=place.path,
            share=Share.half(self.budget, entry.handler.max_seconds),
            options=Options(),
            handler=entry.label,
        )
        made = call(Leg(entry, ANY), content, context)
        self.warnings += context.warnings
        if made.failure is not None:
            self.warn(place, made.failure.code, made.failure.detail, entry.label)
        if made.failure is not None and not made.contents:
            return None
        self.budget.spend(sum(len(inner.octets) for inner in made.contents))
        return made.contents

    def warn(
        self, place: Place, code: WarningCode, detail: str, handler: str | None = None
    ) -> None:
        self.warnings.append(ConversionWarning(code, place.path, detail, handler))


def _parts_of(content: Content) -> tuple[Content, ...] | None:
    """The parts of a message that hold no parts; None of what is called one and is none."""
    part = content.part
    is_whole = isinstance(part, Message) and content.is_whole
    message = part if is_whole else part.message if part is not None else None
    if message is None:
        message = parse(content.octets)
        if not message.headers.fields:
            return None
    leaves = (inner for inner in message.walk(enter_messages=False) if not inner.is_multipart)
    return tuple(map(Content.from_body, leaves))
