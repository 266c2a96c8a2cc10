"""Header fields from values in the forms of RFC 8621 section 4.1.2."""

from __future__ import annotations

from typing import Any

import pytest

from mimekit import ComposeError, DefectCode, HeaderInjectionError
from mimekit.jmap.field_value import allowed_forms
from tests.jmap.creating import create, header


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        pytest.param("from", [{"email": "a@x.test"}], ["From: a@x.test"], id="address"),
        pytest.param(
            "from", [{"name": None, "email": "a@x.test"}], ["From: a@x.test"], id="no-name"
        ),
        pytest.param(
            "to",
            [
                {"name": "Weber, J\u00f6rg", "email": "j@x.test"},
                {"name": "B", "email": "b@x.test"},
            ],
            ['To: "Weber," =?utf-8?q?J=C3=B6rg?= <j@x.test>, B <b@x.test>'],
            id="names",
        ),
        pytest.param("cc", [{"email": '"a b"@x.test'}], ['Cc: "a b"@x.test'], id="quoted"),
        pytest.param(
            "cc", [{"email": '"joe"@x.test'}], ["Cc: joe@x.test"], id="quoted-needlessly"
        ),
        pytest.param(
            "cc",
            [{"email": f'"{"a" * 62} b"@x.test'}],
            [f'Cc: "{"a" * 62} b"@x.test'],
            id="longer-than-smtp-takes",
        ),
        pytest.param("cc", [{"email": " a@x.test\n"}], ["Cc: a@x.test"], id="blanks-around"),
        pytest.param("bcc", [{"email": "a@[192.0.2.1]"}], ["Bcc: a@[192.0.2.1]"], id="literal"),
        pytest.param(
            "replyTo",
            [{"email": "a@b\u00fccher.test"}],
            ["Reply-To: a@xn--bcher-kva.test"],
            id="idn",
        ),
        pytest.param(
            "sender", [{"email": "j\u00f6@x.test"}], ["Sender: j\u00f6@x.test"], id="utf8"
        ),
        pytest.param(
            "to", [{"name": "a\tb", "email": "a@x.test"}], ["To: a b <a@x.test>"], id="tab-in-name"
        ),
        pytest.param(
            "subject", "Gr\u00fc\u00dfe", ["Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?="], id="text"
        ),
        pytest.param("subject", "", ["Subject:"], id="empty-text"),
        pytest.param("messageId", ["1@x.test"], ["Message-ID: <1@x.test>"], id="message-id"),
        pytest.param("inReplyTo", ["1@x.test"], ["In-Reply-To: <1@x.test>"], id="in-reply-to"),
        pytest.param(
            "references", ["1@x.test", "2@x.test"], ["References: <1@x.test> <2@x.test>"], id="ids"
        ),
        pytest.param(
            "references", ["\u00e9@x.test"], ["References: <\u00e9@x.test>"], id="ids-beyond-ascii"
        ),
        pytest.param(
            "sentAt",
            "2026-03-03T10:00:00+01:00",
            ["Date: Tue, 03 Mar 2026 10:00:00 +0100"],
            id="date",
        ),
        pytest.param(
            "sentAt",
            "2026-03-03t10:00:00.5z",
            ["Date: Tue, 03 Mar 2026 10:00:00 +0000"],
            id="date-z",
        ),
        pytest.param(
            "header:To:asGroupedAddresses",
            [
                {"name": "Team", "addresses": [{"email": "a@x.test"}, {"email": "b@x.test"}]},
                {"name": None, "addresses": [{"name": "C", "email": "c@x.test"}]},
                {"name": "None", "addresses": []},
            ],
            ["To: Team: a@x.test, b@x.test;, C <c@x.test>, None:;"],
            id="groups",
        ),
        pytest.param(
            "header:List-Post:asURLs",
            ["mailto:l@x.test", "https://x.test/"],
            ["List-Post: <mailto:l@x.test>, <https://x.test/>"],
            id="urls",
        ),
        pytest.param(
            "header:X-When:asDate",
            "2026-03-03T10:00:00Z",
            ["X-When: Tue, 03 Mar 2026 10:00:00 +0000"],
            id="date-of-unknown-field",
        ),
        pytest.param(
            "header:X-Who:asAddresses",
            [{"email": "a@x.test"}],
            ["X-Who: a@x.test"],
            id="address-of-unknown-field",
        ),
        pytest.param(
            "header:X-Ids:asMessageIds",
            ["1@x.test", "2@x.test"],
            ["X-Ids: <1@x.test> <2@x.test>"],
            id="ids-of-unknown-field",
        ),
        pytest.param(
            "header:Keywords:asText",
            "na\u00efve, b",
            ["Keywords: =?utf-8?q?na=C3=AFve?=, b"],
            id="keywords",
        ),
        pytest.param("header:X-A", " a  b ", ["X-A: a  b"], id="raw"),
        pytest.param("header:X-A", " a\r\n b", ["X-A: a b"], id="raw-folded"),
        pytest.param("header:To", " joe, (at home", ["To: joe, (at home"], id="raw-of-a-draft"),
        pytest.param("header:X-A", "\u00e9", ["X-A: =?utf-8?b?w6k=?="], id="raw-beyond-ascii"),
        pytest.param("header:X-A", "", ["X-A:"], id="raw-empty"),
        pytest.param(
            "header:From",
            "J\u00f6rg <j@x.test>",
            ["From: =?utf-8?q?J=C3=B6rg?= <j@x.test>"],
            id="raw-address-beyond-ascii",
        ),
        pytest.param(
            "header:Received", " from \u00e9", ["Received: from \u00e9"], id="raw-that-needs-utf8"
        ),
        pytest.param(
            "header:X-A:asText:all", ["1", None, "2"], ["X-A: 1", "X-A: 2"], id="all-of-them"
        ),
        pytest.param("header:X-A:asText:all", [], [], id="none-of-them"),
        pytest.param("header:X-A:asURLs", [], [], id="no-urls"),
        pytest.param("to", [], [], id="no-addresses"),
        pytest.param("subject", None, [], id="null"),
    ],
)
def test_writes(name: str, value: Any, lines: list[str]) -> None:
    assert header(create({name: value})) == lines


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        pytest.param("from", "a@x.test", "from: a list is needed, not str", id="text-for-list"),
        pytest.param("to", [7], "to[0]: an object (a dict) is needed, not int", id="no-object"),
        pytest.param(
            "to",
            [{"email": "a@x.test"}, {}],
            "to[1].email: a str is needed, not NoneType",
            id="email",
        ),
        pytest.param(
            "to",
            [{"name": [], "email": "a@x.test"}],
            "to[0].name: a str is needed, not list",
            id="name",
        ),
        pytest.param("subject", 7, "subject: a str is needed, not int", id="subject"),
        pytest.param("sentAt", True, "sentAt: a str is needed, not bool", id="date"),
        pytest.param(
            "references", ["a@x.test", 7], "references[1]: a str is needed, not int", id="ids"
        ),
        pytest.param(
            "header:To:asGroupedAddresses",
            [{"name": "a", "addresses": [{"email": 7}]}],
            "header:To:asGroupedAddresses[0].addresses[0].email: a str is needed, not int",
            id="groups",
        ),
        pytest.param(
            "header:X:asText:all", "x", "header:X:asText:all: a list is needed, not str", id="all"
        ),
        pytest.param(
            "header:X:asText:all",
            [7],
            "header:X:asText:all[0]: a str is needed, not int",
            id="one",
        ),
    ],
)
def test_a_wrong_type_is_told_with_its_path(name: str, value: Any, sentence: str) -> None:
    with pytest.raises(TypeError) as caught:
        create({name: value})
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        pytest.param("to", [{"email": "joe"}], "to[0].email: 'joe' is no address", id="no-domain"),
        pytest.param("to", [{"email": ""}], "to[0].email: '' is no address", id="empty"),
        pytest.param("to", [{"email": "a@"}], "to[0].email: 'a@' is no address", id="no-domain-2"),
        pytest.param(
            "to",
            [{"email": "J <a@x.test>"}],
            "to[0].email: 'J <a@x.test>' is no address",
            id="name",
        ),
        pytest.param(
            "to", [{"email": "a@x.test, b@x.test"}], "to[0].email: 'a@x.test, b@x.test'", id="two"
        ),
        pytest.param("to", [{"email": "g:;"}], "to[0].email: 'g:;' is no address", id="group"),
        pytest.param("to", [{"email": "a@b@x.test"}], "to[0].email: 'a@b@x.test'", id="two-at"),
        pytest.param("from", [{"email": "a@x test"}], "from", id="domain-with-a-blank"),
        pytest.param("messageId", ["1", "2"], "messageId: a message has one id, not 2", id="ids"),
        pytest.param("messageId", ["<1@x>"], "messageId: '<1@x>' is no message id", id="brackets"),
        pytest.param(
            "sentAt", "2026-03-03T10:00:00", "sentAt: '2026-03-03T10:00:00' is no", id="zone"
        ),
        pytest.param("sentAt", "2026-03-03", "sentAt: '2026-03-03' is no date-time", id="day"),
        pytest.param("sentAt", "2026-02-31T10:00:00Z", "sentAt: '2026-02-31T10:00:00Z'", id="31"),
        pytest.param(
            "sentAt", "2026-W10-2T10:00:00Z", "sentAt: '2026-W10-2T10:00:00Z'", id="week"
        ),
        pytest.param("sentAt", "1899-01-01T10:00:00Z", "sentAt: a date before 1900", id="old"),
        pytest.param("subject", "\ud800", "subject: '\\ud800' in a value", id="surrogate"),
        pytest.param("header:X", "\ud800", "header:X: '\\ud800' in a value", id="raw-surrogate"),
        pytest.param("header:X:asURLs", ["x"], "header:X:asURLs: 'x' cannot be a URL", id="url"),
        pytest.param(
            "header:Keywords:asText", "", "header:Keywords:asText: Keywords", id="empty-text"
        ),
        pytest.param(
            "header:Subject:asText:all",
            ["a", "b"],
            "header:Subject:asText:all: Subject may stand once",
            id="twice",
        ),
        pytest.param(
            "header:Subject:asAddresses",
            [],
            "header:Subject:asAddresses: Subject has no form asAddresses",
            id="form",
        ),
        pytest.param("header:To:asText", "a", "header:To:asText: To has no form", id="text-form"),
        pytest.param(
            "header:X:asThat", "a", "header:X:asThat: there is no property", id="no-form"
        ),
        pytest.param("header:", "a", "header:: there is no property", id="no-name"),
        pytest.param("header:A\r\nB", "a", "header:A\r\nB: there is no", id="control-in-name"),
        pytest.param("unknown", 1, "unknown: there is no property 'unknown'", id="unknown"),
    ],
)
def test_what_cannot_be_is_told_with_its_path(name: str, value: Any, sentence: str) -> None:
    with pytest.raises(ComposeError) as caught:
        create({name: value})
    assert str(caught.value).startswith(sentence)
    assert not isinstance(caught.value, HeaderInjectionError)


CONTROLS = ["\r\n", *map(chr, {*range(0x20), 0x7F} - {9}), "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("subject", "a{}b", id="text"),
        pytest.param("from", [{"name": "a{}b", "email": "a@x.test"}], id="name"),
        pytest.param("from", [{"email": '"a{}b"@x.test'}], id="address"),
        pytest.param(
            "header:To:asGroupedAddresses", [{"name": "a{}b", "addresses": []}], id="group"
        ),
        pytest.param("header:X-A", "a{}b", id="raw"),
        pytest.param("header:X-A", "\u00e9 a{}b", id="raw-beyond-ascii"),
        pytest.param("header:From", "a{}b <a@x.test>", id="raw-address"),
        pytest.param("headers", [{"name": "X-A", "value": "a{}b"}], id="headers"),
    ],
)
def test_a_control_becomes_a_blank(name: str, value: Any, control: str) -> None:
    defects: list[Any] = []
    message = create({name: _filled(value, control)}, defects=defects)
    [line] = header(message)
    field_name, _, _ = line.partition(":")
    assert "a" + " " * len(control) + "b" in message.headers[field_name]
    assert [defect.code for defect in defects] == [DefectCode.COPIED_CONTROL]


def _filled(value: Any, control: str) -> Any:
    """A value with the control in the place of {}."""
    if isinstance(value, str):
        return value.replace("{}", control)
    if isinstance(value, list):
        return [_filled(item, control) for item in value]
    return {key: _filled(item, control) for key, item in value.items()}


def test_a_control_that_leaves_no_value_is_refused() -> None:
    with pytest.raises(ComposeError, match=r"references: 'a b@x\.test' is no message id"):
        create({"references": ["a\nb@x.test"]})


def test_a_control_inside_an_encoded_word_stays_encoded_or_becomes_a_blank() -> None:
    word = "=?utf-8?q?a=0D=0AB:b?="
    assert header(create({"header:X": word})) == [f"X: {word}"]
    assert header(create({"header:X": f"{word} \u00e9"})) == ["X: a  B:b =?utf-8?b?w6k=?="]


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("comments", {"asRaw", "asText"}),
        ("date", {"asRaw", "asDate"}),
        ("list-id", {"asRaw", "asText"}),
        ("received", {"asRaw"}),
        ("resent-to", {"asRaw", "asAddresses", "asGroupedAddresses"}),
    ],
)
def test_forms(name: str, forms: set[str]) -> None:
    assert allowed_forms(name) == forms
