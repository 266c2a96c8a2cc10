"""What a codec takes."""

from __future__ import annotations

from typing import TypeAlias

Octets: TypeAlias = bytes | bytearray | memoryview
