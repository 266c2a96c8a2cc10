from __future__ import annotations

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import Limits, parse
from mimekit.message.check import MAX_IN_ALL, MAX_IN_NODE

COMPLETE = b"From: a@x.test\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n"


def shown(octets: bytes, limits: Limits | None = None) -> list[tuple[str, str, bytes, str]]:
    """Code, path, the octets of the span, and detail, of messages without encoded ones."""
    return [
        (defect.code.value, defect.path, octets[defect.span.slice], defect.detail)
        for defect in parse(octets, limits=limits).check()
    ]


@pytest.mark.parametrize(
    ("octets", "findings"),
    [
        pytest.param(COMPLETE + b"\nbody\n", [], id="clean"),
        pytest.param(
            COMPLETE + b"no field\nSubject: x\n\n",
            [("header-line-invalid", "", b"no field\n", "")],
            id="line-that-is-no-field",
        ),
        pytest.param(
            b"Subject: x\n\n",
            [("field-missing", "", b"", "Date"), ("field-missing", "", b"", "From")],
            id="field-missing",
        ),
        pytest.param(
            COMPLETE + b"Subject: x\nsubject: y\nX: 1\nX: 2\n\n",
            [("field-repeated", "", b"subject: y\n", "subject")],
            id="field-repeated",
        ),
        pytest.param(
            COMPLETE + b"Content-Type: text/plain\nContent-Type: text/html\n\n",
            [("parts-ambiguous", "", b"Content-Type: text/html\n", "Content-Type")],
            id="field-repeated-that-frames",
        ),
        pytest.param(
            COMPLETE + b"Content-Transfer-Encoding: base64\n\nTWFu\n!\nTWFu\n",
            [("base64-character", "", b"!", "")],
            id="offset-of-a-transfer-encoding",
        ),
        pytest.param(
            COMPLETE + b"Content-Type: text/plain; charset=no-such\n\na\xc3\xa9\n",
            [("charset-unknown", "", b"a\xc3\xa9\n", "read as utf-8")],
            id="text-has-the-span-of-the-body",
        ),
        pytest.param(
            COMPLETE
            + b"Content-Type: text/html; charset=utf-8\n\n<p hidden>a</p><p hidden>b</p><p>c",
            [
                (
                    "html-hidden-text",
                    "",
                    b"<p hidden>a</p><p hidden>b</p><p>c",
                    "display-none",
                )
            ],
            id="hidden-text-once",
        ),
        pytest.param(
            COMPLETE + b"Content-Type: application/x; charset=no-such\n\n\xe9\n",
            [],
            id="no-text-no-charset",
        ),
        pytest.param(
            COMPLETE + b"Content-Type: message/rfc822\n\nTo: b@x.test\n\n",
            [("field-missing", "1", b"", "Date"), ("field-missing", "1", b"", "From")],
            id="enclosed-message-is-a-message",
        ),
        pytest.param(
            COMPLETE + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n",
            [],
            id="part-needs-no-date",
        ),
        pytest.param(
            COMPLETE + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"
            b"\n--b\n\nx\n--b--\n",
            [("report-invalid", "", b"", "delivery-status")],
            id="report",
        ),
    ],
)
def test_finds(octets: bytes, findings: list[tuple[str, str, bytes, str]]) -> None:
    assert shown(octets) == findings


MIXED = COMPLETE + b"Content-Type: multipart/mixed; boundary=b\n\n"
HIDDEN = b"--x\nContent-Type: text/plain\n\nboo\n"
PARTS = b"--b\n\n1\n--b\nContent-ID: <2@x.test>\n\n2\n--b--\n"


@pytest.mark.parametrize(
    ("octets", "lines"),
    [
        pytest.param(MIXED + PARTS, [], id="none"),
        pytest.param(MIXED + HIDDEN + PARTS, [b"--x"], id="preamble"),
        pytest.param(MIXED + PARTS + HIDDEN, [b"--x"], id="epilogue"),
        pytest.param(MIXED + HIDDEN * 3 + PARTS + HIDDEN * 3, [b"--x"] * 2, id="once-in-each"),
        pytest.param(MIXED + b"--b--\n" + HIDDEN, [b"--x"], id="no-part"),
        pytest.param(
            MIXED + b"text\n--\n--x\nX: 1\ncontent-id : 2\n" + PARTS, [b"--x"], id="not-first"
        ),
        pytest.param(
            (MIXED + HIDDEN + PARTS).replace(b"\n", b"\r\n"), [b"--x"], id="line-ends-crlf"
        ),
        pytest.param(
            MIXED + b"See.\n-- \nAnn\n\nContent-Type: is a field\n" + PARTS, [], id="signature"
        ),
        pytest.param(
            MIXED + PARTS + b"-----\nThis list: <http://x.test>\n----\n", [], id="list-footer"
        ),
        pytest.param(MIXED + b"--b\n\n" + HIDDEN + b"--b--\n", [], id="text-of-a-part"),
        pytest.param(MIXED + PARTS[:-1] + b"\nContent-Type: a/b\n", [], id="behind-the-close"),
    ],
)
def test_finds_what_is_hidden_around_the_parts(octets: bytes, lines: list[bytes]) -> None:
    found = shown(octets)
    assert found == [("multipart-part-hidden", "", line, "") for line in lines]


def test_what_is_missing_is_named() -> None:
    sentences = [defect.sentence for defect in parse(b"Subject: x\n\n").check()]
    assert sentences == ["The message has no Date.", "The message has no From."]


def test_parts_beyond_a_limit_are_not_hidden() -> None:
    limits = Limits(max_parts=1)
    assert [code for code, *_ in shown(MIXED + PARTS, limits)] == [
        "multipart-delimiter-missing",
        "limit-parts",
    ]


def test_what_is_beyond_the_limit_of_fields_is_one_finding() -> None:
    octets = COMPLETE + b"To: b@x.test\nTo: c@x.test\nno field\nCc: d@x.test\n\nbody"
    beyond = b"To: c@x.test\nno field\nCc: d@x.test\n"
    assert shown(octets, Limits(max_header_fields=3)) == [
        ("limit-header-fields", "", beyond, ""),
    ]


@pytest.mark.parametrize(
    ("media_type", "codes"),
    [
        pytest.param(b"message/rfc822", ["message-encoded"], id="rfc2046"),
        pytest.param(b"message/global", [], id="rfc6532"),
    ],
)
def test_an_encoded_message_is_against_the_rules_of_its_type(
    media_type: bytes, codes: list[str]
) -> None:
    header = b"Content-Type: %b\nContent-Transfer-Encoding: quoted-printable\n\n" % media_type
    message = parse(COMPLETE + header + COMPLETE + b"\nbody\n")
    assert [defect.code.value for defect in message.check()] == codes


def test_by_path_then_by_offset() -> None:
    octets = (
        b"Content-Type: multipart/mixed; boundary=b\nTo: <b@x.test\nDate: x\n\n"
        b"--b\nContent-Transfer-Encoding: base64\nContent-ID: x\n\nTQ\n"
        b"--b\nContent-Type: message/rfc822\n\nDate: y\nFrom: z@\n\n"
        b"--b--\n"
    )
    found = [*parse(octets).check()]
    assert [defect.path for defect in found] == sorted(defect.path for defect in found)
    for one, next_ in pairwise(found):
        assert one.path != next_.path or one.span <= next_.span
    assert {defect.path for defect in found} == {"", "1", "2.1"}


def test_of_a_part_is_what_is_found_at_and_below_it() -> None:
    octets = (
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-ID: x\n\n"
        b"--b\nContent-Type: message/rfc822\n\nDate: y\n\n--b--\n"
    )
    message = parse(octets)
    all_of_it = [*message.check()]
    for part in message.walk():
        below = [d for d in all_of_it if f"{d.path}.".startswith(f"{part.path}.".lstrip("."))]
        assert [*part.check()] == below


# -- floods


def test_a_flood_in_one_node_is_counted() -> None:
    lines = [b"X-%d: \x01\n" % number for number in range(MAX_IN_NODE + 30)]
    *told, rest = shown(COMPLETE + b"".join(lines) + b"\n")
    assert told == [("header-control", "", b"\x01", "")] * MAX_IN_NODE
    assert rest == ("defects-omitted", "", b"\x01", "30 x header-control")


def test_the_place_of_what_is_only_counted_is_that_of_the_first() -> None:
    lines = [b"X-%d: \x01\n" % number for number in range(MAX_IN_NODE + 2)]
    octets = COMPLETE + b"".join(lines) + b"\n"
    *_, rest = parse(octets).check()
    assert rest.span.offset == octets.index(lines[MAX_IN_NODE]) + lines[MAX_IN_NODE].index(b"\x01")


def test_as_many_as_are_told_are_not_counted() -> None:
    lines = [b"X: \x01\n"] * MAX_IN_NODE
    found = shown(COMPLETE + b"".join(lines) + b"\n")
    assert {code for code, *_ in found} == {"header-control"}
    assert len(found) == MAX_IN_NODE


def test_of_a_flood_over_many_nodes_the_first_of_each_is_told() -> None:
    node = b"--b\n" + b"X: \x01\n" * MAX_IN_NODE + b"\n"
    full = MAX_IN_ALL // MAX_IN_NODE
    octets = COMPLETE + b"Content-Type: multipart/mixed; boundary=b\n\n" + node * (full + 2)
    found = [d for d in parse(octets).check() if d.code.value != "multipart-unterminated"]
    assert [(d.code.value, d.path, d.detail) for d in found[MAX_IN_ALL:]] == [
        ("header-control", str(full + 1), ""),
        ("defects-omitted", str(full + 1), f"{MAX_IN_NODE - 1} x header-control"),
        ("header-control", str(full + 2), ""),
        ("defects-omitted", str(full + 2), f"{MAX_IN_NODE - 1} x header-control"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"a:\0\r\1\n", id="three-in-a-field"),
        pytest.param(b"a :\n", id="one-in-a-field"),
        pytest.param(b"x\n", id="lines-that-are-no-field"),
    ],
)
def test_a_flood_costs_less_than_fifty_octets_an_octet(line: bytes) -> None:
    octets = line * ((1 << 18) // len(line)) + b"To: b@x.test\n\n"
    message = parse(octets, limits=Limits(max_header_fields=20_000))
    tracemalloc.start()
    try:
        list(message.check())
        assert tracemalloc.get_traced_memory()[1] < 50 * len(octets)
    finally:
        tracemalloc.stop()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([b"X: \x01\n", b"Y : 1\n", b"Z: \0\n", b"junk\n"]), max_size=400))
def test_told_and_counted_are_all(lines: list[bytes]) -> None:
    octets = COMPLETE + b"".join(lines) + b"To: b@x.test\n\n"
    counts = dict.fromkeys(("header-control", "header-name-blank", "header-nul"), 0)
    counts["header-line-invalid"] = 0
    for code, _, _, detail in shown(octets):
        number, _, counted = detail.rpartition(" x ")
        counts[counted or code] += int(number or 1)
    assert [*counts.values()] == [
        lines.count(b) for b in (b"X: \x01\n", b"Y : 1\n", b"Z: \0\n", b"junk\n")
    ]
