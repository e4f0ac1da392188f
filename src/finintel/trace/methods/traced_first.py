"""Traced first: traced money leaves first, the most that a payment out can carry.

Re Oatway [1903] 2 Ch 356. US v Banco Cafetero Panama, 797 F.2d 1154 (2d Cir. 1986) lets the
Government elect it ("drugs-in, first-out") or lowest intermediate balance; rejected in US v Voigt
(3d Cir. 1996).
"""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.layers import Layers
from finintel.trace.parts import Part, Piece, is_traced
from finintel.trace.postponed import Postponed


class TracedInFront(Postponed):
    """Two queues, oldest first in each; the traced one is emptied before the other is touched."""

    conserves: ClassVar[bool] = True
    keeps_inner_order: ClassVar[bool] = False
    needs_sources: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.traced = Layers()
        self.others = Layers()

    def credit(self, pieces: list[Piece]) -> None:
        """Add each piece behind its own queue."""
        self.traced.credit([piece for piece in pieces if is_traced(piece[0])])
        self.others.credit([piece for piece in pieces if not is_traced(piece[0])])

    def restore(self, pieces: list[Piece]) -> None:
        """Put each piece back in front of its own queue."""
        for piece in reversed(pieces):
            queue = self.traced if is_traced(piece[0]) else self.others
            queue.layers.appendleft(piece)

    def debit(self, amount: int) -> list[Piece]:
        """Take traced money, then the rest."""
        traced = self.traced.take_oldest(amount)
        left = amount - sum(piece[1] for piece in traced)
        return traced + self.others.take_oldest(left) if left else traced

    def take(self, parts: list[Part], credit: int) -> list[Piece]:
        """Take back what is left of one credit."""
        return self.traced.take(parts, credit) + self.others.take(parts, credit)

    def held(self) -> dict[int, int]:
        """Return source → minor units held."""
        return self.traced.held() | self.others.held()

    def pieces(self) -> list[Piece]:
        """Return everything held, traced money first."""
        return self.traced.pieces() + self.others.pieces()


METHOD = TracedInFront
