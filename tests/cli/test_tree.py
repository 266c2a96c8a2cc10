from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.cli.branches import branches
from tests.cli.messages import ENCLOSED, NESTED
from tests.cli.running import run

TREE = """\
    offset     length       size  part
         0        382             multipart/mixed
       120         65         25  ├─ 1 text/html, charset utf-8
       190        185         88  └─ 2 message/rfc822, base64
         0         88                └─ 2.1 multipart/mixed, in the content of 2
        66         13         11        └─ 2.1.1 text/plain, in the content of 2
"""


def test_tree() -> None:
    assert run("tree", "-", stdin=NESTED).output == TREE


def test_the_root_of_one_part_has_a_path_that_extract_takes(tmp_path: Path) -> None:
    message = b"Content-Type: text/csv\n\na;b\n"
    assert run("tree", "-", stdin=message).output.endswith(" '' text/csv\n")
    result = run("extract", "-", "--part", "", "-o", tmp_path, stdin=message)
    assert result.status == 0
    assert (tmp_path / "part.csv").read_bytes() == b"a;b\n"


def test_json() -> None:
    value = json.loads(run("tree", "--json", "-", stdin=NESTED).output)
    assert [*value] == ["file", "parts"]
    assert [part["path"] for part in value["parts"]] == ["", "1", "2", "2.1", "2.1.1"]
    root, html, enclosed, inner, leaf = value["parts"]
    assert html == {
        "path": "1",
        "type": "text/html",
        "charset": "utf-8",
        "filename": None,
        "disposition": None,
        "content_id": None,
        "transfer_encoding": "7bit",
        "size": 25,
        "sha256": sha256(b"<p>Outer <b>text</b>.</p>").hexdigest(),
        "span": {"offset": 120, "length": 65},
        "source": None,
    }
    assert (root["size"], root["sha256"], root["span"]["length"]) == (None, None, len(NESTED))
    assert (enclosed["size"], enclosed["sha256"]) == (88, sha256(ENCLOSED).hexdigest())
    assert (inner["source"], leaf["source"]) == ("2", "2")


def test_multipart_that_was_not_taken_apart_has_a_size() -> None:
    value = json.loads(
        run("tree", "--json", "-", stdin=b"Content-Type: multipart/mixed\n\nText.\n").output
    )
    assert [part["size"] for part in value["parts"]] == [6]


@pytest.mark.parametrize(
    ("paths", "drawn"),
    [
        pytest.param([""], [""], id="root"),
        pytest.param(["", "1", "2"], ["", "├─ ", "└─ "], id="siblings"),
        pytest.param(["", "1", "1.1", "1.1.1"], ["", "└─ ", "   └─ ", "      └─ "], id="chain"),
        pytest.param(
            ["", "1", "1.1", "1.1.1", "1.2", "2", "2.1"],
            ["", "├─ ", "│  ├─ ", "│  │  └─ ", "│  └─ ", "└─ ", "   └─ "],
            id="mixture",
        ),
    ],
)
def test_branches(paths: list[str], drawn: list[str]) -> None:
    assert drawn_before(paths) == drawn


@given(st.lists(st.integers(0, 100), max_size=30))
@settings(deadline=None, max_examples=100)
def test_branches_of_any_tree(parents: list[int]) -> None:
    """Each part hangs on a parent before it; a line goes on as long as a sibling follows."""
    children: dict[str, int] = {"": 0}
    for choice in parents:
        parent = [*children][choice % len(children)]
        children[parent] += 1
        children[f"{parent}.{children[parent]}".lstrip(".")] = 0
    paths = sorted(children, key=lambda path: [int(step) for step in path.split(".") if step])
    for path, drawn in zip(paths, drawn_before(paths), strict=True):
        steps = path.split(".") if path else []
        lasts = [
            children[".".join(steps[:depth])] == int(step) for depth, step in enumerate(steps)
        ]
        expected = ["   " if last else "│  " for last in lasts[:-1]]
        expected += ["└─ " if last else "├─ " for last in lasts[-1:]]
        assert drawn == "".join(expected)


def drawn_before(paths: list[str]) -> list[str]:
    return branches([path.count(".") + 1 if path else 0 for path in paths])
