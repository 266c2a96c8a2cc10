from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.expectation import CORPUS, iter_differences
from tests.corpus.regenerate import LONG_TEXT, main

OCTETS = b"From: a@x.test\nSubject: one\nContent-Type: text/plain\n\ntext\n"
LONG = b"word " * (LONG_TEXT // 5)


def put(folder: Path, octets: bytes = OCTETS, **stated: object) -> Path:
    """A corpus of one message, with a result if anything is stated."""
    path = folder / "legacy" / "one.eml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(octets)
    if stated:
        path.with_suffix(".json").write_text(json.dumps(stated))
    return path


def run(folder: Path, *options: str) -> int:
    return main([*options, "--corpus", str(folder)])


def stated_of(path: Path) -> dict[str, object]:
    stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert isinstance(stated, dict)
    return stated


def with_part(text: bytes) -> bytes:
    return (
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\n%b\n--b--\n" % text
    )


def test_a_new_message_gets_its_result(tmp_path: Path) -> None:
    path = put(tmp_path)
    assert run(tmp_path, "--check") == 1
    assert not path.with_suffix(".json").exists()
    assert run(tmp_path) == 0
    stated = stated_of(path)
    assert (stated["origin"], stated["rfc"], stated["about"]) == ("generated", "", "")
    assert (stated["subject"], stated["text"]) == ("one", "text\n")
    assert run(tmp_path, "--check") == 0


@pytest.mark.parametrize("options", [[], ["--check"]], ids=["write", "check"])
@pytest.mark.parametrize("origin", ["hand", "elsewhere"])
def test_other_results_are_never_touched(tmp_path: Path, options: list[str], origin: str) -> None:
    file = put(tmp_path, origin=origin, subject="wrong").with_suffix(".json")
    before = file.read_bytes(), file.stat().st_mtime_ns
    assert run(tmp_path, *options) == 0
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_a_result_without_origin_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, subject="wrong")
    with pytest.raises(ValueError, match=r"one\.json: origin"):
        run(tmp_path)


def test_a_generated_result_is_written_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, origin="generated", rfc="RFC 1", about="why", subject="old")
    assert run(tmp_path) == 0
    stated = stated_of(path)
    assert (stated["rfc"], stated["about"], stated["subject"]) == ("RFC 1", "why", "one")
    printed = capsys.readouterr().out
    assert "--- legacy/one.json" in printed
    assert '+ "subject": "one",' in printed
    assert "1 files changed" in printed


def test_a_long_text_has_a_file_of_its_own(tmp_path: Path) -> None:
    path = put(tmp_path, with_part(LONG))
    file = path.with_suffix("") / "1.txt"
    assert run(tmp_path) == 0
    assert file.read_bytes() == LONG
    assert "text" not in stated_of(path)
    assert not [*iter_differences(path)]
    path.write_bytes(with_part(b"short"))
    assert [*iter_differences(path)]
    assert run(tmp_path) == 0
    assert not file.exists()
    assert not [*iter_differences(path)]


def test_what_is_generated_agrees_with_the_message(tmp_path: Path) -> None:
    for source in (CORPUS / "reports").glob("*.eml"):
        path = put(tmp_path, source.read_bytes())
        path.with_suffix(".json").unlink(missing_ok=True)
        run(tmp_path)
        assert not [*iter_differences(path)], source.name


def test_the_corpus_is_up_to_date() -> None:
    assert main(["--check"]) == 0
