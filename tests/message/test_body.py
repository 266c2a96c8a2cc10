from __future__ import annotations

import pickle

import pytest

from mimekit import parse


def multipart(subtype: str, *parts: str, boundary: str = "b") -> str:
    inner = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{subtype}; boundary={boundary}\n\n{inner}--{boundary}--"


def leaf(media_type: str, *fields: str) -> str:
    lines = "".join(f"{field}\n" for field in fields)
    return f"Content-Type: {media_type}\n{lines}\n{media_type}"


PLAIN, HTML, PNG, PDF = leaf("text/plain"), leaf("text/html"), leaf("image/png"), leaf("x/pdf")
ATTACHED_TEXT = leaf("text/plain", "Content-Disposition: attachment")
NAMED_TEXT = leaf("text/plain; name=a.txt")
NAMED_PLAIN = leaf("text/plain", "Content-Disposition: inline; filename=a.txt")
INLINE_PNG = leaf("image/png", "Content-Disposition: inline; filename=a.png")


@pytest.mark.parametrize(
    ("message", "text", "html", "attachments"),
    [
        pytest.param(PLAIN, [""], [""], [], id="plain"),
        pytest.param(HTML, [""], [""], [], id="html-stands-for-text"),
        pytest.param(PDF, [], [], [""], id="document"),
        pytest.param(PNG, [""], [""], [], id="image-is-inline"),
        pytest.param(ATTACHED_TEXT, [], [], [""], id="attached-root"),
        pytest.param(multipart("mixed", PLAIN, PDF), ["1"], ["1"], ["2"], id="mixed"),
        pytest.param(multipart("alternative", PLAIN, HTML), ["1"], ["2"], [], id="alternative"),
        pytest.param(multipart("alternative", HTML), ["1"], ["1"], [], id="alternative-of-html"),
        pytest.param(multipart("alternative", PLAIN), ["1"], ["1"], [], id="alternative-of-text"),
        pytest.param(
            multipart("alternative", PLAIN, HTML, leaf("text/calendar")),
            *(["1"], ["2"], ["3"]),
            id="alternative-with-calendar",
        ),
        pytest.param(multipart("mixed", PLAIN, NAMED_TEXT), ["1"], ["1"], ["2"], id="named-text"),
        pytest.param(multipart("mixed", NAMED_TEXT), ["1"], ["1"], [], id="first-named-text"),
        pytest.param(
            multipart("mixed", PLAIN, ATTACHED_TEXT), ["1"], ["1"], ["2"], id="attached-text"
        ),
        pytest.param(
            multipart("mixed", PLAIN, INLINE_PNG, PLAIN),
            *(["1", "2", "3"], ["1", "2", "3"], []),
            id="picture-between-texts",
        ),
        pytest.param(
            multipart("related", HTML, PNG), ["1"], ["1"], ["2"], id="related-root-and-picture"
        ),
        pytest.param(
            multipart(
                "mixed",
                multipart(
                    "alternative",
                    PLAIN,
                    multipart("related", HTML, PNG, boundary="r"),
                    boundary="a",
                ),
                PDF,
            ),
            *(["1.1"], ["1.2.1"], ["1.2.2", "2"]),
            id="related-in-alternative-in-mixed",
        ),
        pytest.param(
            multipart(
                "alternative",
                multipart("mixed", PLAIN, PNG, PLAIN, boundary="t"),
                multipart("mixed", HTML, PNG, HTML, boundary="h"),
            ),
            *(["1.1", "1.2", "1.3"], ["2.1", "2.2", "2.3"], ["1.2", "2.2"]),
            id="mixed-in-alternative",
        ),
        pytest.param(
            multipart("mixed", "Content-Type: message/rfc822\n\n" + PLAIN),
            *([], [], ["1"]),
            id="enclosed-message",
        ),
        pytest.param(
            multipart("mixed", NAMED_PLAIN, PDF),
            *(["1"], ["1"], ["1", "2"]),
            id="text-with-a-file-name-first",
        ),
        pytest.param(NAMED_PLAIN, [""], [""], [""], id="text-with-a-file-name-alone"),
        pytest.param(
            multipart("alternative", NAMED_PLAIN, HTML),
            *(["1"], ["2"], ["1"]),
            id="text-with-a-file-name-in-alternative",
        ),
    ],
)
def test_chooses(message: str, text: list[str], html: list[str], attachments: list[str]) -> None:
    parsed = parse(message.encode())
    assert [part.path for part in parsed.text_body] == text
    assert [part.path for part in parsed.html_body] == html
    assert [part.path for part in parsed.attachments] == attachments
    for part in parsed.walk(enter_messages=False):
        assert part.is_attachment == (part.path in attachments)


def test_an_enclosed_message_chooses_for_itself() -> None:
    inner = multipart("mixed", PLAIN, PDF, boundary="i")
    message = parse(multipart("mixed", "Content-Type: message/rfc822\n\n" + inner).encode())
    enclosed = message.part("1").message
    assert enclosed is not None
    assert [part.path for part in enclosed.attachments] == ["1.1.2"]
    assert message.part("1.1.2").is_attachment
    assert message.part("1.1").is_attachment


def test_texts_are_joined_on_lines_of_their_own() -> None:
    message = multipart("mixed", leaf("text/plain") + "\n1", leaf("text/plain") + "\n2\n")
    assert parse(message.encode()).text == "text/plain\n1\ntext/plain\n2\n"


def test_flowed_text_is_joined() -> None:
    flowed = b"Content-Type: text/plain; format=flowed\n\none \ntwo\n"
    assert parse(flowed).text == "one two\n"
    assert super(type(parse(flowed)), parse(flowed)).text == "one \ntwo\n"


def test_html_is_never_the_text() -> None:
    message = parse(b"Content-Type: text/html\n\n<p>Hi<p>there")
    assert message.text is None
    assert message.html == "<p>Hi<p>there"
    assert message.readable_text().split() == ["Hi", "there"]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        pytest.param("", "Subject: Hi\n\ntext/plain", id="undeclared"),
        pytest.param("Content-Disposition: inline\n", "Subject: Hi\n\ntext/plain", id="inline"),
        pytest.param("Content-Disposition: attachment\n", "", id="attachment"),
    ],
)
def test_an_enclosed_message_is_read_where_nothing_else_is(fields: str, text: str) -> None:
    inner = f"Content-Type: message/rfc822\n{fields}\nSubject: =?utf-8?q?Hi?=\n{PLAIN}"
    alone = parse(multipart("mixed", inner).encode())
    assert (alone.text, alone.readable_text()) == (None, text)
    assert parse(multipart("mixed", PLAIN, inner).encode()).readable_text() == "text/plain"


def test_enclosed_messages_are_parted_and_go_one_level_deep() -> None:
    inner = "From: a@b.test\nDate: today\n\nOne\n"
    deep = "Subject: Deep\nContent-Type: message/rfc822\n\nSubject: Deeper\n\nTwo\n"
    digest = parse(multipart("digest", "\n" + inner, "\n" + deep).encode())
    assert digest.readable_text() == "From: a@b.test\nDate: today\n\nOne\nSubject: Deep\n\n"


def test_a_content_id_is_found() -> None:
    message = parse(multipart("related", HTML, leaf("image/png", "Content-ID: <a@b>")).encode())
    for cid in ("a@b", "<a@b>", "cid:a@b", "CID:a%40b"):
        assert message.by_content_id(cid) == message.part("2")
    assert message.by_content_id("a") is None


def test_each_of_many_parts_knows_what_it_is() -> None:
    message = parse(multipart("mixed", *[PDF] * 9000).encode())
    assert sum(part.is_attachment for part in message.walk()) == 9000
    assert len({part.path for part in message.walk()}) == 9001


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"Content-Type: text/plain; charset=x", id="short"),
        pytest.param(b"Content-Type: text/plain; charset=x; name=" + b"y" * 200, id="long"),
        pytest.param(b"A: 1", id="none"),
    ],
)
def test_a_content_type_is_of_its_part_alone(head: bytes) -> None:
    one, other = parse(head + b"\n\n").content_type, parse(head + b"\n\n").content_type
    assert pickle.loads(pickle.dumps(one)) == one == other  # noqa: S301 - our own
    one.parameters["charset"] = "changed"  # type: ignore[index] # read-only for the type checker
    assert other.parameters.get("charset") != "changed"
    assert parse(head + b"\n\n").content_type == other
