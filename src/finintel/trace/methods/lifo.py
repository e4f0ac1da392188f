"""Last in, first out: the newest layer leaves first. An accounting convention."""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.layers import Layers
from finintel.trace.parts import Piece


class NewestFirst(Layers):
    """Layers with the newest on top; the last part of a mixed credit is the newest."""

    keeps_inner_order: ClassVar[bool] = True

    def restore(self, pieces: list[Piece]) -> None:
        """Put back on top, the first to have left being on top again."""
        self.layers.extend(reversed(pieces))

    def debit(self, amount: int) -> list[Piece]:
        """Take from the top."""
        return self.take_newest(amount)


METHOD = NewestFirst
