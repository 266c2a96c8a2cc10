"""What was changed in a tree since it was parsed, by row; all else stands as it was read."""

from __future__ import annotations

from mimekit.structure.rows import PARENT, WIDTH


class Edits:
    """The changes of one tree.

    Edited header blocks are among the tree's blocks, where they stay.
    """

    __slots__ = (
        *("bodies", "boundaries", "changed", "children", "headers", "moved", "new", "sound"),
    )

    def __init__(self) -> None:
        self.changed: set[int] = set()  # nodes that were edited, and all above them
        self.headers: set[int] = set()  # those whose header block was
        self.bodies: dict[int, bytes] = {}  # bodies as they stand now, in their transfer encoding
        self.children: dict[int, list[int]] = {}  # of multiparts that got or lost some
        self.boundaries: dict[int, bytes] = {}  # of parts that an edit made multiparts
        self.new: set[int] = set()  # roots of the sources that edits brought
        # Of nodes that were put into a multipart in their place: the row that they had, behind
        # which those stand that they hold.
        self.moved: dict[int, int] = {}
        self.sound: set[int] = set()  # multiparts to whose end a part may be added

    def touch(self, rows: list[int], row: int) -> None:
        """Note that a node was edited: it and those above are to be written anew."""
        while row >= 0 and row not in self.changed:
            self.changed.add(row)
            row = rows[row * WIDTH + PARENT]
