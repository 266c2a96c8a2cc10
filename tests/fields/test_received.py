"""Received: the clauses, the peer and the hops, as many servers write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.fields.received import Hop, Received, iter_hops, parse_received
from mimekit.fields.received_peer import Peer
from tests.growth import assert_linear

DATE = "; Mon, 28 Aug 2023 02:21:37 -0700"
MOMENT = datetime(2023, 8, 28, 9, 21, 37, tzinfo=UTC)


def read(text: str) -> Received:
    return parse_received(text.encode()).value


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        pytest.param(
            "from a.example (b.example [192.0.2.1]) by c.example (Postfix)\r\n\twith ESMTPS"
            " id 6296FC for <me@c.example>",
            {
                "from_": "a.example",
                "by": "c.example",
                "with_": "ESMTPS",
                "id": "6296FC",
                "for_": "me@c.example",
            },
            id="postfix",
        ),
        pytest.param(
            "from [192.0.2.1] (helo=a.example) by c.example with esmtp (Exim 3.35 #1 (Debian))"
            " id 18tqiz-0007 for me@c.example",
            {
                "from_": "192.0.2.1",
                "by": "c.example",
                "with_": "esmtp",
                "id": "18tqiz-0007",
                "for_": "me@c.example",
            },
            id="exim",
        ),
        pytest.param(
            "from EX1.example (192.0.2.1) by EX2.example (192.0.2.2) with Microsoft SMTP Server"
            " (version=TLS1_2, cipher=TLS_RSA_WITH_AES_128_CBC_SHA) id 15.1.1261.35",
            {
                "from_": "EX1.example",
                "by": "EX2.example",
                "with_": "Microsoft SMTP Server",
                "id": "15.1.1261.35",
            },
            id="exchange",
        ),
        pytest.param(
            "by 2002:aa7::1 with SMTP id b16-2002edw.81",
            {"by": "2002:aa7::1", "with_": "SMTP", "id": "b16-2002edw.81"},
            id="gmail",
        ),
        pytest.param(
            "from unknown (HELO a.example) (192.0.2.1) by 0 with SMTP",
            {"from_": "unknown", "by": "0", "with_": "SMTP"},
            id="qmail",
        ),
        pytest.param(
            "(qmail 1234 invoked by uid 5)",
            {},
            id="qmail-local",
        ),
        pytest.param(
            "(from root@localhost) by c.example (8.12.11/8.12.11/Submit) id iBADH",
            {"from_": "root@localhost", "by": "c.example", "id": "iBADH"},
            id="sendmail-submission",
        ),
        pytest.param("by c.example (from x) id 7", {"by": "c.example", "id": "7"}, id="comment"),
        pytest.param(
            "from a.example (LHLO a.example) (192.0.2.1) by a.example with LMTP",
            {"from_": "a.example", "by": "a.example", "with_": "LMTP"},
            id="zimbra",
        ),
        pytest.param(
            "from a.example [192.0.2.1] by localhost with IMAP (fetchmail-5.9.0) for me@localhost"
            " (single-drop)",
            {"from_": "a.example", "by": "localhost", "with_": "IMAP", "for_": "me@localhost"},
            id="fetchmail",
        ),
        pytest.param(
            "from a.example via smtpd (for c.example [192.0.2.1]) by b.example, id smtpdEDUB8h",
            {"from_": "a.example", "by": "b.example", "via": "smtpd", "id": "smtpdEDUB8h"},
            id="comma-and-order",
        ),
        pytest.param(
            "FROM a.example BY b.example ID <1@b.example> FOR <me@c.example> FROM <other@x.example>",
            {
                "from_": "a.example",
                "by": "b.example",
                "id": "1@b.example",
                "for_": "me@c.example",
            },
            id="upper-case-and-the-first-counts",
        ),
        pytest.param(
            "from mail pickup service by b.example",
            {"from_": "mail", "by": "b.example"},
            id="first-word",
        ),
        pytest.param(
            "from [IPv6:2001:db8::1] by [192.0.2.2]:25 with [XMail 1.20 ESMTP Server]",
            {"from_": "2001:db8::1", "by": "192.0.2.2", "with_": "[XMail 1.20 ESMTP Server]"},
            id="literals",
        ),
        pytest.param(
            'from a.example(192.0.2.1)by b.example for "J. Doe"@c.example id a/b=c',
            {
                "from_": "a.example",
                "by": "b.example",
                "for_": '"J. Doe"@c.example',
                "id": "a/b=c",
            },
            id="no-blanks",
        ),
        pytest.param(
            "with LIST (v1.0.0; list a) by b.example) [ ; id 7",
            {"with_": "LIST", "by": "b.example"},
            id="semicolons-and-strays",
        ),
        pytest.param("from m\u00fcller.example", {"from_": "m\u00fcller.example"}, id="utf-8"),
    ],
)
def test_clauses(text: str, clauses: dict[str, str]) -> None:
    received = read(text + DATE)
    wanted = Received(date=MOMENT, peer=received.peer)._replace(**clauses)  # type: ignore[arg-type]
    if "; id 7" in text:  # behind a semicolon, but not the last: still a clause's word
        wanted = wanted._replace(id="7")
    assert received == wanted


@pytest.mark.parametrize(
    ("text", "peer"),
    [
        pytest.param(
            "(b.example [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384"
            " (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits))",
            Peer(
                "192.0.2.1",
                "b.example",
                tls_version="TLSv1.3",
                tls_cipher="TLS_AES_256_GCM_SHA384",
            ),
            id="postfix",
        ),
        pytest.param("(unknown [192.0.2.1])", Peer("192.0.2.1"), id="postfix-no-name"),
        pytest.param("(localhost [IPv6:::1])", Peer("::1", "localhost"), id="postfix-ipv6"),
        pytest.param(
            "(b.example [192.0.2.1] (may be forged))",
            Peer("192.0.2.1", "b.example"),
            id="sendmail-forged",
        ),
        pytest.param(
            "(IDENT:joe@b.example [192.0.2.1])",
            Peer("192.0.2.1", "b.example", ident="joe@b.example"),
            id="sendmail-ident",
        ),
        pytest.param(
            "(joe@[192.0.2.1])", Peer("192.0.2.1", ident="joe"), id="sendmail-ident-no-name"
        ),
        pytest.param(
            "([192.0.2.1]:52313 helo=x.example ident=joe) by c with esmtps (TLS-1.0:RSA_3DES_SHA:24)",
            Peer(
                "192.0.2.1",
                None,
                "x.example",
                "HELO",
                "joe",
                "TLSv1.0",
                "RSA_3DES_SHA",
            ),
            id="exim",
        ),
        pytest.param(
            "([2001:0db8:0:0::0001]) by c with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96)",
            Peer("2001:db8::1", tls_version="TLSv1.3", tls_cipher="TLS_AES_256_GCM_SHA384"),
            id="exim-tls-clause",
        ),
        pytest.param(
            "(HELO x.example) (joe@192.0.2.1)",
            Peer("192.0.2.1", None, "x.example", "HELO", "joe@192.0.2.1"),
            id="qmail",
        ),
        pytest.param("(EHLO ) (192.0.2.1)", Peer("192.0.2.1", None, None, "EHLO"), id="no-helo"),
        pytest.param(
            "(192.0.2.1) by c with SMTP (version=TLS1_2, cipher=TLS_RSA_WITH_AES_128_CBC_SHA)",
            Peer("192.0.2.1", tls_version="TLSv1.2", tls_cipher="TLS_RSA_WITH_AES_128_CBC_SHA"),
            id="exchange",
        ),
        pytest.param(
            "(b.example [::ffff:192.0.2.1]) (AUTH: LOGIN joe, TLS: TLSv1/SSLv3,168bits,DES-CBC3-SHA)",
            Peer(
                "::ffff:192.0.2.1",
                "b.example",
                ident="joe",
                tls_version="TLSv1.0",
                tls_cipher="DES-CBC3-SHA",
            ),
            id="courier",
        ),
        pytest.param(
            "(account joe HELO [192.0.2.1]) by c",
            Peer(None, None, "192.0.2.1", "HELO", "joe"),
            id="communigate",
        ),
        pytest.param("[192.0.2.1] by c", Peer("192.0.2.1"), id="no-comment"),
        pytest.param("(192.0.2.1:2319) by c", Peer("192.0.2.1"), id="port"),
        pytest.param("(b.example) by c", Peer(None, "b.example"), id="name-alone"),
        pytest.param("(unverified) by c", Peer(), id="no-name"),
        pytest.param("(1.2.3.4 [1.2.3.4]) by c", Peer("1.2.3.4"), id="address-as-name"),
        pytest.param("([256.0.2.1]) by c", Peer(), id="no-address"),
        pytest.param("([10.0.8.6.13219]) by c", Peer(), id="five-numbers"),
        pytest.param("([fe80::1%6]) by c", Peer("fe80::1"), id="ipv6-zone"),
        pytest.param("([local]) by c (192.0.2.9)", Peer(), id="address-of-the-server"),
        pytest.param(
            "(envelope-sender <joe@b.example>) ([192.0.2.1])", Peer("192.0.2.1"), id="envelope"
        ),
        pytest.param(
            "(HELO using_TLSv1.3_with_cipher_AES-256) (192.0.2.1)",
            Peer("192.0.2.1", None, "using_TLSv1.3_with_cipher_AES-256", "HELO"),
            id="tls-in-the-clients-words",
        ),
        pytest.param("by c (TLSv1.9 cipher=OTHER)", Peer(), id="no-such-version"),
        pytest.param("by c (SSLv3 cipher=OTHER)", Peer(tls_version="SSLv3"), id="ssl"),
    ],
)
def test_peer(text: str, peer: Peer) -> None:
    assert read(f"from a.example {text}{DATE}").peer == peer


def test_literal_of_from_is_the_address_only_if_helo_stands_elsewhere() -> None:
    assert read("from [192.0.2.1] (helo=x) by c" + DATE).peer.ip == "192.0.2.1"
    assert read("from [192.0.2.1] by c" + DATE).peer.ip is None


@pytest.mark.parametrize(
    ("with_", "protocol"),
    [
        pytest.param("esmtpsa", "ESMTPSA", id="lower-case"),
        pytest.param("UTF8SMTPS", "UTF8SMTPS", id="rfc-6531"),
        pytest.param("Microsoft SMTPSVC", "SMTP", id="microsoft"),
        pytest.param("Microsoft SMTP Server", "SMTP", id="exchange"),
        pytest.param("ESMTP/TLS/DHE-RSA-AES256-GCM-SHA384", "ESMTP", id="slashes"),
        pytest.param("local-bsmtp", "SMTP", id="batch"),
        pytest.param("local", "LOCAL", id="local"),
        pytest.param("ESMTP-TLS", "ESMTPS", id="communigate"),
        pytest.param("HTTPREST", "HTTP", id="http"),
        pytest.param("mapi", None, id="not-registered"),
        pytest.param(None, None, id="none"),
    ],
)
def test_protocol(with_: str | None, protocol: str | None) -> None:
    assert Received(with_=with_).protocol == protocol


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \r\n ", id="blank"),
        pytest.param("from a.example by b.example", id="no-date"),
        pytest.param("from a.example by b.example; yesterday", id="date-unreadable"),
        pytest.param("from a by b id 7 Mon, 28 Aug 2023 02:21:37 -0700", id="no-semicolon"),
        pytest.param("(qmail 1234 invoked by uid 5)" + DATE, id="no-clause"),
    ],
)
def test_invalid_is_reported(text: str) -> None:
    received, defects, spans = parse_received(text.encode())
    assert defects[-1].code is DefectCode.RECEIVED_INVALID
    assert (received.date is None) == (DATE not in text)
    assert spans[0].length == len(text.strip())


def test_defects_of_the_date_stand_in_the_field() -> None:
    text = b"from a (b by c; Mon, 28 Aug 2023) by d; 28 Aug 23 02:21:37 (x"
    _, defects, _ = parse_received(text)
    found = {defect.code: text[defect.span.slice] for defect in defects}
    assert found == {
        DefectCode.COMMENT_UNTERMINATED: b"(x",
        DefectCode.DATE_OBSOLETE: b"28 Aug 23 02:21:37",
        DefectCode.DATE_ZONE_MISSING: b"28 Aug 23 02:21:37",
    }
    assert len(defects) == len(found)


def test_a_comment_without_end_takes_the_date_with_it() -> None:
    received, defects, _ = parse_received(b"from a by b (c; Mon, 28 Aug 2023 02:21:37 -0700")
    assert (received.by, received.date) == ("b", None)
    assert [defect.code for defect in defects] == [
        DefectCode.COMMENT_UNTERMINATED,
        DefectCode.RECEIVED_INVALID,
    ]


def test_hops_keep_negative_delays_and_gaps() -> None:
    def at(second: int | None) -> Received:
        return Received(date=None if second is None else MOMENT + timedelta(seconds=second))

    stamps = [at(9), at(2), at(5), at(None), at(1)]
    assert list(iter_hops(iter(stamps))) == [
        Hop(stamps[0], timedelta(seconds=7)),
        Hop(stamps[1], timedelta(seconds=-3)),
        Hop(stamps[2], None),
        Hop(stamps[3], None),
        Hop(stamps[4], None),
    ]
    assert list(iter_hops([])) == []


@pytest.mark.parametrize("start", [b"", b"from x ", b"from x (", b"from x (TLS ", b"x; "])
@pytest.mark.parametrize(
    "pattern",
    [
        b"from a (b [1.2.3.4]) by c with d id e ",
        *(
            b" ",
            b"(",
            b")",
            b"()",
            b"<",
            b"[",
            b'"',
            b"a@",
            b"1.",
            b"1:",
            b"A-",
            b"AES_",
            b"helo=",
        ),
    ],
)
def test_hostile_fields_are_linear(start: bytes, pattern: bytes) -> None:
    assert_linear(parse_received, lambda size: start + pattern * (size // len(pattern)))


@given(
    st.binary(max_size=80)
    | st.lists(
        st.sampled_from(
            ["from", "by", "(", ")", "[", "]", "<", ">", ";", "a@b", "1.2.3.4", " ", "é"]
        )
    ).map(lambda words: " ".join(words).encode())
)
@settings(deadline=None, max_examples=100)
def test_nothing_raises(value: bytes) -> None:
    received, defects, (span,) = parse_received(value)
    assert 0 <= span.offset <= span.end <= len(value)
    assert all(0 <= defect.span.offset <= defect.span.end <= len(value) for defect in defects)
    for text in (*received[:6], *received.peer):
        assert text is None or text.encode()


def test_cut_anywhere() -> None:
    text = b"from a (b [1.2.3.4]) by c with ESMTP id d for <e@f>; 28 Aug 2023 02:21:37 -0700"
    full = parse_received(text).value
    for length in range(len(text)):
        received = parse_received(text[:length]).value
        for part, whole in zip(received[:3], full[:3], strict=True):
            assert part is None or str(whole).startswith(str(part))
