"""The rules for outgoing mail: one code for each, and what a finding is."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, Self

from mimekit.defect_codes import NO_RULE
from mimekit.severity import Severity
from mimekit.span import Span

_INFO, _WARNING, _ERROR = Severity


class LintRule(Enum):
    """Every rule, by the kebab-case name that programs and reports use.

    >>> LintRule("bcc-present").severity
    <Severity.WARNING: 2>
    """

    severity: Severity
    rfc: str
    meaning: str

    def __new__(cls, value: str, severity: Severity, rfc: str, meaning: str) -> Self:
        """Keep the name as the value, the rest as attributes."""
        self = object.__new__(cls)
        self._value_ = value
        self.severity = severity
        self.rfc = rfc
        self.meaning = meaning
        return self

    # -- lines and octets

    LINE_OVER_998 = (
        *("line-over-998", _ERROR, "RFC 5322 section 2.1.1"),
        "A line is longer than 998 octets; servers cut or refuse it.",
    )
    HEADER_LINE_OVER_78 = (
        *("header-line-over-78", _WARNING, "RFC 5322 section 2.1.1"),
        "A line of the header block is longer than 78 characters and could be folded.",
    )
    BODY_LINE_OVER_78 = (
        *("body-line-over-78", _INFO, "RFC 5322 section 2.1.1"),
        "A text that is not encoded has lines of more than 78 characters.",
    )
    BARE_CR = (
        *("bare-cr", _ERROR, "RFC 5322 section 2.3"),
        "A CR stands without its LF; it may end a line, and servers refuse it.",
    )
    BARE_LF = (
        *("bare-lf", _ERROR, "RFC 5322 section 2.3"),
        "An LF stands without its CR, though other lines end in CRLF; servers refuse it.",
    )
    LINES_END_IN_LF = (
        *("lines-end-in-lf", _INFO, "RFC 5322 section 2.3"),
        "All lines end in LF, as in a file; whatever sends the message must write CRLF.",
    )
    NUL_OCTET = (
        *("nul-octet", _ERROR, "RFC 2045 section 2.8"),
        "There is a NUL octet.",
    )
    BODY_8BIT_UNDECLARED = (
        *("body-8bit-undeclared", _ERROR, "RFC 2045 section 6.2"),
        "A body has octets over 127, but its transfer encoding is 7bit.",
    )
    BODY_8BIT_NEEDLESS = (
        *("body-8bit-needless", _INFO, "RFC 2045 section 6.2"),
        "A body of ASCII is declared as 8bit or binary, which needs more of every server.",
    )
    BODY_BINARY = (
        *("body-binary", _WARNING, "RFC 3030 section 3"),
        "A body is binary; every server on the way needs BINARYMIME.",
    )
    FROM_LINE = (
        *("from-line", _INFO, "RFC 4155 appendix A"),
        'A line begins with "From "; in mbox files it gets a ">", which breaks signatures.',
    )
    TRAILING_BLANKS = (
        *("trailing-blanks", _INFO, "RFC 2049 section 3"),
        "Lines of a text that is not encoded end in blanks, which may get lost on the way.",
    )
    ENCODED_LINE_OVER_76 = (
        *("encoded-line-over-76", _ERROR, "RFC 2045 section 6.7"),
        "A line of quoted-printable or base64 is longer than 76 characters.",
    )
    QUOTED_PRINTABLE_TRAILING_BLANKS = (
        *("quoted-printable-trailing-blanks", _ERROR, "RFC 2045 section 6.7"),
        "Lines of quoted-printable end in blanks, which readers must drop.",
    )
    BASE64_OF_ASCII = (
        *("base64-of-ascii", _INFO, NO_RULE),
        "A text of plain ASCII lines is in base64, which filters take for a disguise.",
    )

    # -- header fields that are missing, or needless

    DATE_MISSING = (
        *("date-missing", _ERROR, "RFC 5322 section 3.6.1"),
        "There is no Date.",
    )
    FROM_MISSING = (
        *("from-missing", _ERROR, "RFC 5322 section 3.6.2"),
        "There is no From; receivers refuse the message.",
    )
    MESSAGE_ID_MISSING = (
        *("message-id-missing", _WARNING, "RFC 5322 section 3.6.4"),
        "There is no Message-ID; replies cannot name the message.",
    )
    FIELD_REPEATED = (
        *("field-repeated", _ERROR, "RFC 5322 section 3.6"),
        "A field that may stand once stands again; receivers refuse it, or take either.",
    )
    SENDER_MISSING = (
        *("sender-missing", _ERROR, "RFC 5322 section 3.6.2"),
        "From has several mailboxes, and there is no Sender.",
    )
    SENDER_NEEDLESS = (
        *("sender-needless", _WARNING, "RFC 5322 section 3.6.2"),
        "Sender has the one mailbox that From has.",
    )
    SENDER_INVALID = (
        *("sender-invalid", _ERROR, "RFC 5322 section 3.6.2"),
        "Sender has not exactly one mailbox.",
    )
    REPLY_TO_NEEDLESS = (
        *("reply-to-needless", _INFO, "RFC 5322 section 3.6.2"),
        "Reply-To has the mailboxes that From has.",
    )
    SUBJECT_MISSING = (
        *("subject-missing", _WARNING, "RFC 5322 section 3.6.5"),
        "There is no Subject, or an empty one.",
    )
    BCC_PRESENT = (
        *("bcc-present", _WARNING, "RFC 5322 section 3.6.3"),
        "Bcc has mailboxes; all receivers may see them.",
    )
    RETURN_PATH_PRESENT = (
        *("return-path-present", _WARNING, "RFC 5321 section 4.4"),
        "There is a Return-Path, which only the server that delivers may write.",
    )
    MIME_VERSION_MISSING = (
        *("mime-version-missing", _ERROR, "RFC 2045 section 4"),
        "There are Content-* fields without MIME-Version.",
    )
    CLIENT_IP = (
        *("client-ip", _INFO, NO_RULE),
        "A field tells the address of the sender's device to all receivers.",
    )

    # -- what header fields hold

    HEADER_8BIT = (
        *("header-8bit", _WARNING, "RFC 6532 section 3"),
        "A field has UTF-8 where encoded words would do; every server needs SMTPUTF8.",
    )
    HEADER_CHARSET = (
        *("header-charset", _ERROR, "RFC 6532 section 3.1"),
        "A field has 8-bit octets that are not UTF-8.",
    )
    ADDRESS_INVALID = (
        *("address-invalid", _ERROR, "RFC 5321 section 4.1.2"),
        "An address is not one that mail can be sent to.",
    )
    MESSAGE_ID_INVALID = (
        *("message-id-invalid", _ERROR, "RFC 5322 section 3.6.4"),
        "A message id is not of the form <left@right>, or Message-ID has not exactly one.",
    )
    MESSAGE_ID_LOCAL = (
        *("message-id-local", _INFO, "RFC 5322 section 3.6.4"),
        "The domain of the Message-ID has no dot; another host may make the same id.",
    )
    DATE_INVALID = (
        *("date-invalid", _ERROR, "RFC 5322 section 3.3"),
        "A date cannot be read.",
    )
    DATE_ZONE_MISSING = (
        *("date-zone-missing", _ERROR, "RFC 5322 section 3.3"),
        "A date has no zone, or one that is not known.",
    )
    DATE_IN_FUTURE = (
        *("date-in-future", _WARNING, "RFC 5322 section 3.6.1"),
        "Date is more than a day from now; receivers sort the message wrongly, or refuse it.",
    )
    SUBJECT_OVER_998 = (
        *("subject-over-998", _WARNING, "RFC 5322 section 2.1.1"),
        "Subject has more than 998 characters once it is unfolded and decoded.",
    )
    ENCODED_WORD_TOO_LONG = (
        *("encoded-word-too-long", _ERROR, "RFC 2047 section 2"),
        "An encoded word is longer than 75 characters.",
    )
    ENCODED_WORD_LINE_OVER_76 = (
        *("encoded-word-line-over-76", _WARNING, "RFC 2047 section 2"),
        "A line with an encoded word is longer than 76 characters.",
    )
    ENCODED_WORD_MISPLACED = (
        *("encoded-word-misplaced", _ERROR, "RFC 2047 section 5"),
        "An encoded word stands where none may stand, as in an address, an id or a URL.",
    )
    ENCODED_WORD_NEEDLESS = (
        *("encoded-word-needless", _INFO, "RFC 2047 section 2"),
        "Encoded words hold text that could stand as it is.",
    )
    PARAMETER_ENCODED_WORD = (
        *("parameter-encoded-word", _WARNING, "RFC 2047 section 5"),
        "A parameter holds encoded words; RFC 2231 has the form for it.",
    )
    BOUNDARY_INVALID = (
        *("boundary-invalid", _ERROR, "RFC 2046 section 5.1.1"),
        "A boundary is missing, too long, not of the characters that it may have, or another's.",
    )
    CONTAINER_ENCODED = (
        *("container-encoded", _ERROR, "RFC 2045 section 6.4"),
        "A multipart or an enclosed message is declared as base64 or quoted-printable.",
    )

    # -- bodies and attachments

    CHARSET_UNDECLARED = (
        *("charset-undeclared", _ERROR, "RFC 2046 section 4.1.2"),
        "A text beyond ASCII has no charset parameter.",
    )
    CHARSET_WRONG = (
        *("charset-wrong", _ERROR, "RFC 2046 section 4.1.2"),
        "A text is not in the charset that is declared, or that charset is not known.",
    )
    CHARSET_OLD = (
        *("charset-old", _INFO, NO_RULE),
        "The charset of a text is neither UTF-8 nor US-ASCII.",
    )
    TEXT_ALTERNATIVE_MISSING = (
        *("text-alternative-missing", _WARNING, "RFC 2046 section 5.1.4"),
        "There is HTML, but no plain text for those who read no HTML.",
    )
    TEXT_ALTERNATIVE_EMPTY = (
        *("text-alternative-empty", _ERROR, "RFC 2046 section 5.1.4"),
        "The plain text is blank, though the HTML is not.",
    )
    TEXT_ALTERNATIVE_DIFFERS = (
        *("text-alternative-differs", _WARNING, "RFC 2046 section 5.1.4"),
        "The plain text is less than a tenth of what the HTML shows.",
    )
    ALTERNATIVE_ORDER = (
        *("alternative-order", _ERROR, "RFC 2046 section 5.1.4"),
        "Plain text stands behind the HTML that it is an alternative to; the last one is shown.",
    )
    HIDDEN_TEXT = (
        *("hidden-text", _INFO, NO_RULE),
        "HTML holds text that no reader sees; filters take much of it for a trick.",
    )
    CID_UNKNOWN = (
        *("cid-unknown", _ERROR, "RFC 2392 section 2"),
        "HTML names a cid: that no part has.",
    )
    INLINE_UNUSED = (
        *("inline-unused", _WARNING, "RFC 2387 section 1"),
        "A part is there to be shown in the HTML, which does not mention it.",
    )
    CONTENT_ID_REPEATED = (
        *("content-id-repeated", _ERROR, "RFC 2045 section 7"),
        "Two parts have one Content-ID.",
    )
    FILE_NAME_MISSING = (
        *("file-name-missing", _WARNING, "RFC 2183 section 2.3"),
        "An attachment has no file name.",
    )
    FILE_NAME_PATH = (
        *("file-name-path", _WARNING, "RFC 2183 section 2.3"),
        "A file name has a path separator.",
    )
    FILE_NAME_BIDI = (
        *("file-name-bidi", _ERROR, NO_RULE),
        "A file name has characters that show it in another order; filters refuse it.",
    )
    PART_EMPTY = (
        *("part-empty", _INFO, NO_RULE),
        "A part has no content.",
    )

    # -- mail to many

    UNSUBSCRIBE_MISSING = (
        *("unsubscribe-missing", _WARNING, "RFC 2369 section 3.2"),
        "Mail to many has no List-Unsubscribe.",
    )
    ONE_CLICK_MISSING = (
        *("one-click-missing", _WARNING, "RFC 8058 section 3.1"),
        "List-Unsubscribe takes no one-click request, as large receivers want of bulk mail.",
    )
    ONE_CLICK_INVALID = (
        *("one-click-invalid", _ERROR, "RFC 8058 section 3.1"),
        "List-Unsubscribe-Post is not List-Unsubscribe=One-Click.",
    )
    ONE_CLICK_WITHOUT_HTTPS = (
        *("one-click-without-https", _ERROR, "RFC 8058 section 3.1"),
        "There is List-Unsubscribe-Post, but List-Unsubscribe has no https URI.",
    )
    ONE_CLICK_UNSIGNED = (
        *("one-click-unsigned", _INFO, "RFC 8058 section 4"),
        "There is no DKIM signature yet; one must cover both List-Unsubscribe fields.",
    )
    ONE_CLICK_SIGNATURE = (
        *("one-click-signature", _ERROR, "RFC 8058 section 4"),
        "No DKIM signature covers both List-Unsubscribe and List-Unsubscribe-Post.",
    )
    LIST_URL_INVALID = (
        *("list-url-invalid", _WARNING, "RFC 2369 section 2"),
        "A List-* field has no URL in angle brackets.",
    )
    PRECEDENCE_MISSING = (
        *("precedence-missing", _INFO, "RFC 3834 section 2"),
        "Mail to many has no List-Id, Precedence or Auto-Submitted; automatic answers come back.",
    )
    PRECEDENCE_UNKNOWN = (
        *("precedence-unknown", _INFO, "RFC 3834 section 2"),
        "Precedence is neither bulk, list nor junk; it has no effect.",
    )

    # -- what else the check finds

    MALFORMED = (
        *("malformed", _ERROR, NO_RULE),
        "Something will be lost, or read otherwise by other readers.",
    )
    IRREGULAR = (
        *("irregular", _WARNING, NO_RULE),
        "A rule is broken, and readers have to guess.",
    )
    OBSOLETE = (
        *("obsolete", _WARNING, "RFC 5322 section 4"),
        "A form that must still be read must no longer be written.",
    )
    LIMIT_MET = (
        *("limit-met", _ERROR, NO_RULE),
        "The message passes a limit; what lies behind it was not looked at.",
    )
    FINDINGS_OMITTED = (
        *("findings-omitted", _INFO, NO_RULE),
        "There are more findings of one rule than are told.",
    )


class LintFinding(NamedTuple):
    """One finding in one place: the shape is that of a `Defect`.

    >>> finding = LintFinding(LintRule.CID_UNKNOWN, Span(120, 300), "1.2", "logo@example.org")
    >>> finding.severity.name, finding.rfc
    ('ERROR', 'RFC 2392 section 2')
    """

    code: LintRule
    """The rule."""
    span: Span
    """Where, in octets of the part's source."""
    path: str = ""
    """The part."""
    detail: str = ""
    """What else there is to say."""

    @property
    def severity(self) -> Severity:
        """`ERROR`: do not send it. `WARNING`: some receivers mind. `INFO`: good to know."""
        return self.code.severity

    @property
    def rfc(self) -> str:
        """The rule's source; "none" if it is experience."""
        return self.code.rfc

    @property
    def sentence(self) -> str:
        """What is wrong: the meaning of the code, and the detail."""
        meaning = self.code.meaning
        return f"{meaning.removesuffix('.')} ({self.detail})." if self.detail else meaning

    def __str__(self) -> str:
        place = f"{self.path or 'message'}, octet {self.span.offset}"
        rule = "" if self.rfc == NO_RULE else f", {self.rfc}"
        return f"{place}: {self.sentence} [{self.code.value}{rule}]"
