"""Texts: markup, data, and prose in several charsets."""

from __future__ import annotations

HTML = b"""\
<!-- the daily sheet -->
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The light</title></head>
<body><h1>The light</h1><p>It turns every <b>twelve</b> seconds.</p></body></html>
"""
XML = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<!-- what the boat brings -->
<cargo xmlns="https://harbour.example.net/cargo"><oil barrels="4"/><lens/></cargo>
"""
SVG = b"""\
<?xml version="1.0" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg width="40" height="60" xmlns="http://www.w3.org/2000/svg"><rect width="9" height="40"/></svg>
"""
RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}
{\colortbl;\red0\green0\blue0;}\f0\fs24 The light turns. Gr\'fc\'dfe aus H\'f8vik.\par
}
"""
CSV = b"""\
day,boat,barrels,remark
2026-11-01,Maria,2,"late, but safe"
2026-11-04,Eva,1,
2026-11-09,Nordlys,4,new lens
"""
JSON = b"""\
{"light": {"name": "H\\u00f8vik", "period": 12.0, "colours": ["white", "red"], "lit": true},
 "keepers": [null, {"name": "Pavel"}]}
"""
PLAIN = {
    "plain-utf-8": (
        "utf-8",
        "Grüße aus Høvik: das Licht dreht sich wieder, alle zwölf Sekunden.\n岡田さんへ\n",
    ),
    "plain-iso-8859-1": (
        "iso-8859-1",
        "Grüße aus Høvik.\r\nDas Licht dreht sich wieder, wie früher für unsere Großmütter.\r\n",
    ),
    "plain-utf-16": ("utf-16", "The light turns again.\r\nŁódź też pyta, когда придёт лодка.\r\n"),
    "plain-shift-jis": (
        "shift_jis",
        "灯台の光がまた回り始めました。\r\n港の皆さんによろしくお伝えください。\r\n",
    ),
    "plain-iso-2022-jp": (
        "iso-2022-jp",
        "灯台の光がまた回り始めました。\n港の皆さんによろしく。\n",
    ),
    "plain-ascii": (
        "ascii",
        "Dear master,\n\nthe lamp turns. Two barrels are left: send more.\n\nThe keeper\n",
    ),
}


def files() -> dict[str, bytes]:
    """The files by name."""
    markup = {"html": HTML, "xml": XML, "svg": SVG, "rtf": RTF, "csv": CSV, "json": JSON}
    return markup | {name: text.encode(charset) for name, (charset, text) in PLAIN.items()}
