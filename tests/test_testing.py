"""What mimekit.testing gives to plugins: fixtures, and a check that finds each broken rule."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mimekit
from mimekit import testing
from mimekit.plugin import Content, Context, Handler, Registry
from mimekit.testing import assert_lossless, handler_conformance

ROOT = Path(__file__).resolve().parent.parent
Convert = Callable[[Content, str, Context], Iterable[Content]]


def upper(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A handler that keeps the rules."""
    if b"\xff" in content.octets:
        context.warn("octets that are no text")
        raise ValueError("no text")
    yield Content.from_text(content.text.upper(), to)


def handler(convert: Convert, **more: Any) -> Handler:
    types = {"accepts": ("text/x-a", "image/*"), "produces": ("text/plain", "text/html")}
    return Handler(**{"name": "tried", "convert": convert, **types, **more})


# -- handlers that keep the rules


def test_a_good_handler_passes() -> None:
    handler_conformance(handler(upper), samples=[b"one", b"two\n" * 50])


def test_a_good_handler_passes_in_a_process_of_its_own() -> None:
    handler_conformance(handler(upper, isolated=True), samples=[b"one"], examples=5)


def test_a_container_gives_octets_of_any_type_and_charset() -> None:
    def unpack(content: Content, _to: str, _context: Context) -> Iterator[Content]:
        yield Content(media_type="text/plain", octets=content.octets)

    handler_conformance(handler(unpack, produces=("*/*",)), samples=[b"\xff"])


def test_a_handler_may_convert_what_is_inside() -> None:
    def nested(content: Content, to: str, context: Context) -> Iterator[Content]:
        done = context.convert(Content(media_type="text/plain", octets=content.octets), to)
        yield Content.from_text(done.text or "", to)

    handler_conformance(handler(nested, produces=("text/plain",)), samples=[b"one"])


def test_a_handler_is_called_with_all_its_types_and_hostile_octets() -> None:
    seen: list[tuple[str, str, bytes]] = []

    def noted(content: Content, to: str, _context: Context) -> Iterator[Content]:
        seen.append((content.media_type, to, content.octets))
        yield Content.from_text("", to)

    accepts = ("text/x-a", "image/*", "+xml", "*/*")
    sample = bytes(range(256))
    handler_conformance(handler(noted, accepts=accepts), samples=[sample], examples=200, seed=7)
    pairs = {(source, to) for source, to, _ in seen}
    sources = (
        "text/x-a",
        "image/x-conformance",
        "application/x-conformance+xml",
        "application/x-conformance",
    )
    assert pairs == {*itertools.product(sources, ("text/plain", "text/html"))}
    for pair in pairs:
        assert {b"", sample} <= {octets for *types, octets in seen if (*types,) == pair}
    octets = [octets for *_, octets in seen]
    assert octets[::2] == octets[1::2]  # each twice
    assert len({*octets}) > 150
    assert any(sample.startswith(each) and len(each) not in (0, 256) for each in octets)
    assert any(len(each) > 200 and each != sample and each[:20] == sample[:20] for each in octets)


def test_the_seed_decides() -> None:
    def octets_of(seed: int) -> list[bytes]:
        seen: list[bytes] = []

        def noted(content: Content, to: str, _context: Context) -> Iterator[Content]:
            seen.append(content.octets)
            yield Content.from_text("", to)

        handler_conformance(handler(noted), samples=[b"abc"], examples=20, seed=seed)
        return seen

    assert octets_of(1) == octets_of(1)
    assert octets_of(1) != octets_of(2)


def test_a_sample_may_be_a_content() -> None:
    def named(content: Content, to: str, _context: Context) -> Iterator[Content]:
        if content.octets:
            assert (content.name, content.media_type) == ("a.x", "text/x-a")
        yield Content.from_text("", to)

    sample = Content(media_type="text/x-a", octets=b"one", name="a.x")
    handler_conformance(handler(named), samples=[sample], examples=0)


# -- handlers that break them


def raises(content: Content, to: str, _context: Context) -> Iterator[Content]:
    yield Content.from_text(str(content.octets[3]), to)


def raises_lazily(_content: Content, _to: str, _context: Context) -> Iterator[Content]:
    yield from dict[str, list[Content]]()["missing"]


def exits(_content: Content, _to: str, _context: Context) -> Iterator[Content]:
    sys.exit(1)


def recurses(content: Content, to: str, context: Context) -> Iterator[Content]:
    yield from recurses(content, to, context)


def hangs(_content: Content, _to: str, _context: Context) -> Iterator[Content]:
    while True:
        pass


def floods(_content: Content, to: str, _context: Context) -> Iterator[Content]:
    while True:
        yield Content.from_text("x" * (1 << 20), to)


def lies(_content: Content, _to: str, _context: Context) -> Iterator[Content]:
    yield Content.from_text("x", "text/css")


def gives_text(content: Content, _to: str, _context: Context) -> Any:
    return [content.text]


def gives_none(_content: Content, _to: str, _context: Context) -> Any:
    return None


def gives_nothing(_content: Content, _to: str, _context: Context) -> Iterator[Content]:
    yield from ()


def varies(_content: Content, to: str, _context: Context) -> Iterator[Content]:
    yield Content.from_text(random.randbytes(8).hex(), to)  # noqa: S311


def varies_in_warnings(_content: Content, to: str, context: Context) -> Iterator[Content]:
    context.warn(random.randbytes(8).hex())  # noqa: S311
    yield Content.from_text("", to)


def varies_in_failing(content: Content, to: str, _context: Context) -> Iterator[Content]:
    if not content.octets:
        raise ValueError(random.randbytes(8).hex())  # noqa: S311
    yield Content.from_text("", to)


def copies(content: Content, to: str, _context: Context) -> Iterator[Content]:
    yield Content(media_type=to, octets=content.octets)


def gives_latin_1(_content: Content, to: str, _context: Context) -> Iterator[Content]:
    yield Content(media_type=to, octets=b"x", parameters={"charset": "iso-8859-1"})


def dies(_content: Content, _to: str, _context: Context) -> Iterator[Content]:
    os._exit(3)


@pytest.mark.parametrize(
    ("convert", "sentence"),
    [
        pytest.param(raises, "it raised IndexError: index out of range", id="raises"),
        pytest.param(raises_lazily, "it raised KeyError: 'missing'", id="raises-lazily"),
        pytest.param(exits, "it raised SystemExit: 1", id="exits"),
        pytest.param(recurses, "it raised RecursionError: maximum", id="recurses"),
        pytest.param(hangs, "it took longer than it may", id="hangs"),
        pytest.param(floods, "octets of one handler: more than 1.67772e+07", id="floods"),
        pytest.param(lies, "it gave text/css, not text/plain", id="lies"),
        pytest.param(gives_text, "it gave str, no Content", id="gives-text"),
        pytest.param(gives_none, "it gave NoneType, no contents", id="gives-none"),
        pytest.param(gives_nothing, "it gave nothing", id="gives-nothing"),
        pytest.param(varies, "it gave other contents the second time", id="varies"),
        pytest.param(varies_in_warnings, "it gave other warnings the second", id="warnings-vary"),
        pytest.param(varies_in_failing, "it failed otherwise the second", id="failures-vary"),
        pytest.param(copies, "it gave text/plain that is no UTF-8 at octet", id="no-utf-8"),
        pytest.param(gives_latin_1, "it gave text/plain in iso-8859-1", id="other-charset"),
    ],
)
def test_a_broken_rule_is_found(
    convert: Convert, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(testing, "MAX_SECONDS", 0.3)
    with pytest.raises(AssertionError) as found:
        handler_conformance(handler(convert), samples=[b"sound text"])
    assert str(found.value).startswith(f"handler tried: {sentence}")
    assert " to text/" in str(found.value)


def test_a_handler_that_kills_its_process_is_found() -> None:
    with pytest.raises(AssertionError, match="its process died with status 3, from text/x-a"):
        handler_conformance(handler(dies, isolated=True), samples=[b"x"])


def test_a_sample_that_is_refused_is_found() -> None:
    with pytest.raises(AssertionError, match=r"it raised ValueError: no text, from .* b'\\xff'"):
        handler_conformance(handler(upper), samples=[b"\xff"])


def test_what_is_no_handler_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="a handler is a Handler, not function"):
        handler_conformance(upper)  # type: ignore[arg-type]


# -- messages


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Subject: x\r\n\r\n\xff\0", id="octets"),
        pytest.param((ROOT / "corpus" / "demo.eml").read_bytes(), id="demo"),
    ],
)
def test_octets_that_are_kept(octets: bytes) -> None:
    assert_lossless(octets)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        pytest.param(b"Subject: y\n\n", "from octet 9 on", id="changed"),
        pytest.param(b"Subject: x\n", "from octet 11 on", id="cut"),
    ],
)
def test_octets_that_are_lost(
    written: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mimekit.Message, "__bytes__", lambda _: written)
    with pytest.raises(AssertionError, match=sentence):
        assert_lossless(b"Subject: x\n\n")


def test_parts_that_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n"
    monkeypatch.setattr(mimekit.Part, "__bytes__", lambda part: octets if not part.path else b"")
    monkeypatch.setattr(mimekit.Message, "__bytes__", lambda _: octets)
    with pytest.raises(AssertionError, match="part '1' is written otherwise"):
        assert_lossless(octets)


def test_messages_are_made(make_message: Callable[..., mimekit.Message]) -> None:
    message = make_message()
    assert (message.subject, message.text) == ("A message", "Hello.\n")
    assert bytes(make_message()) == bytes(message)
    with_file = make_message(subject="Other", attachments=[("a.bin", b"\0")])
    assert with_file.subject == "Other"
    assert [part.filename for part in with_file.attachments] == ["a.bin"]
    assert bytes(with_file) == bytes(make_message(subject="Other", attachments=[("a.bin", b"\0")]))


def test_the_registry_has_what_is_built_in(mimekit_registry: Registry) -> None:
    assert [plugin.name for plugin in mimekit_registry.plugins] == ["builtin"]
    assert mimekit_registry is not Registry.default()


def test_pytest_finds_the_fixtures_and_loads_nothing_else(tmp_path: Path) -> None:
    """In any project beside which mimekit is installed."""
    tests = tmp_path / "test_it.py"
    tests.write_text(
        "import sys\n"
        "def test_nothing_heavy():\n"
        "    loaded = {name for name in sys.modules if name.startswith('mimekit')}\n"
        "    assert loaded == {'mimekit', 'mimekit.testing'}\n"
        "def test_fixtures(mimekit_registry, make_message):\n"
        "    assert mimekit_registry.plugins\n"
        "    assert make_message().subject == 'A message'\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "2 passed" in run.stdout, run.stdout + run.stderr
