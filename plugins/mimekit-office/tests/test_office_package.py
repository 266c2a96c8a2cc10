"""Packages and XML that are made to cost much: nothing is unpacked that is not allowed."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_office import package as package_module
from mimekit_office.package import Package, PackageError, store_package
from mimekit_office.page import Page, PageFullError, safe_href, safe_text
from mimekit_office.relationships import read_relationships
from mimekit_office.xml_events import XmlError, check_xml, iter_events


def make_zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as package:
        for name, octets in members.items():
            package.writestr(name, octets)
    return file.getvalue()


def with_size(octets: bytes, size: int) -> bytes:
    """The zip file, whose one member says that it has so many octets."""
    place = octets.index(b"PK\1\2")
    return octets[: place + 24] + struct.pack("<I", size) + octets[place + 28 :]


def with_flags(octets: bytes, flags: int) -> bytes:
    place = octets.index(b"PK\1\2")
    return octets[: place + 8] + struct.pack("<H", flags) + octets[place + 10 :]


def test_reads_members() -> None:
    package = Package(make_zip({"a": b"1", "b/c": b"22"}))
    assert package.names == ("a", "b/c")
    assert ("a" in package, "c" in package) == (True, False)
    assert (package.read("a"), package.read("b/c")) == (b"1", b"22")


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        pytest.param(make_zip({"a": bytes(33 << 20)}), "a is too large", id="large"),
        pytest.param(make_zip({"a": bytes(2 << 20)}), "a grows more than 500 times", id="ratio"),
        pytest.param(
            with_size(make_zip({"a": b"x" * 99}), 0xFFFFFFFE), "a is too large", id="false-size"
        ),
        pytest.param(
            with_size(make_zip({"a": b"x" * 99}), 5), "a is damaged", id="size-too-small"
        ),
        pytest.param(with_flags(make_zip({"a": b"x"}), 1), "a is encrypted", id="encrypted"),
        pytest.param(make_zip({"a": b"x"}, zipfile.ZIP_BZIP2), "compressed in a way", id="bzip2"),
        pytest.param(make_zip({"a": b"x"}, zipfile.ZIP_LZMA), "compressed in a way", id="lzma"),
        pytest.param(
            make_zip({"a": b"x" * 9}).replace(b"\x03", b"\x02", 1), "a is damaged", id="damaged"
        ),
        pytest.param(make_zip({"b": b"x"}), "a is missing", id="missing"),
    ],
)
def test_what_is_not_unpacked(octets: bytes, sentence: str) -> None:
    with pytest.raises(PackageError, match=sentence):
        Package(octets).read("a")


def test_all_members_together_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "MAX_PACKAGE_OCTETS", 10)
    package = Package(make_zip({"a": b"123456"}))
    assert package.read("a") == b"123456"
    with pytest.raises(PackageError, match="a is too large"):
        package.read("a")


def test_members_are_counted_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "MAX_MEMBERS", 3)
    with pytest.raises(PackageError, match="more than 3 members"):
        Package(make_zip({str(number): b"" for number in range(4)}))


@given(
    st.binary(max_size=60),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), max_size=6),
)
@settings(deadline=None)
def test_damaged_packages_raise_nothing_else(
    octets: bytes, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(make_zip({"a": octets, "b": octets * 2}))
    for place, octet in changes:
        damaged[place % len(damaged)] = octet
    try:
        package = Package(bytes(damaged))
        found = package.read("a")
    except PackageError:
        return
    assert "a" in package
    assert len(found) <= 120


@given(st.dictionaries(st.text("abc/", min_size=1), st.binary(max_size=50), max_size=5))
@settings(deadline=None)
def test_stored_packages_have_their_members(members: dict[str, bytes]) -> None:
    package = Package(store_package(members).getvalue())
    assert {name: package.read(name) for name in package.names} == members


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        pytest.param(b"", "XML is damaged", id="empty"),
        pytest.param(b"<a><b></a>", "XML is damaged", id="mismatched"),
        pytest.param(b"<!DOCTYPE a><a/>", "document type declaration", id="doctype"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
            "document type declaration",
            id="billion-laughs",
        ),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "document type declaration",
            id="external",
        ),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
            "document type declaration",
            id="utf-16",
        ),
        pytest.param(b"<a>" * 151 + b"</a>" * 151, "deeper than 150", id="deep"),
        pytest.param(b"<a>" * 10**6, "deeper than 150", id="very-deep"),
    ],
)
def test_xml_that_is_refused(octets: bytes, sentence: str) -> None:
    with pytest.raises(XmlError, match=sentence):
        check_xml(octets)


def test_events() -> None:
    octets = b'<p:a xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" p:b="1" c="2">x<d/></p:a>'
    assert [tuple(event) for event in iter_events(octets)] == [
        ("start", "p:a", {"p:b": "1", "c": "2"}, 0),
        ("text", "x", {}, 0),
        ("start", "d", {}, octets.index(b"<d/>")),
        ("end", "d", {}, octets.index(b"</p:a>")),
        ("end", "p:a", {}, octets.index(b"</p:a>")),
    ]


def names_before_fault(octets: bytes) -> list[str]:
    found: list[str] = []
    try:
        found.extend(event.name for event in iter_events(octets))
    except XmlError:
        return found
    raise AssertionError("there is no fault")


@pytest.mark.parametrize("end", [b"</c>", b"", b"<", b"&x;", b"\xff"])
def test_events_before_a_fault_are_given(end: bytes) -> None:
    assert names_before_fault(b"<a>one<b>two" + end) == ["a", "one", "b", "two"]


def test_offsets_count_over_pieces() -> None:
    octets = b"<a>" + b"x" * 3_000_000 + b"<c/></a>"
    last = [event for event in iter_events(octets) if event.name == "c"]
    assert [event.offset for event in last] == [octets.index(b"<c/>"), octets.index(b"</a>")]


def test_relationships() -> None:
    octets = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="1" Type="x/slide" Target="slides/a.xml"/><Relationship Id="2" Type="x/y" Target="/z.xml"/>'
        b'<Relationship Id="3" Type="x/y" Target="../../../../etc/passwd"/>'
        b'<Relationship Id="4" Type="x/y" Target="http://x.example/" TargetMode="External"/></Relationships>'
    )
    package = Package(make_zip({"ppt/_rels/p.xml.rels": octets}))
    assert [tuple(found) for found in read_relationships(package, "ppt/p.xml")] == [
        ("1", "slide", "ppt/slides/a.xml"),
        ("2", "y", "z.xml"),
        ("3", "y", "etc/passwd"),
    ]
    assert read_relationships(package, "ppt/other.xml") == []


def test_pages_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimekit_office.page.MAX_CHARACTERS", 10)
    page = Page()
    page.text("123456")
    with pytest.raises(PageFullError):
        page.text("12345")
    assert "123456</body>" in page.content(None).text


@given(st.text())
def test_no_text_is_markup(text: str) -> None:
    html = safe_text(text)
    assert not set("<>\"'\x00\x1b\u202e") & set(html)


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://x.example", True),
        ("mailto:a@x.example", True),
        ("#mark", True),
        ("javascript:x", False),
        (" javascript:x", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//x.example", False),
        ("x.html", False),
    ],
)
def test_where_links_may_lead(url: str, is_safe: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (safe_href(url) == url) is is_safe
