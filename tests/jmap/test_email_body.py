"""textBody, htmlBody and attachments, with and without bodyStructure."""

from __future__ import annotations

from typing import Any

import pytest

from mimekit import ComposeError, Message
from tests.jmap.creating import create

PLAIN = {"partId": "1", "type": "text/plain"}
HTML = {"partId": "2", "type": "text/html"}
FILE = {"blobId": "b", "type": "image/png", "name": "a.png", "disposition": "attachment"}
IMAGE = {"blobId": "b", "type": "image/png", "cid": "a@x.test", "disposition": "inline"}
BOTH = {"textBody": [PLAIN], "htmlBody": [HTML]}


def make(email: dict[str, Any]) -> Message:
    values = {"1": {"value": "one"}, "2": {"value": "<p>two"}}
    return create({"bodyValues": values, **email}, blobs={"b": b"\x89PNG"})


def shape(message: Message) -> str:
    """The subtypes, with what they hold in brackets."""
    text = ""
    depth = 0
    for part in message.walk():
        level = part.path.count(".") + 1 if part.path else 0
        text += "(" * (level - depth) + ")" * (depth - level) + " " * (level <= depth)
        text += part.content_type.subtype
        depth = level
    return (text + ")" * depth).strip()


@pytest.mark.parametrize(
    ("email", "tree"),
    [
        pytest.param({"textBody": [PLAIN]}, "plain", id="text"),
        pytest.param({"htmlBody": [HTML]}, "html", id="html"),
        pytest.param(BOTH, "alternative(plain html)", id="both"),
        pytest.param({"textBody": [PLAIN], "htmlBody": [PLAIN]}, "plain", id="one-text-in-both"),
        pytest.param({"textBody": [HTML], "htmlBody": [HTML]}, "html", id="one-html-in-both"),
        pytest.param(
            {"textBody": [PLAIN], "attachments": [FILE]}, "mixed(plain png)", id="attachment"
        ),
        pytest.param({"textBody": [], "attachments": [FILE]}, "png", id="attachment-alone"),
        pytest.param(
            {**BOTH, "attachments": [FILE, IMAGE]},
            "mixed(related(alternative(plain html) png) png)",
            id="all",
        ),
        pytest.param(
            {"htmlBody": [HTML], "attachments": [IMAGE]}, "related(html png)", id="related"
        ),
        pytest.param(
            {"textBody": [PLAIN], "attachments": [IMAGE]}, "mixed(plain png)", id="no-html"
        ),
        pytest.param(
            {"htmlBody": [HTML], "attachments": [{**IMAGE, "cid": None}]},
            "mixed(html png)",
            id="no-cid",
        ),
        pytest.param({"textBody": []}, "plain", id="nothing"),
        pytest.param({"bodyStructure": None, "textBody": None}, "plain", id="null"),
    ],
)
def test_structure(email: dict[str, Any], tree: str) -> None:
    assert shape(make(email)) == tree


def test_the_root_of_related_parts_is_stated() -> None:
    message = make({"htmlBody": [HTML], "attachments": [IMAGE]})
    assert message.content_type.parameters["type"] == "text/html"
    assert message.attachments[0].content_id == "a@x.test"


@pytest.mark.parametrize(
    ("views", "sentence"),
    [
        pytest.param(
            {"textBody": [PLAIN], "htmlBody": [PLAIN], "attachments": []}, "", id="views"
        ),
        pytest.param(
            {"attachments": [FILE]},
            "attachments[0]: bodyStructure, which counts, has no such part",
            id="attachment-added",
        ),
        pytest.param(
            {"textBody": [PLAIN, HTML]},
            "textBody[1]: bodyStructure, which counts, has no such part",
            id="text-added",
        ),
    ],
)
def test_lists_beside_a_structure(views: dict[str, Any], sentence: str) -> None:
    email = {"bodyStructure": PLAIN, **views}
    if not sentence:
        assert make(email).text == "one"
        return
    with pytest.raises(ComposeError) as caught:
        make(email)
    assert str(caught.value) == sentence


def test_a_view_names_no_multipart() -> None:
    structure = {"type": "multipart/mixed", "subParts": [PLAIN]}
    with pytest.raises(ComposeError, match=r"^attachments\[0\]: bodyStructure, which counts"):
        make({"bodyStructure": structure, "attachments": [{}]})


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        pytest.param(
            {"textBody": [PLAIN, PLAIN]},
            "textBody: it has one part; more are given in bodyStructure",
            id="two-texts",
        ),
        pytest.param(
            {"textBody": [HTML]}, "textBody[0].type: it is text/plain, not text/html", id="no-text"
        ),
        pytest.param(
            {"htmlBody": [PLAIN]},
            "htmlBody[0].type: it is text/html, not text/plain",
            id="no-html",
        ),
        pytest.param(
            {"textBody": [{**PLAIN, "type": "text/x"}], "htmlBody": [{**PLAIN, "type": "text/x"}]},
            "textBody[0].type: it is text/plain, not text/x",
            id="one-in-both-of-another-type",
        ),
        pytest.param(
            {"textBody": [], "attachments": [{"type": "multipart/mixed", "subParts": [PLAIN]}]},
            "attachments[0].subParts: give such a part in bodyStructure",
            id="multipart",
        ),
        pytest.param(
            {"textBody": [], "attachments": [FILE, {**FILE, "blobId": "c"}]},
            "attachments[1].blobId: blobs have no 'c'",
            id="no-blob",
        ),
    ],
)
def test_refuses(email: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ComposeError) as caught:
        make(email)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("name", ["textBody", "htmlBody", "attachments"])
def test_a_wrong_type(name: str) -> None:
    with pytest.raises(TypeError, match=rf"^{name}: a list is needed, not dict$"):
        make({"textBody": [], name: {}})
    with pytest.raises(
        TypeError, match=rf"^{name}\[0\]: an object \(a dict\) is needed, not int$"
    ):
        make({"textBody": [], name: [7]})
