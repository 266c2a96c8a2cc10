"""Which plugin to install is told where one of ours reads what nothing converts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from mimekit.cli.plugin_types import PLUGIN_OF
from mimekit.conversion.discovery import load_plugins
from mimekit.conversion.sniffing.alike import canonical
from mimekit.plugin import Handler, Registry
from tests.cli.running import run

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MESSAGE = b"Subject: x\nContent-Type: %b\nContent-Disposition: attachment\n\n%b"
READS = "mimekit-pdf reads application/pdf"


@pytest.fixture
def _without_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Registry, "default", classmethod(lambda _: Registry()))


@pytest.mark.usefixtures("_without_plugins")
@pytest.mark.parametrize(
    ("name", "octets", "end"),
    [
        pytest.param("a.pdf", PDF, f"to text/markdown; {READS}", id="file"),
        pytest.param(
            "a.eml", MESSAGE % (b"application/pdf", PDF), f"to text/markdown; {READS}", id="part"
        ),
        pytest.param(
            "a.eml",
            MESSAGE % (b"application/octet-stream", PDF),
            f"by its octets it is application/pdf; {READS}",
            id="sniffed",
        ),
    ],
)
def test_what_to_install_is_told(tmp_path: Path, name: str, octets: bytes, end: str) -> None:
    (tmp_path / name).write_bytes(octets)
    lines = run("convert", tmp_path / name).error.splitlines()
    assert [line for line in lines if line.endswith(end)]


@pytest.mark.usefixtures("_without_plugins")
def test_it_is_told_once_for_many(tmp_path: Path) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(MESSAGE % (b"application/pdf", PDF))
    result = run("convert", tmp_path, "-o", tmp_path / "out", "-j", "1")
    sentence = "nothing here converts application/pdf (2 found): mimekit-pdf reads it"
    assert result.error == f"mimekit: {sentence}\n"


@pytest.mark.usefixtures("_without_plugins")
def test_what_none_of_ours_reads(tmp_path: Path) -> None:
    (tmp_path / "a.glb").write_bytes(b"glTF\2\0\0\0" + bytes(range(200)))
    assert "mimekit-" not in run("convert", tmp_path / "a.glb").error


def test_table_is_what_our_plugins_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIMEKIT_PLUGINS", raising=False)
    registry = Registry(built_in=False)
    load_plugins(registry)
    read = {plugin.distribution: _types(plugin.handlers) for plugin in registry.plugins}
    for distribution in sorted({*PLUGIN_OF.values()} & read.keys()):
        told = {of for of, plugin in PLUGIN_OF.items() if plugin == distribution}
        assert told <= read[distribution], distribution
        assert {of for of in read[distribution] if "/x-" not in of} <= told, distribution


def _types(handlers: Iterable[Handler]) -> set[str]:
    return {canonical(accepted) for handler in handlers for accepted in handler.accepts}
