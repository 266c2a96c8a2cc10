"""How a result shall look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from mimekit.conversion.document.repeats import Repeats
from mimekit.conversion.result_names import ResultNames

Images = Literal["files", "data", "none"]
IMAGES = ("files", "data", "none")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What `convert` was asked for beside the type; handlers read it in ``context.options``."""

    images: Images = "files"
    """Images of the message as links to files, as ``data:`` URLs, or not at all."""
    folder: str = ""
    """What stands before the names of files in links: ``letter_files/``."""
    fence: bool = False
    """Put each text in a fence that is longer than any inside of it."""
    level: int = 0
    """How many headings stand above: 0 for a document of its own."""
    repeats: Repeats | None = None
    """What stands above, if quotations of it are to be cut."""
    link: Callable[[str], str | None] | None = None
    """Where a ``cid:`` URL leads in the result."""
    names: ResultNames = field(default_factory=ResultNames, compare=False)
    """The names of the files of the result that are taken."""

    def below(self) -> Self:
        """The options for what stands in a section of this."""
        return replace(self, level=self.level + 1, link=None)


def images_in(media_type: str, images: Images) -> Images:
    """How images are shown in a result of a type: a page of HTML holds them itself.

    >>> images_in("text/html", "files"), images_in("text/markdown", "files")
    ('data', 'files')
    """
    return "data" if media_type == "text/html" and images == "files" else images
