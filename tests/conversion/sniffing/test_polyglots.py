from __future__ import annotations

import pytest

from mimekit import sniff
from tests.conversion.sniffing.labelled import BY_NAME

PDF, GIF, ZIP = (BY_NAME[name].octets for name in ("pdf", "gif", "zip"))
# A comment of a GIF (GIF89a section 24), which readers of images pass over.
COMMENT = b"\x21\xfe%c%b\0"


def commented(text: bytes) -> bytes:
    """The image with a comment behind its header and colour table."""
    at = 13 + 3 * 2 ** ((GIF[10] & 7) + 1)
    return GIF[:at] + COMMENT % (len(text), text) + GIF[at:]


@pytest.mark.parametrize(
    ("octets", "media_type", "others"),
    [
        pytest.param(GIF + BY_NAME["jar"].octets, "image/gif", ["application/zip"], id="gifar"),
        pytest.param(PDF + ZIP, "application/pdf", ["application/zip"], id="archive-behind-pdf"),
        pytest.param(commented(PDF[:200]), "image/gif", ["application/pdf"], id="pdf-in-gif"),
        pytest.param(
            commented(b"<script>alert(1)</script>"), "image/gif", ["text/html"], id="html-in-gif"
        ),
        pytest.param(
            PDF[:9] + b"\0<html>" + PDF[9:], "application/pdf", ["text/html"], id="html-in-pdf"
        ),
        pytest.param(
            commented(b"%PDF-1.4 <svg>") + ZIP,
            "image/gif",
            ["application/zip", "application/pdf", "text/html"],
            id="all",
        ),
        pytest.param(
            b"<html>" + b" " * 20 + b"\n" + ZIP,
            "application/octet-stream",
            ["application/zip"],
            id="archive-behind-text",
        ),
        pytest.param(commented(b"%PDF is a format, <b>bold</b>"), "image/gif", [], id="words"),
        pytest.param(GIF + bytes(1024) + PDF, "image/gif", [], id="pdf-too-far"),
        pytest.param(BY_NAME["docx-stored"].octets, BY_NAME["docx"].media_type, [], id="archive"),
        pytest.param(BY_NAME["tar"].octets + ZIP, "application/x-tar", [], id="archive-in-tar"),
        pytest.param(BY_NAME["exe"].octets + ZIP, BY_NAME["exe"].media_type, [], id="unpacks"),
        pytest.param(BY_NAME["eml-x"].octets + ZIP, "message/rfc822", [], id="in-a-message"),
        pytest.param(BY_NAME["html"].octets, "text/html", [], id="html"),
        pytest.param(BY_NAME["svg"].octets, "image/svg+xml", [], id="svg"),
    ],
)
def test_what_octets_are_besides(octets: bytes, media_type: str, others: list[str]) -> None:
    sniffed = sniff(octets)
    found = [conflict.found for conflict in sniffed.conflicts]
    assert (sniffed.media_type, found) == (media_type, others)


def test_html_that_begins_as_an_image_is_text() -> None:
    """The oldest trick: no image at all, but a script whose first word is GIF89a."""
    sniffed = sniff(b"GIF89a=1;<script>alert(1)</script>", declared="image/gif")
    assert sniffed.media_type == "text/plain"
    assert [conflict.kind.value for conflict in sniffed.conflicts] == ["declared"]
