"""What kind of mailbox a path has."""

from __future__ import annotations

from pathlib import Path

import pytest

import mimekit
from mimekit import Limits, MailboxError, Maildir, Mbox, open_mailbox
from mimekit.mailbox.message_files import MessageFiles

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LINE = b"From a Thu Jan  1 00:00:00 1970\n"


@pytest.mark.parametrize(
    ("octets", "kind", "count"),
    [
        pytest.param(b"", Mbox, 0, id="empty"),
        pytest.param(LINE + b"Subject: x\n\n", Mbox, 1, id="mbox"),
        pytest.param(b"\r\n\n" + LINE, Mbox, 1, id="mbox-behind-empty-lines"),
        pytest.param(b"junk\n\n" + LINE, Mbox, 1, id="mbox-behind-junk"),
        pytest.param(b"Subject: x\n\n" + LINE, MessageFiles, 1, id="message-with-a-From_-line"),
        pytest.param(b"Subject : x\n", MessageFiles, 1, id="message"),
    ],
)
def test_files(tmp_path: Path, octets: bytes, kind: type, count: int) -> None:
    path = tmp_path / "mail"
    path.write_bytes(octets)
    with open_mailbox(path) as mailbox:
        assert type(mailbox) is kind
        assert len(mailbox) == len([*mailbox]) == count


@pytest.mark.parametrize(
    ("name", "kind", "subjects"),
    [
        pytest.param("mailbox/maildir", Maildir, ["The first, seen", "The second, new"], id="maildir"),
        pytest.param("mailbox/mh", MessageFiles, ["Number two", "Number ten"], id="mh"),
        pytest.param("mailbox/apple.emlx", MessageFiles, ["From Apple Mail"], id="emlx"),
        pytest.param("mailbox/crlf.mbox", Mbox, ["CRLF", "Empty lines at its end"], id="mbox"),
    ],
)  # fmt: skip
def test_corpus(name: str, kind: type, subjects: list[str]) -> None:
    with open_mailbox(str(CORPUS / name)) as mailbox:
        assert type(mailbox) is kind
        assert [message.subject for message in mailbox] == subjects


def test_a_folder_of_messages() -> None:
    with open_mailbox(CORPUS / "rfc") as mailbox:
        assert len(mailbox) == len([*(CORPUS / "rfc").glob("*.eml")])


def test_a_folder_with_an_mbox_in_it(tmp_path: Path) -> None:
    (tmp_path / "mbox").write_bytes(LINE + b"\n")
    with open_mailbox(tmp_path) as mailbox:
        assert isinstance(mailbox, Mbox)


def test_none(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match="is no mailbox: no Maildir"):
        open_mailbox(tmp_path)
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" * 1000)
    with pytest.raises(MailboxError, match="is no mailbox: no From_ line, no header field"):
        open_mailbox(path)
    with pytest.raises(FileNotFoundError):
        open_mailbox(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["maildir", "mh", "apple.emlx", "crlf.mbox"])
def test_limits_reach_the_messages(name: str) -> None:
    limits = Limits(max_header_bytes=3, strict=True)
    with (
        open_mailbox(CORPUS / "mailbox" / name, limits=limits) as mailbox,
        pytest.raises(mimekit.LimitError),
    ):
        next(iter(mailbox))
