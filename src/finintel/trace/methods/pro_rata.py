"""Pro rata: a debit takes every source in proportion to what is held just before it.

The North American rolling charge. Barlow Clowes v Vaughan [1991] EWCA Civ 11 described it and
applied pari passu instead: it is no authority for the haircut.
"""

from __future__ import annotations

from finintel.trace.parts import Piece
from finintel.trace.pool import Pool


class Proportional(Pool):
    """Sources side by side, none in front."""

    def debit(self, amount: int) -> list[Piece]:
        """Take from all sources in proportion; ties to the source that came first."""
        return self.drawn(self.groups[0], amount)


METHOD = Proportional
