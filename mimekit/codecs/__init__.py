"""Transfer encodings and text encodings, incremental and one-shot.

Every module offers ``decode`` and ``encode`` for a whole value, and a
``Decoder`` and an ``Encoder`` with ``decode(piece)`` or ``encode(piece)`` and
``finish()`` for pieces of any size. Malformed input decodes all the same; its
`Defect`s are added to the list that a caller hands in, or kept in
``Decoder.defects``, with spans that count in the encoded octets.
"""

from __future__ import annotations

from mimekit.codecs import base64, charset, encoded_word, flowed, quoted_printable, uuencode

__all__ = ["base64", "charset", "encoded_word", "flowed", "quoted_printable", "uuencode"]
