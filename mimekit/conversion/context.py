"""What a handler can ask for, beside its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from mimekit.conversion.conversion import ConversionWarning, WarningCode
from mimekit.conversion.data_url import data_url

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
    """The label of the handler that is called, plugin and name: ``pdf:text``."""
    warnings: list[ConversionWarning] = field(default_factory=list)
    """What was warned of so far."""
    files: list[Content] = field(default_factory=list)
    """Files that go with the next content that the handler gives."""
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
        """Raise `BudgetError` if the time of this call is over: for long loops."""
        self.share.check_time()

    def warn(self, detail: str, code: WarningCode = WarningCode.NOTE) -> None:
        """Say something of the result, in a sentence."""
        self.warnings.append(ConversionWarning(code, self.path, detail, self.handler))

    def link(self, url: str) -> str | None:
        """Where a ``cid:`` URL of HTML leads in the result; None if it leads nowhere."""
        return self.options.link(url) if self.options.link is not None else None

    def add_file(self, file: Content) -> str | None:
        """Put a file, such as a picture, beside the result; the URL that leads to it.

        It goes with the next content that the handler gives. The URL is a ``data:`` URL if
        that is what the caller of `mimekit.convert` wants, and None if pictures are left out.
        """
        if self.options.images == "none":
            return None
        if self.options.images == "data":
            return data_url(file.media_type, file.octets)
        place = self.path.replace("!", "-").replace("/", "-").strip("-")
        named = replace(file, name=f"{place}-{file.name or 'file'}".strip("-"))
        self.files.append(self.options.names.name(named))
        return quote(f"{self.options.folder}{self.files[-1].name}")

    def convert(self, content: Content, to: str, *, options: Options | None = None) -> Conversion:
        """Convert what is inside of this content, on the same budget.

        The result, with its warnings, is among the ``parts`` of the conversion. `LookupError`
        for an isolated handler, which has no registry in its process.
        """
        if self.convert_inner is None:
            raise LookupError("there is no registry in a process of its own")
        return self.convert_inner(content, to, options)
