"""What can be wrong with a message: one code for each finding.

A malformed message is read all the same, and says what is wrong with it. A
code's ``severity`` tells what the flaw does to the reader, its ``rfc`` names
the rule that was broken, its ``meaning`` is the sentence that the reference
documentation prints.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Self

from mimekit.severity import Severity

_INFO, _WARNING, _ERROR = Severity

NO_RULE: Final = "none"
"""The ``rfc`` of a finding that breaks no rule."""


class DefectCode(Enum):
    """Every finding, by the kebab-case name that programs and reports use.

    >>> DefectCode("base64-padding").severity
    <Severity.WARNING: 2>
    """

    severity: Severity
    rfc: str
    meaning: str
    number: int
    """Its place in this list, for a `Scan`."""

    def __new__(cls, value: str, severity: Severity, rfc: str, meaning: str) -> Self:
        """Keep the name as the value, the rest as attributes."""
        self = object.__new__(cls)
        self._value_ = value
        self.number = len(cls.__members__)
        self.severity = severity
        self.rfc = rfc
        self.meaning = meaning
        return self

    # -- header block

    HEADER_MISSING = (
        *("header-missing", _ERROR, "RFC 5322 section 2.1"),
        "There is no header field; all of it was read as the body.",
    )
    HEADER_LINE_INVALID = (
        *("header-line-invalid", _WARNING, "RFC 5322 section 2.2"),
        "A line of the header block is neither a field nor the continuation of one.",
    )
    HEADER_END_MISSING = (
        *("header-end-missing", _INFO, "RFC 5322 section 2.1"),
        "No empty line ends the header block.",
    )
    HEADER_NAME_BLANK = (
        *("header-name-blank", _WARNING, "RFC 5322 section 4.5"),
        "Blanks stand between a field's name and its colon.",
    )
    HEADER_NUL = (
        *("header-nul", _WARNING, "RFC 5322 section 4.1"),
        "A header field holds a NUL octet.",
    )
    HEADER_CONTROL = (
        *("header-control", _WARNING, "RFC 5322 section 2.2"),
        "A header field holds a control character.",
    )
    HEADER_BARE_LINE_END = (
        *("header-bare-line-end", _WARNING, "RFC 5322 section 2.3"),
        "A lone CR stands in the header block; it was read as a line end.",
    )
    HEADER_LINE_TOO_LONG = (
        *("header-line-too-long", _INFO, "RFC 5322 section 2.1.1"),
        "A line is longer than 998 octets.",
    )
    HEADER_8BIT = (
        *("header-8bit", _INFO, "RFC 6532 section 3.2"),
        "A field holds UTF-8 that is not encoded.",
    )
    HEADER_CHARSET_GUESSED = (
        *("header-charset-guessed", _WARNING, "RFC 5322 section 2.2"),
        "A field holds 8-bit octets that are not UTF-8; their charset was guessed.",
    )
    FIELD_REPEATED = (
        *("field-repeated", _WARNING, "RFC 5322 section 3.6"),
        "A field that may stand once stands again; readers differ in which one they take.",
    )
    FIELD_MISSING = (
        *("field-missing", _INFO, "RFC 5322 section 3.6"),
        "The message has no Date or no From.",
    )
    FIELD_EMPTY = (
        *("field-empty", _WARNING, "RFC 5322 section 3.6"),
        "A field that needs a value has none.",
    )
    MBOX_FROM_LINE = (
        *("mbox-from-line", _INFO, "RFC 4155 appendix A"),
        "A From_ line of an mbox file stands on top of the message.",
    )
    BYTE_ORDER_MARK = (
        *("byte-order-mark", _INFO, "RFC 5322 section 2.2"),
        "A byte order mark stands on top of the message.",
    )
    LEADING_EMPTY_LINES = (
        *("leading-empty-lines", _WARNING, "RFC 5322 section 2.1"),
        "Empty lines stand before the first header field; they were skipped.",
    )

    # -- structure

    MULTIPART_BOUNDARY_MISSING = (
        *("multipart-boundary-missing", _ERROR, "RFC 2046 section 5.1.1"),
        "A multipart has no boundary parameter; it is left in one piece.",
    )
    MULTIPART_BOUNDARY_INVALID = (
        *("multipart-boundary-invalid", _WARNING, "RFC 2046 section 5.1.1"),
        "A boundary is longer than 70 characters or holds one that it may not.",
    )
    MULTIPART_BOUNDARY_AMBIGUOUS = (
        *("multipart-boundary-ambiguous", _ERROR, "RFC 2046 section 5.1.1"),
        "A boundary is in RFC 2231 form or an encoded word; readers differ in what it says.",
    )
    MULTIPART_BOUNDARY_REPEATED = (
        *("multipart-boundary-repeated", _WARNING, "RFC 2046 section 5.1.2"),
        "A multipart uses the boundary of one that encloses it.",
    )
    MULTIPART_DELIMITER_MISSING = (
        *("multipart-delimiter-missing", _ERROR, "RFC 2046 section 5.1.1"),
        "The boundary of a multipart never occurs in it; it is left in one piece.",
    )
    MULTIPART_UNTERMINATED = (
        *("multipart-unterminated", _WARNING, "RFC 2046 section 5.1.1"),
        "A multipart ends without its closing delimiter.",
    )
    MULTIPART_AFTER_CLOSE = (
        *("multipart-after-close", _ERROR, "RFC 2046 section 5.1.1"),
        "A delimiter stands behind the closing one; what follows is epilogue.",
    )
    MULTIPART_DELIMITER_TEXT = (
        *("multipart-delimiter-text", _ERROR, "RFC 2046 section 5.1.1"),
        "Text stands behind a boundary; readers differ in whether the line is a delimiter.",
    )
    MULTIPART_PART_HIDDEN = (
        *("multipart-part-hidden", _ERROR, "RFC 2046 section 5.1.1"),
        "What looks like a part stands before the first delimiter or behind the closing one.",
    )
    MULTIPART_ENCODED = (
        *("multipart-encoded", _ERROR, "RFC 2045 section 6.4"),
        "A multipart declares a transfer encoding other than 7bit, 8bit or binary.",
    )
    MESSAGE_ENCODED = (
        *("message-encoded", _WARNING, "RFC 2046 section 5.2.1"),
        "An enclosed message declares a transfer encoding; it was decoded.",
    )
    PARTS_AMBIGUOUS = (
        *("parts-ambiguous", _ERROR, "RFC 2045 section 5"),
        "Two fields state the type or the encoding of one part; the first was taken.",
    )

    # -- limits

    LIMIT_DEPTH = (
        *("limit-depth", _ERROR, "Limits.max_depth"),
        "Parts are nested deeper than the limit; the deepest was not opened.",
    )
    LIMIT_PARTS = (
        *("limit-parts", _ERROR, "Limits.max_parts"),
        "There are more parts than the limit; the rest was left in one piece.",
    )
    LIMIT_HEADER_BYTES = (
        *("limit-header-bytes", _ERROR, "Limits.max_header_bytes"),
        "A header block is larger than the limit; the fields beyond it are not read.",
    )
    LIMIT_HEADER_FIELDS = (
        *("limit-header-fields", _ERROR, "Limits.max_header_fields"),
        "A header block has more fields than the limit; the rest is not read.",
    )
    LIMIT_ENCODED_DEPTH = (
        *("limit-encoded-depth", _ERROR, "Limits.max_encoded_depth"),
        "Encoded enclosed messages are nested deeper than the limit; this one was not opened.",
    )
    LIMIT_DECODED_BYTES = (
        *("limit-decoded-bytes", _ERROR, "Limits.max_decoded_bytes"),
        "Encoded enclosed messages decode to more than the limit; this one was not opened.",
    )
    LIMIT_PHRASES = (
        *("limit-phrases", _WARNING, "mimekit.fields.phrase_list.MAX_PHRASES"),
        "A list holds more phrases than the limit; the rest was taken for one.",
    )
    DEFECTS_OMITTED = (
        *("defects-omitted", _INFO, NO_RULE),
        "There are more defects of one code than are told one by one; these are only counted.",
    )

    # -- transfer encodings

    ENCODING_UNKNOWN = (
        *("encoding-unknown", _WARNING, "RFC 2045 section 6.4"),
        "The transfer encoding is not known; the body was taken as it stands.",
    )
    ENCODING_SYNTAX = (
        *("encoding-syntax", _WARNING, "RFC 2045 section 6.1"),
        "Content-Transfer-Encoding holds more than one word.",
    )
    BASE64_CHARACTER = (
        *("base64-character", _WARNING, "RFC 2045 section 6.8"),
        "Octets outside the base64 alphabet were skipped.",
    )
    BASE64_PADDING = (
        *("base64-padding", _WARNING, "RFC 4648 section 3.2"),
        "Base64 ends without the padding that it needs.",
    )
    BASE64_JOINED = (
        *("base64-joined", _WARNING, "RFC 2045 section 6.8"),
        "Base64 goes on behind its padding: several texts were joined; readers may stop early.",
    )
    BASE64_TRUNCATED = (
        *("base64-truncated", _ERROR, "RFC 4648 section 4"),
        "Base64 ends with a lone character; the octet that it began is lost.",
    )
    BASE64_TRAILING_BITS = (
        *("base64-trailing-bits", _INFO, "RFC 4648 section 3.5"),
        "The last base64 character before the padding has bits that are not zero.",
    )
    BASE64_LINE_TOO_LONG = (
        *("base64-line-too-long", _INFO, "RFC 2045 section 6.8"),
        "A base64 line is longer than 76 characters.",
    )
    QP_ESCAPE_INVALID = (
        *("qp-escape-invalid", _WARNING, "RFC 2045 section 6.7"),
        'A "=" is not followed by two hexadecimal digits; it was kept.',
    )
    QP_ESCAPE_LOWER_CASE = (
        *("qp-escape-lower-case", _INFO, "RFC 2045 section 6.7"),
        "A hexadecimal digit is in lower case.",
    )
    QP_LINE_TOO_LONG = (
        *("qp-line-too-long", _INFO, "RFC 2045 section 6.7"),
        "A quoted-printable line is longer than 76 characters.",
    )
    QP_8BIT = (
        *("qp-8bit", _WARNING, "RFC 2045 section 6.7"),
        "Quoted-printable holds octets that should have been encoded; they were kept.",
    )
    UU_BEGIN_MISSING = (
        *("uu-begin-missing", _WARNING, "POSIX uuencode"),
        'No "begin" line starts the uuencoded data.',
    )
    UU_END_MISSING = (
        *("uu-end-missing", _WARNING, "POSIX uuencode"),
        'No "end" line ends the uuencoded data.',
    )
    UU_LINE_INVALID = (
        *("uu-line-invalid", _ERROR, "POSIX uuencode"),
        "A uuencoded line is shorter or longer than its length character says.",
    )

    # -- charsets and text

    CHARSET_UNKNOWN = (
        *("charset-unknown", _WARNING, "RFC 2046 section 4.1.2"),
        "The declared charset is not known; the text was decoded by detection.",
    )
    CHARSET_WRONG = (
        *("charset-wrong", _WARNING, "RFC 2046 section 4.1.2"),
        "The text is not valid in its declared charset; it was decoded by detection.",
    )
    CHARSET_MISSING = (
        *("charset-missing", _INFO, "RFC 2046 section 4.1.2"),
        "8-bit text declares no charset; it was decoded by detection.",
    )
    CHARSET_REPLACED = (
        *("charset-replaced", _ERROR, "RFC 2046 section 4.1.2"),
        "Octets that no charset gives a meaning became U+FFFD.",
    )

    # -- encoded words

    ENCODED_WORD_INVALID = (
        *("encoded-word-invalid", _WARNING, "RFC 2047 section 2"),
        "An encoded word cannot be decoded; it was kept as it stands.",
    )
    ENCODED_WORD_CHARSET = (
        *("encoded-word-charset", _WARNING, "RFC 2047 section 3"),
        "The charset of an encoded word is not known, or wrong for its octets.",
    )
    ENCODED_WORD_PLACE = (
        *("encoded-word-place", _WARNING, "RFC 2047 section 5"),
        "An encoded word stands where none may stand; it was decoded.",
    )
    ENCODED_WORD_SPLIT = (
        *("encoded-word-split", _WARNING, "RFC 2047 section 5"),
        "A character is split over two encoded words; they were joined.",
    )
    ENCODED_WORD_TOO_LONG = (
        *("encoded-word-too-long", _INFO, "RFC 2047 section 2"),
        "An encoded word is longer than 75 characters.",
    )
    ENCODED_WORD_BLANK = (
        *("encoded-word-blank", _WARNING, "RFC 2047 section 2"),
        "An encoded word holds blanks, or touches the text around it.",
    )

    # -- addresses and message ids

    ADDRESS_INVALID = (
        *("address-invalid", _ERROR, "RFC 5322 section 3.4"),
        "An address cannot be read; its text was kept as the address or the name.",
    )
    ADDRESS_OBSOLETE = (
        *("address-obsolete", _INFO, "RFC 5322 section 4.4"),
        "An address uses obsolete syntax: blanks or comments inside it, or empty list elements.",
    )
    ADDRESS_ROUTE = (
        *("address-route", _INFO, "RFC 5322 section 4.4"),
        "An address has a source route, which was dropped.",
    )
    ADDRESS_BRACKET_MISSING = (
        *("address-bracket-missing", _WARNING, "RFC 5322 section 3.4"),
        "The angle brackets around an address are not one pair.",
    )
    ADDRESS_DOT = (
        *("address-dot", _WARNING, "RFC 5322 section 3.4.1"),
        "A local part or a domain begins or ends with a dot, or has two in a row.",
    )
    ADDRESS_SEPARATOR = (
        *("address-separator", _WARNING, "RFC 5322 section 3.4"),
        "Addresses are not separated by commas.",
    )
    ADDRESS_DOMAIN_MISSING = (
        *("address-domain-missing", _WARNING, "RFC 5322 section 3.4.1"),
        "An address has no domain.",
    )
    ADDRESS_AMBIGUOUS = (
        *("address-ambiguous", _ERROR, "RFC 5322 section 3.4"),
        "An address can be read in two ways; other readers may see another sender.",
    )
    ADDRESS_GROUP_UNTERMINATED = (
        *("address-group-unterminated", _WARNING, "RFC 5322 section 3.4"),
        'A group has no closing ";".',
    )
    PHRASE_INVALID = (
        *("phrase-invalid", _INFO, "RFC 5322 section 3.2.5"),
        "A display name holds characters that need quotes.",
    )
    PHRASE_LIST_OBSOLETE = (
        *("phrase-list-obsolete", _INFO, "RFC 5322 section 4.1"),
        "A list of phrases has empty elements.",
    )
    QUOTED_STRING_UNTERMINATED = (
        *("quoted-string-unterminated", _WARNING, "RFC 5322 section 3.2.4"),
        "A quoted string has no closing quote.",
    )
    COMMENT_UNTERMINATED = (
        *("comment-unterminated", _WARNING, "RFC 5322 section 3.2.2"),
        "A comment has no closing parenthesis.",
    )
    DOMAIN_LITERAL_INVALID = (
        *("domain-literal-invalid", _WARNING, "RFC 5321 section 4.1.3"),
        "A domain literal is not closed or is no address.",
    )
    MESSAGE_ID_INVALID = (
        *("message-id-invalid", _WARNING, "RFC 5322 section 3.6.4"),
        "A message id is not of the form <left@right>.",
    )

    # -- dates

    DATE_INVALID = (
        *("date-invalid", _ERROR, "RFC 5322 section 3.3"),
        "The text is no date.",
    )
    DATE_OBSOLETE = (
        *("date-obsolete", _INFO, "RFC 5322 section 4.3"),
        "The date uses obsolete syntax: a zone's name, a short year, or comments.",
    )
    DATE_SYNTAX = (
        *("date-syntax", _WARNING, "RFC 5322 section 3.3"),
        "The date is not written as the standard has it; it was understood.",
    )
    DATE_ZONE_MISSING = (
        *("date-zone-missing", _WARNING, "RFC 5322 section 3.3"),
        "The date has no zone, or one that is not known; it was read as UTC.",
    )
    DATE_WEEKDAY_WRONG = (
        *("date-weekday-wrong", _INFO, "RFC 5322 section 3.3"),
        "The day of the week is not that of the date.",
    )

    # -- parameters and MIME fields

    MEDIA_TYPE_INVALID = (
        *("media-type-invalid", _WARNING, "RFC 2045 section 5.1"),
        "Content-Type is not type/subtype, both tokens; if one is missing, text/plain is taken.",
    )
    DISPOSITION_INVALID = (
        *("disposition-invalid", _WARNING, "RFC 2183 section 2"),
        "Content-Disposition does not begin with a token.",
    )
    PARAMETER_INVALID = (
        *("parameter-invalid", _WARNING, "RFC 2045 section 5.1"),
        "A parameter is not of the form name=value; it was passed over or repaired.",
    )
    PARAMETER_QUOTES_MISSING = (
        *("parameter-quotes-missing", _INFO, "RFC 2045 section 5.1"),
        "A parameter's value holds characters that need quotes.",
    )
    PARAMETER_REPEATED = (
        *("parameter-repeated", _ERROR, "RFC 2045 section 5"),
        "A parameter stands twice; readers differ in which one they take.",
    )
    PARAMETER_ENCODED_WORD = (
        *("parameter-encoded-word", _WARNING, "RFC 2047 section 5"),
        "A parameter's value holds encoded words; they were decoded.",
    )
    PARAMETER_SEGMENT = (
        *("parameter-segment", _WARNING, "RFC 2231 section 3"),
        "Continuations of a parameter are missing or out of order.",
    )
    PARAMETER_CHARSET = (
        *("parameter-charset", _WARNING, "RFC 2231 section 4"),
        "The charset of a parameter is missing, not known, or wrong for its octets.",
    )
    PARAMETER_TWO_FORMS = (
        *("parameter-two-forms", _WARNING, "RFC 2231 section 3"),
        "A parameter has one value as it stands, another by RFC 2231; the latter was taken.",
    )
    MIME_VERSION_INVALID = (
        *("mime-version-invalid", _WARNING, "RFC 2045 section 4"),
        "MIME-Version is not 1.0.",
    )

    # -- trace

    RECEIVED_INVALID = (
        *("received-invalid", _WARNING, "RFC 5321 section 4.4"),
        "A Received field has no clause or no date that can be read.",
    )
    AUTHENTICATION_RESULTS_INVALID = (
        *("authentication-results-invalid", _WARNING, "RFC 8601 section 2.2"),
        "Authentication-Results cannot be read to its end.",
    )
    URL_LIST_INVALID = (
        *("url-list-invalid", _WARNING, "RFC 2369 section 2"),
        "A List-* field holds no URL in angle brackets.",
    )

    LIST_ID_INVALID = (
        *("list-id-invalid", _WARNING, "RFC 2919 section 3"),
        "A List-Id field holds no identifier in angle brackets.",
    )

    # -- what lies inside

    REPORT_INVALID = (
        *("report-invalid", _WARNING, "RFC 6522 section 3"),
        "A multipart/report has no machine-readable part of its type.",
    )
    HTML_HIDDEN_TEXT = (
        *("html-hidden-text", _INFO, NO_RULE),
        "HTML holds text that no reader sees; it was left out of the visible text.",
    )

    # -- what a new message takes from one that was received

    COPIED_CONTROL = (
        *("copied-control", _WARNING, "RFC 5322 section 2.2"),
        "A value copied from received mail held a control character; a blank stands for it.",
    )
    COPIED_ADDRESS_INVALID = (
        *("copied-address-invalid", _WARNING, "RFC 5322 section 3.4"),
        "An address of received mail cannot be written; it was left out.",
    )
    COPIED_MESSAGE_ID_INVALID = (
        *("copied-message-id-invalid", _WARNING, "RFC 5322 section 3.6.4"),
        "A message id of received mail cannot be written; it was left out.",
    )
    COPIED_PART_CHANGED = (
        *("copied-part-changed", _WARNING, "RFC 2045 section 5.1"),
        "A part of received mail cannot be written as what it is; its type or name was changed.",
    )
