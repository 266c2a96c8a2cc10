"""One conversion: the content and everything inside of it, on one budget."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from mimekit.conversion.budget import Budget, BudgetError, Share
from mimekit.conversion.call import call
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import Conversion, ConversionWarning, Step, WarningCode
from mimekit.conversion.document.writers import WRITERS
from mimekit.conversion.failure import HandlerFailure
from mimekit.conversion.graph import Leg, find_route, with_sanitizer
from mimekit.conversion.joining import join, join_texts
from mimekit.conversion.options import Options
from mimekit.conversion.readings import readings
from mimekit.conversion.registry import BUILT_IN, Entry, Registry


class Place(NamedTuple):
    """Where a content is."""

    path: str
    """The path of the part; behind ``!`` what is inside of it."""
    depth: int = 0
    """How many contents it is inside of."""
    base: str = ""
    """What stands before the paths of the parts of the same message."""

    def of(self, inner: Content, outer: Content, number: int) -> Place:
        """The place of what is inside of a content here; ``number`` is its ordinal there."""
        depth = self.depth + 1
        if inner.part is None:
            return Place(f"{self.path}!{inner.name or number}", depth)
        base = self.base if outer.part is not None else f"{self.path}!"
        return Place(base + inner.part.path, depth, base)


class Run:
    """What all conversions of one call share."""

    def __init__(self, registry: Registry, budget: Budget) -> None:
        self.registry = registry
        self.budget = budget
        self._told: set[str] = set()  # limits of which a warning was given

    def convert(self, content: Content, to: str, options: Options, place: Place) -> Conversion:
        """The content as that type; or as it was, with a warning."""
        job = _Job(self, content, to, options, place)
        try:
            self.budget.check_depth(place.depth)
            self.budget.count_part()
        except BudgetError as error:
            if error.limit not in self._told:  # of thousands of parts, one warning is enough
                self._told.add(error.limit)
                job.warn(WarningCode.LIMIT, str(error))
            return job.unconverted()
        return job.convert()


class _Job:
    """One content on its way to a type."""

    def __init__(
        self, run: Run, content: Content, to: str, options: Options, place: Place
    ) -> None:
        self.run = run
        self.content = content
        self.to = to
        self.options = options
        self.place = place
        self.warnings: list[ConversionWarning] = []
        self.parts: list[Conversion] = []
        self.failed: set[str] = set()  # labels of handlers that are not asked again

    def convert(self) -> Conversion:
        """Try one way after the other, by each type that the content may be of."""
        registry = self.run.registry
        for content in readings(self.content, registry, self.warn):
            while (
                route := find_route(registry, content.media_type, self.to, self.failed)
            ) is not None:
                if not route and self.failed:
                    break  # a handler would have made it anew: as it is, it is not converted
                done = self.follow(route, content)
                if done is not None:
                    return done
        if not self.failed:
            source = self.content.media_type
            self.warn(WarningCode.NO_HANDLER, f"nothing converts {source} to {self.to}")
        return self.unconverted()

    def follow(self, route: tuple[Leg, ...], content: Content) -> Conversion | None:
        """What comes out at the end of a way; None if a handler on it failed."""
        contents: tuple[Content, ...] = (content,)
        steps: list[Step] = []
        self.parts = []
        for leg in with_sanitizer(route, self.run.registry):
            steps.append(Step(leg.entry.label, contents[0].media_type, leg.to))
            made = [item for source in contents for item in self.call(leg, source)]
            if leg.entry.handler.is_container and (made or leg.entry.label not in self.failed):
                return self.unpack(made, steps)
            if not made:
                self.failed.add(leg.entry.label)  # asked again, it would give nothing again
                return None
            contents = tuple(made)
        return self.finish(contents, steps)

    def call(self, leg: Leg, content: Content) -> tuple[Content, ...]:
        """What one handler makes of one content; none, with a warning, if it fails."""
        entry = leg.entry
        context = Context(
            path=self.place.path,
            share=self.share(entry),
            options=self.options,
            handler=entry.label,
            convert_inner=self.convert_inner,
        )
        known = len(self.parts)
        contents, failure = call(leg, content, context)
        if failure is None and len(self.parts) == known:
            failure = self.spend(contents)  # what holds inner results was charged with these
        self.warnings += context.warnings
        if failure is not None:
            self.failed.add(entry.label)
            self.warn(failure.code, failure.detail, entry.label)
            return contents if entry.handler.is_container else ()
        if not (contents or context.warnings or entry.handler.is_container):
            self.warn(WarningCode.NOTE, "it gave nothing", entry.label)
        return contents

    def spend(self, contents: tuple[Content, ...]) -> HandlerFailure | None:
        """Charge what a handler made; the failure, if the budget has not so many octets left."""
        files = (file for content in contents for file in content.files)
        octets = sum(len(made.octets) for made in chain(contents, files))
        try:
            self.run.budget.spend(octets)
        except BudgetError as error:
            return HandlerFailure(WarningCode.LIMIT, str(error))
        return None

    def share(self, entry: Entry) -> Share:
        """What a call may cost: what is built in and is no container is linear, and in time."""
        if entry.plugin == BUILT_IN and not entry.handler.is_container:
            return Share.whole(self.run.budget)
        return Share.half(self.run.budget, entry.handler.max_seconds)

    def convert_inner(self, content: Content, to: str, options: Options | None) -> Conversion:
        """One content inside of this one, for its handler; noted as one of its parts."""
        place = self.place.of(content, self.content, len(self.parts) + 1)
        done = self.run.convert(content, to, options or self.options, place)
        self.warnings += done.warnings
        self.parts.append(done)
        return done

    def unpack(self, made: list[Content], steps: list[Step]) -> Conversion:
        """Convert what was inside of a container, and join it."""
        below = self.options.below()
        inner = WRITERS[self.to].inner if self.to in WRITERS else self.to
        for item in made:
            self.convert_inner(item, inner, below)
        return self.finish((join(self.parts, self.to, self.options),), steps)

    # -- results

    def finish(self, contents: tuple[Content, ...], steps: list[Step]) -> Conversion:
        """What was made."""
        first, *others = join_texts(contents) or (Content(media_type=self.to, octets=b""),)
        parts = self.parts or [self.result(content, steps) for content in others]
        return replace(
            self.result(first, steps), warnings=tuple(self.warnings), parts=tuple(parts)
        )

    def unconverted(self) -> Conversion:
        """The content as it was."""
        whole = self.result(self.content, [])
        return replace(whole, is_converted=False, warnings=tuple(self.warnings))

    def result(self, content: Content, steps: list[Step]) -> Conversion:
        part = self.content.part
        return Conversion(
            media_type=content.media_type,
            content=content.octets,
            name=content.name or self.content.name,
            path=self.place.path,
            span=part.span if part is not None else None,
            source=part.source if part is not None else None,
            steps=tuple(steps),
            files=tuple(map(self.options.names.name, content.files)),
        )

    def warn(self, code: WarningCode, detail: str, handler: str | None = None) -> None:
        """Note something about this content."""
        self.warnings.append(ConversionWarning(code, self.place.path, detail, handler))
