"""Contacts as people read them, and as jCard."""

from __future__ import annotations

import base64
import json
from html.parser import HTMLParser
from typing import Literal

import mimekit_vcard
import pytest
from mimekit_vcard import conversion
from mimekit_vcard.dates import date_text, jcard_date

from mimekit import Conversion, WarningCode, convert, parse
from mimekit.plugin import Content, Handler, Registry
from mimekit.testing import handler_conformance

REGISTRY = Registry(built_in=False)  # what the handlers give, and no more
REGISTRY.register(mimekit_vcard, "vcard")
JCARD = "application/vcard+json"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
PHOTO = f"PHOTO;ENCODING=b;TYPE=PNG:{base64.b64encode(GIF).decode()}"


def octets(lines: str, version: str = "4.0") -> bytes:
    return f"BEGIN:VCARD\nVERSION:{version}\n{lines}\nEND:VCARD\n".encode()


def read(
    given: bytes, to: str = "text/plain", images: Literal["files", "data", "none"] = "files"
) -> Conversion:
    content = Content(media_type="text/vcard", octets=given)
    done = convert(content, to, registry=REGISTRY, images=images)
    assert done.is_converted, done.warnings
    return done


def text(lines: str, version: str = "4.0", to: str = "text/plain") -> str:
    return read(octets(lines, version), to).text or ""


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param("FN:Zoë Grünwald\nN:Other", "Zoë Grünwald", id="formatted"),
        pytest.param("N:Grünwald;Zoë;Maria;Dr.;MSc", "Dr. Zoë Maria Grünwald MSc", id="name"),
        pytest.param("FN:\nORG:Light;Lamp", "Light, Lamp", id="organization"),
        pytest.param("EMAIL:zoe@example.org", "zoe@example.org", id="address"),
        pytest.param("NOTE:x", "Contact without a name", id="none"),
        pytest.param(r"FN:a\nb", "a b", id="two-lines"),
    ],
)
def test_title(lines: str, title: str) -> None:
    assert text(lines).partition("\n")[0] == title


@pytest.mark.parametrize(
    ("line", "row"),
    [
        pytest.param("TEL;TYPE=work,voice:+47 1", "Phone (work): +47 1", id="phone"),
        pytest.param("TEL;VALUE=uri;PREF=1:tel:+47-1", "Phone (preferred): +47-1", id="uri"),
        pytest.param("EMAIL;TYPE=INTERNET,HOME:a@b", "E-mail (home): a@b", id="address"),
        pytest.param("ADR:;;A\\, 1;B;;C;D", "Address: A, 1\n  C B\n  D", id="postal-address"),
        pytest.param("ADR;LABEL=x:;;;;;;", "Address: x", id="postal-address-by-label"),
        pytest.param("ORG:Light;;Lamp", "Organization: Light, Lamp", id="organization"),
        pytest.param("BDAY:--0412", "Birthday: 12 April", id="birthday"),
        pytest.param("BDAY;VALUE=text:spring", "Birthday: spring", id="birthday-in-words"),
        pytest.param("GENDER:F;x", "Gender: female, x", id="gender"),
        pytest.param("GEO:geo:60.1,7.5", "Position: 60.1,7.5", id="position"),
        pytest.param("CATEGORIES:a,b\\,c", "Categories: a, b,c", id="categories"),
        pytest.param(r"NOTE:one\ntwo", "Note: one\n  two", id="note"),
        pytest.param(
            "PHOTO;VALUE=uri:http://x.example/p", "Photo: http://x.example/p", id="photo"
        ),
        pytest.param(
            "i.URL:http://a\ni.X-ABLabel:_$!<HomePage>!$_",
            "Web (HomePage): http://a",
            id="own-label",
        ),
        pytest.param("KEY;ENCODING=b:TWFu\nX-OWN:1\nUID:2", "", id="for-programs"),
    ],
)
def test_rows(line: str, row: str) -> None:
    assert text(f"FN:Zoe\n{line}") == f"Zoe\n\n{row}\n" if row else "Zoe\n\n"


def test_photos_are_files() -> None:
    done = read(octets(f"FN:Zoe\n{PHOTO}") * 2, "text/markdown")
    assert [(file.name, file.media_type, file.octets) for file in done.files] == [
        ("photo-1.gif", "image/gif", GIF),
        ("photo-2.gif", "image/gif", GIF),
    ]
    assert "![photo-2.gif, image/gif, 14 octets](photo-2.gif)" in (done.text or "")


def test_photos_of_two_cards_of_a_mail_have_names_of_their_own() -> None:
    registry = Registry()
    assert registry.register(mimekit_vcard, "vcard").error is None
    card = octets(f"FN:Zoe\n{PHOTO}").replace(b"\n", b"\r\n")
    part = b"--x\r\nContent-Type: text/vcard\r\n\r\n" + card
    mail = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part * 2 + b"--x--\r\n"
    done = convert(parse(mail), "text/markdown", registry=registry)
    names = [file.name for file in done.files]
    assert len(names) == len(set(names)) == 2
    assert all(f"image/gif, 14 octets]({name})" in str(done.text) for name in names)


def test_photos_are_not_files_if_nobody_wants_them() -> None:
    given = octets(f"FN:Zoe\n{PHOTO}")
    none = read(given, "text/markdown", images="none")
    assert (none.files, none.text) == ((), "# Zoe\n\n")
    data = read(given, "text/markdown", images="data")
    url = f"data:image/gif;base64,{base64.b64encode(GIF).decode()}"
    assert data.files == ()
    assert data.text == f"# Zoe\n\n\n![photo-1.gif, image/gif, 14 octets]({url})\n"


@pytest.mark.parametrize(
    ("photo", "names", "said"),
    [
        pytest.param(
            "PHOTO:data:image/gif;base64,R0lGODlhAQ==", ["photo-1.gif"], [], id="data-url"
        ),
        pytest.param("PHOTO:data:,GIF87a%00", ["photo-1.gif"], [], id="data-url-without-base64"),
        pytest.param(
            "PHOTO;ENCODING=b:PHN2Zz4=",
            [],
            ["a photo is left out: it is no image that browsers show"],
            id="svg",
        ),
        pytest.param(
            "PHOTO;ENCODING=b:",
            [],
            ["a photo is left out: it is no image that browsers show"],
            id="empty",
        ),
        pytest.param(
            "PHOTO;ENCODING=b:R0lGODlh" + "A" * (6 << 20),
            [],
            ["a photo is left out: too many, or too large"],
            id="large",
        ),
    ],
)
def test_photos(photo: str, names: list[str], said: list[str]) -> None:
    done = read(octets(f"FN:Zoe\n{photo}", "3.0"))
    assert [file.name for file in done.files] == names
    assert [warning.detail for warning in done.warnings] == said


HOSTILE = (
    "FN:# <b>x</b> [y](http://evil.example)\n"
    'TEL;TYPE="*a*<i>":`1`\n'
    'URL:http://x.example/"onclick=\n'
    "NOTE:# Heading\\n- item\\n1. one\\n\\n<script>\\n|a|b|\\n&lt\\;\x1b[2J\n"
    "i.URL:https://a.example/?a&b\ni.X-ABLabel:<u>\n"
    "ADR:;;<b>;;;;\nPHOTO:javascript:x"
)


def test_nothing_becomes_markdown() -> None:
    assert text(HOSTILE, to="text/markdown").splitlines() == [
        r"# \# \<b>x\</b> \[y\](http://evil.example)",
        "",
        r"- **Phone (\*a\*\<i>):** \`1\`",
        r"- **Address:** \<b>",
        '- **Web:** http://x.example/"onclick=',
        r"- **Web (\<u>):** <https://a.example/?a&b>",
        "- **Note:** \\# Heading\\",
        "  \\- item\\",
        "  1\\. one\\",
        "  \\<script>\\",
        "  \\|a|b|\\",
        "  \\&lt; \\[2J",
        "- **Photo:** javascript:x",
    ]


@pytest.mark.parametrize("to", ["text/plain", "text/markdown", "text/html"])
def test_what_nobody_sees_is_dropped(to: str) -> None:
    given = octets(
        "FN:Z\U000e0068\U000e0069oë\nNOTE:#\u200b lamp\n"
        "TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:kee=E2=80=8Bper\n"
        "i.URL:http://a\ni.X-ABLabel:ho\u200bme"
    )
    done = read(given, to)
    text = done.text or ""
    assert all(word in text for word in ("Zoë", "# lamp", "keeper", "home"))
    assert not any(mark in text for mark in "\U000e0068\U000e0069\u200b")
    assert r"\# lamp" in text or to != "text/markdown"
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (
            WarningCode.HIDDEN_TEXT,
            "5 characters of hidden text were left out (tag-characters, zero-width)",
        )
    ]


def test_nothing_becomes_html() -> None:
    found = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add((tag, *dict(attrs)))

    Tags().feed(text(HOSTILE, to="text/html"))
    assert found == {
        *((tag,) for tag in ("html", "head", "body", "h1", "ul", "li", "strong", "br")),
        ("meta", "charset"),
        ("a", "href", "rel"),
    }


def test_folds_inside_of_a_character() -> None:
    given = octets("FN:Zo\xeb").replace("ë".encode(), b"\xc3\r\n \xab")
    assert (read(given).text or "").startswith("Zoë\n")


@pytest.mark.parametrize("handler", mimekit_vcard.mimekit_handlers(), ids=lambda each: each.name)
@pytest.mark.parametrize("version", ["2.1", "4.0"])
def test_handlers_keep_the_rules(handler: Handler, version: str) -> None:
    lines = f"FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB\nBDAY:1985-04-12\n{PHOTO}\n{HOSTILE}"
    handler_conformance(handler, samples=[octets(lines, version)], examples=200)


def test_what_is_no_card_is_left_to_others() -> None:
    content = Content(media_type="text/vcard", octets=b"Dear Zoe")
    done = convert(content, "text/plain", registry=REGISTRY)
    assert not done.is_converted
    assert done.content == b"Dear Zoe"


def test_contacts_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "MAX_SHOWN", 2)
    done = read(octets("FN:Zoe") * 5)
    assert (done.text or "").count("Zoe") == 2
    assert [(each.code, each.detail) for each in done.warnings] == [
        (WarningCode.LIMIT, "contacts left out: 3")
    ]


def test_photos_are_capped() -> None:
    done = read(octets(f"FN:Zoe\n{PHOTO}") * 60)
    assert len(done.files) == conversion.MAX_PHOTOS
    assert len(done.warnings) == 10


def test_lines_that_cannot_be_read_are_told() -> None:
    done = read(octets("FN:Zoe\ngarbage") * 30)
    assert len(done.warnings) == conversion.MAX_WARNINGS + 1
    assert done.warnings[0].detail == "no property: 'garbage'"
    assert done.warnings[-1].detail == "lines more that could not be read: 10"


@pytest.mark.parametrize(
    ("line", "version", "node"),
    [
        pytest.param(
            "TEL;VALUE=uri;TYPE=work,voice:tel:1",
            "4.0",
            ["tel", {"type": ["work", "voice"]}, "uri", "tel:1"],
            id="types",
        ),
        pytest.param(
            "TEL;PREF;WORK:1",
            "2.1",
            ["tel", {"type": "WORK", "pref": "1"}, "text", "1"],
            id="preferred",
        ),
        pytest.param(
            "i.NOTE;LANGUAGE=de:a\\,b",
            "4.0",
            ["note", {"language": "de", "group": "i"}, "text", "a,b"],
            id="group",
        ),
        pytest.param(
            "N:a;b,c;;;", "4.0", ["n", {}, "text", ["a", ["b", "c"], "", "", ""]], id="structured"
        ),
        pytest.param("ORG:a", "4.0", ["org", {}, "text", "a"], id="one-component"),
        pytest.param("CATEGORIES:a,b", "4.0", ["categories", {}, "text", "a", "b"], id="list"),
        pytest.param(
            "BDAY:19850412", "4.0", ["bday", {}, "date-and-or-time", "1985-04-12"], id="date"
        ),
        pytest.param(
            "BDAY;VALUE=text:spring", "4.0", ["bday", {}, "text", "spring"], id="date-in-words"
        ),
        pytest.param(
            "REV:20261128T100000Z",
            "4.0",
            ["rev", {}, "timestamp", "2026-11-28T10:00:00Z"],
            id="timestamp",
        ),
        pytest.param(
            "GEO:60.1;7.5", "3.0", ["geo", {}, "uri", "geo:60.1,7.5"], id="position-of-3.0"
        ),
        pytest.param("UID:1", "3.0", ["uid", {}, "text", "1"], id="no-uri"),
        pytest.param("LANG:nb", "4.0", ["lang", {}, "language-tag", "nb"], id="language"),
        pytest.param("X-OWN:a", "4.0", ["x-own", {}, "unknown", "a"], id="unknown"),
        pytest.param("X-OWN;VALUE=text:a", "4.0", ["x-own", {}, "text", "a"], id="declared"),
        pytest.param(
            "PHOTO;ENCODING=b;TYPE=x:R0lGODlh",
            "3.0",
            ["photo", {"type": "x"}, "uri", "data:image/gif;base64,R0lGODlh"],
            id="photo",
        ),
    ],
)
def test_jcard(line: str, version: str, node: list[object]) -> None:
    done = read(octets(f"FN:Zoe\n{line}", version), JCARD)
    assert json.loads(done.content) == [
        "vcard",
        [["version", {}, "text", "4.0"], ["fn", {}, "text", "Zoe"], node],
    ]


def test_jcard_has_a_name() -> None:
    done = read(octets("N:Grünwald;Zoë"), JCARD)
    assert json.loads(done.content)[1][1] == ["fn", {}, "text", "Grünwald Zoë"]


def test_two_cards_are_a_list_of_jcard() -> None:
    done = read(octets("FN:Zoe") * 2, JCARD)
    assert [name for name, _ in json.loads(done.content)] == ["vcard"] * 2


@pytest.mark.parametrize(
    ("value", "words", "extended"),
    [
        ("19961022T140000", "22 October 1996, 14:00", "1996-10-22T14:00:00"),
        ("1996-10-22T14:00:00-0500", "22 October 1996, 14:00", "1996-10-22T14:00:00-05:00"),
        ("19850412T000000Z", "12 April 1985", "1985-04-12T00:00:00Z"),
        ("198504", "April 1985", "1985-04"),
        ("--04", "April", "--04"),
        ("---12", "---12", "---12"),
        ("T1022", "T1022", "T10:22"),
        ("19851399", "19851399", "1985-13-99"),
        ("", "", None),
        ("1985-04-12T", "12 April 1985", None),
        ("٠٩٨٥", "٠٩٨٥", None),
    ],
)
def test_dates(value: str, words: str, extended: str | None) -> None:
    assert (date_text(value), jcard_date(value)) == (words, extended)
