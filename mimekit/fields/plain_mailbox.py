"""The fast path of address fields: mailboxes as nearly all senders write them.

ASCII, without folds in a name, routes, odd dots or anything obsolete but a comment behind
an address. What is read here reads the same by the grammar of
`mimekit.fields.address_list`, only slower.
"""

from __future__ import annotations

import re
from sys import intern

from mimekit.codecs import encoded_word
from mimekit.defects import Defect
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.phrase import collapse_blanks
from mimekit.span import Span

_ATEXT = r"!#$%&'*+\-/0-9=?A-Z^_`a-z{|}~"
_DOT_ATOM = rf"[{_ATEXT}]+(?:\.[{_ATEXT}]+){{0,9}}"  # bounded: each round costs memory
_PLAIN_MAILBOX = re.compile(
    rf"""[ \t\r\n]*(?![ \t\r\n])
    (                                                     # 1: what the span covers
        (?: (?: "([ !#-<>-\[\]-~]*)"\ ? | ([ {_ATEXT}]*) )  # 2, 3: display name
            (<) )?                                        # 4
        (?!=\?) ({_DOT_ATOM})                             # 5: local part
        @ ({_DOT_ATOM})                                   # 6: domain
        (?(4)> | (?:\ \( ([!-'*-<>-\[\]-~]+(?:\ [!-'*-<>-\[\]-~]+){{0,9}}) \))?)  # 7: comment
    )
    [ \t\r\n]*(,|\Z|(?=;))                               # 8
    """,
    re.VERBOSE,
)
_new = tuple.__new__  # half the time of NamedTuple's own, in the hot loop


def read_plain_mailboxes(
    text: str,
    offset: int,
    mailboxes: list[Mailbox] | list[Mailbox | Group],
    spans: list[Span] | None,
) -> tuple[int, str]:
    """Add the mailboxes that come next as long as they are plain; where they end, and by what.

    Their spans too, if there is a list for them.

    This is the hot loop of address fields: no call but those it needs. One domain is one
    object, for lists hold few domains many times.
    """
    separator = ""
    while match := _PLAIN_MAILBOX.match(text, offset):
        extent, quoted, phrase, _, local_part, domain, comment, end = match.groups()
        if "=?" in extent and ("=?" in local_part or "=?" in domain):
            break
        if phrase:
            name = phrase.rstrip(" ")
            if "=?" in name or "  " in name:
                found: list[Defect] = []
                name = encoded_word.decode(collapse_blanks(name.encode()), found)
                if found:
                    break
        else:
            name = quoted or comment or ""
        comments = (comment,) if comment else ()
        mailboxes.append(_new(Mailbox, (name, local_part, intern(domain), comments)))
        if spans is not None:
            spans.append(_new(Span, (match.start(1), len(extent))))
        offset, separator = match.end(), end
        if end != ",":
            break
    return offset, separator
