"""Formats that hold files: octets in, members out, within an allowance."""
