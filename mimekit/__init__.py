"""The MIME toolkit: parse anything, lose nothing, convert everything, fast.

Every public name stands here and is loaded when it is first used, so that
``import mimekit`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mimekit import codecs as codecs
    from mimekit.composition.compose import compose
    from mimekit.composition.delivery_report import delivery_report
    from mimekit.composition.disposition_report import disposition_report
    from mimekit.composition.feedback_report import feedback_report
    from mimekit.composition.forward import forward
    from mimekit.composition.lint import lint
    from mimekit.composition.lint_rules import LintFinding, LintRule
    from mimekit.composition.quotes import SplitText, split_quotes
    from mimekit.composition.reply import reply
    from mimekit.conversion.budget import ConversionLimits
    from mimekit.conversion.conversion import Conversion, ConversionWarning, Step, WarningCode
    from mimekit.conversion.convert import convert
    from mimekit.conversion.convert_thread import convert_thread
    from mimekit.conversion.expand import Expanded, expand
    from mimekit.conversion.sniffing.conflicts import Conflict, ConflictKind
    from mimekit.conversion.sniffing.signatures import Signature
    from mimekit.conversion.sniffing.sniff import Sniffed, sniff
    from mimekit.defect_codes import DefectCode
    from mimekit.defects import Defect
    from mimekit.errors import (
        ComposeError,
        HandlerError,
        HeaderInjectionError,
        LimitError,
        MailboxError,
        MimekitError,
    )
    from mimekit.fields.addr_spec import is_addr_spec
    from mimekit.fields.content_disposition import ContentDisposition
    from mimekit.fields.content_type import ContentType
    from mimekit.fields.mailbox import Group, Mailbox
    from mimekit.fields.received import Received
    from mimekit.html.markdown import to_markdown
    from mimekit.html.sanitizing import sanitize
    from mimekit.html.visible_text import visible_text
    from mimekit.jmap import from_jmap, jmap_blobs, to_jmap
    from mimekit.limits import Limits
    from mimekit.mailbox.maildir import Maildir
    from mimekit.mailbox.mbox import Mbox
    from mimekit.mailbox.opening import open_mailbox
    from mimekit.mailbox.threading import Thread, ThreadFields, thread
    from mimekit.message.delivery_status import DeliveryStatus, Recipient
    from mimekit.message.disposition_notification import Disposition, DispositionNotification
    from mimekit.message.feedback_report import FeedbackReport
    from mimekit.message.headers import HeaderField, Headers
    from mimekit.message.part import Message, Part, parse
    from mimekit.message.partial import join_partials
    from mimekit.message.report_fields import TypedText
    from mimekit.message.source import open_message as open  # noqa: A004 - mimekit.open
    from mimekit.severity import Severity
    from mimekit.span import Span
    from mimekit.wire import WireFormat

__version__ = "0.1.0"

# Where each name stands; "module:attribute" where the two differ. This table, and
# nothing else, makes names lazy (PEP 562).
_PUBLIC = {
    "ComposeError": "errors",
    "Conflict": "conversion.sniffing.conflicts",
    "ConflictKind": "conversion.sniffing.conflicts",
    "ContentDisposition": "fields.content_disposition",
    "ContentType": "fields.content_type",
    "Conversion": "conversion.conversion",
    "ConversionLimits": "conversion.budget",
    "ConversionWarning": "conversion.conversion",
    "Defect": "defects",
    "DefectCode": "defect_codes",
    "DeliveryStatus": "message.delivery_status",
    "Disposition": "message.disposition_notification",
    "DispositionNotification": "message.disposition_notification",
    "Expanded": "conversion.expand",
    "FeedbackReport": "message.feedback_report",
    "Group": "fields.mailbox",
    "HandlerError": "errors",
    "HeaderField": "message.headers",
    "HeaderInjectionError": "errors",
    "Headers": "message.headers",
    "LimitError": "errors",
    "Limits": "limits",
    "LintFinding": "composition.lint_rules",
    "LintRule": "composition.lint_rules",
    "Mailbox": "fields.mailbox",
    "MailboxError": "errors",
    "Maildir": "mailbox.maildir",
    "Mbox": "mailbox.mbox",
    "Message": "message.part",
    "MimekitError": "errors",
    "Part": "message.part",
    "Received": "fields.received",
    "Recipient": "message.delivery_status",
    "Severity": "severity",
    "Signature": "conversion.sniffing.signatures",
    "Sniffed": "conversion.sniffing.sniff",
    "Span": "span",
    "SplitText": "composition.quotes",
    "Step": "conversion.conversion",
    "Thread": "mailbox.threading",
    "ThreadFields": "mailbox.threading",
    "TypedText": "message.report_fields",
    "WarningCode": "conversion.conversion",
    "WireFormat": "wire",
    "codecs": "codecs",
    "compose": "composition.compose",
    "convert": "conversion.convert",
    "convert_thread": "conversion.convert_thread",
    "delivery_report": "composition.delivery_report",
    "disposition_report": "composition.disposition_report",
    "expand": "conversion.expand",
    "feedback_report": "composition.feedback_report",
    "forward": "composition.forward",
    "from_jmap": "jmap",
    "is_addr_spec": "fields.addr_spec",
    "jmap_blobs": "jmap",
    "join_partials": "message.partial",
    "lint": "composition.lint",
    "open": "message.source:open_message",
    "open_mailbox": "mailbox.opening",
    "parse": "message.part",
    "reply": "composition.reply",
    "sanitize": "html.sanitizing",
    "sniff": "conversion.sniffing.sniff",
    "split_quotes": "composition.quotes",
    "thread": "mailbox.threading",
    "to_jmap": "jmap",
    "to_markdown": "html.markdown",
    "visible_text": "html.visible_text",
}

__all__ = [
    "ComposeError",
    "Conflict",
    "ConflictKind",
    "ContentDisposition",
    "ContentType",
    "Conversion",
    "ConversionLimits",
    "ConversionWarning",
    "Defect",
    "DefectCode",
    "DeliveryStatus",
    "Disposition",
    "DispositionNotification",
    "Expanded",
    "FeedbackReport",
    "Group",
    "HandlerError",
    "HeaderField",
    "HeaderInjectionError",
    "Headers",
    "LimitError",
    "Limits",
    "LintFinding",
    "LintRule",
    "Mailbox",
    "MailboxError",
    "Maildir",
    "Mbox",
    "Message",
    "MimekitError",
    "Part",
    "Received",
    "Recipient",
    "Severity",
    "Signature",
    "Sniffed",
    "Span",
    "SplitText",
    "Step",
    "Thread",
    "ThreadFields",
    "TypedText",
    "WarningCode",
    "WireFormat",
    "codecs",
    "compose",
    "convert",
    "convert_thread",
    "delivery_report",
    "disposition_report",
    "expand",
    "feedback_report",
    "forward",
    "from_jmap",
    "is_addr_spec",
    "jmap_blobs",
    "join_partials",
    "lint",
    "open",
    "open_mailbox",
    "parse",
    "reply",
    "sanitize",
    "sniff",
    "split_quotes",
    "thread",
    "to_jmap",
    "to_markdown",
    "visible_text",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _PUBLIC[name].partition(":")
    loaded = import_module(f"{__name__}.{module}")
    value = loaded if module == name else getattr(loaded, attribute or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
