"""What new parts hold: texts of bodyValues, and octets of blobs (RFC 8621 section 4.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from mimekit.errors import ComposeError
from mimekit.fields.content_type import ContentType
from mimekit.jmap.property_value import expect_object, expect_text
from mimekit.message.text import text_of

Blobs: TypeAlias = Mapping[str, bytes] | Callable[[str], bytes | None] | None
"""Octets by blobId, or what gives them, with None or KeyError for one that there is not."""


class Contents:
    """The contents of one Email object.

    Both may be given for one part, as Email/get gives them. The octets count if the text is
    what they are read as, for they have its charset too; else somebody has edited the text.
    """

    def __init__(self, body_values: object, blobs: Blobs) -> None:
        self._values = {} if body_values is None else expect_object(body_values, "bodyValues")
        if not (blobs is None or isinstance(blobs, Mapping) or callable(blobs)):
            raise TypeError(
                "blobs are a mapping of blobId to octets, or a function that gives them, not "
                f"{type(blobs).__name__}"
            )
        self._blobs = blobs

    def is_text(self, part: Mapping[str, Any]) -> bool:
        """Whether bodyValues has the text of a part."""
        part_id = part.get("partId")
        return isinstance(part_id, str) and part_id in self._values

    def text(self, part: Mapping[str, Any], path: str, type_: ContentType) -> bytes | str:
        """The content of a part that `is_text`; octets if they say the same."""
        if type_.type != "text":
            sentence = f"bodyValues has texts, and this is {type_.media_type}: give a blobId"
            raise ComposeError(f"{path}: {sentence}")
        place = f"bodyValues[{part['partId']!r}]"
        value = expect_object(self._values[part["partId"]], place)
        text = expect_text(value.get("value"), f"{place}.value")
        is_cut = _flag(value, "isTruncated", place)
        is_problem = _flag(value, "isEncodingProblem", place)
        octets = None if part.get("blobId") is None else self._octets(part, path)
        if octets is not None:
            whole = text_of(octets, type_)
            if whole == text or (is_cut and whole.startswith(text)):
                return octets
        if is_cut or is_problem:
            name = "isTruncated" if is_cut else "isEncodingProblem"
            sentence = "the text is not what was written, and blobs do not have that"
            raise ComposeError(f"{place}.{name}: {sentence}")
        return text

    def octets(self, part: Mapping[str, Any], path: str) -> bytes:
        """The content of any other part; `ComposeError` if there is none."""
        if part.get("blobId") is None:
            if part.get("partId") is None:
                raise ComposeError(f"{path}: it has no partId, no blobId and no subParts")
            part_id = expect_text(part["partId"], f"{path}.partId")
            raise ComposeError(f"{path}.partId: bodyValues has no {part_id!r}")
        octets = self._octets(part, path)
        if octets is None:
            raise ComposeError(f"{path}.blobId: blobs have no {part['blobId']!r}")
        return octets

    def _octets(self, part: Mapping[str, Any], path: str) -> bytes | None:
        """What blobs have of a part."""
        blob_id = expect_text(part["blobId"], f"{path}.blobId")
        if self._blobs is None:
            return None
        try:
            given = (
                self._blobs[blob_id] if isinstance(self._blobs, Mapping) else self._blobs(blob_id)
            )
        except KeyError:
            return None
        if given is not None and not isinstance(given, bytes | bytearray | memoryview):
            raise TypeError(f"{path}.blobId: a blob is octets, not {type(given).__name__}")
        return None if given is None else bytes(given)


def _flag(value: Mapping[str, Any], name: str, path: str) -> bool:
    flag = value.get(name)
    if flag is not None and not isinstance(flag, bool):
        raise TypeError(f"{path}.{name}: a bool is needed, not {type(flag).__name__}")
    return bool(flag)
