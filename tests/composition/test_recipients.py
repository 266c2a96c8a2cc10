"""Who gets a reply."""

from __future__ import annotations

import pytest

from mimekit import ComposeError, Defect, DefectCode, Mailbox, parse
from mimekit.composition.recipients import copied_mailbox, recipients

ME = Mailbox("", "me", "x.test")


def to_and_cc(
    fields: str, *, to_all: bool = False, defects: list[Defect] | None = None
) -> tuple[str, str]:
    message = parse(f"{fields}\n\n".encode())
    own = (ME, Mailbox("", "Me", "bücher.test"))
    found = recipients(message, own, to_all=to_all, defects=defects)
    return ", ".join(map(str, found.to)), ", ".join(map(str, found.cc))


LIST = "From: a@x.test\nTo: loom@lists.test\nCc: c@x.test"


@pytest.mark.parametrize(
    ("fields", "one", "to_all"),
    [
        pytest.param("From: A <a@x.test>", "A <a@x.test>", ("A <a@x.test>", ""), id="from"),
        pytest.param(
            "From: a@x.test\nReply-To: r@x.test, s@x.test",
            "r@x.test, s@x.test",
            ("r@x.test, s@x.test", ""),
            id="reply-to",
        ),
        pytest.param("From: a@x.test\nReply-To:", "a@x.test", ("a@x.test", ""), id="no-reply-to"),
        pytest.param(
            "From: a@x.test, b@x.test", "a@x.test, b@x.test", ("a@x.test, b@x.test", ""), id="two"
        ),
        pytest.param(
            "From: a@x.test\nTo: b@x.test, me@x.test, B <b@X.TEST>\nCc: c@x.test, a@x.test",
            "a@x.test",
            ("a@x.test", "b@x.test, c@x.test"),
            id="to-and-cc",
        ),
        pytest.param(
            "From: a@x.test\nTo: b@x.test, B@x.test",
            "a@x.test",
            ("a@x.test", "b@x.test, B@x.test"),
            id="case-of-local-parts-of-others",
        ),
        pytest.param(
            "From: a@x.test\nTo: ME@X.test, mE@xn--bcher-kva.test, b@bücher.test, b@BÜCHER.test",
            "a@x.test",
            ("a@x.test", "b@bücher.test"),
            id="own-in-other-forms",
        ),
        pytest.param(
            "From: a@x.test\nTo: Team: b@x.test, c@x.test;, undisclosed-recipients:;",
            "a@x.test",
            ("a@x.test", "b@x.test, c@x.test"),
            id="groups",
        ),
        pytest.param(
            f"{LIST}\nMail-Followup-To: loom@lists.test, me@x.test",
            "a@x.test",
            ("loom@lists.test", ""),
            id="mail-followup-to",
        ),
        pytest.param(
            f"{LIST}\nMail-Followup-To: me@x.test",
            "a@x.test",
            ("a@x.test", "loom@lists.test, c@x.test"),
            id="mail-followup-to-oneself",
        ),
        pytest.param(
            f"{LIST}\nReply-To: loom@lists.test",
            "loom@lists.test",
            ("loom@lists.test", "c@x.test"),
            id="list-that-sets-reply-to",
        ),
        pytest.param(
            "From: me@x.test\nTo: b@x.test\nCc: c@x.test, me@x.test\nBcc: d@x.test",
            "b@x.test",
            ("b@x.test", "c@x.test"),
            id="own-message",
        ),
        pytest.param(
            "From: me@x.test\nReply-To: r@x.test\nTo: b@x.test",
            "b@x.test",
            ("b@x.test", ""),
            id="own-message-with-reply-to",
        ),
        pytest.param(
            "From: me@x.test\nCc: c@x.test", "c@x.test", ("c@x.test", ""), id="own-message-to-cc"
        ),
        pytest.param(
            "From: Me <me@x.test>\nTo: me@x.test\nBcc: d@x.test",
            "Me <me@x.test>",
            ("Me <me@x.test>", ""),
            id="note-to-oneself",
        ),
        pytest.param(
            "From: a@x.test\nReply-To: me@x.test\nTo: b@x.test",
            "a@x.test",
            ("a@x.test", "b@x.test"),
            id="reply-to-oneself",
        ),
        pytest.param(
            "From: broken\nSender: s@x.test\nTo: b@x.test",
            "s@x.test",
            ("b@x.test", ""),
            id="no-author-with-an-address",
        ),
        pytest.param("Sender: s@x.test", "s@x.test", ("s@x.test", ""), id="no-author"),
        pytest.param(
            "Sender: s@x.test\nTo: b@x.test", "s@x.test", ("s@x.test", "b@x.test"), id="sender"
        ),
        pytest.param(
            'From: "x, Bcc <b@y.zz>" <a@x.test>',
            '"x, Bcc <b@y.zz>" <a@x.test>',
            ('"x, Bcc <b@y.zz>" <a@x.test>', ""),
            id="name-that-shows-another",
        ),
        pytest.param(
            "From: a@x.test (comment)", "comment <a@x.test>", ("comment <a@x.test>", ""),
            id="comment",
        ),
    ],
)  # fmt: skip
def test_recipients(fields: str, one: str, to_all: tuple[str, str]) -> None:
    assert to_and_cc(fields) == (one, "")
    assert to_and_cc(fields, to_all=True) == to_all


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param("Subject: a", id="no-address"),
        pytest.param("From: broken", id="broken"),
        pytest.param("From: a@[not an address]", id="literal"),
        pytest.param('From: "a\0b"@x.test', id="control"),
        pytest.param(f"From: {'a' * 995}@x.test", id="too-long"),
        pytest.param("From: undisclosed:;", id="empty-group"),
    ],
)
def test_nobody(fields: str) -> None:
    for to_all in (False, True):
        with pytest.raises(ComposeError, match="nobody can be replied to"):
            to_and_cc(fields, to_all=to_all)


def test_what_is_left_out_is_told_once() -> None:
    defects: list[Defect] = []
    fields = "From: a@x.test\nTo: broken, broken\nCc: b@x.test, b@..test"
    assert to_and_cc(fields, to_all=True, defects=defects) == ("a@x.test", "b@x.test")
    assert [(defect.code, defect.detail) for defect in defects] == [
        (DefectCode.COPIED_ADDRESS_INVALID, "'broken'"),
        (DefectCode.COPIED_ADDRESS_INVALID, "'b@..test'"),
    ]


@pytest.mark.parametrize(
    ("name", "copied"),
    [
        pytest.param("Ann", "Ann", id="plain"),
        pytest.param("a\r\nBcc: x", "a  Bcc: x", id="line-end"),
        pytest.param("é\tb", "é b", id="tab-among-encoded-words"),
        pytest.param('"' * 900, "", id="fits-no-line"),
        pytest.param("é" + '"' * 800, "", id="fits-no-line-of-utf8"),
        pytest.param("a" * 5000, "a" * 5000, id="long-word-is-encoded"),
        pytest.param(" \0 ", "", id="blank"),
    ],
)
def test_names(name: str, copied: str) -> None:
    mailbox = copied_mailbox(Mailbox(name, "a", "x.test", ("comment",)))
    assert mailbox == Mailbox(copied, "a", "x.test")


def test_an_address_that_needs_utf8_stays() -> None:
    assert to_and_cc("From: é@x.test") == ("é@x.test", "")
