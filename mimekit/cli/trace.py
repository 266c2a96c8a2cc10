"""``mimekit trace``: the way of a message from host to host."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from mimekit.cli import output
from mimekit.cli.reading import takes_message

if TYPE_CHECKING:
    from mimekit import Message
    from mimekit.fields.received import Hop

_LONG_DELAY = timedelta(minutes=5)


@click.command(short_help="List the hops of a message, oldest first, with the delays.")
@takes_message
def trace(file: str, message: Message, as_json: bool) -> str | None:
    """List the hops of a message by its Received fields, oldest first, with their delays.

    Any host may write any Received field: only those of your own servers are evidence.
    A negative delay means that two clocks differ.
    """
    from mimekit.fields.received import iter_hops  # noqa: PLC0415 - not for --help

    hops = [*iter_hops(message.received)][::-1]
    if as_json:
        output.write_json({"file": file, "hops": [_hop_value(hop) for hop in hops]})
        return None
    for number, hop in enumerate(hops, 1):
        date = hop.received.date
        delay = "" if number == 1 else _delay_text(hop.delay)
        output.write_line(
            (f"{number:>3}  ", "dim"),
            f"{date.isoformat(' ') if date else 'no date':25}  ",
            (f"{delay:>12}", _style(hop.delay)),
            f"  {_way_text(hop)}",
        )
    return None if hops else "no Received field"


def _way_text(hop: Hop) -> str:
    """From where to where and how, as far as the field tells."""
    received, peer = hop.received, hop.received.peer
    tls = " ".join(filter(None, (peer.tls_version, peer.tls_cipher)))
    names = dict.fromkeys(filter(None, (received.from_, peer.helo, peer.reverse_name, peer.ip)))
    client, *others = names or [""]
    clauses = (
        ("from ", client),
        ("", others and f"({', '.join(others)})"),
        ("by ", received.by),
        ("with ", received.with_),
        ("over ", tls),
    )
    return " ".join(word + value for word, value in clauses if value) or "(nothing can be read)"


def _delay_text(delay: timedelta | None) -> str:
    """A delay in its two largest units.

    >>> [_delay_text(timedelta(seconds=n)) for n in (0, 59, 61, -3600, 90000)]
    ['+0 s', '+59 s', '+1 min 1 s', '-1 h 0 min', '+1 d 1 h']
    """
    if delay is None:
        return "?"
    seconds = int(delay.total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    if seconds < 60:
        return f"{sign}{seconds} s"
    if seconds < 3600:
        return f"{sign}{seconds // 60} min {seconds % 60} s"
    if seconds < 86400:
        return f"{sign}{seconds // 3600} h {seconds % 3600 // 60} min"
    return f"{sign}{seconds // 86400} d {seconds % 86400 // 3600} h"


def _style(delay: timedelta | None) -> str:
    if delay is None or timedelta(0) <= delay < _LONG_DELAY:
        return ""
    return "yellow" if delay > timedelta(0) else "red"


def _hop_value(hop: Hop) -> dict[str, object]:
    received, peer = hop.received, hop.received.peer
    return {
        "from": received.from_,
        "by": received.by,
        "via": received.via,
        "with": received.with_,
        "protocol": received.protocol,
        "id": received.id,
        "for": received.for_,
        "date": received.date.isoformat() if received.date else None,
        "delay_seconds": hop.delay.total_seconds() if hop.delay is not None else None,
        "ip": peer.ip,
        "reverse_name": peer.reverse_name,
        "helo": peer.helo,
        "ident": peer.ident,
        "tls_version": peer.tls_version,
        "tls_cipher": peer.tls_cipher,
    }
