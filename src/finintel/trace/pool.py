"""A pool of sources without layers: what pro rata and the lowest intermediate balance share.

Inside one source, pieces leave first in, first out, so that each names the credit that brought it;
that changes no amount of the method.
"""

from __future__ import annotations

from typing import ClassVar

from finintel.trace.layers import Layers
from finintel.trace.parts import FRUIT, OPENING, OWN, Part, Piece
from finintel.trace.shares import Shares


class Pool:
    """Amounts by source; pieces only of what is reported."""

    conserves: ClassVar[bool] = True
    keeps_inner_order: ClassVar[bool] = False
    needs_sources: ClassVar[bool] = False

    def __init__(self) -> None:
        self.groups: tuple[Shares, ...] = (Shares(),)
        # source → group and place, in order of first arrival
        self.slots: dict[int, tuple[Shares, int]] = {}
        self.queues: dict[int, Layers] = {}

    def group_of(self, source: int) -> Shares:
        """Return the group in which a source is drawn."""
        del source
        return self.groups[0]

    def slot(self, source: int) -> tuple[Shares, int]:
        """Return group and place of a source, opening them at its first arrival."""
        found = self.slots.get(source)
        if found is None:
            group = self.group_of(source)
            found = self.slots[source] = (group, group.open(source))
            if source >= FRUIT:
                self.queues[source] = Layers()
        return found

    def credit(self, pieces: list[Piece]) -> None:
        """Add to the sources' amounts."""
        for piece in pieces:
            source = piece[0]
            group, place = self.slot(source)
            group.add(place, piece[1])
            if source >= FRUIT:
                self.queues[source].layers.append(piece)

    def restore(self, pieces: list[Piece]) -> None:
        """Put a returned payment's pieces back in front of their sources."""
        for piece in reversed(pieces):
            source = piece[0]
            group, place = self.slot(source)
            group.add(place, piece[1])
            if source >= FRUIT:
                self.queues[source].layers.appendleft(piece)

    def drawn(self, group: Shares, amount: int) -> list[Piece]:
        """Take an amount in proportion from the sources of a group, or all that they hold."""
        taken: list[Piece] = []
        for source, share in zip(group.sources, group.draw(amount), strict=True):
            if share:
                taken += self.pieces_of(source, share)
        return taken

    def pieces_of(self, source: int, amount: int) -> list[Piece]:
        """Return the pieces that an amount of one source is made of; its share is taken already."""
        if source >= FRUIT:
            return self.queues[source].take_oldest(amount)
        return [(source, amount, OPENING)]

    def take(self, parts: list[Part], credit: int) -> list[Piece]:
        """Take parts back by source, as far as they are there."""
        del credit  # inside a pool one credit cannot be told from another
        taken: list[Piece] = []
        for source, amount in parts:
            if source in self.slots:
                group, place = self.slots[source]
                share = group.take(place, amount)
                taken += self.pieces_of(source, share) if share else []
        return taken

    def earn(self, amount: int) -> None:
        """Take in own money."""
        group, place = self.slot(OWN)
        group.add(place, amount)

    def spend(self, amount: int) -> None:
        """Give up an amount like a debit; what it was is told by `settle`."""
        self.groups[0].spend(amount)

    def catch_up(self) -> None:
        """Have nothing to book: amounts are, and pieces of one source keep their order."""

    def settle(self) -> list[Part]:
        """Return what was spent, by source, and take it off the pieces."""
        spent: list[Part] = []
        for group in self.groups:
            for source, amount in group.settled():
                if source >= FRUIT:
                    self.queues[source].take_oldest(amount)
                spent.append((source, amount))
        return spent

    def held(self) -> dict[int, int]:
        """Return source → minor units held."""
        amounts = {source: int(group.amounts[at]) for source, (group, at) in self.slots.items()}
        return {source: amount for source, amount in amounts.items() if amount}

    def pieces(self) -> list[Piece]:
        """Return everything held, source by source."""
        found: list[Piece] = []
        for source, amount in self.held().items():
            if source >= FRUIT:
                found += self.queues[source].layers
            else:
                found.append((source, amount, OPENING))
        return found
