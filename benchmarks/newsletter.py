"""HTML to Markdown and to text, against html2text and markdownify: a table of ratios.

    python benchmarks/newsletter.py [--rounds N] [--json]

One newsletter of 53 KB is made here; all libraries read it in turns, in this one process. A
figure is the median over the rounds of (their time / our time). `visible_text` stands in the
table as it reads the same document.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mimekit.html.markdown import to_markdown
from mimekit.html.visible_text import visible_text

SIZE = 53_000
"""Characters."""

_SHEET = """
body { margin: 0; padding: 0; background: #f2f2f2; -webkit-text-size-adjust: 100% }
table { border-collapse: collapse; mso-table-lspace: 0; mso-table-rspace: 0 }
img { border: 0; display: block; outline: none; text-decoration: none }
a { color: #0b5fa5 } .preheader { display: none; max-height: 0; overflow: hidden }
.button a { background: #0b5fa5; color: #fff; display: inline-block; padding: 12px 24px }
.small { color: #777; font-size: 11px; line-height: 16px } .dark { background: #1c2733 }
.dark td, .dark a { color: #fff } .wrapper > tbody > tr > td { padding: 0 16px }
@media only screen and (max-width: 600px) {
  .column { display: block !important; width: 100% !important } .desktop { display: none }
}
@media (prefers-color-scheme: dark) { body, .card { background: #000; color: #eee } }
"""
_HEAD = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The Lantern</title>
<style>{_SHEET}</style>
<!--[if mso]><style>.column {{ width: 280px }}</style><![endif]--></head>
<body style="margin:0;padding:0">
<div class="preheader" style="display:none;font-size:1px">This week in the harbour&zwnj;&nbsp;</div>
<table role="presentation" class="wrapper" width="100%" cellpadding="0" cellspacing="0"><tr><td>
"""
_CARD = """
<table role="presentation" class="card" width="600" align="center" cellpadding="0" cellspacing="0"
 style="width:600px;background:#ffffff;border-radius:4px"><tr>
<td class="column" width="280" valign="top" style="padding:16px">
<a href="https://news.lantern.example/c/{n}?utm_source=letter&amp;utm_campaign=no-{n}">
<img src="https://img.lantern.example/{n}/cover.jpg" width="248" height="160" alt="A boat, no. {n}"
 style="display:block;width:248px;height:auto"></a></td>
<td class="column" width="320" valign="top" style="padding:16px">
<h2 style="margin:0 0 8px;font-size:20px;line-height:26px;color:#222222">The {n}. boat is back</h2>
<p style="margin:0 0 12px;font-size:14px;line-height:21px;color:#444444">After <b>{n} days</b> at sea
the crew tied up at <i>Fisher&rsquo;s Quay</i> &amp; told us what they saw: grey seals, two wrecks
and a light that no chart has. Read how it went, and what it cost &ndash; in full.</p>
<ul style="padding-left:20px;font-size:13px"><li>{n}.5 tons of herring</li>
<li>one <a href="https://news.lantern.example/net/{n}">torn net</a></li><li>no rain_at_all</li></ul>
<table role="presentation" class="button" cellpadding="0" cellspacing="0"><tr><td bgcolor="#0b5fa5">
<a href="https://news.lantern.example/read/{n}?utm_source=letter" target="_blank"
 style="display:inline-block;padding:12px 24px;font-size:14px;color:#ffffff">Read the story</a>
</td></tr></table></td></tr></table>
"""
_PRICES = """
<table width="600" border="1" cellpadding="4"><thead><tr><th>Fish</th><th>Kilo</th><th>Was</th></tr>
</thead><tbody>{}</tbody></table>
"""
_PRICE = (
    "<tr><td>Kind {n}</td><td align=right>&euro;&nbsp;{n}.20</td><td><s>{n}.90</s></td></tr>\n"
)
_FOOT = """
<table role="presentation" class="dark" width="100%" bgcolor="#1c2733"><tr><td class="small">
<font color="#ffffff">You get this letter because you asked for it.<br>
<a href="https://news.lantern.example/off">Unsubscribe</a> |
<a href="https://news.lantern.example/view">View in a browser</a></font>
<img src="https://track.lantern.example/o.gif" width="1" height="1" alt=""></td></tr></table>
</td></tr></table></body></html>
"""


def newsletter(size: int = SIZE) -> str:
    """A newsletter of about that many characters."""
    prices = _PRICES.format("".join(_PRICE.format(n=n) for n in range(1, 13)))
    fixed = _HEAD + prices + _FOOT
    cards = (size - len(fixed)) // len(_CARD.format(n=10))
    body = "".join(_CARD.format(n=n) for n in range(1, cards + 1))
    return _HEAD + body + prices + _FOOT


def works() -> dict[str, Callable[[str], object]]:
    """What is measured, ours first."""
    import html2text  # noqa: PLC0415
    import markdownify  # noqa: PLC0415

    return {
        "mimekit.to_markdown": to_markdown,
        "mimekit.visible_text": visible_text,
        "html2text": html2text.html2text,
        "markdownify": markdownify.markdownify,
    }


def measure(rounds: int) -> dict[str, float]:
    """Of each: its time over that of `to_markdown`; and our milliseconds."""
    document = newsletter()
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, work in works().items():
            start = time.perf_counter()
            work(document)
            times.setdefault(name, []).append(time.perf_counter() - start)
    ours = times["mimekit.to_markdown"]
    figures = {
        name: statistics.median(t / o for t, o in zip(theirs, ours, strict=True))
        for name, theirs in times.items()
    }
    return figures | {"milliseconds": statistics.median(ours) * 1e3, "characters": len(document)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="print the figures for programs")
    options = parser.parse_args()
    figures = measure(options.rounds)
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, figure in figures.items():
        print(f"{name:24}{figure:12,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
