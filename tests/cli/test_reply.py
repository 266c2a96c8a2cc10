"""``mimekit reply`` and ``mimekit forward``: options to octets, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimekit import Message, parse
from mimekit.cli.failures import ExitStatus
from tests.cli.running import DEMO, Result, run

FIXED = ("--date", "2026-11-28T10:00:00+01:00", "--seed", "1")
PARENT = b"""\
From: Ann <ann@x.test>
To: me@x.test, Me <other@x.test>, ben@x.test
Subject: Plan
Message-ID: <1@x.test>

Is it ready?
"""


@pytest.fixture
def parent(tmp_path: Path) -> Path:
    path = tmp_path / "parent.eml"
    path.write_bytes(PARENT)
    return path


def written(*arguments: object, stdin: bytes = b"") -> Message:
    result = run(*arguments, stdin=stdin)
    assert (result.status, result.error) == (ExitStatus.OK, "")
    return parse(result.output.encode())


def test_reply(parent: Path) -> None:
    me = ("--from", "me@x.test", "--own", "other@x.test")
    message = written("reply", parent, *me, "--to-all", "--text", "-", *FIXED, stdin=b"Yes.\n")
    assert [mailbox.addr_spec for mailbox in message.to] == ["ann@x.test"]
    assert [mailbox.addr_spec for mailbox in message.cc] == ["ben@x.test"]
    assert (message.subject, message.references) == ("Re: Plan", ("1@x.test",))
    assert message.text == "Yes.\n\nAnn wrote:\n> Is it ready?\n"
    again = run("reply", parent, *me, "--all", "--text", "-", *FIXED, stdin=b"Yes.\n")
    assert again.output.encode() == bytes(message)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        pytest.param(["--no-quote"], "Yes.\n", id="no-quote"),
        pytest.param(
            ["--quote-above"], "Ann wrote:\n> Is it ready?\n\nYes.\n", id="quote-above"
        ),
        pytest.param(
            ["--attribution", "{address}:"],
            "Yes.\n\nann@x.test:\n> Is it ready?\n",
            id="attribution",
        ),
        pytest.param(
            ["--attribution", ""], "Yes.\n\n> Is it ready?\n", id="no-attribution"
        ),
    ],
)  # fmt: skip
def test_quotes(options: list[str], text: str, parent: Path) -> None:
    text_file = parent.with_name("text")
    text_file.write_bytes(b"Yes.\n")
    message = written("reply", parent, "--from", "me@x.test", "--text", text_file, *options)
    assert message.text == text


def test_options_of_compose(parent: Path) -> None:
    html = parent.with_name("a.html")
    html.write_bytes(b"<p>Yes.</p><img src=cid:a>")
    message = written(
        *("reply", "-", "--from", "me@x.test", "--to", "eva@x.test", "--cc", "ida@x.test"),
        *("--bcc", "kai@x.test", "--reply-to", "me@y.test", "--subject", "Other"),
        *("--html", html, "--inline", f"a={html}", "--attach", html, "--header", "X-A: b"),
        *("--message-id", "2@x.test", *FIXED),
        stdin=PARENT,
    )
    assert [mailbox.addr_spec for mailbox in (*message.to, *message.cc, *message.bcc)] == [
        *("eva@x.test", "ida@x.test", "kai@x.test")
    ]
    assert message.reply_to[0].addr_spec == "me@y.test"
    assert (message.subject, message.message_id) == ("Other", "2@x.test")
    assert message.headers["X-A"] == "b"
    assert 'cite="mid:1@x.test"' in (message.html or "")
    assert [part.filename for part in message.attachments] == ["a.html", "a.html"]


def test_forward(parent: Path) -> None:
    message = written("forward", parent, "--from", "me@x.test", "--to", "eva@x.test", *FIXED)
    assert message.subject == "Fwd: Plan"
    assert (message.text or "").startswith("---------- Forwarded message ----------\nFrom: Ann")
    attached = written(
        *("forward", "--as-attachment", parent, "--from", "me@x.test", "--to", "eva@x.test"),
        *("--text", "-"),
        stdin=b"See.",
    )
    inner = attached.part("2").message
    assert inner is not None
    assert bytes(inner) == PARENT.replace(b"\n", b"\r\n")


def test_output(parent: Path) -> None:
    arguments = ("reply", parent, "--from", "me@x.test", *FIXED)
    target = parent.with_name("out.eml")
    assert run(*arguments, "-o", target) == (ExitStatus.OK, "", "")
    assert target.read_bytes() == run(*arguments).output.encode()


def test_what_could_not_be_copied_is_told_in_one_line(parent: Path) -> None:
    broken = ", ".join(f"a{number}" for number in range(5)).encode()
    parent.write_bytes(
        PARENT.replace(b"Subject: Plan", b"Subject: =?utf-8?q?a=1B?=\nCc: " + broken)
    )
    result = run("reply", parent, "--from", "me@x.test", "--to-all")
    assert result.status == ExitStatus.OK
    assert "Subject: Re: a" in result.output
    assert result.error.startswith(f"mimekit: {parent}: An address of received mail cannot be")
    assert result.error.endswith(" And 3 more.\n")
    assert result.error.count("\n") == 1


def failed(result: Result, status: ExitStatus, words: str) -> None:
    assert result.status == status
    assert result.output == ""
    assert result.error.startswith("mimekit: ")
    assert result.error.count("\n") == 1
    assert words in result.error


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        pytest.param(["reply"], ExitStatus.USAGE, "FILE", id="no-file"),
        pytest.param(["reply", DEMO], ExitStatus.USAGE, "'--from'", id="no-author"),
        pytest.param(
            ["reply", "none", "--from", "a@x.test"], ExitStatus.NO_INPUT, "read none", id="none"
        ),
        pytest.param(
            ["reply", "-", "--from", "a@x.test"], ExitStatus.DATA, "is empty", id="empty"
        ),
        pytest.param(
            ["reply", "-", "--text", "-", "--from", "a@x.test"],
            *(ExitStatus.USAGE, "read once"),
            id="standard-input-twice",
        ),
        pytest.param(
            ["reply", DEMO, "--from", "a@x.test", "--own", "a"],
            *(ExitStatus.DATA, "cannot reply: own: 'a' is no address"),
            id="own",
        ),
        pytest.param(
            ["reply", DEMO, "--from", "a@x.test", "--attribution", "{x}"],
            *(ExitStatus.DATA, "attribution"),
            id="attribution",
        ),
        pytest.param(
            ["reply", DEMO, "--from", "a@x.test", "--subject", "a\nBcc: b@x.test"],
            *(ExitStatus.DATA, "'\\n'"),
            id="injection",
        ),
        pytest.param(
            ["reply", DEMO, "--from", "a@x.test", "--attach", "none"],
            *(ExitStatus.NO_INPUT, "read none"),
            id="attachment",
        ),
        pytest.param(
            ["reply", DEMO, "--from", "a@x.test", "-o", "none/m.eml"],
            *(ExitStatus.CANNOT_CREATE, "write"),
            id="output",
        ),
        pytest.param(
            ["forward", DEMO, "--from", "a@x.test"], ExitStatus.USAGE, "'--to'", id="no-recipient"
        ),
        pytest.param(
            ["forward", "-", "--from", "a@x.test", "--to", "b@x.test"],
            *(ExitStatus.DATA, "is empty"),
            id="forward-empty",
        ),
        pytest.param(
            ["forward", DEMO, "--from", "a@x.test", "--to", "b"],
            *(ExitStatus.DATA, "cannot forward"),
            id="forward-address",
        ),
    ],
)
def test_failures(
    arguments: list[str], status: ExitStatus, words: str, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    failed(run(*arguments), status, words)


def test_a_file_that_is_no_message() -> None:
    result = run("reply", "-", "--from", "a@x.test", stdin=b"\nno header field")
    failed(result, ExitStatus.DATA, "has no header field")


def test_a_limit_with_strict() -> None:
    deep = b"From: a@x.test\n" + b"Content-Type: message/rfc822\n\n" * 200
    arguments = ("forward", "-", "--from", "a@x.test", "--to", "b@x.test")
    failed(run(*arguments, "--strict", stdin=deep), ExitStatus.DATA, "passes a limit")
    assert run(*arguments, stdin=deep).status == ExitStatus.OK


def test_nobody_to_reply_to() -> None:
    result = run("reply", "-", "--from", "a@x.test", stdin=b"From: broken\n\n")
    failed(result, ExitStatus.DATA, "nobody can be replied to")


@pytest.mark.parametrize("command", ["reply", "forward"])
def test_what_is_read_is_not_written_over(command: str, tmp_path: Path) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes(Path(DEMO).read_bytes())
    link = tmp_path / "link.eml"
    link.symlink_to(path)
    to = ["--to", "b@x.test"]
    for target in (path, link):
        result = run(command, path, "--from", "a@x.test", *to, "-o", target)
        failed(result, ExitStatus.USAGE, "would be written over")
    other = run(command, path, "--from", "a@x.test", *to, "--attach", link, "-o", path)
    failed(other, ExitStatus.USAGE, "would be written over")
    assert path.read_bytes() == Path(DEMO).read_bytes()
