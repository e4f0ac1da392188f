"""A pool of sources without layers: what pro rata and the lowest intermediate balance share.

Inside one source, pieces leave first in, first out, so that each names the credit that brought it;
that changes no amount of the method.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from finintel.trace.layers import Layers
from finintel.trace.parts import FRUIT, OPENING, Part, Piece, share_out


class Pool:
    """Amounts by source, in order of first arrival; pieces only of what is reported."""

    conserves: ClassVar[bool] = True
    keeps_inner_order: ClassVar[bool] = False
    needs_sources: ClassVar[bool] = False

    def __init__(self) -> None:
        self.amounts: dict[int, int] = {}
        self.queues: dict[int, Layers] = {}

    def credit(self, pieces: list[Piece]) -> None:
        """Add to the sources' amounts."""
        amounts = self.amounts
        for piece in pieces:
            source = piece[0]
            amounts[source] = amounts.get(source, 0) + piece[1]
            if source >= FRUIT:
                self.queue(source).layers.append(piece)

    def restore(self, pieces: list[Piece]) -> None:
        """Put a returned payment's pieces back in front of their sources."""
        for piece in reversed(pieces):
            source = piece[0]
            self.amounts[source] = self.amounts.get(source, 0) + piece[1]
            if source >= FRUIT:
                self.queue(source).layers.appendleft(piece)

    def queue(self, source: int) -> Layers:
        """Return the pieces of one source."""
        if source not in self.queues:
            self.queues[source] = Layers()
        return self.queues[source]

    def draw(self, amount: int, sources: Iterable[int]) -> list[Piece]:
        """Take an amount in proportion from the sources, or all they hold if that is less."""
        amounts = self.amounts
        chosen = [source for source in sources if amounts[source]]
        weights = [amounts[source] for source in chosen]
        shares = weights if amount >= sum(weights) else share_out(amount, weights)
        taken: list[Piece] = []
        for source, share in zip(chosen, shares, strict=True):
            if share:
                amounts[source] -= share
                if source >= FRUIT:
                    taken += self.queues[source].take_oldest(share)
                else:
                    taken.append((source, share, OPENING))
        return taken

    def take(self, parts: list[Part], credit: int) -> list[Piece]:
        """Take parts back by source, as far as they are there."""
        del credit  # inside a pool one credit cannot be told from another
        taken: list[Piece] = []
        for source, amount in parts:
            taken += self.draw(amount, [source] if source in self.amounts else [])
        return taken

    def held(self) -> dict[int, int]:
        """Return source → minor units held."""
        return {source: amount for source, amount in self.amounts.items() if amount}

    def pieces(self) -> list[Piece]:
        """Return everything held, source by source."""
        found: list[Piece] = []
        for source, amount in self.held().items():
            if source >= FRUIT:
                found += self.queues[source].layers
            else:
                found.append((source, amount, OPENING))
        return found
