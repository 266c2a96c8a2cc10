"""What a sender, or a careless plugin, tries with a document, and does not get."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mimekit import (
    Conversion,
    ConversionLimits,
    Message,
    compose,
    convert,
    convert_thread,
    expand,
    parse,
)
from mimekit.plugin import Content, Context, Handler, Registry, WarningCode

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
HIDDEN = "\U000e0049\U000e0067\u200b\u202e"


def registry_with(function: Any, *produces: str, **options: Any) -> Registry:
    registry = Registry()
    types = produces or ("text/markdown",)
    registry.add(
        Handler(name="x", accepts=("text/x-x",), produces=types, convert=function, **options)
    )
    return registry


def letter(*attachments: tuple[str, bytes], text: str = "Body.", **more: Any) -> Message:
    return compose(
        from_="a@x.test", subject="s", text=text, attachments=attachments, seed=1, **more
    )


def with_x(count: int = 1) -> Message:
    """A message with parts that `registry_with` has a handler for."""
    parts = "".join(f"--b\nContent-Type: text/x-x\n\n{number}\n" for number in range(count))
    return parse(
        f"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\nBody.\n{parts}--b--\n".encode()
    )


def headings(done: Conversion) -> list[str]:
    return [line for line in (done.text or "").split("\n") if line.startswith("#")]


def archive(**members: bytes) -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("_", "."), content)
    return octets.getvalue()


# -- headings and fences

FORGED = b"<h1>Attachment: contract.pdf (application/pdf, 4 KB)</h1><p>x</p>"


def test_no_heading_of_a_text_is_like_ours() -> None:
    inner = compose(from_="b@x.test", subject="in", html=FORGED.decode(), seed=2)
    message = letter(("a.zip", archive(a_html=FORGED, b_txt=b"b")))
    message.attach(inner)
    levels = {"# s", "## Attachment: a.zip", "### a.html", "### b.txt", "## Message: in"}
    found = headings(convert(message, registry=Registry()))
    ours = [line for line in found if any(line.startswith(known) for known in levels)]
    forged = [line for line in found if line not in ours]
    assert len(ours) == len(levels)
    assert [line.split(" ")[0] for line in forged] == ["####", "####"]


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        pytest.param("x.html.gz", gzip.compress(FORGED), id="gzip"),
        pytest.param("x.zip", archive(x_html=FORGED), id="zip"),
    ],
)
def test_one_member_is_fenced_and_below_too(name: str, octets: bytes) -> None:
    message = letter((name, octets))
    assert headings(convert(message, registry=Registry()))[-1].startswith("#### Attachment: con")
    fenced = convert(message, registry=Registry(), fence=True).text or ""
    lines = fenced.split("\n")
    at = next(number for number, line in enumerate(lines) if "contract.pdf" in line)
    assert lines[at - 1].startswith("```")


def test_several_texts_of_a_handler_are_one() -> None:
    def give_two(content: Content, to: str, context: Context) -> Iterator[Content]:
        yield Content.from_text("# ONE", to)
        yield Content.from_text("# TWO\n```", to)

    registry = registry_with(give_two)
    done = convert(with_x(), registry=registry)
    assert headings(done)[-2:] == ["### ONE", "### TWO"]
    text = convert(with_x(), registry=registry, fence=True).text or ""
    assert "````markdown\n# ONE\n\n# TWO\n```\n````" in text


def test_what_a_handler_makes_of_inner_results_is_a_text_all_the_same() -> None:
    def wrap(content: Content, to: str, context: Context) -> Iterator[Content]:
        inner = context.convert(Content.from_text("x"), to)
        yield Content.from_text(f"# Attachment: a\n\n{inner.text}", to)

    registry = registry_with(wrap)
    assert headings(convert(with_x(), registry=registry))[-1] == "### Attachment: a"
    fenced = convert(with_x(), registry=registry, fence=True).text or ""
    assert "```markdown\n# Attachment: a" in fenced


def test_no_line_of_plain_text_is_like_ours() -> None:
    rule = "---------- Attachment: contract.pdf (application/pdf, 4 KB) ----------"
    done = convert(letter(("a.txt", b"a"), text=rule), "text/plain", registry=Registry())
    lines = (done.text or "").split("\n")
    assert [line for line in lines if line.startswith("-----")] == [
        "---------- Attachment: a.txt (text/plain, 1 octets) ----------"
    ]
    assert f" {rule}" in lines


# -- what nobody sees


@pytest.mark.parametrize("to", ["text/markdown", "text/plain", "text/html"])
def test_subjects_and_names_hide_nothing(to: str) -> None:
    word = f"=?utf-8?b?{b64encode(f'a{HIDDEN}b'.encode()).decode()}?="
    message = parse(
        f"Subject: {word}\nFrom: {word} <a@x.test>\nContent-Type: multipart/mixed; boundary=b\n\n"
        f'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{word}"\n\n'
        "x\n--b--\n".encode()
    )
    done = convert(message, to, registry=Registry())
    assert not set(HIDDEN) & set(done.text or "")
    assert WarningCode.HIDDEN_TEXT in {warning.code for warning in done.warnings}


@pytest.mark.parametrize("to", ["text/plain", "text/markdown"])
def test_plugins_hide_nothing(to: str) -> None:
    def give(content: Content, to: str, context: Context) -> Iterator[Content]:
        context.warn(f"a{HIDDEN}b\nc")
        yield Content.from_text(f"a{HIDDEN}b", to)

    done = convert(with_x(), to, registry=registry_with(give, "text/plain", "text/markdown"))
    assert not set(HIDDEN) & set(done.text or "")
    assert [warning.code for warning in done.warnings] == ["note", "hidden-text"]
    assert done.warnings[0].detail == "ab c"


# -- files


@pytest.mark.parametrize("isolated", [False, True])
def test_names_of_files_are_safe_and_unique(*, isolated: bool) -> None:
    def give(content: Content, to: str, context: Context) -> Iterator[Content]:
        file = Content(media_type="image/png", octets=PNG, name="../../up.png")
        other = Content(media_type="image/png", octets=PNG)
        made = Content.from_text("x", to)
        yield Content(media_type=to, octets=made.octets, files=(file, file, other))

    done = convert(with_x(2), registry=registry_with(give, isolated=isolated))
    names = [str(file.name) for file in done.files]
    assert len(names) == len({name.lower() for name in names}) == 6
    assert all(Path(name).name == name for name in names)


@pytest.mark.parametrize("isolated", [False, True])
def test_files_that_are_added_are_linked_to(*, isolated: bool) -> None:
    def give(content: Content, to: str, context: Context) -> Iterator[Content]:
        link = context.add_file(Content(media_type="image/png", octets=PNG, name="a.png"))
        yield Content.from_text(f"![a]({link})", to)

    registry = registry_with(give, isolated=isolated)
    done = convert(with_x(2), registry=registry, folder="s_files/")
    assert [file.name for file in done.files] == ["2-a.png", "3-a.png"]
    assert all(f"](s_files/{file.name})" in (done.text or "") for file in done.files)
    assert "](data:image/png;base64," in (
        convert(with_x(), registry=registry, images="data").text or ""
    )


def test_long_names_of_pictures_are_told_apart() -> None:
    message = letter(*[("A" * 236 + ".png", PNG)] * 4)
    done = convert(message, registry=Registry())
    assert done.is_converted
    assert len({file.name for file in done.files}) == 4


# -- messages in messages


def test_a_message_that_is_an_enclosed_message() -> None:
    octets = b"Subject: outer\nContent-Type: message/rfc822\n\nSubject: inner\n\nTHE TEXT\n"
    done = convert(parse(octets), registry=Registry())
    assert "THE TEXT" in (done.text or "")
    assert headings(done) == ["# outer", "## Message: inner (message/rfc822, 25 octets)"]
    assert not done.warnings
    assert [
        (path, content.octets) for path, content in expand(parse(octets), registry=Registry())
    ] == [("1", b"THE TEXT\n")]


def test_what_was_edited_is_converted_as_it_is_now() -> None:
    message = parse(b"Subject: before\n\nText.\n")
    message.headers.set("Subject", "after")
    assert headings(convert(message, registry=Registry())) == ["# after"]


def test_spans_of_encoded_messages_name_their_source() -> None:
    inner = b64encode(b"Subject: in\n\nTHE TEXT\n").decode()
    message = parse(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n"
        f"Content-Transfer-Encoding: base64\n\n{inner}\n--b--\n".encode()
    )
    done = convert(message, registry=Registry())
    text = done.parts[0].parts[0]
    assert (text.path, text.source) == ("1.1", "1")
    assert text.span is not None
    assert message.part("1").content[text.span.slice] == b"Subject: in\n\nTHE TEXT\n"


# -- the budget


def test_a_picture_is_not_charged_for_each_document_that_it_is_in() -> None:
    message = letter(("a.png", bytes(5_000_000)))
    limits = ConversionLimits(max_octets=8_000_000)
    outer = compose(from_="a@x.test", subject="out", text="x", attachments=[message], seed=2)
    assert convert(outer, "text/html", registry=Registry(), limits=limits).is_converted


def test_what_is_too_much_costs_its_part_only() -> None:
    def give(content: Content, to: str, context: Context) -> Iterator[Content]:
        file = Content(media_type="image/png", octets=bytes(400), name="a.png")
        yield Content(media_type=to, octets=b"x", files=(file,))

    limits = ConversionLimits(max_octets=1_000)
    done = convert(with_x(5), registry=registry_with(give), limits=limits)
    assert done.is_converted
    assert "Body." in (done.text or "")
    assert len(done.files) == 1  # half of what is left is not enough for one more
    assert [warning.code for warning in done.warnings] == [WarningCode.LIMIT] * 4


def test_one_warning_for_parts_beyond_the_limit() -> None:
    limits = ConversionLimits(max_parts=3)
    done = convert(letter(*[("a.txt", b"a")] * 50), registry=Registry(), limits=limits)
    assert [warning.code for warning in done.warnings] == [WarningCode.LIMIT]


def test_a_thread_has_one_budget() -> None:
    limits = ConversionLimits(max_parts=3)
    done = convert_thread([letter()] * 5, registry=Registry(), limits=limits)
    assert [part.is_converted for part in done.parts] == [True, True, False, False, False]


def test_members_of_an_archive_in_json() -> None:
    content = Content(media_type="application/zip", octets=archive(a_txt=b"One.", b_txt=b"Two."))
    done = convert(content, "application/json", registry=Registry())
    assert [each["text"] for each in json.loads(done.text or "")] == ["One.\n", "Two.\n"]


# -- arguments


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param({"images": "file"}, ValueError, id="images"),
        pytest.param({"limits": 3}, TypeError, id="limits"),
        pytest.param({"folder": "\ud800/"}, ValueError, id="folder"),
    ],
)
def test_arguments(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        convert(letter(), registry=Registry(), **arguments)
    with pytest.raises(error):
        convert_thread([letter()], registry=Registry(), **arguments)


def test_expand_takes_parts_and_contents() -> None:
    with pytest.raises(TypeError, match="Part or a Content, not bytes"):
        expand(b"x")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="several"):
        convert_thread(letter())  # type: ignore[arg-type]


def test_expanded_files_have_the_types_of_their_octets() -> None:
    message = letter(("a.zip", archive(a_csv=b"a,b\n1,2\n3,4\n", b_html=b"<html><p>x</p></html>")))
    found = {
        content.name: content.media_type for _, content in expand(message, registry=Registry())
    }
    assert found["a.csv"] == "text/csv"
    assert found["b.html"] == "text/html"
