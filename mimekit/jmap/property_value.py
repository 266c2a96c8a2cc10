"""Values of properties as they come from JSON; what is wrong is told with the path to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.injection import blank_controls, refuse_controls


def expect_object(value: object, path: str) -> Mapping[str, Any]:
    """An object of JSON; `TypeError` for anything else.

    >>> expect_object([], "from[0]")
    Traceback (most recent call last):
    TypeError: from[0]: an object (a dict) is needed, not list
    """
    if not isinstance(value, Mapping):
        raise _wrong_type(path, "an object (a dict)", value)
    for name in value:
        if not isinstance(name, str):
            raise TypeError(f"{path}: the name of a property is a str, not {type(name).__name__}")
    return value


def expect_list(value: object, path: str) -> list[Any] | tuple[Any, ...]:
    """A list; `TypeError` for anything else."""
    if not isinstance(value, list | tuple):
        raise _wrong_type(path, "a list", value)
    return value


def expect_text(value: object, path: str) -> str:
    """A text; `TypeError` for anything else."""
    if not isinstance(value, str):
        raise _wrong_type(path, "a str", value)
    return value


def copied_text(value: object, path: str, defects: list[Defect] | None) -> str:
    r"""A text as a header field may hold it: a blank for each control, with a defect.

    It may be a value of received mail. `ComposeError` for a lone surrogate.

    >>> copied_text("a\r\nBcc: b@x.test", "subject", None)
    'a  Bcc: b@x.test'
    """
    text = blank_controls(expect_text(value, path), defects)
    try:
        refuse_controls(text)
    except ComposeError as error:
        raise at_path(path, error) from None
    return text


def at_path(path: str, error: ComposeError) -> ComposeError:
    """The same error, with the path to the property before its sentence."""
    return type(error)(f"{path}: {error}")


def _wrong_type(path: str, needed: str, value: object) -> TypeError:
    return TypeError(f"{path}: {needed} is needed, not {type(value).__name__}")
