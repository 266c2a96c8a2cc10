"""Conversion of several messages to one document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mimekit.conversion.budget import Budget, ConversionLimits
from mimekit.conversion.content import Content
from mimekit.conversion.conversion import Conversion
from mimekit.conversion.convert import check_arguments
from mimekit.conversion.document.repeats import Repeats
from mimekit.conversion.document.writers import WRITERS
from mimekit.conversion.options import Images, Options, images_in
from mimekit.conversion.registry import Registry
from mimekit.conversion.run import Place, Run
from mimekit.message.part import Message, Part


def convert_thread(
    messages: Iterable[Message],
    to: str = "text/markdown",
    *,
    title: str = "",
    registry: Registry | None = None,
    limits: ConversionLimits | None = None,
    images: Images = "files",
    folder: str = "",
    fence: bool = False,
) -> Conversion:
    """One document of messages, in the order in which they come.

    The text of each is read as by `Message.readable_text`; quotations of what stands above are
    cut. ``to`` is text/markdown, text/plain, text/html or application/json, `ValueError` else;
    without a ``title`` it is the subject of the first. The rest is as of `convert`; ``limits``
    bound the whole call here, too.
    """
    if isinstance(messages, Part):
        raise TypeError("messages are several: [message] for one")
    check_arguments(images, limits, folder)
    if to not in WRITERS:
        raise ValueError(f"a thread becomes one of {', '.join(WRITERS)}, not {to!r}")
    registry = registry or Registry.default()
    options = Options(images=images_in(to, images), folder=folder, fence=fence)
    inner = replace(options.below(), repeats=Repeats())
    run = Run(registry, Budget(limits or ConversionLimits()))
    parts: list[Conversion] = []
    for number, message in enumerate(messages, 1):
        title = title or message.subject or "(no subject)"
        place = Place(str(number), base=f"{number}!")
        done = run.convert(Content.from_part(message), to, inner, place)
        parts.append(replace(done, name=_name(message)))
    warnings = tuple(warning for part in parts for warning in part.warnings)
    text = WRITERS[to].write_all(title or "(no message)", parts, warnings, options)
    return Conversion(
        media_type=to,
        content=text.encode("utf-8", "replace"),
        warnings=warnings,
        parts=tuple(parts),
        files=tuple(file for part in parts for file in part.files),
    )


def _name(message: Message) -> str:
    """When, who, and about what."""
    date = message.date.isoformat(" ", "minutes") if message.date is not None else "no date"
    senders = ", ".join(mailbox.display_name or mailbox.addr_spec for mailbox in message.from_)
    return f"{date}, {senders or 'nobody'}: {message.subject or '(no subject)'}"
