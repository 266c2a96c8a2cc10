"""PDF to text and Markdown: files that are made here, and what is expected of each."""

from __future__ import annotations

import random
from collections.abc import Sequence

import mimekit_pdf
import pypdfium2
import pytest
from mimekit_pdf import handlers

from mimekit import Conversion, convert
from mimekit.plugin import Content, Registry, WarningCode

assert pypdfium2  # loaded once, here, and not in the process of each conversion


def make_pdf(*pages: bytes, extra: str = "", trailer: str = "", kids: Sequence[int] = ()) -> bytes:
    """A PDF with these content streams; ``kids`` are page numbers, all of them if there are none."""
    first = 4
    numbers = [first + 2 * page for page in (kids or range(len(pages)))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] /Count {len(numbers)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, page in enumerate(pages):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {first + 2 * index + 1} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> >> {extra} >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        ]
    octets = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(octets))
        octets += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        octets
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            trailer.encode(),
            len(octets),
        )
    )


def lines(*texts: str, x: int = 72, y: int = 720, size: int = 12, leading: int = 14) -> bytes:
    """A content stream that shows these lines, one below the other."""
    shown = "".join(
        "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ") Tj T*\n"
        for text in texts
    )
    return f"BT /F1 {size} Tf {leading} TL {x} {y} Td\n{shown}ET\n".encode("cp1252")


def row(*cells: str, y: int = 720, step: int = 80) -> bytes:
    """A content stream that shows these texts on one height; an empty one is no text at all."""
    return b"".join(lines(cell, x=72 + step * n, y=y) for n, cell in enumerate(cells) if cell)


def to_text(octets: bytes, to: str = "text/plain") -> Conversion:
    registry = Registry()
    assert registry.register(mimekit_pdf, "pdf").error is None
    return convert(Content(media_type="application/pdf", octets=octets), to, registry=registry)


def details(done: Conversion) -> list[str]:
    return [warning.detail for warning in done.warnings]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param(lines("One line."), "One line.\n", id="line"),
        pytest.param(
            lines(
                "A paragraph that goes on to the",
                "next line, and ends.",
                "It has room, so this is another.",
            ),
            "A paragraph that goes on to the next line, and ends.\n\nIt has room, so this is another.\n",
            id="a-line-with-room-ends-it",
        ),
        pytest.param(
            lines("What the hyphen divides is an exam-", "ple of it."),
            "What the hyphen divides is an exam-ple of it.\n",
            id="hyphen-stays",
        ),
        pytest.param(
            lines("One paragraph of the page here.", "", "And another one below it here."),
            "One paragraph of the page here.\n\nAnd another one below it here.\n",
            id="gap",
        ),
        pytest.param(
            lines(
                "- the first of the list", "- the second of the list", "2. the third of the list"
            ),
            "- the first of the list\n\n- the second of the list\n\n2. the third of the list\n",
            id="list",
        ),
        pytest.param(
            lines("Heading, as long as the line", size=18)
            + lines("the text below it is smaller, and", "goes on.", y=700),
            "Heading, as long as the line\n\nthe text below it is smaller, and goes on.\n",
            id="font-size",
        ),
        pytest.param(lines("Left") + lines("Right", x=400), "Left  Right\n", id="same-height"),
        pytest.param(
            row("Item", "Qty", "Price", y=680)
            + row("Tea, green", "2", "9.80", y=662)
            + row("Tin | blue", "1", "6.50", y=644)
            + row("Total", "", "26.10", y=626),
            "Item  Qty  Price\nTea, green  2  9.80\nTin | blue  1  6.50\nTotal  26.10\n",
            id="table",
        ),
        pytest.param(
            lines("What is above the table, and as wide as this.")
            + row("Tea", "2", "9.80", y=706)
            + lines("What is below the table, and as wide as this.", y=692),
            "What is above the table, and as wide as this.\n\nTea  2  9.80\n\n"
            "What is below the table, and as wide as this.\n",
            id="row-between-paragraphs",
        ),
        pytest.param(
            row("1.", "an item that is as long as the next of its lines is,", step=40)
            + lines("and goes on.", x=112, y=706),
            "1. an item that is as long as the next of its lines is, and goes on.\n",
            id="gap-behind-a-number",
        ),
        pytest.param(
            lines("Tea House Ltd.", "Main Street 5a", "12345 Berlin"),
            "Tea House Ltd.\nMain Street 5a\n12345 Berlin\n",
            id="short-lines",
        ),
        pytest.param(
            lines("The end of one paragraph is here.")
            + lines("Indented, it is another one.", x=100, y=706),
            "The end of one paragraph is here.\n\nIndented, it is another one.\n",
            id="indent",
        ),
        pytest.param(
            b"BT /F1 1 Tf 12 0 0 12 72 700 Tm (A font of size one that is scaled to) Tj"
            b" 0 -1.2 Td (be of twelve.) Tj ET",
            "A font of size one that is scaled to be of twelve.\n",
            id="scaled-by-the-text-matrix",
        ),
        pytest.param(
            b"q 0.1 0 0 0.1 0 0 cm BT /F1 120 Tf 720 7000 Td (A large font that is scaled to) Tj"
            b" 0 -140 Td (be of twelve.) Tj 0 -400 Td (Another.) Tj ET Q",
            "A large font that is scaled to be of twelve.\n\nAnother.\n",
            id="scaled-by-the-page",
        ),
        pytest.param(lines("Grüße: 5 €"), "Grüße: 5 €\n", id="characters"),
    ],
)
def test_joins_paragraphs(page: bytes, text: str) -> None:
    done = to_text(make_pdf(page))
    assert (done.text, details(done)) == (text, [])


def test_pages_have_headings() -> None:
    octets = make_pdf(lines("One."), b"", lines("Three."))
    assert to_text(octets).text == "[page 1]\n\nOne.\n\n[page 3]\n\nThree.\n"
    markdown = to_text(octets, "text/markdown")
    assert markdown.text == "## Page 1\n\nOne.\n\n## Page 3\n\nThree.\n"
    assert [step.handler for step in markdown.steps] == ["pdf:text"]


@pytest.mark.parametrize(
    ("shown", "markdown"),
    [
        pytest.param("# Page 9", r"\# Page 9", id="heading"),
        pytest.param("[pay](http://x.example)", r"\[pay\](http://x.example)", id="link"),
        pytest.param("![a](b)", r"!\[a\](b)", id="image"),
        pytest.param("<script>x</script>", r"\<script>x\</script>", id="html"),
        pytest.param("| a | b", r"\| a | b", id="table"),
        pytest.param("> quoted", r"\> quoted", id="quote"),
        pytest.param("---", r"\---", id="rule"),
        pytest.param("```", r"\`\`\`", id="fence"),
        pytest.param("12) twelve", r"12\) twelve", id="numbered"),
        pytest.param("&lt; &c", r"\&lt; &c", id="reference"),
        pytest.param("_a_ b_c *d*", r"\_a\_ b_c \*d\*", id="emphasis"),
        pytest.param("C:\\x", r"C:\\x", id="backslash"),
    ],
)
def test_markdown_shows_the_text(shown: str, markdown: str) -> None:
    assert to_text(make_pdf(lines(shown)), "text/markdown").text == markdown + "\n"


def test_controls_are_left_out() -> None:
    assert to_text(make_pdf(b"BT /F1 12 Tf 72 720 Td (a\\007b\\033[1m) Tj ET")).text == "ab[1m\n"


@pytest.mark.parametrize(
    ("octets", "detail"),
    [
        pytest.param(b"", "it is damaged, or no PDF: no page can be read", id="empty"),
        pytest.param(
            b"%PDF-1.7\n" + bytes(999), "it is damaged, or no PDF: no page can be read", id="zeros"
        ),
        pytest.param(
            make_pdf(
                lines("Secret"),
                trailer=f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'00' * 32}> >>",
            ),
            "it is encrypted: reading it takes a password",
            id="encrypted",
        ),
    ],
)
def test_what_cannot_be_read_stays(octets: bytes, detail: str) -> None:
    for to in ("text/plain", "text/markdown", "image/png"):
        done = to_text(octets, to)
        assert not done.is_converted
        assert done.content == octets
        assert detail in details(done)


def test_scanned_pages_are_told() -> None:
    done = to_text(make_pdf(b"0 0 100 100 re f"))
    assert done.is_converted
    assert done.text == ""
    assert details(done) == ["it has no text: its pages are images, perhaps scanned"]


def test_pages_are_capped() -> None:
    done = to_text(make_pdf(lines("Again."), kids=[0] * 3000))
    assert done.text is not None
    assert done.text.count("Again.") == 2000
    assert done.text.endswith("[page 2000]\n\nAgain.\n")
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (WarningCode.LIMIT, "it has 3000 pages; only 2000 were read")
    ]


def test_characters_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "MAX_PAGE_CHARACTERS", 6)
    monkeypatch.setattr(handlers, "MAX_TEXT_CHARACTERS", 9)
    done = to_text(make_pdf(lines("abcdefgh"), lines("ijklmnop"), lines("qrst")))
    assert done.text == "[page 1]\n\nabcdef\n\n[page 2]\n\nijk\n"
    assert details(done) == [
        "page 1 has 8 characters; 6 read",
        "page 2 has 8 characters; 3 read",
        "the text behind page 2 was not read",
    ]


def test_a_missing_page_is_told() -> None:
    octets = make_pdf(lines("One."), lines("Two.")).replace(b"6 0 obj", b"9 0 obj")
    done = to_text(octets)
    assert "One." in str(done.text)
    assert details(done) == ["1 of its 2 pages cannot be read"]


def test_truncated_anywhere() -> None:
    """What is left is a part of the text, or the file as it is."""
    octets = make_pdf(lines("One page."), lines("Two pages."))
    for length in range(0, len(octets), 61):
        done = to_text(octets[:length])
        assert done.warnings or done.is_converted
        words = set(done.text.split()) if done.is_converted and done.text else set()
        assert words <= {"One", "page.", "Two", "pages.", "[page", "1]", "2]"}, length


def test_damaged_anywhere() -> None:
    """Nothing raises, and what is not converted says why."""
    octets = make_pdf(lines("One page."), lines("Two pages."))
    chance = random.Random(20261101)  # noqa: S311 - no secret
    for _ in range(60):
        damaged = bytearray(octets)
        for _ in range(chance.randrange(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        done = to_text(bytes(damaged), "text/markdown")
        assert done.is_converted or done.warnings
        assert done.media_type == ("text/markdown" if done.is_converted else "application/pdf")


def test_is_deterministic() -> None:
    octets = make_pdf(lines("One page."), lines("Two pages."))
    assert to_text(octets) == to_text(octets)
