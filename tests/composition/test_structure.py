"""The octets of parts."""

from __future__ import annotations

from mimekit import parse
from mimekit.composition.structure import Multipart, Node, iter_pieces
from mimekit.message.encode import iter_boundaries
from mimekit.message.leaf import Leaf
from mimekit.wire import SEVEN_BIT


def leaf(body: bytes = b"", encoding: str = "7bit") -> Leaf:
    return Leaf(b"A: 1\r\n", encoding, lambda: (body[:1], body[1:]), body)


def octets(node: Node) -> bytes:
    return b"".join(iter_pieces(node, "seed", SEVEN_BIT))


def boundary(seed: str, number: int = 0) -> bytes:
    candidates = iter_boundaries(seed)
    return [next(candidates) for _ in range(number + 1)][number].encode()


def test_parts_stand_in_their_order() -> None:
    outer, inner = boundary("seed"), boundary("seed.2")
    node = Multipart(
        "mixed", (leaf(b"one"), Multipart("x", (leaf(b"two"),)), leaf()), {}, b"B: 2\r\n"
    )
    assert octets(node) == (
        b'Content-Type: multipart/mixed; boundary="%b"\r\nB: 2\r\n'
        b"\r\n--%b\r\nA: 1\r\n\r\none"
        b"\r\n--%b\r\n"
        b'Content-Type: multipart/x; boundary="%b"\r\n'
        b"\r\n--%b\r\nA: 1\r\n\r\ntwo\r\n--%b--\r\n"
        b"\r\n--%b\r\nA: 1\r\n\r\n\r\n--%b--\r\n"
        % (outer, outer, outer, inner, inner, inner, outer, outer)
    )


def test_the_widest_encoding_is_that_of_all_above() -> None:
    node = Multipart(
        "a", (Multipart("b", (leaf(encoding="8bit"), leaf())), Multipart("c", (leaf(),)))
    )
    message = parse(octets(node))
    encodings = {part.path: part.transfer_encoding for part in message.walk() if part.parts}
    assert encodings == {"": "8bit", "1": "8bit", "2": "7bit"}
    wider = Multipart("d", (node, leaf(encoding="binary"), leaf(encoding="base64")))
    assert parse(octets(wider)).transfer_encoding == "binary"


def test_a_boundary_that_is_in_a_body_is_passed_over() -> None:
    used = b"--" + boundary("seed") + b"\r\n--" + boundary("seed", 1)
    message = parse(octets(Multipart("mixed", (leaf(used),))))
    assert message.content_type.parameters["boundary"].encode() == boundary("seed", 2)
    assert message.part("1").content == used


def test_depth_costs_no_recursion() -> None:
    node: Node = leaf(b"x")
    for _ in range(5000):
        node = Multipart("mixed", (node,))
    assert octets(node).count(b"--\r\n") == 5000
