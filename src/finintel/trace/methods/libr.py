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
        amounts = self.amounts
        others = [source for source in amounts if not is_traced(source)]
        untraced = sum([amounts[source] for source in others])
        if amount <= untraced:
            return self.draw(amount, others)
        traced = [source for source in amounts if is_traced(source)]
        return self.draw(untraced, others) + self.draw(amount - untraced, traced)


METHOD = OthersFirst
