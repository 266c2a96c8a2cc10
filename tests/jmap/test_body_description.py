"""Content-Type and the other fields that describe a body, from properties of a part."""

from __future__ import annotations

from typing import Any

import pytest

from mimekit import ComposeError, DefectCode, HeaderField, Message
from tests.jmap.creating import create_part

PNG = {"type": "image/png", "blobId": "b"}


def described(part: dict[str, Any]) -> list[str]:
    """The fields of a part that describe its content."""
    return [_line(field) for field in _part(part).headers.fields if _describes(field)]


def _part(part: dict[str, Any], **options: Any) -> Message:
    return create_part(part, blobs={"b": b"caf\xe9\n"}, **options)


def _describes(field: HeaderField) -> bool:
    name = field.name.lower()
    return name.startswith("content-") and name != "content-transfer-encoding"


def _line(field: HeaderField) -> str:
    return field.raw.decode().strip().replace("\r\n", "").removeprefix("Content-")


def headers(**values: str) -> list[dict[str, str]]:
    return [{"name": f"Content-{name}", "value": f" {value}"} for name, value in values.items()]


FLOWED = headers(Type="text/plain; charset=us-ascii; format=flowed; boundary=b")


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        pytest.param({}, ["Type: text/plain; charset=us-ascii"], id="nothing-said"),
        pytest.param({"type": "Text/HTML"}, ["Type: text/html; charset=us-ascii"], id="type"),
        pytest.param(
            {"type": "text/plain", "headers": FLOWED},
            ["Type: text/plain; format=flowed; charset=us-ascii"],
            id="parameters-of-headers",
        ),
        pytest.param(
            {"type": "text/html", "headers": FLOWED},
            ["Type: text/html; charset=us-ascii"],
            id="another-type-has-others",
        ),
        pytest.param(
            {"header:Content-Type": "text/x; y=z"},
            ["Type: text/x; y=z; charset=us-ascii"],
            id="type-in-raw-form",
        ),
        pytest.param(
            {"headers": FLOWED},
            ["Type: text/plain; format=flowed; charset=us-ascii"],
            id="raw-type",
        ),
        pytest.param(
            {"type": "text", "headers": headers(Type="text; x=y")},
            ["Type: text/plain; x=y; charset=us-ascii"],
            id="no-type-is-what-it-is-read-as",
        ),
        pytest.param(
            {"type": "text/plain", "blobId": "b", "charset": "ISO-8859-1"},
            ["Type: text/plain; charset=ISO-8859-1"],
            id="charset-of-octets",
        ),
        pytest.param(
            {"type": "text/plain", "blobId": "b", "charset": "us-ascii"},
            ["Type: text/plain"],
            id="charset-that-is-implied",
        ),
        pytest.param(
            {"type": "text/plain", "blobId": "b", "charset": None, "headers": FLOWED},
            ["Type: text/plain; format=flowed"],
            id="charset-taken-away",
        ),
        pytest.param(
            {"type": "text/plain", "blobId": "b", "charset": "x", "headers": FLOWED},
            ["Type: text/plain; charset=x; format=flowed"],
            id="charset-edited",
        ),
        pytest.param(
            {"type": "text/plain", "charset": "iso-8859-1"},
            ["Type: text/plain; charset=us-ascii"],
            id="charset-of-a-text-is-ours",
        ),
        pytest.param(PNG, ["Type: image/png"], id="octets"),
        pytest.param(
            {**PNG, "name": "a b.png", "disposition": "Inline"},
            ["Type: image/png", 'Disposition: inline; filename="a b.png"'],
            id="name",
        ),
        pytest.param({**PNG, "name": "a.png"}, ["Type: image/png; name=a.png"], id="name-alone"),
        pytest.param(
            {
                **PNG,
                "name": "n",
                "disposition": "attachment",
                "headers": headers(
                    Type="image/png; name=o", Disposition="attachment; filename=n; size=5"
                ),
            },
            ["Type: image/png; name=o", "Disposition: attachment; filename=n; size=5"],
            id="name-in-headers",
        ),
        pytest.param(
            {
                **PNG,
                "name": "new",
                "disposition": "attachment",
                "headers": headers(
                    Type="image/png; name=o", Disposition="attachment; filename=n; size=5"
                ),
            },
            ["Type: image/png", "Disposition: attachment; size=5; filename=new"],
            id="name-edited",
        ),
        pytest.param(
            {
                **PNG,
                "name": None,
                "headers": headers(Type="image/png; name=o", Disposition="inline; filename=n"),
            },
            ["Type: image/png", "Disposition: inline"],
            id="name-taken-away",
        ),
        pytest.param(
            {**PNG, "disposition": "inline", "headers": headers(Disposition="attachment; size=5")},
            ["Type: image/png", "Disposition: inline"],
            id="disposition-edited",
        ),
        pytest.param(
            {**PNG, "disposition": None, "headers": headers(Disposition="attachment; size=5")},
            ["Type: image/png"],
            id="disposition-taken-away",
        ),
        pytest.param(
            {**PNG, "headers": headers(Disposition="attachment; size=5")},
            ["Type: image/png", "Disposition: attachment; size=5"],
            id="disposition-of-headers",
        ),
        pytest.param(
            {**PNG, "headers": headers(Type="image/png; a@b=1; c=2")},
            ["Type: image/png; c=2"],
            id="name-of-a-parameter-that-is-none",
        ),
        pytest.param(
            {**PNG, "headers": headers(Disposition="inline"), "header:Content-Disposition": None},
            ["Type: image/png"],
            id="disposition-in-raw-form-taken-away",
        ),
        pytest.param(
            {**PNG, "headers": [*headers(Disposition="inline"), *headers(Disposition="x")]},
            ["Type: image/png", "Disposition: inline"],
            id="the-first-of-two-dispositions",
        ),
        pytest.param({**PNG, "cid": "a@x.test"}, ["Type: image/png", "ID: <a@x.test>"], id="cid"),
        pytest.param(
            {**PNG, "cid": "a@x.test", "headers": headers(ID="<a@x.test> (x)")},
            ["Type: image/png", "ID: <a@x.test> (x)"],
            id="cid-of-headers",
        ),
        pytest.param(
            {**PNG, "cid": "b@x.test", "headers": headers(ID="<a@x.test> (x)")},
            ["Type: image/png", "ID: <b@x.test>"],
            id="cid-edited",
        ),
        pytest.param(
            {**PNG, "cid": None, "headers": headers(ID="<a@x.test> (x)")},
            ["Type: image/png"],
            id="cid-taken-away",
        ),
        pytest.param(
            {**PNG, "headers": headers(ID="<a@x.test> (x)")},
            ["Type: image/png", "ID: <a@x.test> (x)"],
            id="cid-not-said",
        ),
        pytest.param(
            {**PNG, "language": ["de", "en-GB"]},
            ["Type: image/png", "Language: de, en-GB"],
            id="language",
        ),
        pytest.param({**PNG, "language": []}, ["Type: image/png"], id="no-language"),
        pytest.param(
            {**PNG, "location": "http://x.test/a"},
            ["Type: image/png", "Location: http://x.test/a"],
            id="location",
        ),
        pytest.param(
            {**PNG, "header:Content-ID": "<a@x.test>", "cid": None},
            ["Type: image/png", "ID: <a@x.test>"],
            id="cid-in-raw-form",
        ),
        pytest.param(
            {**PNG, "header:Content-Disposition": "inline; size=5"},
            ["Type: image/png", "Disposition: inline; size=5"],
            id="disposition-in-raw-form",
        ),
    ],
)
def test_describes(part: dict[str, Any], lines: list[str]) -> None:
    assert described(part) == lines


def test_names_beyond_ascii() -> None:
    part = _part(
        {**PNG, "name": "gr\u00fcn.png", "disposition": "attachment", "cid": "\u00e9@x.test"}
    )
    assert (part.filename, part.content_id) == ("gr\u00fcn.png", "\u00e9@x.test")


@pytest.mark.parametrize("name", ["name", "type", "charset", "disposition", "location"])
def test_a_control_becomes_a_blank(name: str) -> None:
    defects: list[Any] = []
    values = {"name": "a\r\nb", "type": "image/png\0", "charset": "a\nb", "location": "a\rb"}
    part = {**PNG, name: values.get(name, "inline\n")}
    message = _part(part, defects=defects)
    assert [defect.code for defect in defects] == [DefectCode.COPIED_CONTROL]
    assert "Bcc" not in message.headers
    assert message.content_type.media_type == "image/png"


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        pytest.param({"blobId": "b"}, "type: it is needed, as 'image/png'", id="no-type"),
        pytest.param({**PNG, "type": "image"}, "type: 'image' is no media type", id="half-a-type"),
        pytest.param({**PNG, "type": ""}, "type: '' is no media type", id="empty-type"),
        pytest.param({**PNG, "type": "a/b; c=d"}, "type: 'a/b; c=d' is no media", id="parameter"),
        pytest.param(
            {**PNG, "disposition": ""}, "disposition: '' is no disposition type", id="disposition"
        ),
        pytest.param({**PNG, "cid": "a b"}, "cid: 'a b' cannot be a Content-ID", id="cid"),
        pytest.param({**PNG, "cid": ""}, "cid: '' cannot be a Content-ID", id="empty-cid"),
        pytest.param(
            {**PNG, "language": ["de", "e n"]},
            "language[1]: 'e n' is no language tag (RFC 5646)",
            id="language",
        ),
        pytest.param(
            {**PNG, "header:Content-Type": "image/png"},
            "type: bodyStructure.header:Content-Type is the same header field",
            id="type-twice",
        ),
        pytest.param(
            {**PNG, "cid": "a", "header:Content-ID": "<a>"},
            "cid: bodyStructure.header:Content-ID is the same header field",
            id="cid-twice",
        ),
        pytest.param(
            {**PNG, "name": "a", "header:Content-Disposition": "inline"},
            "name: bodyStructure.header:Content-Disposition is the same header field",
            id="disposition-twice",
        ),
        pytest.param(
            {**PNG, "header:Content-Transfer-Encoding": "base64"},
            "header:Content-Transfer-Encoding: that is ours to choose",
            id="transfer-encoding",
        ),
        pytest.param(
            {**PNG, "header:MIME-Version": "1.0"},
            "header:MIME-Version: that is ours to choose",
            id="mime-version",
        ),
        pytest.param({**PNG, "kind": 1}, "kind: there is no property 'kind'", id="unknown"),
    ],
)
def test_refuses(part: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ComposeError) as caught:
        _part(part)
    assert str(caught.value).startswith(f"bodyStructure.{sentence}")


@pytest.mark.parametrize(
    "name", ["type", "charset", "disposition", "name", "cid", "location", "blobId", "partId"]
)
def test_a_wrong_type(name: str) -> None:
    with pytest.raises(TypeError, match=rf"^bodyStructure\.{name}: a str is needed, not list$"):
        _part({**PNG, name: [7]})


def test_a_language_is_a_list() -> None:
    with pytest.raises(TypeError, match=r"^bodyStructure\.language: a list is needed, not str$"):
        _part({**PNG, "language": "de"})
