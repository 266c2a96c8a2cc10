"""Compound files and .msg: storages, streams, named properties, and files that are broken."""

from __future__ import annotations

import random
import struct
import uuid
from datetime import UTC, datetime

import outlook_msg_writer as msg
import outlook_properties as prop
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_outlook import Body, PropertyName, Recipient, outlook_message, read_msg
from mimekit_outlook.compound_file import CompoundFile, CompoundFileError, Storage

from tests.growth import assert_linear

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def streams(file: CompoundFile) -> dict[str, bytes]:
    """All streams by their paths."""
    found: dict[str, bytes] = {}
    waiting: list[tuple[str, Storage]] = [("", file.root)]
    while waiting:
        path, storage = waiting.pop()
        found |= {path + name: file.read(stream) for name, stream in storage.streams.items()}
        waiting += [(f"{path}{name}/", inner) for name, inner in storage.storages.items()]
    return found


# -- compound files

TREE: msg.Tree = {
    "short": b"short",
    "empty": b"",
    "long": bytes(range(256)) * 40,
    "just long": b"x" * 4096,
    "folder": {"one": b"1" * 64, "inner": {"two": b"2" * 65}},
}


def test_compound_file() -> None:
    assert streams(CompoundFile(msg.compound_file(TREE))) == {
        "short": b"short",
        "empty": b"",
        "long": bytes(range(256)) * 40,
        "just long": b"x" * 4096,
        "folder/one": b"1" * 64,
        "folder/inner/two": b"2" * 65,
    }


@settings(deadline=None)  # a busy machine is slow
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=9), st.binary(max_size=9000)))
def test_compound_file_round_trip(tree: dict[str, bytes]) -> None:
    assert streams(CompoundFile(msg.compound_file({**tree}))) == tree


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"x" * 600, id="another-format"),
        pytest.param(msg.compound_file(TREE)[:511], id="header-cut-off"),
        pytest.param(
            msg.compound_file(TREE)[:30] + b"\x1f" + msg.compound_file(TREE)[31:], id="sectors"
        ),
    ],
)
def test_no_compound_file(octets: bytes) -> None:
    with pytest.raises(CompoundFileError):
        CompoundFile(octets)
    assert len(read_msg(octets).warnings) == 1


def test_chain_that_runs_in_a_circle() -> None:
    octets = bytearray(msg.compound_file({"long": b"x" * 8192}))
    directory = octets.index("long".encode("utf-16-le"))
    start = struct.unpack_from("<I", octets, directory + 116)[0]
    struct.pack_into("<I", octets, 512 + 4 * start, start)  # the first sector follows itself
    struct.pack_into("<I", octets, directory + 120, 0xFFFFFFF0)
    read = streams(CompoundFile(bytes(octets)))["long"]
    assert set(read) == {ord("x")}
    assert len(read) <= len(octets)


def test_directory_that_is_no_tree() -> None:
    octets = bytearray(msg.compound_file({"one": b"1", "two": b"2"}))
    entry = octets.index("one".encode("utf-16-le"))
    struct.pack_into("<II", octets, entry + 68, 1, 1)  # itself on both sides
    file = CompoundFile(bytes(octets))
    assert "directory of the compound file is broken" in " ".join(file.warnings)
    assert streams(file)["one" if "one" in file.root.streams else "two"]


def test_streams_that_share_their_octets() -> None:
    """All streams together are no longer than the file, whatever the directory says."""
    octets = bytearray(msg.compound_file({f"s{n}": b"x" * 8192 for n in range(8)}))
    first = octets.index("s0".encode("utf-16-le"))
    start = struct.unpack_from("<I", octets, first + 116)[0]
    for number in range(8):
        entry = octets.index(f"s{number}".encode("utf-16-le"))
        struct.pack_into("<II", octets, entry + 116, start, 60000)
    assert sum(map(len, streams(CompoundFile(bytes(octets))).values())) <= len(octets)


def test_directory_that_is_a_list() -> None:
    """No recursion: entries that each hang on the one before, as no program writes them."""
    count = 5000
    octets = bytearray(msg.compound_file({f"{n:05}": b"" for n in range(count)}))
    entries = octets.index("Root Entry".encode("utf-16-le"))
    struct.pack_into("<I", octets, entries + 76, 1)
    for number in range(1, count + 1):
        following = number + 1 if number < count else msg.FREE
        struct.pack_into("<II", octets, entries + 128 * number + 68, msg.FREE, following)
    assert len(CompoundFile(bytes(octets)).root.streams) == count


# -- .msg

INNER = msg.message(prop.text(0x0037, "Inner"), prop.text(0x1000, "inner text"))
WHOLE = msg.msg(
    prop.text(0x001A, "IPM.Note"),
    prop.text(0x0037, "Grüße"),
    prop.time(0x0039, WHEN),
    prop.number(0x3FFD, 1251),
    prop.text8(0x1000, b"\xcf\xf0"),
    prop.octets(0x1009, prop.compress_rtf(b"{\\rtf1 x}")),
    prop.texts(0x6000, ["one", "three"]),
    prop.numbers(0x6001, [1, 2, 3]),
    prop.Property(0x6002, prop.GUID, (uuid.UUID(int=9).bytes_le,)),
    prop.flag(0x6003, is_set=True),
    prop.text(prop.Name(prop.CALENDAR, 0x8208, 0x8003), "Room 1"),
    prop.text(prop.Name(uuid.UUID(int=7), "x-colour", 0x8004), "blue"),
    recipients=[
        [prop.text(0x3001, "Ann"), prop.text(0x39FE, "ann@example.com"), prop.number(0x0C15, 1)],
        [prop.text8(0x3001, b"\xdf"), prop.text(0x3003, "/o=x"), prop.number(0x0C15, 2)],
    ],
    attachments=[
        msg.attachment(
            prop.text(0x3707, "big.bin"), prop.number(0x3705, 1), prop.octets(0x3701, b"x" * 9000)
        ),
        msg.attachment(prop.text(0x3001, "Inner"), prop.number(0x3705, 5), inner=INNER),
        msg.attachment(prop.text(0x3001, "chart"), prop.number(0x3705, 6), inner={"a": b"b"}),
        msg.attachment(
            prop.text(0x3707, "far"), prop.text(0x370D, "\\\\host\\far"), prop.number(0x3705, 4)
        ),
    ],
)


def test_message() -> None:
    read = read_msg(WHOLE)
    assert read.message_class == "ipm.note"
    assert read.bodies == (
        Body("text/plain", b"\xcf\xf0", "cp1251"),
        Body("application/rtf", b"{\\rtf1 x}"),
    )
    assert read.recipients == (
        Recipient("To", "Ann", "ann@example.com"),
        Recipient("Cc", "Я", "/o=x"),
    )


def test_properties() -> None:
    properties = read_msg(WHOLE).properties
    assert properties.text(0x0037) == "Grüße"
    assert properties.time(0x0039) == WHEN
    assert properties[0x6000] == ("one", "three")
    assert properties[0x6001] == (1, 2, 3)
    assert properties[0x6002] == uuid.UUID(int=9)
    assert properties.flag(0x6003)
    assert properties[PropertyName(prop.CALENDAR, 0x8208)] == "Room 1"
    assert properties[PropertyName(uuid.UUID(int=7), "x-colour")] == "blue"


def test_attachments() -> None:
    read = read_msg(WHOLE)
    big, inner, chart, far = read.attachments
    assert (big.name, big.octets) == ("big.bin", b"x" * 9000)
    assert inner.message is not None
    assert inner.message.properties.text(0x0037) == "Inner"
    assert (chart.octets, far.octets) == (b"", b"")
    assert read.warnings == (
        "the object 'chart' of another program is left out",
        "attachment 'far' is elsewhere: '\\\\\\\\host\\\\far'",
    )


def test_nesting_ends() -> None:
    tree = INNER
    for _ in range(outlook_message.MAX_NESTING + 2):
        attached = msg.attachment(prop.number(0x3705, 5), inner=tree)
        tree = msg.message(attachments=[attached])
    read = read_msg(msg.msg(attachments=[msg.attachment(prop.number(0x3705, 5), inner=tree)]))
    depth, message = 0, read
    while (inner := message.attachments[0].message) is not None:
        message, depth = inner, depth + 1
    assert depth == outlook_message.MAX_NESTING
    assert any("nested deeper" in warning for warning in read.warnings)


def test_order_of_attachments_is_that_of_their_numbers() -> None:
    items = [msg.attachment(prop.text(0x3707, f"{n}"), prop.number(0x3705, 1)) for n in range(40)]
    read = read_msg(msg.msg(attachments=items))
    assert [item.name for item in read.attachments] == [f"{n}" for n in range(40)]


# -- broken files


def test_what_is_cut_off_gives_what_is_before() -> None:
    whole = read_msg(WHOLE)
    for end in range(512, len(WHOLE), 97):
        read = read_msg(WHOLE[:end])
        assert read.warnings
        assert len(read.attachments) <= len(whole.attachments)
    assert read.properties.text(0x0037) == "Grüße"


@pytest.mark.parametrize("seed", range(60))
def test_changed_octets(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    octets = bytearray(WHOLE)
    for _ in range(chance.choice([1, 4, 30])):
        octets[chance.randrange(len(octets))] = chance.choice([0, 255, chance.randrange(256)])
    read = read_msg(bytes(octets))
    values = [value for value in read.properties.values() if isinstance(value, bytes)]
    assert sum(map(len, values)) <= len(octets)
    assert all(isinstance(warning, str) for warning in read.warnings)


@pytest.mark.parametrize(
    "tree",
    [
        pytest.param(lambda size: {f"{n:06}": b"" for n in range(size // 128)}, id="streams"),
        pytest.param(lambda size: {"s": b"x" * size}, id="one-stream"),
        pytest.param(
            lambda size: {"__properties_version1.0": bytes(32) + b"\3\0\0\x60" * (size // 4)},
            id="properties",
        ),
    ],
)
def test_time_is_linear(tree) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - of each row
    assert_linear(read_msg, lambda size: msg.compound_file(tree(size)), start=4096)
