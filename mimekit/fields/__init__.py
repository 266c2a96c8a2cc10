"""Header field grammars: one a file, ``parse_x`` from octets and ``format_x`` back.

A field body is given as it stands in the message: folds, 8-bit octets and all.
What comes out is a `mimekit.fields.parsed.Parsed`: the value, its defects, and
the span of each of its items.
"""
