"""The progress bar is for those who look, at what takes long."""

from __future__ import annotations

import io
import sys

import pytest

from mimekit.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None, octets: int) -> str:
    for name in ("NO_COLOR",):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.bar("Reading", octets) as advance:
        advance(octets)
    return stream.getvalue() if stream else ""


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch, Terminal(), progress.BAR_FROM_BYTES)
    assert "Reading" in told
    assert "100%" in told


@pytest.mark.parametrize(
    ("stream", "octets"),
    [
        pytest.param(Terminal(), progress.BAR_FROM_BYTES - 1, id="little"),
        pytest.param(io.StringIO(), progress.BAR_FROM_BYTES, id="no-terminal"),
        pytest.param(None, progress.BAR_FROM_BYTES, id="closed"),
    ],
)
def test_nobody_else_does(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None, octets: int
) -> None:
    assert shown(monkeypatch, stream, octets) == ""


def test_none_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert shown(monkeypatch, Terminal(), progress.BAR_FROM_BYTES) == ""
