"""What this library raises.

    MimekitError
    |-- LimitError              the input passed one of the caller's limits
    |-- HandlerError            something was not converted, with ``strict=True``
    |-- MailboxError            a file or folder is no mailbox, is locked, or was changed
    `-- ComposeError            a value cannot be expressed in the place it was given for
        `-- HeaderInjectionError    it holds a control character

Malformed mail is not among them: it is a `Defect` (`mimekit.defects`).
"""

from __future__ import annotations


class MimekitError(Exception):
    """Base of every exception that this library raises of its own."""


class LimitError(MimekitError):
    """The input passed one of the caller's `Limits`, with ``strict=True``.

    ``limit`` is the name of the field of `Limits`, ``allowed`` its value,
    ``offset`` the octet of the source at which it was passed.
    """

    def __init__(self, limit: str, *, allowed: int, offset: int) -> None:
        super().__init__(f"{limit}: more than {allowed}, at octet {offset}")
        self.limit = limit
        self.allowed = allowed
        self.offset = offset

    def __reduce__(self) -> tuple[object, ...]:
        return _limit_error, (self.limit, self.allowed, self.offset)


def _limit_error(limit: str, allowed: int, offset: int) -> LimitError:
    """Rebuild from a pickle: exceptions unpickle by positional arguments only."""
    return LimitError(limit, allowed=allowed, offset=offset)


class HandlerError(MimekitError):
    """Something could not be converted, with ``strict=True``.

    ``code`` is that of the warning which it would have been else
    (`mimekit.WarningCode`), ``path`` the part, ``handler`` who failed, None if there was
    nobody to do it.
    """

    def __init__(self, sentence: str, *, code: str, path: str, handler: str | None) -> None:
        super().__init__(sentence)
        self.code = code
        self.path = path
        self.handler = handler

    def __reduce__(self) -> tuple[object, ...]:
        return _handler_error, (str(self), self.code, self.path, self.handler)


def _handler_error(sentence: str, code: str, path: str, handler: str | None) -> HandlerError:
    """Rebuild from a pickle."""
    return HandlerError(sentence, code=code, path=path, handler=handler)


class MailboxError(MimekitError):
    """A file or folder is no mailbox, is locked by another program, or changed while it was read.

    What the system refuses is an `OSError`, as of the built-in ``open``.
    """


class ComposeError(MimekitError):
    """A value cannot be expressed in the place that it was given for."""


class HeaderInjectionError(ComposeError):
    """A value for a header field holds a control, with which some reader would end the field."""
