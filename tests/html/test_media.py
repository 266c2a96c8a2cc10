"""Media queries and conditions of support."""

from __future__ import annotations

import pytest

from mimekit.html.media import holds_on_screen, is_supported


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        *((query, True) for query in ("", "all", "screen", "only screen", "print, screen")),
        *((query, True) for query in ("(min-width:600px)", "screen and (max-width: 1200px)")),
        *(
            (query, True)
            for query in ("not print", "(hover)", "not (min-width:2000px)", "(width)")
        ),
        *((query, True) for query in ("(min-width:40em)", "(prefers-color-scheme: light)")),
        *((query, True) for query in ("(width>=600px)", "(400px < width <= 1000px)")),
        *((query, True) for query in ("(min-width:1px) or (monochrome)", "(width:1000px)")),
        *((query, False) for query in ("print", "not screen", "(max-width:600px)", "speech")),
        *((query, False) for query in ("screen and (min-width:2000px)", "not all", "tty")),
        *((query, False) for query in ("screen yahoo", "and", "screen and", "&", "(width<5px)")),
        *((query, False) for query in ("(prefers-color-scheme:dark)", "(width = 5px)")),
        *((query, False) for query in ("(max-width:5px) and (min-resolution:2x)", "(grid)")),
        *((query, None) for query in ("(min-resolution:2x)", "(min-height:5px)", "((hover))")),
        *((query, None) for query in ("not (min-resolution:2x)", "(min-width:0\\0)", "(x)")),
        *((query, None) for query in ("print, (x)", "(x) and (hover)", "(width > 5zz)")),
        *((query, None) for query in ("(1000px = width > auto)", "(x) and " * 100)),
    ],
)
def test_media(query: str, *, holds: bool | None) -> None:
    assert holds_on_screen(query) is holds


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        *((query, True) for query in ("(display:grid)", "(color: red) or (x:y)")),
        *((query, False) for query in ("not (display: flex)", "not (color:red)")),
        *((query, None) for query in ("(x:y)", "selector(a)", "", "(display:-ms-grid)", "&")),
    ],
)
def test_supports(condition: str, *, holds: bool | None) -> None:
    assert is_supported(condition) is holds
