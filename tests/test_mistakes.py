"""A mistake of the caller is one clear sentence (docs/how-to/hostile-mail.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import mimekit
from mimekit import Limits, parse

MESSAGE = parse(b"Subject: x\n\ntext\n")
ANY: Any = MESSAGE  # what is asked here no type checker lets pass
KIT: Any = mimekit


@pytest.mark.parametrize(
    ("mistake", "error", "sentence"),
    [
        pytest.param(
            lambda: KIT.is_addr_spec(b"x"), TypeError, "an address is a str, not bytes", id="addr"
        ),
        pytest.param(
            lambda: KIT.to_jmap(b""),
            TypeError,
            "a Message is needed, as parse gives it, not bytes",
            id="to-jmap",
        ),
        pytest.param(
            lambda: KIT.from_jmap("{}"),
            TypeError,
            "email: an object (a dict) is needed, not str",
            id="from-jmap",
        ),
        pytest.param(
            lambda: ANY.by_content_id(None),
            TypeError,
            "a Content-ID is a str, not NoneType",
            id="by-content-id",
        ),
        pytest.param(
            lambda: ANY.headers[0], TypeError, "a field's name is a str, not int", id="headers"
        ),
        pytest.param(
            lambda: ANY.headers.get(b"Subject"),
            TypeError,
            "a field's name is a str, not bytes",
            id="headers-get",
        ),
        pytest.param(
            lambda: KIT.parse(b"", limits=5),
            TypeError,
            "limits are a mimekit.Limits, not int",
            id="limits",
        ),
        pytest.param(
            lambda: KIT.parse(b"", limits=(1,) * 7),
            TypeError,
            "limits are a mimekit.Limits, not tuple",
            id="limits-tuple",
        ),
        pytest.param(
            lambda: parse(b"", limits=Limits(max_depth=ANY)),
            TypeError,
            "max_depth is an int, not Message",
            id="limit-of-another-type",
        ),
        pytest.param(
            lambda: parse(b"", limits=Limits(max_depth=-1)),
            ValueError,
            "max_depth is -1: it may be 0 at least",
            id="limit-negative",
        ),
        pytest.param(
            lambda: parse(b"", limits=Limits(max_parts=0)),
            ValueError,
            "max_parts is 0: it may be 1 at least",
            id="limit-of-no-parts",
        ),
        pytest.param(
            lambda: MESSAGE.part("x"),
            KeyError,
            "no part 'x': a path is ordinals of children from 1, as '2.1'",
            id="no-path",
        ),
        pytest.param(
            lambda: ANY.part(1), TypeError, "a path is a str like '2.1', not int", id="int"
        ),
    ],
)
def test_is_told(mistake: Callable[[], object], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as caught:
        mistake()
    assert type(caught.value) is error
    assert caught.value.args == (sentence,)


def test_the_smallest_limits_are_limits() -> None:
    limits = Limits(0, 1, 0, 0, 0, 0)
    assert bytes(parse(b"A: 1\n\nx", limits=limits)) == b"A: 1\n\nx"
