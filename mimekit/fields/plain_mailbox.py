"""The fast path of address fields: mailboxes as nearly all senders write them.

ASCII, without comments, folds in a name, routes, odd dots or anything obsolete. What is
read here reads the same by the grammar of `mimekit.fields.address_list`, only slower.
"""

from __future__ import annotations

import re
from sys import intern

from mimekit.fields.lexical import Cursor
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.phrase import collapse_blanks, decode_text
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
        (?(4)>)
    )
    [ \t\r\n]*(,|\Z|(?=;))                               # 7
    """,
    re.VERBOSE,
)
_new = tuple.__new__  # half the time of NamedTuple's own, in the hot loop


def read_plain_mailboxes(
    cursor: Cursor,
    text: str,
    mailboxes: list[Mailbox] | list[Mailbox | Group],
    spans: list[Span],
) -> str:
    """Add the mailboxes that come next as long as they are plain; the last separator.

    This is the hot loop of address fields: no call but those it needs. One domain is one
    object, for lists hold few domains many times.
    """
    separator, offset = "", cursor.offset
    while match := _PLAIN_MAILBOX.match(text, offset):
        extent, quoted, phrase, _, local_part, domain, separator = match.groups()
        start, offset = match.start(1), match.end()
        if phrase:
            name = phrase.rstrip(" ")
            if "=?" in name or "  " in name:
                name = decode_text(cursor, collapse_blanks(name.encode()), start)
        else:
            name = quoted or ""
        mailboxes.append(_new(Mailbox, (name, local_part, intern(domain), ())))
        spans.append(_new(Span, (start, len(extent))))
    cursor.offset = offset
    return separator
