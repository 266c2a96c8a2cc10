"""What mail programs write around a quote: attributions, separators, mobile signatures.

All patterns look at one line, or a few that are joined, of at most `MAX_ATTRIBUTION`
characters; longer ones are somebody's text.
"""

from __future__ import annotations

import re
from typing import Final

MAX_ATTRIBUTION: Final = 400
"""Characters of an attribution, with its folds."""

# No-break blanks stand before the colon in French; marks of direction, in Hebrew and Arabic.
_BLANKS: Final = dict.fromkeys(map(ord, "\u00a0\u202f\t\r\n"), " ")
_DIRECTIONS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2068\u2069"))
_NORMAL: Final = {**_BLANKS, **_DIRECTIONS}

# "wrote", in the languages of mail programs; those without blanks between words apart.
_WRITTEN: Final = (
    "wrote writes schrieb schreibt écrit escribió escribio scritto scrive escreveu schreef"
    " geschreven napisał napisała napsal napsala napísal skrev kirjoitti написал написала писал"
    " писала пишет написав пише написа yazdı írta έγραψε scris escriure menulis viết napisao"
    " kirjutas rašė rakstīja כתב كتب"
)
_VERBS: Final = frozenset(_WRITTEN.split())
_AUXILIARIES: Final = frozenset(("a", "ha"))  # a écrit, ha scritto
_WORD = re.compile(r"[^\W\d_]+")
_VERB_WITHOUT_BLANKS = re.compile("写道|寫道|書きました|のメール|님이 작성")
_COLON: Final = (":", "：")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}(?![0-9])")
_TIME = re.compile(r"[0-9](?::|h|\.)[0-9]{2}(?![0-9])")
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}[./-][0-9]{1,2}(?![0-9])")
_DIGIT = re.compile(r"[0-9]")
_ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]")
# How an attribution begins: with a word of its language, a date, or a day and its number, all
# behind the dashes of some programs.
_BEGIN = re.compile(
    r"(?:-{1,3} )?(?:(?:On|Am|Le|El|Il|Op|W dniu|Dnia|Den|På|Em|A|Dne|Dňa|În|Στις|Vào|Pada"
    r"|בתאריך)\b"
    r"|在|[0-9]{4}[年년./-]|[0-9]{1,2}[./-][0-9]{1,2}|[^\W\d_]{2,4}\.?, [0-9]{1,2}\b)"
)

# RFC 5322 has no word for it: the line above a message that Outlook and others include.
_SEPARATOR = re.compile(
    r"[ \t]*-{2,40}[ \t]*(?:original message|original[- ]?e?-?mail|ursprüngliche nachricht"
    r"|originalnachricht|message d['’]origine|message original|mensaje original"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht|originele bericht"
    r"|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|pôvodná správa"
    r"|oprindelig meddelelse|ursprungligt meddelande|opprinnelig melding|alkuperäinen viesti"
    r"|исходное сообщение|оригинальное сообщение|оригінальне повідомлення|orijinal mesaj"
    r"|eredeti üzenet|mesaj original|αρχικό μήνυμα|原始邮件|邮件原件|原始郵件|元のメッセージ"
    r"|original-nachricht|원본 메시지)[ \t]*-{2,40}",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[ \t]*-{2,40}[ \t]*(?:forwarded message|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht"
    r"|пересылаемое сообщение)[ \t]*-{2,40}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t]*_{10,200}")

# The block of fields that Outlook puts above what it quotes: what its lines tell, by name.
_FIELD_NAMES: Final = {
    "from": "from von de da van od från fra lähettäjä от від kimden feladó από 发件人 寄件者"
    " 差出人 보낸사람 expéditeur remitente mittente afzender",
    "sent": "sent date gesendet datum envoyé enviado inviato verzonden wysłano odesláno skickat"
    " sendt lähetetty отправлено дата надіслано gönderildi elküldve στάλθηκε 发送时间 日期"
    " 送信日時 보낸날짜 data fecha dato",
    "to": "to an à para a aan do komu till til vastaanottaja кому kime címzett προς 收件人 宛先"
    " 받는사람",
    "subject": "subject betreff objet asunto oggetto onderwerp temat předmět ämne emne aihe тема"
    " konu tárgy θέμα 主题 主旨 件名 제목 assunto",
}
_KIND_OF_NAME: Final = {
    name: kind for kind, names in _FIELD_NAMES.items() for name in names.split()
}
_FIELD = re.compile(r"[ \t]*\*?([^\W\d_][\w ]{0,20})\*?[ \t]?[:：]\*?[ \t]*(.*)")

_DEVICE = (
    r"(?:iphone|ipad|ipod|ios|android|blackberry|samsung|galaxy|huawei|xiaomi|nokia|htc|pixel"
    r"|windows phone|windows 10|windows|outlook|yahoo mail|gmail|gmx|proton ?mail|mobile|handy"
    r"|smartphone|mobiltelefon|phone|tablet|tablette|telefon|móvil|celular|téléphone|mobil"
    r"|айфона|телефона|手机)"
)
_MOBILE = re.compile(
    r"[ \t]*(?:sent (?:from|via|with|using)|get outlook for|von meinem|gesendet (?:von|mit)"
    r"|outlook für|envoyé (?:de|depuis|avec)|obtenir outlook|enviado (?:desde|do|de|a partir)"
    r"|obtener outlook|inviato (?:da|con)|verstuurd vanaf|verzonden (?:vanaf|met)"
    r"|skickat från|sendt fra|lähetetty|wysłan[oe] z|odesláno z|отправлено (?:с|из)"
    r"|надіслано з)\b[^\n]{0,30}?(?<!\w)" + _DEVICE + r"\b[^\n]{0,40}"
    r"|[ \t]*(?:iphone|ipad|android)から送信[ \t]*"
    r"|[ \t]*(?:发自我的|發自我的)[^\n]{1,30}",
    re.IGNORECASE,
)


def is_attribution(lines: str, *, is_followed: bool) -> bool:
    """Whether lines say who wrote what stands below; ``is_followed``: that is marked by ``>``.

    If it is not, year and address must both be told: hardly anybody writes that by hand, and
    what stands below is taken for a quote to the end.

    >>> is_attribution("On 2 Nov 2026, Ann <ann@example.org> wrote:", is_followed=False)
    True
    >>> is_attribution("In 2019 my boss wrote:", is_followed=False)
    False
    """
    if len(lines) > MAX_ATTRIBUTION or not any(colon in lines for colon in _COLON):
        return False
    text = lines.translate(_NORMAL).strip(" *")
    if not text.endswith(_COLON):
        return False
    has_verb = _has_verb(text)
    has_address = _ADDRESS.search(text) is not None
    has_time = _TIME.search(text) is not None
    if not is_followed:
        says_who = has_verb or (_BEGIN.match(text) and text[-2] == ">")
        return bool(says_who and has_address and _YEAR.search(text))
    has_date = has_time or bool(_YEAR.search(text) or _DAY.search(text))
    has_date = has_date or bool(_BEGIN.match(text) and _DIGIT.search(text))
    if has_verb:
        return has_date or has_address or _is_name_and_verb(text)
    return has_date and has_address


def _has_verb(text: str) -> bool:
    if not _VERBS.isdisjoint(_WORD.findall(text.lower())):
        return True
    return _VERB_WITHOUT_BLANKS.search(text) is not None


def _is_name_and_verb(text: str) -> bool:
    """Whether the text is ``Ann Miller wrote:``, not ``as I wrote:``."""
    *name, verb = text.rstrip(" :：").split()
    if name and name[-1] in _AUXILIARIES:
        name.pop()
    words = [word.strip("\"'(),") for word in name]
    is_name = all(word[:1].isupper() and word != "I" for word in words)
    return verb.lower() in _VERBS and 0 < len(name) <= 4 and is_name


def may_begin_attribution(line: str) -> bool:
    """Whether an attribution of several lines may begin with this one: it tells the time.

    >>> may_begin_attribution("On Mon, Nov 2, 2026 at 10:00 AM Ann Weaver <")
    True
    >>> may_begin_attribution("Yes, at 10:00, as I said"), may_begin_attribution("On the whole")
    (False, False)
    """
    text = line.translate(_NORMAL)
    has_time = _TIME.search(text) is not None or _YEAR.search(text) is not None
    return has_time and _BEGIN.match(text) is not None


def ends_attribution_alone(line: str) -> bool:
    """Whether a line needs none above it to be an attribution: ``Ann Miller wrote:``."""
    text = line.translate(_NORMAL).strip(" *")
    return text.endswith(_COLON) and _has_verb(text) and _is_name_and_verb(text)


def is_separator(line: str) -> bool:
    """Whether a line is ``-----Original Message-----``, in any language that is known here."""
    return "--" in line and _SEPARATOR.fullmatch(line.rstrip()) is not None


def is_forward(line: str) -> bool:
    """Whether a line is ``---------- Forwarded message ---------``."""
    return "--" in line and _FORWARD.fullmatch(line.rstrip()) is not None


def is_rule(line: str) -> bool:
    """Whether a line is a rule of underscores, as Outlook draws it above its block."""
    return "__" in line and _RULE.fullmatch(line.rstrip()) is not None


def field_kind(line: str) -> str:
    """What a line of Outlook's block tells: "from", "sent", "to", "subject"; "" for others.

    >>> field_kind("Gesendet: Montag, 2. November 2026 10:00"), field_kind("Note: 5 pieces")
    ('sent', '')
    """
    if len(line) > MAX_ATTRIBUTION or not (":" in line or "：" in line):
        return ""
    match = _FIELD.match(line.translate(_NORMAL))
    kind = _KIND_OF_NAME.get("".join(match[1].lower().split()), "") if match else ""
    if match and kind == "sent" and not any(character.isdigit() for character in match[2]):
        return ""
    return kind


def is_mobile_signature(line: str) -> bool:
    """Whether a line is what a telephone puts below a message.

    >>> is_mobile_signature("Sent from my iPhone"), is_mobile_signature("Sent from my garden")
    (True, False)
    """
    return len(line) <= 100 and _MOBILE.fullmatch(line.strip()) is not None
