"""Lowest intermediate balance: money that is not traced leaves first.

In re Hallett's Estate (1880) 13 Ch D 696; James Roscoe (Bolton) Ltd v Winder [1915] 1 Ch 62. It is
the bound for what is held, not for what a payment carries, and it depends on the set of sources:
values of two cases are never added.
"""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.parts import Piece, is_traced
from finintel.trace.pool import Pool
from finintel.trace.shares import Shares


class OthersFirst(Pool):
    """Untraced money in front; inside each class a debit is shared pro rata (a declared choice)."""

    needs_sources: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.others, self.traced = self.groups = (Shares(), Shares())

    def group_of(self, source: int) -> Shares:
        """Tell traced sources from the others."""
        return self.traced if is_traced(source) else self.others

    def debit(self, amount: int) -> list[Piece]:
        """Take untraced money, then traced money."""
        untraced = min(amount, self.others.total)
        taken = self.drawn(self.others, untraced)
        return taken + self.drawn(self.traced, amount - untraced) if amount > untraced else taken

    def spend(self, amount: int) -> None:
        """Give up untraced money, then traced money."""
        untraced = min(amount, self.others.total)
        self.others.spend(untraced)
        if amount > untraced:
            self.traced.spend(amount - untraced)


METHOD = OthersFirst
