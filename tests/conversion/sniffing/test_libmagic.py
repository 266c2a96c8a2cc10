"""libmagic of the system, of the wheel, and none at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import pytest

from mimekit.conversion.sniffing import libmagic
from mimekit.conversion.sniffing.libmagic import libmagic_type
from tests.cli.running import run_process
from tests.conversion.sniffing.labelled import BY_NAME

PNG = BY_NAME["png"].octets
wheel = pytest.mark.skipif(find_spec("pylibmagic") is None, reason="needs pylibmagic")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MIMEKIT_MAGIC", "1")
    loaded = libmagic._loaded
    loaded.cache_clear()
    yield
    loaded.cache_clear()


def refuse() -> libmagic.Answer:
    raise ImportError("failed to find libmagic")


@wheel
def test_the_wheel_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libmagic, "_from_system", refuse)
    assert libmagic_type(PNG) == "image/png"
    assert "pylibmagic" not in sys.modules  # which would patch ctypes


@wheel
def test_wheel_and_system_agree() -> None:
    answer = libmagic._from_wheel()
    for name in ("png", "pdf", "zip", "html", "plain-utf-8"):
        assert answer(BY_NAME[name].octets) in BY_NAME[name].accepted


@wheel
def test_rules_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libmagic, "_DATABASE", "nowhere.mgc")
    with pytest.raises(OSError, match="rules"):
        libmagic._from_wheel()


def test_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libmagic, "_from_system", refuse)
    monkeypatch.setattr(libmagic, "_from_wheel", refuse)
    assert libmagic_type(PNG) is None


def test_one_that_answers_nonsense_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libmagic, "_from_system", lambda: lambda _: "image/x-odd")
    monkeypatch.setattr(libmagic, "_from_wheel", refuse)
    assert libmagic_type(PNG) is None


@pytest.mark.parametrize("answer", ["", "data", "a/b/c", "ä/b", "cannot open (a/b) 1/2"])
def test_answers_that_are_no_type(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(libmagic, "_loaded", lambda: lambda _: answer)
    assert libmagic_type(PNG) is None


def test_an_exception_costs_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(octets: bytes) -> str:
        if octets == PNG:
            raise RuntimeError
        return "a/b"

    monkeypatch.setattr(libmagic, "_loaded", lambda: fail)
    assert libmagic_type(PNG) is None
    assert libmagic_type(b"") == "a/b"


@pytest.mark.parametrize(
    ("platform", "value", "expected"),
    [
        pytest.param("linux", None, True, id="linux"),
        pytest.param("linux", "0", False, id="off"),
        pytest.param("linux", "1", True, id="on"),
        pytest.param("win32", None, False, id="windows"),
        pytest.param("win32", "1", True, id="windows-on"),
    ],
)
def test_switch(
    monkeypatch: pytest.MonkeyPatch, platform: str, value: str | None, *, expected: bool
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("MIMEKIT_MAGIC")
    if value is not None:
        monkeypatch.setenv("MIMEKIT_MAGIC", value)
    assert libmagic.is_wanted() is expected


def test_switched_off_it_is_not_loaded() -> None:
    script = "import sys, mimekit; mimekit.sniff(bytes(9)); sys.exit('magic' in sys.modules)"
    assert run_process(python=["-c", script], environment={"MIMEKIT_MAGIC": "0"}).status == 0


def test_a_signature_that_matches_needs_no_libmagic() -> None:
    script = "import sys, mimekit; mimekit.sniff(b'%PDF-1.7'); sys.exit('magic' in sys.modules)"
    assert run_process(python=["-c", script]).status == 0


def test_threads() -> None:
    assert libmagic_type(PNG) == "image/png"  # a dependency brings libmagic along
    names = ["png", "pdf", "zip", "gif", "html"] * 40
    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(libmagic_type, (BY_NAME[name].octets for name in names))]
    assert answers == [BY_NAME[name].media_type for name in names]
