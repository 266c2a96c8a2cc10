from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mimekit import LintFinding, LintRule, Message, Severity, lint, parse
from mimekit.composition.lint import MAX_IN_PART
from tests.composition.lint_cases import (
    CASES,
    PAGE_WITH_IMAGE,
    PDF,
    TEXT,
    Case,
    letter,
    parts,
)
from tests.corpus.expectation import CORPUS, iter_messages, name_of

NOW = datetime(2026, 12, 31, tzinfo=UTC)


def codes(octets: bytes) -> set[LintRule]:
    return {finding.code for finding in lint(parse(octets), now=NOW)}


def findings(octets: bytes, rule: LintRule) -> list[LintFinding]:
    return [finding for finding in lint(parse(octets), now=NOW) if finding.code == rule]


def test_nothing_is_found_in_the_letter_that_all_are_made_from() -> None:
    assert codes(letter()) == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.value}-{case.id}")
def test_finds_what_breaks_a_rule_and_nothing_else(case: Case) -> None:
    assert case.rule in codes(case.breaks)
    assert case.rule not in codes(case.keeps)


def test_every_rule_has_its_cases() -> None:
    assert {case.rule for case in CASES} == {*LintRule}


@pytest.mark.parametrize(
    ("octets", "rule", "path", "shown", "detail"),
    [
        pytest.param(
            letter(body=b"a\r\nb\rc\rd"), LintRule.BARE_CR, "", b"\r", "the first of 2", id="octet"
        ),
        pytest.param(
            parts(TEXT, TEXT + b"\0"), LintRule.NUL_OCTET, "2", b"\0", "", id="octet-in-a-part"
        ),
        pytest.param(
            parts(TEXT.replace(b"Hello", b"a\r\nFrom b")),
            LintRule.FROM_LINE,
            "1",
            b"From ",
            "",
            id="line-in-a-part",
        ),
        pytest.param(
            letter(fields=b"Bcc: c@example.org\r\n"),
            LintRule.BCC_PRESENT,
            "",
            b"Bcc: c@example.org\r\n",
            "",
            id="field",
        ),
        pytest.param(
            letter((b"ben@example.net", b"ben@-a.example")),
            LintRule.ADDRESS_INVALID,
            "",
            b"To: Ben <ben@-a.example>\r\n",
            "ben@-a.example",
            id="address",
        ),
        pytest.param(
            parts(PAGE_WITH_IMAGE, subtype=b"related"),
            LintRule.CID_UNKNOWN,
            "1",
            b'<p>Hello <img src="cid:a@b">',
            "a@b",
            id="body",
        ),
        pytest.param(
            letter((b"Loom", b"a" + b" =?utf-8?q?=C3=BC?=" * 4)),
            LintRule.ENCODED_WORD_LINE_OVER_76,
            "",
            b"Subject: a" + b" =?utf-8?q?=C3=BC?=" * 4,
            "Subject",
            id="line-of-a-field",
        ),
    ],
)
def test_place_and_detail(
    octets: bytes, rule: LintRule, path: str, shown: bytes, detail: str
) -> None:
    (finding,) = findings(octets, rule)
    assert (finding.path, finding.detail) == (path, detail)
    assert octets[finding.span.slice] == shown


def test_findings_stand_in_the_order_of_the_message() -> None:
    octets = parts(TEXT + b" ", PDF + b"\r\nAAAA", fields=b"Bcc: c@example.org\r\n").replace(
        b"MIME-V", b"X-V"
    )
    found = lint(parse(octets), now=NOW)
    assert [(finding.path, finding.code) for finding in found] == [
        ("", LintRule.MIME_VERSION_MISSING),
        ("", LintRule.BCC_PRESENT),
        ("1", LintRule.TRAILING_BLANKS),
        ("2", LintRule.FILE_NAME_MISSING),
    ]


def test_only_the_octets_of_an_enclosed_message_count() -> None:
    enclosed = b"Content-Type: message/rfc822\r\n\r\nBcc: c@example.org\r\nDate: today\r\n\r\nText"
    assert codes(parts(TEXT, enclosed)) == set()
    assert codes(parts(TEXT, enclosed + b"x" * 999)) == {LintRule.LINE_OVER_998}


def test_an_enclosed_message_can_be_looked_at_alone() -> None:
    enclosed = b"Content-Type: message/rfc822\r\n\r\nBcc: c@example.org\r\n\r\n\0"
    inner = parse(parts(TEXT, enclosed)).part("2").message
    assert inner is not None
    found = {finding.code: finding for finding in lint(inner)}
    assert found[LintRule.BCC_PRESENT].path == found[LintRule.NUL_OCTET].path == "2.1"
    assert LintRule.DATE_MISSING in found
    octets = parts(TEXT, enclosed)
    assert octets[found[LintRule.NUL_OCTET].span.slice] == b"\0"


def test_a_flood_is_counted() -> None:
    octets = letter(fields=b"X-Real-IP: 192.0.2.1\r\n" * 150)
    assert len(findings(octets, LintRule.CLIENT_IP)) == MAX_IN_PART
    (omitted,) = findings(octets, LintRule.FINDINGS_OMITTED)
    assert omitted.detail == "50 x client-ip"


def test_an_address_that_cannot_be_read_is_told_once() -> None:
    octets = letter((b"Ben <ben@example.net>", b"Ben <ben@-example.net"))
    assert len(findings(octets, LintRule.ADDRESS_INVALID)) == 1


def test_what_the_check_finds_is_explained() -> None:
    (finding,) = findings(letter((b"Mon, 12", b"Fri, 12")), LintRule.IRREGULAR)
    assert finding.detail.startswith("date-weekday-wrong: the day of the week is not")
    assert finding.sentence.endswith("of the date).")


def test_str_tells_place_sentence_and_rule() -> None:
    (finding,) = findings(letter(fields=b"Bcc: c@example.org\r\n"), LintRule.BCC_PRESENT)
    assert str(finding) == (
        "message, octet 0: Bcc has mailboxes; all receivers may see them. "
        "[bcc-present, RFC 5322 section 3.6.3]"
    )


def test_the_clock_is_taken_without_now() -> None:
    octets = letter((b"Mon, 12 Oct 2026", b"Sun, 12 Oct 9987"))
    assert LintRule.DATE_IN_FUTURE in {finding.code for finding in lint(parse(octets))}


@pytest.mark.parametrize(
    ("message", "now", "error"),
    [
        pytest.param(b"Subject: a\r\n\r\n", None, TypeError, id="octets"),
        pytest.param(parse(b""), datetime(2026, 1, 1), ValueError, id="naive"),  # noqa: DTZ001
    ],
)
def test_mistakes_of_the_caller(
    message: Message, now: datetime | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        lint(message, now=now)


# -- the corpus

# What is found in the messages of corpus/rfc although they follow the standards: why, and
# in which. Mere information is not listed.
ALLOWED = {
    LintRule.BOUNDARY_INVALID: {"boundary-in-continuations"},  # readers differ in it
    LintRule.MESSAGE_ID_INVALID: {"obsolete-reply-phrases"},
    LintRule.QUOTED_PRINTABLE_TRAILING_BLANKS: {"quoted-printable-edges"},
    LintRule.BODY_BINARY: {"binary-image", "every-transfer-encoding"},
    LintRule.DATE_IN_FUTURE: {"obsolete-date-two-digit-year-after-2000"},  # 2049
    LintRule.INLINE_UNUSED: {"body-choice-of-rfc-8621"},
    LintRule.IRREGULAR: {"obsolete-addresses", "obsolete-blanks-and-comments"},
    LintRule.MESSAGE_ID_MISSING: {"obsolete-blanks-and-comments"},
    LintRule.FILE_NAME_PATH: {"name-versus-filename"},
    LintRule.RETURN_PATH_PRESENT: {"authentication-results", "trace-fields"},  # received mail
    LintRule.TEXT_ALTERNATIVE_MISSING: {
        *("alternative-html-only", "root-is-html"),
        *("related-with-content-ids", "related-with-content-locations"),
    },
}
# Found wherever the message has what the name says.
OF_MANY = {LintRule.FILE_NAME_MISSING, LintRule.HEADER_LINE_OVER_78, LintRule.OBSOLETE}


@pytest.mark.parametrize("path", [*iter_messages(CORPUS / "rfc")], ids=name_of)
def test_no_false_alarm(path: Path) -> None:
    found = {
        finding.code
        for finding in lint(parse(path.read_bytes()), now=NOW)
        if finding.severity > Severity.INFO
    }
    assert found - OF_MANY == {rule for rule, names in ALLOWED.items() if path.stem in names}


@pytest.mark.parametrize("path", [*iter_messages()], ids=name_of)
def test_findings_lie_in_their_source(path: Path) -> None:
    message = parse(path.read_bytes())
    for finding in lint(message, now=NOW):
        part = message.part(finding.path)
        assert part.source is None
        assert message.span is not None
        assert message.span.offset <= finding.span.offset <= finding.span.end <= message.span.end


def test_an_edited_message_is_linted_as_it_would_be_sent() -> None:
    message = parse(MESSAGE_TO_EDIT)
    message.headers.set("Bcc", "bob@example.org")
    assert lint(message, now=NOW) == lint(parse(bytes(message)), now=NOW)
    assert "bcc-present" in [finding.code.value for finding in lint(message, now=NOW)]


MESSAGE_TO_EDIT = (
    b"From: ann@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: s\r\n\r\nx\r\n"
)
