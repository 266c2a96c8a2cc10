"""The public names are one table."""

from __future__ import annotations

import pytest

import mimekit


@pytest.mark.parametrize("name", sorted(mimekit._PUBLIC))
def test_is_there(name: str) -> None:
    assert name in dir(mimekit)
    assert getattr(mimekit, name) is not None


def test_all_of_them_are_in_all_as_modules_of_python_have_it() -> None:
    """`open` too, as in gzip and bz2."""
    assert sorted(mimekit._PUBLIC) == mimekit.__all__
