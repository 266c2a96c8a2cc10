from __future__ import annotations

import gc
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import Limits, Message, Part, parse

BASE64_MESSAGE = b"U3ViamVjdDogaW5uZXIKQ29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ7IGJvdW5kYXJ5PWkKCi0taQoKb25lCi0taS0tCg=="
NESTED = (
    b"Subject: outer\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\n\ntext\n"
    b"--b\nContent-Type: message/rfc822\n\nSubject: plain\n\nbody\n"
    b"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    + BASE64_MESSAGE
    + b"\n--b--\n"
)


def paths(part: Part, **options: bool) -> list[str]:
    return [p.path for p in part.walk(**options)]


def test_walks_in_document_order() -> None:
    assert paths(parse(NESTED)) == ["", "1", "2", "2.1", "3", "3.1", "3.1.1"]


def test_walks_without_entering_messages() -> None:
    assert paths(parse(NESTED), enter_messages=False) == ["", "1", "2", "3"]


def test_parts_and_paths_agree() -> None:
    for part in parse(NESTED).walk():
        for ordinal, child in enumerate(part.parts, 1):
            assert child.parent == part
            assert child.path == f"{part.path}.{ordinal}".lstrip(".")
            assert part.part(str(ordinal)) == child


@pytest.mark.parametrize(
    "path", ["0", "4", "01", "1.1", "x", "1.", "-1", "+1", "1" * 5000, "²", "2.1.1"]
)
def test_a_path_to_nothing_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        parse(NESTED).part(path)


def test_handles_of_one_node_are_equal() -> None:
    message = parse(NESTED)
    assert message.part("2") == message.parts[1]
    assert hash(message.part("2")) == hash(message.parts[1])
    assert message.part("2") != message.part("1")
    assert parse(NESTED) != message
    assert message != "message"


def test_an_enclosed_message_is_a_message() -> None:
    message = parse(NESTED)
    inner = message.part("2").message
    assert isinstance(inner, Message)
    assert inner == message.part("2.1")
    assert (inner.subject, inner.text) == ("plain", "body")
    assert message.part("1").message is None


def test_an_encoded_message_has_a_source_of_its_own() -> None:
    message = parse(NESTED)
    inner = message.part("3").message
    assert inner is not None
    assert (inner.subject, inner.source, message.part("3").source) == ("inner", "3", None)
    assert bytes(inner) == message.part("3").content
    one = inner.part("1")
    assert (one.path, one.text, one.source) == ("3.1.1", "one", "3")
    assert one.span is not None
    assert message.part("3").content[one.span.slice] == bytes(one)


def test_spans_give_the_octets() -> None:
    message = parse(NESTED)
    for part in message.walk():
        if part.source is None:
            assert part.span is not None
            assert NESTED[part.span.slice] == bytes(part)
            for field in part.headers.fields:
                assert field.span is not None
                assert NESTED[field.span.slice] == field.raw


def test_a_message_pickles_and_so_does_a_part() -> None:
    message = parse(NESTED, limits=Limits(max_depth=7))
    again = pickle.loads(pickle.dumps(message))  # noqa: S301 - our own octets
    assert bytes(again) == NESTED
    part = pickle.loads(pickle.dumps(message.part("3.1.1")))  # noqa: S301
    assert (part.path, part.text) == ("3.1.1", "one")


def test_no_object_cycles() -> None:
    gc.collect()
    gc.disable()
    try:
        for part in parse(NESTED).walk():
            _ = part.parts, part.text, part.headers.fields, list(part.check())
        del part
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_text_is_refused() -> None:
    with pytest.raises(TypeError, match="octets"):
        parse("Subject: x")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_buffer_parses(kind: type) -> None:
    assert bytes(parse(kind(NESTED))) == NESTED


def test_a_buffer_that_changes_does_not_change_the_message() -> None:
    data = bytearray(NESTED)
    message = parse(data)
    data[:] = b"x" * len(data)
    assert bytes(message) == NESTED


@pytest.mark.parametrize(
    ("max_parts", "subjects"),
    [(1, []), (2, [None]), (3, ["Hi"]), (4, ["Hi", None]), (5, ["Hi", "Hi"])],
)
def test_a_message_beyond_the_limit_is_none(max_parts: int, subjects: list[str | None]) -> None:
    digest = b"Content-Type: multipart/digest; boundary=b\n\n" + b"--b\n\nSubject: Hi\n\n" * 2
    message = parse(digest, limits=Limits(max_parts=max_parts))
    enclosed = [part.message for part in message.walk() if part.content_type.type == "message"]
    assert [inner and inner.subject for inner in enclosed] == subjects
    assert message.readable_text() == "Subject: Hi\n\n" * subjects.count("Hi")


@pytest.mark.parametrize(
    ("limits", "name"),
    [(Limits(max_parts=0), "max_parts"), (Limits(max_header_bytes=-1), "max_header_bytes")],
)
def test_limits_that_cannot_be_are_refused(limits: Limits, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        parse(b"", limits=limits)


def test_threads_may_share_a_message() -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            message = parse(NESTED)
            with ThreadPoolExecutor(4) as pool:
                found = list(pool.map(lambda _: paths(message), range(4)))  # noqa: B023
            assert found == [["", "1", "2", "2.1", "3", "3.1", "3.1.1"]] * 4
    finally:
        sys.setswitchinterval(interval)


def test_a_path_is_a_string() -> None:
    with pytest.raises(TypeError, match="path"):
        parse(NESTED).part(3)  # type: ignore[arg-type]


def test_a_closed_message_has_a_repr(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(NESTED)
    with mimekit.open(path) as message:
        part = message.part("1")
    assert repr(part) == "<Part, closed>"
    with pytest.raises(ValueError, match="closed"):
        _ = part.content


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_octets_come_back(data: bytes) -> None:
    assert bytes(parse(data)) == data


PIECES = [
    b"Subject: =?utf-8?q?=C3?=\r\n",
    b"Content-Type: multipart/mixed; boundary=b\n",
    b"Content-Type: message/rfc822\n",
    b"Content-Type: text/html; charset=x\n",
    b"Content-Type: multipart/report\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n",
    b"Content-Disposition: attachment; filename*0*=a'b'%\n",
    b"From: <a@b, (c\n",
    b"Date: 99 Foo\n",
    b"Received: from (x by ;\n",
    b"--b\n",
    b"--b--\n",
    b"\n",
    b"\r",
    b"TQ=\n",
    b"=C3=\n",
    b"\x00\xff",
    b"<p>x",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=20).map(b"".join))
def test_nothing_raises_and_the_octets_come_back(data: bytes) -> None:
    message = parse(data)
    for part in message.walk():
        for name in dir(type(part)):
            if isinstance(getattr(type(part), name), property):
                getattr(part, name)
        for field in part.headers.fields:
            _ = field.defects, field.as_addresses(), field.as_date(), field.as_parameters()
            field.as_text().encode()  # no lone surrogate
        assert part.open().read() == part.content
    list(message.check())
    message.readable_text().encode()
    assert bytes(message) == data


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map(b"".join))
def test_findings_do_not_depend_on_what_was_read(data: bytes) -> None:
    fresh = list(parse(data).check())
    message = parse(data)
    for part in message.walk():
        _ = part.text, part.content, part.headers.items(), part.parts
    message.readable_text()
    assert list(message.check()) == fresh
    assert list(message.check()) == fresh
    for part in message.walk():
        assert set(part.defects) <= set(fresh)
        for field in part.headers.fields:
            assert set(field.defects) <= set(fresh)
