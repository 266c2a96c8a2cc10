from __future__ import annotations

import pytest

from mimekit.composition.quote_marks import (
    MAX_ATTRIBUTION,
    ends_attribution_alone,
    field_kind,
    is_attribution,
    is_forward,
    is_mobile_signature,
    is_rule,
    is_separator,
    may_begin_attribution,
)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("On 2 Nov 2026, at 10:00, Ann wrote:", id="english"),
        pytest.param("Am 02.11.26 um 10:00 schrieb Ann:", id="german"),
        pytest.param("Le 02/11/2026 à 10:00, Ann a écrit\u00a0:", id="french"),
        pytest.param("Ann a écrit :", id="french-name"),
        pytest.param("El 2/11/26 a las 10:00, Ann escribió:", id="spanish"),
        pytest.param("Il giorno 2 nov 2026, alle 10:00, Ann ha scritto:", id="italian"),
        pytest.param("Em 02/11/2026 10:00, Ann escreveu:", id="portuguese"),
        pytest.param("Op 2 nov. 2026 om 10:00 schreef Ann:", id="dutch"),
        pytest.param("W dniu 2.11.2026 o 10:00, Ann pisze: napisała:", id="polish"),
        pytest.param("Den 2.11.2026 10:00, skrev Ann:", id="norwegian"),
        pytest.param("Dne 2. 11. 2026 v 10:00 Ann napsala:", id="czech"),
        pytest.param("2 ноября 2026 г., 10:00, Анна написала:", id="russian"),
        pytest.param("2026年11月2日 10:00 Ann <ann@example.org>:", id="japanese"),
        pytest.param("在 2026年11月2日，10:00，Ann 写道：", id="chinese"),
        pytest.param(
            "\u202bבתאריך 2 בנוב׳ 2026 ב-10:00 Ann \u200f<\u202aann@example.org\u202c>:\u202c",
            id="hebrew",
        ),
        pytest.param("Ann Miller wrote:", id="name"),
        pytest.param('"A. (Ann) Miller" wrote:', id="quotes"),
        pytest.param("* Ann Miller wrote: *", id="stars"),
    ],
)
def test_attribution_above_a_quote(line: str) -> None:
    assert is_attribution(line, is_followed=True)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("As I wrote:", id="author"),
        pytest.param("this is what she wrote:", id="lower-case"),
        pytest.param("And This Is What All Of Them wrote:", id="too-many-words"),
        pytest.param("See 5 reasons:", id="no-verb-and-no-address"),
        pytest.param("Because of 5 things he wrote:", id="number-that-is-no-date"),
        pytest.param("On 2 Nov 2026, Ann wrote that", id="no-colon"),
        pytest.param("Wrote:", id="no-name"),
        pytest.param(":", id="colon"),
        pytest.param("", id="empty"),
        pytest.param("On 2 Nov 2026, " + "x" * MAX_ATTRIBUTION + " wrote:", id="too-long"),
    ],
)
def test_text_above_a_quote(line: str) -> None:
    assert not is_attribution(line, is_followed=True)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("On 2 Nov 2026, Ann <a@example.org> wrote:", True, id="all"),
        pytest.param("2026年11月2日 10:00 Ann <a@example.org>:", True, id="address-at-the-end"),
        pytest.param("On 2 Nov 2026, Ann wrote:", False, id="no-address"),
        pytest.param("On 2 Nov, Ann <a@example.org> wrote:", False, id="no-year"),
        pytest.param("Confirm 2 Nov 2026, 10:00, by a@example.org:", False, id="no-verb"),
    ],
)
def test_attribution_without_marks_below(line: str, expected: bool) -> None:  # noqa: FBT001
    assert is_attribution(line, is_followed=False) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("On Mon, Nov 2, 2026 Ann Weaver <", True),
        ("Mon, 2 Nov 2026 Ann <", True),
        ("02.11.2026 10:00 Ann", True),
        ("On the whole 2 of us", False),
        ("Yes, see you at 10:00", False),
        ("We met on 2 Nov 2026", False),
    ],
)
def test_beginning_of_an_attribution(line: str, expected: bool) -> None:  # noqa: FBT001
    assert may_begin_attribution(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Ann wrote:", True), ("wrote:", False), ("ann@example.org> wrote:", False), ("Ann:", False)],
)
def test_attribution_that_needs_no_line_above(line: str, expected: bool) -> None:  # noqa: FBT001
    assert ends_attribution_alone(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-----Original Message-----", True),
        ("-------- Ursprüngliche Nachricht --------\r\n", True),
        ("----- Message d’origine -----", True),
        ("-----原始邮件-----", True),
        ("---------- Forwarded message ---------", False),
        ("Original Message", False),
        ("-- Original Message was better", False),
        ("-----------", False),
    ],
)
def test_separator(line: str, expected: bool) -> None:  # noqa: FBT001
    assert is_separator(line) == expected


def test_forward_is_no_separator() -> None:
    assert is_forward("---------- Forwarded message ---------\n")
    assert is_forward("-------- Weitergeleitete Nachricht --------")
    assert not is_forward("-----Original Message-----")
    assert not is_forward("Forwarded message")


def test_rule_has_ten_underscores() -> None:
    assert is_rule("_" * 10 + "\n")
    assert not is_rule("_" * 9)
    assert not is_rule("_" * 10 + "x")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("From: Ann", "from"),
        ("*From:* Ann", "from"),
        ("De : Ann", "from"),
        ("差出人: Ann", "from"),
        ("Sent: Monday 2 November", "sent"),
        ("Sent: yesterday", ""),
        ("보낸 날짜: 2026년", "sent"),
        ("An: Ben", "to"),
        ("收件人：Ben", "to"),
        ("Betreff: Loom", "subject"),
        ("Subject matter: loom", ""),
        ("From Ann", ""),
        ("From: " + "x" * MAX_ATTRIBUTION, ""),
    ],
)
def test_field_of_a_block(line: str, kind: str) -> None:
    assert field_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        *("Sent from my iPhone", "Sent from my Samsung Galaxy smartphone.", "Get Outlook for iOS"),
        *("Von meinem iPhone gesendet", "Gesendet von meinem Android-Mobiltelefon"),
        *("Envoyé de mon iPhone", "Enviado desde mi iPhone", "Inviato da iPhone"),
        *("Verstuurd vanaf mijn iPhone", "Skickat från min iPad", "Wysłane z iPhone'a"),
        *("Отправлено с iPhone", "iPhoneから送信", "发自我的 iPhone"),
        *("Sent from Yahoo Mail on Android", "Sent from Mail for Windows 10"),
    ],
)
def test_mobile_signature(line: str) -> None:
    assert is_mobile_signature(line)


@pytest.mark.parametrize(
    "line",
    [
        *("Sent from my garden", "Sent with love", "I sent it from my iPhone", "iPhone"),
        "Sent from my iPhone, because the old computer that I told you of has been broken",
    ],
)
def test_what_is_no_mobile_signature(line: str) -> None:
    assert not is_mobile_signature(line)
