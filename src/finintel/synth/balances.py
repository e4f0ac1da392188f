"""Running balances of every account at an institution that reports them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finintel.synth.events import NOBODY, Events
from finintel.synth.money import Integers

UNKNOWN = np.iinfo(np.int64).min  # no balance is reported


@dataclass
class Balances:
    """What stands on each account after the last booking that was posted.

    `overdrawn` remembers who was ever below zero: the bank allowed it.
    """

    standing: Integers
    is_reporting: np.ndarray[tuple[int], np.dtype[np.bool_]]
    overdrawn: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def post(self, events: Events, credited: Integers) -> tuple[Integers, Integers]:
        """Post bookings in their order; return both ends' balances after each, or UNKNOWN."""
        count = len(events)
        account = np.concatenate([events.originator, events.beneficiary])
        change = np.concatenate([-events.amount, credited])
        place = np.arange(2 * count) % count * 2 + np.arange(2 * count) // count
        known = np.flatnonzero((account != NOBODY) & self.is_reporting[account])
        order = known[np.lexsort((place[known], account[known]))]
        owner = account[order]
        total = np.cumsum(change[order])
        first = np.flatnonzero(np.diff(owner, prepend=-9))
        before = np.where(first > 0, total[first - 1], 0)
        sizes = np.diff(first, append=len(order))
        after = total - np.repeat(before, sizes) + self.standing[owner]
        self.overdrawn[owner[after < 0]] = True
        result = np.full(2 * count, UNKNOWN, dtype=np.int64)
        result[order] = after
        last = first + sizes - 1
        self.standing[owner[last]] = after[last]
        return result[:count], result[count:]
