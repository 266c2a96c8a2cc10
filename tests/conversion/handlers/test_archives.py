"""Zip, tar and compressed files, by their handlers."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.budget import BudgetError, ConversionLimits
from mimekit.conversion.containers.compressed import decompress
from mimekit.conversion.containers.member import FREE_OCTETS, MAX_MEMBERS, Allowance
from mimekit.conversion.content import Content
from mimekit.conversion.conversion import Conversion, WarningCode
from mimekit.conversion.convert import convert
from mimekit.conversion.handlers.archives import HANDLERS
from mimekit.conversion.registry import Registry
from tests.conversion.handlers.archives_made import (
    central_header,
    deflated,
    local_header,
    overlapping_zip,
    quoting_zip,
    tar_of,
    tar_with,
    zip_of,
    zip_with,
)
from tests.conversion.handlers.calling import Called, call, context_of
from tests.growth import assert_linear

ZIP, TAR, GZIP = "application/zip", "application/x-tar", "application/gzip"
FILES = {"a.txt": b"alpha", "folder/b.bin": bytes(range(256)) * 20, "empty": b""}
ZEROS = bytes(4 << 20)
KERNEL = random.Random(0).randbytes(20_000)  # noqa: S311 - octets that do not become fewer


def open_archive(octets: bytes, media_type: str, name: str | None = None) -> Called:
    return call(HANDLERS, Content(media_type=media_type, octets=octets, name=name))


def files(called: Called) -> dict[str | None, bytes]:
    return {content.name: content.octets for content in called.contents}


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(zip_of(FILES), ZIP, id="zip"),
        pytest.param(zip_of(FILES, zipfile.ZIP_STORED), ZIP, id="zip-stored"),
        pytest.param(zip_of(FILES, zipfile.ZIP_BZIP2), ZIP, id="zip-bzip2"),
        pytest.param(b"#!/bin/sh\n" + zip_of(FILES), ZIP, id="zip-behind-a-program"),
        pytest.param(tar_of(FILES), TAR, id="tar"),
    ],
)
def test_archive_gives_its_files(octets: bytes, media_type: str) -> None:
    opened = open_archive(octets, media_type)
    assert files(opened) == FILES
    assert opened.warnings == ()
    assert {content.media_type for content in opened.contents} == {"application/octet-stream"}


@pytest.mark.parametrize(
    ("octets", "media_type", "name", "inside"),
    [
        pytest.param(gzip.compress(b"x"), GZIP, "a.txt.gz", "a.txt", id="gz"),
        pytest.param(gzip.compress(b"x"), GZIP, "A.GZ", "A", id="upper-case"),
        pytest.param(gzip.compress(b"x"), GZIP, "a.TGZ", "a.tar", id="tgz"),
        pytest.param(gzip.compress(b"x"), GZIP, None, None, id="no-name"),
        pytest.param(gzip.compress(b"x"), GZIP, ".gz", None, id="suffix-alone"),
        pytest.param(bz2.compress(b"x"), "application/x-bzip2", "a.bz2", "a", id="bz2"),
        pytest.param(lzma.compress(b"x"), "application/x-xz", "a.xz", "a", id="xz"),
        pytest.param(
            lzma.compress(b"x", lzma.FORMAT_ALONE), "application/x-lzma", "a.lzma", "a", id="lzma"
        ),
        pytest.param(
            gzip.compress(b"") + gzip.compress(b"x") + bytes(9), GZIP, "a.gz", "a", id="streams"
        ),
    ],
)
def test_compressed_gives_one_content(
    octets: bytes, media_type: str, name: str | None, inside: str | None
) -> None:
    opened = open_archive(octets, media_type, name)
    assert files(opened) == {inside: b"x"}
    assert opened.warnings == ()


def test_name_in_a_gzip_header() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("../secret/x.csv", "wb", fileobj=out) as file:
        file.write(b"1")
    assert files(open_archive(out.getvalue(), GZIP)) == {"x.csv": b"1"}
    with_extra = (
        b"\x1f\x8b\x08\x0c"
        + bytes(6)
        + b"\x02\x00zz"
        + b"../y\n.csv\x00"
        + gzip.compress(b"1")[10:]
    )
    assert files(open_archive(with_extra, GZIP)) == {"y.csv": b"1"}


def test_tar_in_a_compressed_file_is_known() -> None:
    (content,) = open_archive(gzip.compress(tar_of(FILES)), GZIP).contents
    assert content.media_type == "application/x-tar"
    assert files(call(HANDLERS, content)) == FILES


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("/etc/passwd", "etc/passwd", id="absolute"),
        pytest.param("../../x", "x", id="above"),
        pytest.param("a/../b", "a/b", id="above-within"),
        pytest.param("C:\\Windows\\x.dll", "Windows/x.dll", id="drive"),
        pytest.param("\\\\server\\share\\x", "server/share/x", id="server"),
        pytest.param("a\r\n/b\x1b[2J", "a/b[2J", id="controls"),
        pytest.param("x\u202egpj.exe", "xgpj.exe", id="writing-direction"),
        pytest.param("..", None, id="nothing-left"),
        pytest.param("a/" * 500 + "b", "a/" * 15 + "b", id="deep"),
    ],
)
@pytest.mark.parametrize("media_type", [ZIP, TAR])
def test_names_lead_nowhere_else(name: str, expected: str | None, media_type: str) -> None:
    make = zip_of if media_type == ZIP else tar_of
    assert files(open_archive(make({name: b"x"}), media_type)) == {expected: b"x"}


# -- bombs


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(zip_of({"zeros": ZEROS}), ZIP, id="zip"),
        pytest.param(zip_of({"zeros": ZEROS}, zipfile.ZIP_BZIP2), ZIP, id="zip-bzip2"),
        pytest.param(gzip.compress(ZEROS), GZIP, id="gzip"),
        pytest.param(bz2.compress(ZEROS), "application/x-bzip2", id="bzip2"),
        pytest.param(lzma.compress(ZEROS), "application/x-xz", id="xz"),
    ],
)
def test_high_ratio_is_left_out(octets: bytes, media_type: str) -> None:
    opened = open_archive(octets, media_type, "zeros.gz")
    limit = max(FREE_OCTETS, 200 * len(octets)) if media_type != ZIP else FREE_OCTETS
    assert opened.contents == ()
    assert opened.warnings == (
        (WarningCode.LIMIT, f"zeros is left out: it becomes more than {limit} octets"),
    )


def test_members_behind_a_bomb_come_out() -> None:
    opened = open_archive(zip_of({"zeros": ZEROS, "a": b"alpha"}), ZIP)
    assert files(opened) == {"a": b"alpha"}
    assert opened.codes == [WarningCode.LIMIT]


def test_bombs_together_are_stopped() -> None:
    """Each member is small enough; what is thrown away counts as well."""
    octets = zip_of({str(number): ZEROS for number in range(50)})
    context = context_of(ConversionLimits(max_octets=8 << 20))
    zip_handler = HANDLERS[0]
    made = list(zip_handler.convert(Content(media_type=ZIP, octets=octets), "*/*", context))
    assert made == []
    assert {warning.code for warning in context.warnings} == {WarningCode.LIMIT}
    details = [warning.detail for warning in context.warnings]
    assert details[-1].endswith("more than 0 octets")


def test_a_bomb_is_never_whole_in_memory() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    octets = b"".join([packer.compress(ZEROS) for _ in range(100)]) + packer.flush()  # 400 MiB
    tracemalloc.start()
    try:
        opened = open_archive(octets, GZIP)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert opened.codes == [WarningCode.LIMIT]
    assert peak < 100 << 20  # twice the 32 MiB that one handler may make, and a window


def test_many_members_are_cut() -> None:
    names = [b"%d" % number for number in range(100_000)]
    data = local_header(b"", 0, method=0)
    empty = (
        central_header(name, offset=len(data) * number, packed=0, method=0)
        for number, name in enumerate(names)
    )
    opened = open_archive(zip_with(data * len(names), empty), ZIP)
    assert len(opened.contents) == MAX_MEMBERS
    detail = f"what is behind the first {MAX_MEMBERS} members is left out"
    assert opened.warnings == ((WarningCode.LIMIT, detail),)


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(overlapping_zip(200, KERNEL), id="one-kernel"),
        pytest.param(quoting_zip(200, KERNEL), id="quoted-headers"),
    ],
)
def test_overlapping_members_are_unpacked_once(octets: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert sum(info.compress_size for info in archive.infolist()) > 10 * len(octets)
    opened = open_archive(octets, ZIP)
    assert len(opened.contents) == 1
    refused = "its octets are not there, or are those of another member"
    assert sum(refused in detail for _, detail in opened.warnings) == 199


def count_parts(conversion: Conversion) -> int:
    return 1 + sum(map(count_parts, conversion.parts))


def test_nested_bomb_ends() -> None:
    """As 42.zip: sixteen archives in each archive, five levels deep, a MiB of zeros in each."""
    octets = zip_of({"zeros": bytes(FREE_OCTETS)})
    for _ in range(5):
        octets = zip_of({"all.zip": zip_of({f"{n}.zip": octets for n in range(16)})})
    assert len(octets) < 20_000
    registry = Registry(built_in=False)
    registry.add(replace(HANDLERS[0], accepts=("application/octet-stream", ZIP)))
    limits = ConversionLimits(max_parts=200)
    content = Content(media_type=ZIP, octets=octets)
    done = convert(content, "text/plain", registry=registry, limits=limits)
    assert {warning.code for warning in done.warnings} >= {WarningCode.LIMIT}
    assert count_parts(done) < 16 * 200


def test_slow_archive_ends_with_its_time() -> None:
    context = context_of(ConversionLimits(max_seconds=0.0))
    with pytest.raises(BudgetError, match="seconds"):
        list(HANDLERS[0].convert(Content(media_type=ZIP, octets=zip_of(FILES)), "*/*", context))


# -- what is wrong


@pytest.mark.parametrize("media_type", [ZIP, TAR, GZIP, "application/x-bzip2", "application/x-xz"])
@pytest.mark.parametrize("octets", [b"no archive", b"PK\x03\x04", b"\x01" * 600])
def test_what_is_none_raises(octets: bytes, media_type: str) -> None:
    with pytest.raises(ValueError, match="it is"):
        open_archive(octets, media_type)


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(zip_of({"a": b"alpha" * 9, "b": b"beta"}), ZIP, id="zip"),
        pytest.param(tar_of({"a": b"alpha", "b": b"beta"})[:2600], TAR, id="tar"),
        pytest.param(gzip.compress(b"alpha" * 50), GZIP, id="gzip"),
        pytest.param(bz2.compress(b"alpha" * 50), "application/x-bzip2", id="bzip2"),
        pytest.param(lzma.compress(b"alpha" * 50), "application/x-xz", id="xz"),
    ],
)
def test_cut_off_anywhere(octets: bytes, media_type: str) -> None:
    whole = open_archive(octets, media_type).contents
    for end in range(len(octets)):
        try:
            opened = open_archive(octets[:end], media_type)
        except ValueError:
            continue
        for content, expected in zip(opened.contents, whole, strict=False):
            assert expected.octets.startswith(content.octets)


@given(
    st.binary(max_size=200),
    st.sampled_from(range(len(HANDLERS))),
    st.integers(0, 300),
    st.binary(min_size=1, max_size=4),
)
def test_damage_raises_nothing_else(octets: bytes, number: int, at: int, damage: bytes) -> None:
    whole = [zip_of({"a": octets, "b": b"x"}), tar_of({"a": octets}), gzip.compress(octets)][
        number
    ]
    at = min(at, len(whole))
    damaged = whole[:at] + damage + whole[at + len(damage) :]
    try:
        opened = open_archive(damaged, [ZIP, TAR, GZIP][number])
    except ValueError:
        return
    assert sum(len(content.octets) for content in opened.contents) <= FREE_OCTETS * 2


@pytest.mark.parametrize(
    ("octets", "expected", "detail"),
    [
        pytest.param(
            zip_with(
                local_header(b"a", 1, method=0) + b"x",
                [central_header(b"a", offset=0, packed=1, flags=1, method=0)],
            ),
            {},
            "a is left out: it is encrypted",
            id="encrypted",
        ),
        pytest.param(
            zip_with(
                local_header(b"a", 1) + b"x", [central_header(b"a", offset=0, packed=1, method=99)]
            ),
            {},
            "a is left out: nothing here reads compression method 99",
            id="method",
        ),
        pytest.param(
            zip_with(
                local_header(b"a", 1, method=0) + b"x",
                [central_header(b"a", offset=0, packed=1, method=0)],
            ),
            {"a": b"x"},
            "a: its checksum is that of other octets",
            id="checksum",
        ),
        pytest.param(
            zip_with(
                local_header(b"a", 8) + deflated(b"alpha")[:-2] + b"PK",
                [central_header(b"a", offset=0, packed=5)],
            ),
            {"a": b"alph"},
            "a: it is cut off",
            id="stream-cut-off",
        ),
        pytest.param(
            zip_with(b"", [central_header(b"a", offset=9999, packed=1)]),
            {},
            "a is left out: its octets are not there, or are those of another member",
            id="nowhere",
        ),
    ],
)
def test_zip_member_is_told_of(octets: bytes, expected: dict[str, bytes], detail: str) -> None:
    opened = open_archive(octets, ZIP)
    assert files(opened) == expected
    assert opened.warnings == ((WarningCode.NOTE, detail),)


class Counting:
    """A decompressor that counts the octets that it is given."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self) -> Counting:
        self._stream = zlib.decompressobj(31)
        return self

    def decompress(self, octets: memoryview, limit: int) -> bytes:
        self.given += len(octets)
        return self._stream.decompress(octets, limit)

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data


@pytest.mark.parametrize("size", [0, 3000])
def test_what_is_behind_a_stream_is_not_read_for_each(size: int) -> None:
    """Else many small streams would be copied as often as there are some before them."""
    count = 400_000 // (size + 20)
    octets = gzip.compress(KERNEL[:size]) * count
    counting = Counting()
    found = decompress(octets, counting, Allowance(context_of()), 32 << 20)
    assert len(found.octets) == size * count
    assert counting.given < 64 * len(octets)


@pytest.mark.parametrize(
    "records",
    [
        pytest.param(b"0 path=x\n", id="without-length"),
        pytest.param(b"7 path=x\n", id="too-short"),
        pytest.param(b"9999 path=x\n", id="too-long"),
        pytest.param(b"x path=x\n", id="no-number"),
        pytest.param(b"9" * 5000 + b" path=x\n", id="long-number"),
    ],
)
def test_records_of_pax_that_are_none(records: bytes) -> None:
    info = tarfile.TarInfo("records")
    info.type, info.size = tarfile.XHDTYPE, len(records)
    blocks = info.tobuf() + records + bytes(-len(records) % 512)
    assert files(open_archive(blocks + tar_of({"a": b"1"}), TAR)) == {"a": b"1"}


def link(kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo("a")
    info.type, info.linkname = kind, "/etc/passwd"
    return info


def sparse(size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo("a")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.realsize": str(size)}
    return info


def endless() -> tarfile.TarInfo:
    info = tarfile.TarInfo("a")
    info.size = 1 << 40
    return info


@pytest.mark.parametrize(
    ("info", "detail"),
    [
        pytest.param(link(tarfile.SYMTYPE), "a is left out: it is a link", id="symbolic-link"),
        pytest.param(link(tarfile.LNKTYPE), "a is left out: it is a link", id="hard-link"),
        pytest.param(link(tarfile.CHRTYPE), "a is left out: it is a device", id="device"),
        pytest.param(link(tarfile.FIFOTYPE), "a is left out: it is a pipe", id="pipe"),
        pytest.param(
            link(tarfile.GNUTYPE_SPARSE), "a is left out: it is a sparse file", id="sparse-of-gnu"
        ),
        pytest.param(sparse(1 << 40), "a is left out: it is a sparse file", id="sparse-of-pax"),
        pytest.param(
            link(b"Z"), "a is left out: it is neither a file nor a folder", id="unknown-type"
        ),
        pytest.param(
            endless(), f"a is left out: it becomes more than {32 << 20} octets", id="endless"
        ),
    ],
)
def test_tar_member_is_passed_by(info: tarfile.TarInfo, detail: str) -> None:
    opened = open_archive(tar_with(info), TAR)
    assert opened.contents == ()
    assert [told for _, told in opened.warnings] == [detail]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_format_of_tar(form: int) -> None:
    long_name = "folder-of-many-letters/" * 9 + "name.txt"
    names = {long_name: b"x", "grüße.txt": b"y", "a": bytes(1000), "b": b""}
    assert files(open_archive(tar_of(names, form), TAR)) == names


def test_links_in_zip_are_passed_by() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    opened = open_archive(out.getvalue(), ZIP)
    assert opened == Called((), ((WarningCode.NOTE, "a is left out: it is a link"),))


def test_zip_with_sizes_of_64_bits() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"alpha")
    octets = out.getvalue()
    at = octets.index(b"PK\x01\x02")
    extra = struct.pack("<2H3Q", 1, 24, 5, 5, 0)
    central = central_header(
        b"a",
        offset=0xFFFFFFFF,
        packed=0xFFFFFFFF,
        size=0xFFFFFFFF,
        crc=zlib.crc32(b"alpha"),
        method=0,
        extra=extra,
    )
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(central), at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at + len(central), 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    opened = open_archive(octets[:at] + central + end + locator + last, ZIP)
    assert opened == Called(
        (Content(media_type="application/octet-stream", octets=b"alpha", name="a"),), ()
    )


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        pytest.param("é.txt".encode(), "é.txt", id="utf-8-without-its-flag"),
        pytest.param(b"\x82.txt", "é.txt", id="code-page-437"),
    ],
)
def test_names_in_zip(octets: bytes, name: str) -> None:
    data = local_header(octets, 0, method=0)
    opened = open_archive(
        zip_with(data, [central_header(octets, offset=0, packed=0, method=0)]), ZIP
    )
    assert list(files(opened)) == [name]


@pytest.mark.parametrize(
    ("make", "media_type"),
    [
        pytest.param(lambda n: gzip.compress(b"") * (n // 20), GZIP, id="gzip-streams"),
        pytest.param(
            lambda n: bz2.compress(b"") * (n // 14), "application/x-bzip2", id="bzip2-streams"
        ),
        pytest.param(
            lambda n: lzma.compress(b"") * (n // 32), "application/x-xz", id="xz-streams"
        ),
        pytest.param(lambda n: gzip.compress(b"") + bytes(n), GZIP, id="zeros-behind"),
        pytest.param(lambda n: b"PK\x05\x06" * (n // 4) + b"\0" * 22, ZIP, id="zip-ends"),
        pytest.param(lambda n: overlapping_zip(n // 50, b"x"), ZIP, id="zip-entries"),
        pytest.param(lambda n: tar_of({"a": b""})[:512] * (n // 100), TAR, id="tar-members"),
    ],
)
def test_time_is_linear(make: object, media_type: str) -> None:
    def run(octets: bytes) -> None:
        try:
            open_archive(octets, media_type)
        except ValueError:
            return

    assert callable(make)
    assert_linear(run, make, start=1024)
