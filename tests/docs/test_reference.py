"""The generated pages are those that the docstrings give, and nothing public lacks one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mimekit
from docs import reference
from mimekit import DefectCode
from tests.docs.markdown import headings

REFERENCE = Path(reference.__file__).parent / "reference"


def test_pages_are_up_to_date() -> None:
    assert [*reference.outdated()] == [], "run: python docs/reference.py"


def test_page_that_nothing_writes_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    monkeypatch.setattr(reference, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(reference, "pages", lambda: {tmp_path / "docs/reference/a.md": "a"})
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    assert [*reference.outdated()] == ["docs/reference/a.md"]
    (tmp_path / "docs/reference/a.md").write_text("a", encoding="utf-8")
    assert [*reference.outdated()] == []
    (tmp_path / "docs/reference/b.md").write_text("b", encoding="utf-8")
    assert [*reference.outdated()] == ["docs/reference/b.md"]


def test_everything_public_has_a_docstring() -> None:
    assert [*reference.undocumented()] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param('def f():\n    """Text."""', [("f", "Text.")], id="method"),
        pytest.param("def f(): ...", [("f", "")], id="method-without"),
        pytest.param('@property\ndef f(self):\n    """Text."""', [("f", "Text.")], id="property"),
        pytest.param("def _f(): ...", [], id="private"),
        pytest.param("def __len__(self): ...", [], id="special-without"),
        pytest.param('def __len__(self):\n    """Text."""', [("__len__", "Text.")], id="special"),
        pytest.param("@overload\ndef f(): ...\ndef f(x): ...", [("f", "")], id="overloads"),
        pytest.param('f: int = ()\n"""Text."""', [("f", "Text.")], id="field"),
        pytest.param("f: int\ng: int", [("f", ""), ("g", "")], id="fields-without"),
        pytest.param('F = "f"\n"""Text."""', [("F", "Text.")], id="member-of-enumeration"),
        pytest.param("_f: int", [], id="private-field"),
    ],
)
def test_members_of_a_class(source: str, found: list[tuple[str, str]]) -> None:
    node = ast.parse("class C:\n" + "".join(f"    {line}\n" for line in source.split("\n")))
    [class_] = node.body
    assert isinstance(class_, ast.ClassDef)
    names = [
        (member.name, text)
        if isinstance(member, ast.FunctionDef)
        else (ast.unparse(member).partition(":")[0].partition(" ")[0], text)
        for member, text in reference.members(class_)
    ]
    assert names == found


@pytest.mark.parametrize("name", sorted(mimekit._PUBLIC))
def test_public_name_has_its_place(name: str) -> None:
    titles = {title for page in REFERENCE.glob("*.md") for title in headings(page)}
    assert f"`mimekit.{name}`" in titles


@pytest.mark.parametrize("code", DefectCode, ids=lambda code: code.value)
def test_defect_has_its_row(code: DefectCode) -> None:
    page = (REFERENCE.parent / "defects.md").read_text(encoding="utf-8")
    rows = [line for line in page.split("\n") if line.startswith(f"| `{code.value}` |")]
    assert len(rows) == 1
    assert f"| {code.severity.name.lower()} |" in rows[0]
