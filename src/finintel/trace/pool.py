"""A pool of sources without layers: what pro rata and the lowest intermediate balance share.

Inside one source, pieces leave first in, first out, so that each names the credit that brought it;
that changes no amount of the method.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from finintel.trace.layers import Layers
from finintel.trace.parts import Part, Piece, share_out


class Pool:
    """Amounts by source, in order of first arrival."""

    conserves: ClassVar[bool] = True
    keeps_inner_order: ClassVar[bool] = False
    needs_sources: ClassVar[bool] = False

    def __init__(self) -> None:
        self.amounts: dict[int, int] = {}
        self.queues: dict[int, Layers] = {}

    def credit(self, pieces: list[Piece]) -> None:
        """Add to the sources' amounts."""
        for piece in pieces:
            source = piece[0]
            self.amounts[source] = self.amounts.get(source, 0) + piece[1]
            self.queue(source).layers.append(piece)

    def restore(self, pieces: list[Piece]) -> None:
        """Put a returned payment's pieces back in front of their sources."""
        for piece in reversed(pieces):
            source = piece[0]
            self.amounts[source] = self.amounts.get(source, 0) + piece[1]
            self.queue(source).layers.appendleft(piece)

    def queue(self, source: int) -> Layers:
        """Return the pieces of one source."""
        if source not in self.queues:
            self.queues[source] = Layers()
        return self.queues[source]

    def draw(self, amount: int, sources: Iterable[int]) -> list[Piece]:
        """Take an amount in proportion from the sources, or all they hold if that is less."""
        chosen = [source for source in sources if self.amounts[source]]
        weights = [self.amounts[source] for source in chosen]
        shares = weights if amount >= sum(weights) else share_out(amount, weights)
        taken: list[Piece] = []
        for source, share in zip(chosen, shares, strict=True):
            taken += self.draw_one(source, share)
        return taken

    def draw_one(self, source: int, amount: int) -> list[Piece]:
        """Take an amount of one source."""
        self.amounts[source] -= amount
        return self.queues[source].take_oldest(amount)

    def take(self, parts: list[Part], credit: int) -> list[Piece]:
        """Take parts back by source, as far as they are there."""
        del credit  # inside a pool one credit cannot be told from another
        taken: list[Piece] = []
        for source, amount in parts:
            taken += self.draw_one(source, min(amount, self.amounts.get(source, 0)))
        return taken

    def held(self) -> dict[int, int]:
        """Return source → minor units held."""
        return {source: amount for source, amount in self.amounts.items() if amount}

    def pieces(self) -> list[Piece]:
        """Return everything held, source by source."""
        return [piece for queue in self.queues.values() for piece in queue.layers]
