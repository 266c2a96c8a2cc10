"""TNEF: what its attributes and properties hold, and streams that are broken anywhere."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import outlook_properties as prop
import outlook_tnef_writer as tnef
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_outlook import (
    Body,
    PropertyName,
    Recipient,
    outlook_message,
    read_tnef,
    tnef_properties,
)

from tests.growth import assert_linear

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
NAME = prop.Name(uuid.UUID(int=7), "x-colour")

WHOLE = tnef.tnef(
    tnef.code_page(1251),
    tnef.message(
        prop.text8(0x001A, b"IPM.Note"),
        prop.text(0x0037, "Grüße"),
        prop.time(0x0039, WHEN),
        prop.text8(0x1000, b"\xcf\xf0\xe8\xe2\xe5\xf2"),
        prop.octets(0x1013, "<p>café</p>".encode()),
        prop.number(0x3FDE, 65001),
        prop.octets(0x1009, prop.compress_rtf(b"{\\rtf1 x}")),
        prop.text(NAME, "blue"),
        prop.texts(prop.Name(uuid.UUID(int=7), 5, 0x8002), ["one", "three"]),
        prop.numbers(0x6000, [1, 2, 3]),
        prop.flag(0x6001, is_set=True),
        prop.Property(0x6002, prop.GUID, (uuid.UUID(int=9).bytes_le,)),
    ),
    tnef.recipients(
        [prop.text(0x3001, "Ann"), prop.text(0x39FE, "ann@example.com"), prop.number(0x0C15, 1)],
        [prop.text(0x3001, "Bob"), prop.text(0x3003, "bob@example.com"), prop.number(0x0C15, 3)],
    ),
    tnef.attachment(
        prop.text(0x3707, "a long name.txt"),
        prop.text(0x3712, "<pic@example.com>"),
        prop.text(0x370E, "text/plain"),
        title=b"ALONGN~1.TXT",
        data=b"content",
    ),
    tnef.attachment(title=b"\xff.bin", data=b"\0\1"),
    tnef.attachment(prop.octets(0x3701, b"by property"), prop.text(0x3001, "shown")),
)


def test_bodies() -> None:
    assert read_tnef(WHOLE).bodies == (
        Body("text/plain", b"\xcf\xf0\xe8\xe2\xe5\xf2", "cp1251"),
        Body("text/html", "<p>café</p>".encode(), "utf-8"),
        Body("application/rtf", b"{\\rtf1 x}"),
    )
    assert [body.text for body in read_tnef(WHOLE).bodies[:2]] == ["Привет", "<p>café</p>"]


def test_attachments() -> None:
    read = [(item.name, item.octets) for item in read_tnef(WHOLE).attachments]
    assert read == [
        ("a long name.txt", b"content"),
        ("я.bin", b"\0\1"),
        ("shown", b"by property"),
    ]
    first = read_tnef(WHOLE).attachments[0]
    assert (first.content_id, first.media_type) == ("pic@example.com", "text/plain")


def test_properties() -> None:
    properties = read_tnef(WHOLE).properties
    assert properties.text(0x0037) == "Grüße"
    assert properties.time(0x0039) == WHEN
    assert properties[PropertyName(uuid.UUID(int=7), "x-colour")] == "blue"
    assert properties[PropertyName(uuid.UUID(int=7), 5)] == ("one", "three")
    assert properties[0x6000] == (1, 2, 3)
    assert properties.flag(0x6001)
    assert properties[0x6002] == uuid.UUID(int=9)
    assert properties.number(0x0037) is None
    assert read_tnef(WHOLE).warnings == ()


def test_recipients() -> None:
    assert read_tnef(WHOLE).recipients == (
        Recipient("To", "Ann", "ann@example.com"),
        Recipient("Bcc", "Bob", "bob@example.com"),
    )


@pytest.mark.parametrize(
    ("attributes", "name", "octets"),
    [
        pytest.param([tnef.attachment(title=b"A.TXT", data=b"x")], "A.TXT", b"x", id="title"),
        pytest.param(
            [
                tnef.attribute(tnef.RENDERING, b"", 2),
                tnef.attribute(tnef.ATTACH_DATA, b"x", 2),
                tnef.attribute(tnef.ATTACH_TITLE, b"A.TXT\0", 2),
            ],
            "A.TXT",
            b"x",
            id="data-before-title",
        ),
        pytest.param(
            [tnef.attribute(tnef.ATTACH_DATA, b"x", 2)], None, b"x", id="data-without-rendering"
        ),
        pytest.param(
            [tnef.attachment(prop.text(0x3704, "A.TXT"), prop.text(0x3001, "B"), data=b"")],
            "A.TXT",
            b"",
            id="short-before-display-name",
        ),
        pytest.param(
            [tnef.attachment(prop.Property(0x3701, prop.OBJECT, (bytes(16) + b"OLE",)))],
            None,
            b"OLE",
            id="object-without-its-interface",
        ),
    ],
)
def test_attachment(attributes: list[bytes], name: str | None, octets: bytes) -> None:
    (attached,) = read_tnef(tnef.tnef(*attributes)).attachments
    assert (attached.name, attached.octets) == (name, octets)


def test_old_attributes_stand_for_properties() -> None:
    read = read_tnef(
        tnef.tnef(
            tnef.attribute(tnef.SUBJECT, b"Old\0"),
            tnef.attribute(tnef.MESSAGE_CLASS, b"IPM.Microsoft Mail.Note\0"),
            tnef.attribute(tnef.BODY, b"text\0"),
            tnef.attribute(tnef.DATE_SENT, bytes.fromhex("e807 0500 0600 0700 0800 0900 0100")),
        )
    )
    assert read.properties.text(0x0037) == "Old"
    assert read.properties.time(0x0039) == WHEN
    assert read.message_class == "ipm.microsoft mail.note"
    assert read.bodies == (Body("text/plain", b"text"),)


# -- messages in messages


def nested(inner: bytes) -> bytes:
    data = prop.Property(0x3701, prop.OBJECT, (tnef.MESSAGE_INTERFACE + inner,))
    return tnef.tnef(
        tnef.attachment(prop.text(0x3001, "inner"), data, data=b"placeholder"),
    )


def test_nested_message() -> None:
    (attached,) = read_tnef(nested(WHOLE)).attachments
    assert (attached.name, attached.octets) == ("inner", WHOLE)
    assert attached.placeholder == b"placeholder"
    assert attached.message is not None
    assert attached.message.properties.text(0x0037) == "Grüße"


def test_nesting_ends() -> None:
    stream = WHOLE
    for _ in range(outlook_message.MAX_NESTING + 3):
        stream = nested(stream)
    read = read_tnef(stream)
    depth = 0
    message = read
    while (inner := message.attachments[0].message) is not None:
        message, depth = inner, depth + 1
    assert depth == outlook_message.MAX_NESTING
    assert "nested deeper" in " ".join(read.warnings)


# -- broken streams


@pytest.mark.parametrize(
    ("stream", "warning"),
    [
        pytest.param(b"", "signature", id="empty"),
        pytest.param(b"PK\3\4" + WHOLE, "signature", id="another-format"),
        pytest.param(WHOLE + b"\0" * 5, "5 octets behind", id="octets-behind"),
        pytest.param(WHOLE + b"\7" * 20, "20 octets that are no attribute", id="garbage-behind"),
        pytest.param(WHOLE[:-1] + b"\xff", "wrong checksum", id="wrong-checksum"),
        pytest.param(
            tnef.tnef(tnef.message(prop.Property(0x6000, 0x7777, (b"",)))),
            "broken: type 7777",
            id="unknown-type",
        ),
        pytest.param(
            tnef.tnef(tnef.attribute(tnef.PROPERTIES, b"\xff\xff\xff\xff")),
            "4294967295 where at most",
            id="count-that-is-too-high",
        ),
        pytest.param(
            tnef.tnef(tnef.attribute(tnef.RECIPIENTS, b"\2\0\0\0\1\0\0\0")),
            "properties of the recipients are broken",
            id="recipients-cut-off",
        ),
    ],
)
def test_warns(stream: bytes, warning: str) -> None:
    assert warning in " ".join(read_tnef(stream).warnings)


def test_what_is_cut_off_gives_what_is_before() -> None:
    whole = read_tnef(WHOLE)
    for end in range(len(WHOLE)):
        read = read_tnef(WHOLE[:end])
        for key, value in read.properties.items():
            assert whole.properties[key] == value
        names = [item.name for item in read.attachments[:-1]]
        assert names == [item.name for item in whole.attachments][: len(names)]
        if end < len(WHOLE) - 2:
            assert read.warnings or end in ends_of_attributes()


def test_file_that_is_cut_off_gives_its_beginning() -> None:
    stream = tnef.tnef(tnef.attachment(title=b"a.bin", data=b"0123456789"))
    (attached,) = read_tnef(stream[:-7]).attachments
    assert (attached.name, attached.octets) == ("a.bin", b"01234")


def ends_of_attributes() -> set[int]:
    ends, position = {6}, 6
    while position < len(WHOLE):
        position += 11 + int.from_bytes(WHOLE[position + 5 : position + 9], "little")
        ends |= {position, position - 1, position - 2}
    return ends


@settings(deadline=None)  # a busy machine is slow
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8))
def test_changed_octets(changes: list[tuple[int, int]]) -> None:
    stream = bytearray(WHOLE)
    for place, octet in changes:
        stream[place] = octet
    read = read_tnef(bytes(stream))
    assert sum(len(item.octets) for item in read.attachments) <= len(WHOLE)
    assert all(isinstance(warning, str) for warning in read.warnings)


def test_many_attachments(monkeypatch: pytest.MonkeyPatch) -> None:
    from mimekit_outlook import tnef as reader  # noqa: PLC0415 - the name of the writer here

    monkeypatch.setattr(reader, "MAX_ATTACHMENTS", 3)
    read = read_tnef(tnef.tnef(*[tnef.attachment(title=b"a", data=b"x")] * 5))
    assert len(read.attachments) == 3
    assert "behind the first 3" in " ".join(read.warnings)


def test_many_properties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tnef_properties, "MAX_PROPERTIES", 3)
    stream = tnef.tnef(tnef.message(*[prop.number(0x6000, 1)] * 4))
    assert "4 where at most 3" in " ".join(read_tnef(stream).warnings)


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param(lambda size: [tnef.attachment(title=b"a")] * (size // 64), id="attachments"),
        pytest.param(
            lambda size: [tnef.message(*[prop.number(n, 1) for n in range(100)])] * (size // 1000),
            id="properties",
        ),
        pytest.param(lambda size: [tnef.attribute(1, b"")] * (size // 16), id="attributes"),
    ],
)
def test_time_is_linear(attributes) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - of each row
    assert_linear(read_tnef, lambda size: tnef.tnef(*attributes(size)))
