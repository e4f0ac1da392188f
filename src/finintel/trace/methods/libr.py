"""Lowest intermediate balance: money that is not traced leaves first.

In re Hallett's Estate (1880) 13 Ch D 696; James Roscoe (Bolton) Ltd v Winder [1915] 1 Ch 62. It is
the bound for what is held, not for what a payment carries, and it depends on the set of sources:
values of two cases are never added.
"""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.parts import Piece, is_traced
from finintel.trace.pool import Pool


class OthersFirst(Pool):
    """Untraced money in front; inside each class a debit is shared pro rata (a declared choice)."""

    needs_sources: ClassVar[bool] = True

    def debit(self, amount: int) -> list[Piece]:
        """Take untraced money, then traced money."""
        others = self.draw(amount, [source for source in self.amounts if not is_traced(source)])
        left = amount - sum(piece[1] for piece in others)
        if not left:
            return others
        return others + self.draw(left, [source for source in self.amounts if is_traced(source)])


METHOD = OthersFirst
