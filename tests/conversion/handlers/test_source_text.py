"""Text that programs read, as a last resort."""

from __future__ import annotations

import pytest

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.convert import convert
from mimekit.conversion.handlers.source_text import MAX_CHARACTERS
from mimekit.conversion.registry import Registry
from mimekit.plugin import Handler
from tests.conversion.engine import echo

REGISTRY = Registry()


@pytest.mark.parametrize(
    ("media_type", "octets", "expected"),
    [
        pytest.param("application/json", b'{"a": 1}', '```json\n{"a": 1}\n```\n', id="json"),
        pytest.param("application/a+json", b"[]", "```json\n[]\n```\n", id="json-suffix"),
        pytest.param(
            "application/a+xml", b"<?xml?><r/>", "```xml\n<?xml?><r/>\n```\n", id="xml-suffix"
        ),
        pytest.param("text/css", b"a{}\r\n", "```css\na{}\n```\n", id="css"),
        pytest.param("text/x-patch", b"+a", "```diff\n+a\n```\n", id="patch"),
        pytest.param("text/x-script.python", b"a", "```python\na\n```\n", id="python"),
        pytest.param("text/markdown", b"# a", "```markdown\n# a\n```\n", id="markdown"),
        pytest.param("text/x-a!b", b"a", "```ab\na\n```\n", id="odd-type"),
        pytest.param("text/x-c", b"```", "````c\n```\n````\n", id="fence-inside"),
    ],
)
def test_markdown(media_type: str, octets: bytes, expected: str) -> None:
    content = Content(media_type=media_type, octets=octets)
    done = convert(content, "text/markdown", registry=REGISTRY)
    assert (done.text, done.warnings) == (expected, ())


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        pytest.param(
            b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xfc</a>',
            '<?xml version="1.0" encoding="iso-8859-1"?><a>ü</a>',
            id="declared-in-xml",
        ),
        pytest.param('{"ü": 1}'.encode(), '{"ü": 1}', id="utf-8"),
    ],
)
def test_text(octets: bytes, expected: str) -> None:
    content = Content(media_type="application/xml", octets=octets)
    assert convert(content, "text/plain", registry=REGISTRY).text == expected


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/a+xml", "text/x-script.python", "text/css"]
)
def test_html(media_type: str) -> None:
    octets = b"\n  a\n\n  </code></pre><script>&amp;\n"
    done = convert(Content(media_type=media_type, octets=octets), "text/html", registry=REGISTRY)
    assert [step.handler for step in done.steps] == ["builtin:source"]
    assert (done.text or "").endswith(
        "<pre><code>\n  a\n\n  &lt;/code&gt;&lt;/pre&gt;&lt;script&gt;&amp;amp;\n</code></pre>\n"
    )


def test_long_text_is_cut() -> None:
    content = Content(media_type="text/css", octets=b"a" * (MAX_CHARACTERS + 5))
    done = convert(content, "text/plain", registry=REGISTRY)
    assert len(done.content) == MAX_CHARACTERS
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (WarningCode.LIMIT, "5 more characters are left out")
    ]


def test_any_plugin_comes_first() -> None:
    registry = Registry()
    registry.add(
        Handler(
            name="a", accepts=("text/x-a",), produces=("text/plain",), convert=echo, priority=-29
        )
    )
    content = Content(media_type="text/x-a", octets=b"# a")
    done = convert(content, "text/markdown", registry=registry)
    assert [step.handler for step in done.steps] == ["added:a", "builtin:plain"]
