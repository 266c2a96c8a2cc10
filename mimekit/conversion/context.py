"""What a handler can ask for, beside its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mimekit.conversion.conversion import ConversionWarning, WarningCode

if TYPE_CHECKING:
    from mimekit.conversion.budget import Share
    from mimekit.conversion.content import Content
    from mimekit.conversion.conversion import Conversion
    from mimekit.conversion.options import Options

ConvertInner = Callable[["Content", str, "Options | None"], "Conversion"]


@dataclass(frozen=True, kw_only=True)
class Context:
    """One call of a handler: its place, its share of the budget, and who else can convert."""

    path: str
    """The path of the part; with ``!`` and a name for what is inside of it."""
    share: Share
    options: Options
    handler: str = ""
    """The name of the handler that is called."""
    warnings: list[ConversionWarning] = field(default_factory=list)
    """What was warned of so far."""
    convert_inner: ConvertInner | None = None
    """Who converts what is inside; None in a process of its own."""

    @property
    def octets_left(self) -> int:
        """Octets that this call may still make."""
        return self.share.octets_left

    @property
    def seconds_left(self) -> float:
        """Seconds until this call must have ended."""
        return self.share.seconds_left

    def check(self) -> None:
        """Raise if the time of this call is over: for long loops."""
        self.share.check_time()

    def warn(self, detail: str, code: WarningCode = WarningCode.NOTE) -> None:
        """Say something of the result, in a sentence."""
        self.warnings.append(ConversionWarning(code, self.path, detail, self.handler))

    def link(self, url: str) -> str | None:
        """Where a ``cid:`` URL of HTML leads in the result; None if it leads nowhere."""
        return self.options.link(url) if self.options.link is not None else None

    def convert(self, content: Content, to: str, *, options: Options | None = None) -> Conversion:
        """Convert what is inside of this content, on the same budget.

        The result, with its warnings, is among the ``parts`` of the conversion. `LookupError`
        for an isolated handler, which has no registry in its process.
        """
        if self.convert_inner is None:
            raise LookupError("there is no registry in a process of its own")
        return self.convert_inner(content, to, options)
