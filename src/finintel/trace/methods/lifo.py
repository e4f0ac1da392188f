"""Last in, first out: the newest layer leaves first. An accounting convention."""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.layers import Layers
from finintel.trace.parts import OPENING, OWN, Piece
from finintel.trace.postponed import Postponed


class NewestFirst(Layers, Postponed):
    """Layers with the newest on top; the last part of a mixed credit is the newest."""

    keeps_inner_order: ClassVar[bool] = True

    def restore(self, pieces: list[Piece]) -> None:
        """Put back on top, the first to have left being on top again."""
        self.layers.extend(reversed(pieces))

    def debit(self, amount: int) -> list[Piece]:
        """Take from the top."""
        return self.take_newest(amount)

    def spend(self, amount: int) -> None:
        """Give up what was earned last, then what lies below."""
        newest = min(amount, self.earned)
        self.earned -= newest
        self.due += amount - newest

    def catch_up(self) -> None:
        """Book what was postponed: debits, then what was earned after the deepest of them."""
        earned, due = self.earned, self.due
        self.earned = self.due = 0
        if due:
            self.give_up(due)
        if earned:
            self.credit([(OWN, earned, OPENING)])


METHOD = NewestFirst
