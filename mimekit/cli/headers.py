"""``mimekit headers``: the header fields of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mimekit.cli import output
from mimekit.cli.reading import takes_message
from mimekit.cli.values import defect_value, span_value

if TYPE_CHECKING:
    from mimekit import HeaderField, Message


@click.command()
@click.option("--name", "names", multiple=True, metavar="NAME", help="Only fields of this name.")
@click.option("--raw", is_flag=True, help="The octets as they stand, folds and encoding kept.")
@takes_message
def headers(
    file: str, message: Message, as_json: bool, *, names: tuple[str, ...], raw: bool
) -> str | None:
    """List the header fields, decoded and unfolded.

    One line a field, in their order. --name may be given several times; case does not
    matter.
    """
    wanted = {name.lower().rstrip(":") for name in names}
    fields = [f for f in message.headers.fields if not wanted or f.name.lower() in wanted]
    if as_json:
        output.write_json({"file": file, "fields": [_field_value(field) for field in fields]})
    elif raw:
        output.write_exactly(b"".join(field.raw for field in fields))
    else:
        for field in fields:
            output.write_line((f"{field.name}:", "bold"), f" {field.as_text()}")
    wanted_names = " or ".join([name or "''" for name in names])
    return f"no field {wanted_names}" if names and not fields else None


def _field_value(field: HeaderField) -> dict[str, object]:
    return {
        "name": field.name,
        "value": field.as_text(),
        "raw": field.raw.decode("iso-8859-1"),  # one character an octet
        "span": span_value(field.span),
        "defects": [defect_value(defect) for defect in field.defects],
    }
