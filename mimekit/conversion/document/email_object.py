"""A message, and what is inside of a container, as JSON: a JMAP Email and the converted texts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mimekit.conversion.conversion import Conversion, ConversionWarning
from mimekit.conversion.document.sections import Document, Section
from mimekit.conversion.options import Options
from mimekit.jmap import to_jmap


def write_message(
    document: Document, warnings: Sequence[ConversionWarning], options: Options
) -> str:
    """``email`` is the Email object (RFC 8621); ``texts`` has what the parts became."""
    value = {
        "email": to_jmap(document.message),
        "texts": [_section(section) for section in document.sections],
        "warnings": [_warning(warning) for warning in warnings],
    }
    return _dump(value, options)


def write_all(
    title: str,
    parts: Sequence[Conversion],
    warnings: Sequence[ConversionWarning],
    options: Options,
) -> str:
    """``messages`` has what `write_message` gives of each."""
    messages = [json.loads(part.text or "null") for part in parts if part.is_converted]
    told = [_warning(warning) for warning in warnings]
    return _dump({"title": title, "messages": messages, "warnings": told}, options)


def write_parts(parts: Sequence[Conversion], options: Options) -> str:
    """A list of what was inside of a container."""
    return _dump([_conversion(part) for part in parts], options)


def _section(section: Section) -> dict[str, object]:
    done = section.conversion
    about: dict[str, object] = {"partId": section.part.path, "kind": str(section.kind)}
    about |= {"type": section.part.content_type.media_type, "name": section.part.filename}
    if done is not None:
        about |= _conversion(done)
    elif section.link is not None:
        about["link"] = section.link
    return about


def _conversion(done: Conversion) -> dict[str, object]:
    about: dict[str, object] = {"path": done.path, "isConverted": done.is_converted}
    about["convertedType"] = done.media_type
    about["steps"] = [step._asdict() for step in done.steps]
    if done.is_converted:
        about["text"] = done.text
    return about


def _warning(warning: ConversionWarning) -> dict[str, object]:
    return warning._asdict()


def _dump(value: object, options: Options) -> str:
    return json.dumps(value, ensure_ascii=False, indent=None if options.level else 2) + "\n"
