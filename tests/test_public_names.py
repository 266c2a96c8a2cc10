"""The public names are one table; a star brings none of Python's own."""

from __future__ import annotations

import builtins
import codecs
import sys

import pytest

import mimekit


@pytest.mark.parametrize("name", sorted(mimekit._PUBLIC))
def test_is_there(name: str) -> None:
    assert name in dir(mimekit)
    assert getattr(mimekit, name) is not None


def test_a_star_brings_what_is_no_name_of_python() -> None:
    namespace: dict[str, object] = {"codecs": codecs}
    exec("from mimekit import *", namespace)  # noqa: S102 - as a caller writes it
    assert namespace["parse"] is mimekit.parse
    assert namespace["codecs"] is codecs
    assert "open" not in namespace
    brought = {*mimekit.__all__}
    assert not brought & ({*dir(builtins)} | sys.stdlib_module_names)
    assert {*mimekit._PUBLIC} - brought == {"codecs", "open"}
    assert sorted(brought) == mimekit.__all__
