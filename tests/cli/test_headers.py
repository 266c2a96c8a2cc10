from __future__ import annotations

import json

import pytest

from tests.cli.running import run

MESSAGE = (
    b"Received: one\r\nreceived: two\r\n"
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe=0AX:_forged?=\r\n and\tmore\r\n"
    b"no field\r\nX-Raw: caf\xe9\r\n\r\nBody: no field\r\n"
)


@pytest.mark.parametrize(
    ("options", "output"),
    [
        pytest.param(
            [],
            "Received: one\nreceived: two\nSubject: Grüße\\x0aX: forged and more\nX-Raw: café\n",
            id="all-in-order",
        ),
        pytest.param(
            ["--name", "RECEIVED"], "Received: one\nreceived: two\n", id="name-in-any-case"
        ),
        pytest.param(
            ["--name", "X-Raw", "--name", "Received:"],
            "Received: one\nreceived: two\nX-Raw: café\n",
            id="several-names-in-the-order-of-the-message",
        ),
    ],
)
def test_lines(options: list[str], output: str) -> None:
    result = run("headers", "-", *options, stdin=MESSAGE)
    assert (result.status, result.output, result.error) == (0, output, "")


@pytest.mark.parametrize(
    ("names", "told"),
    [(["X-No"], "X-No"), (["X-No", "Y"], "X-No or Y"), ([""], "''")],
    ids=["one", "two", "empty-name"],
)
def test_a_field_that_is_not_there_is_told(names: list[str], told: str) -> None:
    options = [word for name in names for word in ("--name", name)]
    result = run("headers", "-", *options, stdin=MESSAGE)
    told = f"mimekit: standard input has no field {told}\n"
    assert (result.status, result.output, result.error) == (0, "", told)


def test_raw_fields_are_octets() -> None:
    result = run("headers", "--raw", "-", stdin=MESSAGE, encoding="iso-8859-1")
    fields = MESSAGE.partition(b"\r\n\r\n")[0].replace(b"no field\r\n", b"") + b"\r\n"
    assert result.output.encode("iso-8859-1") == fields


@pytest.mark.parametrize("options", [[], ["--raw"]], ids=["", "--raw"])
def test_json(options: list[str]) -> None:
    output = run("headers", "--json", *options, "--name", "x-raw", "-", stdin=MESSAGE).output
    value = json.loads(output)
    assert [*value] == ["file", "fields"]
    (field,) = value["fields"]
    assert [*field] == ["name", "value", "raw", "span", "defects"]
    assert (field["name"], field["value"], field["raw"]) == ("X-Raw", "café", "X-Raw: caf\xe9\r\n")
    assert field["span"] == {"offset": MESSAGE.index(b"X-Raw"), "length": 13}
    assert [defect["code"] for defect in field["defects"]] == ["header-charset-guessed"]
