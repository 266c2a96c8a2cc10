"""Structure of a message: octets in, rows of spans out.

`scan` is the seam: a native twin may stand beside it, and the header block
functions, without knowing any grammar but the plain Content-* pattern.
"""
