"""Media types, and ranges of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.media_range import (
    ANYTHING,
    EXACT,
    SUFFIX,
    TYPE,
    is_media_range,
    is_media_type,
    ranges_of,
    specificity,
)

TYPES = st.from_regex(r"[a-c]/[a-c]{1,2}(\+[a-c]{1,2})?", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "is_type", "is_range"),
    [
        pytest.param("text/plain", True, True, id="type"),
        pytest.param("application/vnd.ms-excel.12+xml", True, True, id="long-type"),
        pytest.param("x-a/x-b", True, True, id="x"),
        pytest.param("a/" + "b" * 127, True, True, id="longest"),
        pytest.param("a/" + "b" * 128, False, False, id="too-long"),
        pytest.param("text/*", False, True, id="subtypes"),
        pytest.param("*/*", False, True, id="everything"),
        pytest.param("+xml", False, True, id="suffix"),
        pytest.param("*/xml", False, False, id="all-types"),
        pytest.param("*", False, False, id="star"),
        pytest.param("+", False, False, id="no-suffix"),
        pytest.param("Text/plain", False, False, id="upper-case"),
        pytest.param("text", False, False, id="no-subtype"),
        pytest.param("text/", False, False, id="empty-subtype"),
        pytest.param("/plain", False, False, id="empty-type"),
        pytest.param("text/plain; charset=x", False, False, id="parameters"),
        pytest.param("text/plain\n", False, False, id="line-end"),
        pytest.param("text/plain text/html", False, False, id="two"),
        pytest.param("", False, False, id="empty"),
    ],
)
def test_what_is_one(text: str, is_type: bool, is_range: bool) -> None:  # noqa: FBT001 - a table
    assert (is_media_type(text), is_media_range(text)) == (is_type, is_range)


@pytest.mark.parametrize(
    ("media_range", "media_type", "expected"),
    [
        pytest.param("image/png", "image/png", EXACT, id="exact"),
        pytest.param("image/png", "image/pngx", None, id="longer"),
        pytest.param("+xml", "image/svg+xml", SUFFIX, id="suffix"),
        pytest.param("+xml", "text/xml", None, id="no-suffix"),
        pytest.param("image/*", "image/svg+xml", TYPE, id="type"),
        pytest.param("image/*", "imagex/png", None, id="longer-type"),
        pytest.param("*/*", "image/png", ANYTHING, id="anything"),
    ],
)
def test_specificity(media_range: str, media_type: str, expected: int | None) -> None:
    assert specificity(media_range, media_type) == expected


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        pytest.param("text/plain", ("text/plain", "text/*", "*/*"), id="type"),
        pytest.param("a/b+c+xml", ("a/b+c+xml", "+xml", "a/*", "*/*"), id="last-suffix"),
        pytest.param("a/+xml", ("a/+xml", "a/*", "*/*"), id="no-suffix"),
    ],
)
def test_ranges(media_type: str, expected: tuple[str, ...]) -> None:
    assert ranges_of(media_type) == expected


@given(TYPES)
def test_ranges_mean_the_type_and_come_most_exact_first(media_type: str) -> None:
    found = [specificity(media_range, media_type) for media_range in ranges_of(media_type)]
    assert None not in found
    assert found == sorted(found, key=lambda exact: exact or 0, reverse=True)


@given(TYPES, TYPES | st.sampled_from(["a/*", "b/*", "+a", "+b", "*/*"]))
def test_a_range_that_means_the_type_is_among_its_ranges(media_type: str, other: str) -> None:
    assert (specificity(other, media_type) is not None) == (other in ranges_of(media_type))
