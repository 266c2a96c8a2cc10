"""Octets by blobId."""

from __future__ import annotations

from typing import Any

import pytest

from mimekit import jmap_blobs, parse, to_jmap

OCTETS = (
    b"Content-Type: multipart/mixed; boundary=a\n\n"
    b"--a\n\none\n"
    b"--a\nContent-Transfer-Encoding: base64\n\ndHdv\n"
    b"--a\nContent-Type: message/rfc822\n\nSubject: x\n\nthree\n"
    b"--a\n\none\n"
    b"--a--\n"
)


def test_every_blob_id_has_its_octets() -> None:
    message = parse(OCTETS)
    email = to_jmap(message)
    blobs = jmap_blobs(message)
    parts = email["bodyStructure"]["subParts"]
    contents = [blobs[part["blobId"]] for part in parts]
    assert contents == [b"one", b"two", b"Subject: x\n\nthree", b"one"]
    assert blobs[email["blobId"]] == OCTETS
    assert len(blobs) == 4
    assert {part["blobId"] for part in parts} | {email["blobId"]} == set(blobs)


def test_what_there_is_not() -> None:
    blobs = jmap_blobs(parse(b"\nx"))
    assert blobs.get("sha256-0") is None
    with pytest.raises(KeyError):
        blobs["sha256-0"]


def test_a_message_is_needed() -> None:
    octets: Any = OCTETS
    with pytest.raises(TypeError, match=r"^a Message is needed, as parse gives it, not bytes$"):
        jmap_blobs(octets)
