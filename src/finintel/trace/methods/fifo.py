"""First in, first out: the oldest layer leaves first.

Devaynes v Noble, Clayton's Case (1816) 1 Mer 529, 572: a presumption on appropriation of payments
in a running account. It does not govern wrongdoer against victim (In re Hallett's Estate).
"""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.layers import Layers
from finintel.trace.parts import Piece
from finintel.trace.postponed import Postponed


class OldestFirst(Layers, Postponed):
    """Layers with the oldest in front; a mixed credit keeps its inner order."""

    keeps_inner_order: ClassVar[bool] = True

    def restore(self, pieces: list[Piece]) -> None:
        """Put back in front, the first to have left being first again."""
        self.layers.extendleft(reversed(pieces))

    def debit(self, amount: int) -> list[Piece]:
        """Take from the front."""
        return self.take_oldest(amount)


METHOD = OldestFirst
