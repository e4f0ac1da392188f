"""Poison: any contact taints the whole account; an outer bound that conserves nothing."""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.parts import OPENING, OWN, Part, Piece, is_traced
from finintel.trace.postponed import Postponed


class WhollyTainted(Postponed):
    """From the first traced credit on, all that leaves is named after that credit's source."""

    conserves: ClassVar[bool] = False
    keeps_inner_order: ClassVar[bool] = False
    needs_sources: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.mark: Piece = (OWN, 0, OPENING)
        self.balance = 0

    def credit(self, pieces: list[Piece]) -> None:
        """Take in, and keep the first traced piece as the mark."""
        self.balance += sum(piece[1] for piece in pieces)
        if not is_traced(self.mark[0]):
            self.mark = next((piece for piece in pieces if is_traced(piece[0])), self.mark)

    def restore(self, pieces: list[Piece]) -> None:
        """Take in as any other credit."""
        self.credit(pieces)

    def debit(self, amount: int) -> list[Piece]:
        """Give up the amount wholly as the mark, overdrawn or not: a bound."""
        self.balance -= amount
        return [(self.mark[0], amount, self.mark[2])] if amount else []

    def take(self, parts: list[Part], credit: int) -> list[Piece]:
        """Know nothing of single credits: a return never lowers a bound."""
        del parts, credit
        return []

    def held(self) -> dict[int, int]:
        """Return the balance, wholly as the mark."""
        return {self.mark[0]: self.balance} if self.balance > 0 else {}

    def pieces(self) -> list[Piece]:
        """Return the balance, wholly as the mark."""
        return [(self.mark[0], self.balance, self.mark[2])] if self.balance > 0 else []


METHOD = WhollyTainted
