"""Plain movements, booked later: own money in, and money out of which nobody asks what it was.

Between two movements that matter an account may have thousands that do not. Layers need not book
them one by one: their sums, in the right order, leave the same layers.
"""

from __future__ import annotations

from finintel.trace.parts import FRUIT, OPENING, OWN, Part, Piece


class Postponed:
    """What an account still has to book; a method that keeps layers inherits it.

    A debit never exceeds what is held, so credits may be laid first where the oldest leave first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.earned = 0
        self.due = 0
        self.gone: dict[int, int] = {}

    def credit(self, pieces: list[Piece]) -> None:
        """Take in pieces; the method's."""
        raise NotImplementedError

    def debit(self, amount: int) -> list[Piece]:
        """Give up an amount; the method's."""
        raise NotImplementedError

    def earn(self, amount: int) -> None:
        """Take in own money, later."""
        self.earned += amount

    def spend(self, amount: int) -> None:
        """Give up an amount, later; what it was is told by `settle`."""
        self.due += amount

    def catch_up(self) -> None:
        """Book what was postponed: credits, then debits."""
        earned, due = self.earned, self.due
        self.earned = self.due = 0
        if earned:
            self.credit([(OWN, earned, OPENING)])
        if due:
            self.give_up(due)

    def give_up(self, amount: int) -> None:
        """Debit an amount and remember its reported sources."""
        for source, part, _ in self.debit(amount):
            if source >= FRUIT:
                self.gone[source] = self.gone.get(source, 0) + part

    def settle(self) -> list[Part]:
        """Book what was postponed and return what was spent, by source."""
        self.catch_up()
        spent = list(self.gone.items())
        self.gone = {}
        return spent
