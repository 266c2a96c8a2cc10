"""The labelled files are known by their octets alone, with libmagic and without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import sniff
from mimekit.conversion.sniffing.libmagic import libmagic_type
from tests.conversion.sniffing.labelled import BY_NAME, FILES, FOLDER, SET, Labelled

REQUIRED = 58  # of 60

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


@pytest.fixture
def _no_libmagic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMEKIT_MAGIC", "0")


def right(files: list[Labelled]) -> int:
    return sum(sniff(file.octets).media_type in file.accepted for file in files)


def test_the_set_is_large_enough() -> None:
    assert len(SET) >= 60
    assert {path.name for path in (FOLDER / "files").iterdir()} | {"eicar"} == {*BY_NAME}


def test_with_libmagic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMEKIT_MAGIC", "1")
    assert libmagic_type(b"%PDF-1.7\n") == "application/pdf"  # a dependency brings it along
    assert right(SET) >= REQUIRED * len(SET) / 60


@pytest.mark.usefixtures("_no_libmagic")
def test_without_libmagic() -> None:
    assert right(SET) >= REQUIRED * len(SET) / 60


@pytest.mark.usefixtures("_no_libmagic")
@every_file
def test_type(file: Labelled) -> None:
    sniffed = sniff(file.octets)
    assert sniffed.media_type == file.media_type
    assert sniffed.by == ("text" if file.name.startswith("plain") else "signature")
    assert sniffed.conflicts == ()


@pytest.mark.usefixtures("_no_libmagic")
@every_file
def test_what_is_declared_rightly_is_no_conflict(file: Labelled) -> None:
    accepted = () if file.name == "eicar" else file.accepted  # a program that is called text
    for declared in (file.media_type, *accepted, "application/octet-stream"):
        sniffed = sniff(file.octets, declared=declared)
        assert (sniffed.media_type, sniffed.conflicts) == (file.media_type, ())


@pytest.mark.usefixtures("_no_libmagic")
@every_file
def test_a_beginning_never_raises(file: Labelled) -> None:
    """Each of up to 1,500 octets, and each 97th beyond."""
    sizes = [*range(min(len(file.octets), 1500)), *range(1500, len(file.octets), 97)]
    types = {sniff(file.octets[:size]).media_type for size in sizes}
    assert all(media_type.count("/") == 1 for media_type in types)


@given(st.sampled_from(FILES), st.data())
def test_other_octets_never_raise(file: Labelled, data: st.DataObject) -> None:
    octets = bytearray(file.octets[:4096])
    places = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=20)
    for at, octet in data.draw(places):
        if at < len(octets):
            octets[at] = octet
    cut = data.draw(st.integers(0, len(octets)))
    assert 0 <= sniff(octets[cut:] + octets[:cut]).confidence <= 1


@given(st.binary(max_size=200), st.text(max_size=30), st.text(max_size=30))
def test_nothing_raises(octets: bytes, name: str, declared: str) -> None:
    sniffed = sniff(octets, name=name, declared=declared)
    assert all(conflict.sentence for conflict in sniffed.conflicts)
