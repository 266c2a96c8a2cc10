"""Parts from bodyStructure."""

from __future__ import annotations

from typing import Any

import pytest

from mimekit import ComposeError, Limits, Message
from mimekit.jmap.body_creation import MAX_DEPTH
from tests.jmap.creating import create

BLOBS = {"png": b"\x89PNG\r\n", "text": b"a\nb", "mail": b"Subject: x\n\n\xe9\n"}
TEXT = {"partId": "1"}


def make(structure: Any) -> Message:
    values = {"1": {"value": "one"}, "2": {"value": "<p>two"}}
    return create({"bodyStructure": structure, "bodyValues": values}, blobs=BLOBS)


def mixed(*parts: Any, subtype: str = "mixed", **properties: Any) -> dict[str, Any]:
    return {"type": f"multipart/{subtype}", "subParts": [*parts], **properties}


def shape(message: Message) -> list[tuple[str, str, str]]:
    return [
        (part.path, part.content_type.media_type, part.transfer_encoding)
        for part in message.walk(enter_messages=False)
    ]


def test_structure() -> None:
    message = make(
        mixed(
            mixed(TEXT, {"partId": "2", "type": "text/html"}, subtype="alternative"),
            {"blobId": "png", "type": "image/png"},
            {"blobId": "text", "type": "text/csv"},
            {"blobId": "mail", "type": "message/rfc822"},
        )
    )
    assert shape(message) == [
        ("", "multipart/mixed", "8bit"),
        ("1", "multipart/alternative", "7bit"),
        ("1.1", "text/plain", "7bit"),
        ("1.2", "text/html", "7bit"),
        ("2", "image/png", "base64"),
        ("3", "text/csv", "base64"),
        ("4", "message/rfc822", "8bit"),
    ]
    assert (message.text, message.html) == ("one", "<p>two")
    assert message.part("2").content == BLOBS["png"]
    assert message.part("3").content == BLOBS["text"]
    assert message.part("4").content == b"Subject: x\r\n\r\n\xe9\r\n"
    ours = [defect for defect in message.check() if not defect.path.startswith("4")]
    assert [defect.detail for defect in ours] == ["From"]


def test_a_multipart_has_its_own_fields() -> None:
    raw = [{"name": "Content-Type", "value": ' multipart/signed; micalg=x; boundary="b"'}]
    message = make(
        mixed(TEXT, subtype="signed", headers=raw, cid="a@x.test", disposition="inline")
    )
    type_ = message.content_type
    assert (type_.subtype, type_.parameters["micalg"]) == ("signed", "x")
    assert type_.parameters["boundary"] != "b"
    assert message.content_id == "a@x.test"
    assert message.disposition
    assert message.disposition.value == "inline"


def test_one_text_may_stand_twice() -> None:
    assert make(mixed(TEXT, TEXT)).text == "one\none"


def nested(depth: int) -> dict[str, Any]:
    structure: dict[str, Any] = TEXT
    for _ in range(depth):
        structure = mixed(structure)
    return structure


def test_the_depth_is_that_which_is_read() -> None:
    message = make(nested(MAX_DEPTH))
    assert message.part(".".join("1" * MAX_DEPTH)).text == "one"
    assert Limits().max_depth == MAX_DEPTH
    for depth in (MAX_DEPTH + 1, 50_000):
        with pytest.raises(ComposeError, match=r"^bodyStructure: it is nested over 100 levels"):
            make(nested(depth))


def test_many_parts() -> None:
    message = make(mixed(*[mixed(TEXT)] * 2000))
    assert len(message.parts) == 2000
    boundaries = {part.content_type.parameters["boundary"] for part in message.parts}
    assert len(boundaries) == 2000


def test_a_boundary_stands_in_no_body() -> None:
    first = make(mixed(TEXT)).content_type.parameters["boundary"]
    structure = mixed({"partId": "1"})
    value = {"value": f"a\n--{first}--\nb"}
    message = create({"bodyStructure": structure, "bodyValues": {"1": value}})
    assert message.content_type.parameters["boundary"] != first
    assert message.part("1").text == value["value"]


@pytest.mark.parametrize(
    ("structure", "sentence"),
    [
        pytest.param(
            mixed(), "bodyStructure.subParts: multipart/mixed has one or more", id="none"
        ),
        pytest.param(
            mixed(TEXT, {"type": "multipart/mixed", "blobId": "text"}),
            "bodyStructure.subParts[1].subParts: multipart/mixed has one or more",
            id="in-one-piece",
        ),
        pytest.param(
            mixed(TEXT, {"type": "message/rfc822", "subParts": [TEXT]}),
            "bodyStructure.subParts[1].subParts: message/rfc822 is no multipart",
            id="no-multipart",
        ),
        pytest.param(
            mixed(mixed(TEXT, {**TEXT, "type": "x"})),
            "bodyStructure.subParts[0].subParts[1].type: 'x' is no media type",
            id="path",
        ),
    ],
)
def test_refuses(structure: Any, sentence: str) -> None:
    with pytest.raises(ComposeError) as caught:
        make(structure)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("structure", "sentence"),
    [
        pytest.param([], "bodyStructure: an object (a dict) is needed, not list", id="list"),
        pytest.param(
            mixed(TEXT, 7),
            "bodyStructure.subParts[1]: an object (a dict) is needed, not int",
            id="part",
        ),
        pytest.param(
            {**TEXT, "subParts": "x"},
            "bodyStructure.subParts: a list is needed, not str",
            id="sub-parts",
        ),
        pytest.param({7: 7}, "bodyStructure: the name of a property is a str, not int", id="name"),
    ],
)
def test_a_wrong_type(structure: Any, sentence: str) -> None:
    with pytest.raises(TypeError) as caught:
        make(structure)
    assert str(caught.value) == sentence
