"""Texts of bodyValues and octets of blobs, one, the other, or both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mimekit import ComposeError, Message
from tests.jmap.creating import create

LATIN = {"partId": "1", "blobId": "b", "type": "text/plain", "charset": "iso-8859-1"}
BLOBS = {"b": b"caf\xe9\n"}


def make(part: dict[str, Any], value: Any = None, blobs: Any = None) -> Message:
    values = {} if value is None else {"1": value}
    return create({"bodyStructure": part, "bodyValues": values}, blobs=blobs)


@pytest.mark.parametrize(
    ("part", "value", "blobs", "charset", "content"),
    [
        pytest.param(
            {"partId": "1"}, {"value": "a\nb"}, None, "us-ascii", b"a\r\nb", id="ascii-text"
        ),
        pytest.param(
            {"partId": "1"}, {"value": "\u00e9"}, None, "utf-8", b"\xc3\xa9", id="other-text"
        ),
        pytest.param(LATIN, None, BLOBS, "iso-8859-1", b"caf\xe9\n", id="octets"),
        pytest.param(
            LATIN, {"value": "caf\u00e9\n"}, BLOBS, "iso-8859-1", b"caf\xe9\r\n", id="both"
        ),
        pytest.param(
            LATIN, {"value": "th\u00e9\n"}, BLOBS, "utf-8", b"th\xc3\xa9\r\n", id="text-edited"
        ),
        pytest.param(LATIN, {"value": "ca"}, BLOBS, "us-ascii", b"ca", id="text-shortened"),
        pytest.param(
            LATIN, {"value": "caf\u00e9\n"}, None, "utf-8", b"caf\xc3\xa9\r\n", id="no-blobs"
        ),
        pytest.param(
            LATIN,
            {"value": "caf\u00e9\n"},
            {"c": b""},
            "utf-8",
            b"caf\xc3\xa9\r\n",
            id="no-such-blob",
        ),
        pytest.param(
            LATIN,
            {"value": "ca", "isTruncated": True},
            BLOBS,
            "iso-8859-1",
            b"caf\xe9\r\n",
            id="truncated",
        ),
        pytest.param(
            {**LATIN, "charset": "utf-8"},
            {"value": "caf\u00e9\n", "isEncodingProblem": True},
            BLOBS,
            "utf-8",
            b"caf\xe9\r\n",
            id="encoding-problem",
        ),
        pytest.param(
            {**LATIN, "disposition": "attachment"},
            None,
            BLOBS,
            "iso-8859-1",
            b"caf\xe9\n",
            id="file-in-its-line-ends",
        ),
        pytest.param(
            {"blobId": "b", "type": "text/plain"}, None, {"b": b""}, None, b"", id="empty-octets"
        ),
    ],
)
def test_content(
    part: dict[str, Any], value: Any, blobs: Any, charset: str | None, content: bytes
) -> None:
    message = make(part, value, blobs)
    assert (message.charset, message.content) == (charset, content)


@pytest.mark.parametrize(
    "give",
    [
        pytest.param(lambda blob_id: BLOBS[blob_id], id="function"),
        pytest.param({"b": bytearray(b"caf\xe9\n")}, id="bytearray"),
        pytest.param({"b": memoryview(b"caf\xe9\n")}, id="memoryview"),
    ],
)
def test_what_gives_octets(give: Any) -> None:
    assert make(LATIN, None, give).content == b"caf\xe9\n"


@pytest.mark.parametrize(
    "give",
    [
        pytest.param(lambda _: None, id="none"),
        pytest.param({}.__getitem__, id="key-error"),
        pytest.param({}, id="mapping"),
        pytest.param(None, id="no-blobs"),
    ],
)
def test_octets_that_there_are_not(give: Callable[[str], bytes | None] | None) -> None:
    with pytest.raises(ComposeError, match=r"^bodyStructure\.blobId: blobs have no 'b'$"):
        make(LATIN, None, give)


def test_what_a_function_raises_is_passed_on() -> None:
    def fail(blob_id: str) -> bytes:
        raise OSError(blob_id)

    with pytest.raises(OSError, match=r"^b$"):
        make(LATIN, None, fail)


@pytest.mark.parametrize(
    ("part", "value", "sentence"),
    [
        pytest.param({}, None, "bodyStructure.type: it is needed", id="nothing"),
        pytest.param(
            {"type": "text/plain"}, None, "bodyStructure: it has no partId, no blobId", id="no-id"
        ),
        pytest.param(
            {"partId": "2", "type": "text/plain"},
            {"value": ""},
            "bodyStructure.partId: bodyValues has no '2'",
            id="no-value",
        ),
        pytest.param(
            {"partId": "1", "type": "image/png"},
            {"value": ""},
            "bodyStructure: bodyValues has texts, and this is image/png: give a blobId",
            id="no-text",
        ),
        pytest.param(
            {"partId": "1"},
            {"value": "", "isTruncated": True},
            "bodyValues['1'].isTruncated: the text is not what was written",
            id="truncated",
        ),
        pytest.param(
            {"partId": "1"},
            {"value": "", "isEncodingProblem": True},
            "bodyValues['1'].isEncodingProblem: the text is not what was written",
            id="encoding-problem",
        ),
        pytest.param(
            {"partId": "1"},
            {"value": "\ud800"},
            "bodyStructure: ",
            id="surrogate",
        ),
    ],
)
def test_refuses(part: dict[str, Any], value: Any, sentence: str) -> None:
    with pytest.raises(ComposeError) as caught:
        make(part, value)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("value", ["th", "\u00e9"])
def test_a_truncated_text_that_was_edited_is_refused(value: str) -> None:
    with pytest.raises(ComposeError, match="isTruncated"):
        make(LATIN, {"value": value, "isTruncated": True}, BLOBS)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        pytest.param("Hi", "bodyValues['1']: an object (a dict) is needed, not str", id="object"),
        pytest.param({}, "bodyValues['1'].value: a str is needed, not NoneType", id="value"),
        pytest.param(
            {"value": "", "isTruncated": 0},
            "bodyValues['1'].isTruncated: a bool is needed, not int",
            id="flag",
        ),
    ],
)
def test_a_wrong_type(value: Any, sentence: str) -> None:
    with pytest.raises(TypeError) as caught:
        make({"partId": "1"}, value)
    assert str(caught.value) == sentence


def test_wrong_types_of_all_contents() -> None:
    with pytest.raises(TypeError, match=r"^bodyValues: an object \(a dict\) is needed, not list$"):
        create({"bodyStructure": {"partId": "1"}, "bodyValues": []})
    with pytest.raises(
        TypeError, match=r"^blobs are a mapping of blobId to octets, or a function"
    ):
        make(LATIN, None, 7)
    with pytest.raises(TypeError, match=r"^bodyStructure\.blobId: a blob is octets, not str$"):
        make(LATIN, None, {"b": "text"})
