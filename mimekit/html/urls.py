"""The URLs of links and images: which are followed, and how they are written.

A URL in HTML is what is left once blanks and controls around it, and line ends within it,
are taken away (URL Standard section 4.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

Target: TypeAlias = Callable[[str], str | None]
"""Where a URL leads to; None for nowhere."""

_LEFT_OUT = re.compile(r"^[\x00- ]+|[\x00- ]+$|[\t\n\r]+")
_PLAIN = re.compile(r"[!-~]*+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*+):")
_SHOWN = re.compile(r"(?:https?|mailto):", re.IGNORECASE)

LINK_SCHEMES: Final = frozenset(("ftp", "http", "https", "mailto", "tel"))
"""What a link may lead to."""

REMOTE_SCHEMES: Final = frozenset(("http", "https", "ftp"))
"""What is fetched from a server."""

# Schemes whose URLs are programs or documents of the sender's making.
_ACTIVE: Final = frozenset(("data", "javascript", "vbscript"))

# What could end a URL or hide in it: all but letters, digits and these. The octets of others are
# written in hexadecimal (RFC 3986 section 2.1).
_UNSAFE = re.compile(r"[^\w!#$%&'*+,./:;=?@\[\]^{}~()-]")


def clean_url(url: str) -> str:
    r"""A URL as a browser reads it.

    >>> clean_url(" java\nscript:x ")
    'javascript:x'
    """
    return url if _PLAIN.fullmatch(url) else _LEFT_OUT.sub("", url)


def scheme_of(url: str) -> str:
    """The scheme of a clean URL in lower case, "" if it is a relative one.

    >>> scheme_of("HTTPS://a.example"), scheme_of("/a:b"), scheme_of("cid:a")
    ('https', '', 'cid')
    """
    match = _SCHEME.match(url)
    return match[1].lower() if match else ""


def is_remote(url: str) -> bool:
    """Whether to show what a clean URL names somebody's server is asked.

    >>> is_remote("//a.example/x.gif"), is_remote("cid:a"), is_remote("x.gif")
    (True, False, False)
    """
    return scheme_of(url) in REMOTE_SCHEMES or url.replace("\\", "/").startswith("//")


def escape_url(url: str) -> str:
    """A URL in which each character can be seen, and that ends nothing around it.

    >>> escape_url("http://a.example/b c>d")
    'http://a.example/b%20c%3Ed'
    """
    return _UNSAFE.sub(_percent, url)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{octet:02X}" for octet in match[0].encode())


def is_same_url(text: str, url: str) -> bool:
    """Whether a text shows a URL, but for what readers leave out of one.

    >>> is_same_url("A.example", "https://www.a.example/"), is_same_url("b", "http://a.example")
    (True, False)
    """
    return _bare(text) == _bare(url)


def _bare(url: str) -> str:
    """A URL without what a text leaves out: the scheme, "www." and a slash at the end."""
    url = _SHOWN.sub("", url.lower(), 1).removeprefix("//").removeprefix("www.")
    return url.partition("?")[0].removesuffix("/") if "@" in url else url.removesuffix("/")


class Targets(NamedTuple):
    """What becomes of the URLs of a document."""

    link: Target
    image: Target


def shown_link(url: str) -> str | None:
    """A link whose URL a text shows: to a page, or to an address."""
    return url if _SHOWN.match(url) else None


def followed_link(url: str) -> str | None:
    """A link that a reader may follow."""
    return url if scheme_of(url) in LINK_SCHEMES else None


def shown_image(url: str) -> str | None:
    """An image on a server, or in another part of the message."""
    return url if scheme_of(url) in {"http", "https", "cid"} else None


def no_image(_url: str) -> str | None:
    """No image."""
    return None


def unless_active(target: Target) -> Target:
    """The same, but never asked about URLs that are programs or documents themselves.

    >>> target = unless_active(lambda url: f"https://safe.example/?{url}")
    >>> target("cid:x"), target("data:text/html,x"), target("JavaScript:x")
    ('https://safe.example/?cid:x', None, None)
    """
    return lambda url: None if scheme_of(url) in _ACTIVE else target(url)
