"""Amounts of sources side by side, drawn in proportion without losing a minor unit.

A pool of a business has thousands of sources, so many amounts are kept as an array; few, or sums
that an array could not hold, stay in a list. Both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from finintel.trace.parts import share_out

if TYPE_CHECKING:
    import numpy as np

# From so many sources on, an array is faster than a list.
MANY = 16
# Products and sums below it fit into the 64 bits of an array.
SAFE = 2**62


class Shares:
    """Amounts by place, in order of first arrival.

    Attributes:
        sources: source of each place.
        amounts: minor units of each place, and behind them room for more.
        gone: what `spend` took of each place since it was last asked.
        total: sum of the amounts.
    """

    def __init__(self) -> None:
        self.sources: list[int] = []
        # lists, or arrays while `is_wide`
        self.amounts: Any = []
        self.gone: Any = []
        self.total = 0
        self.is_wide = False

    def open(self, source: int) -> int:
        """Make a place for a source that has none, and return it."""
        self.sources.append(source)
        if not self.is_wide:
            self.amounts.append(0)
            self.gone.append(0)
            self.fit()
        elif len(self.sources) > len(self.amounts):
            import numpy as np

            # room for as many again: places not yet taken hold nothing
            more = np.zeros(len(self.amounts), dtype=np.int64)
            self.amounts = np.concatenate([self.amounts, more])
            self.gone = np.concatenate([self.gone, more])
        return len(self.sources) - 1

    def fit(self) -> None:
        """Keep many amounts as an array, and few or very large ones as a list."""
        wide = len(self.sources) >= MANY and self.total < SAFE
        if wide == self.is_wide:
            return
        import numpy as np

        self.is_wide = wide
        if wide:
            self.amounts = np.array(self.amounts, dtype=np.int64)
            self.gone = np.array(self.gone, dtype=np.int64)
        else:
            taken = len(self.sources)
            self.amounts = self.amounts.tolist()[:taken]
            self.gone = self.gone.tolist()[:taken]

    def add(self, place: int, amount: int) -> None:
        """Add to one place."""
        self.total += amount
        if self.total >= SAFE:
            self.fit()
        self.amounts[place] += amount

    def take(self, place: int, amount: int) -> int:
        """Take from one place as far as it goes, and return how much that is."""
        taken = min(amount, int(self.amounts[place]))
        self.amounts[place] -= taken
        self.total -= taken
        return taken

    def draw(self, amount: int) -> list[int]:
        """Take an amount in proportion, or all if that is less; return it by place."""
        shares = self.shared(amount)
        self.total -= min(amount, self.total)
        if self.is_wide:
            self.amounts -= shares
            drawn: list[int] = shares.tolist()
            return drawn[: len(self.sources)]
        for place, share in enumerate(shares):
            self.amounts[place] -= share
        return list(shares)

    def spend(self, amount: int) -> None:
        """Take like `draw`, and only remember how much went of each place."""
        shares = self.shared(amount)
        self.total -= min(amount, self.total)
        if self.is_wide:
            self.amounts -= shares
            self.gone += shares
            return
        amounts, gone = self.amounts, self.gone
        for place, share in enumerate(shares):
            amounts[place] -= share
            gone[place] += share

    def shared(self, amount: int) -> Any:  # noqa: ANN401 - a list or an array, as the amounts are
        """Split an amount in proportion to what is there; largest remainder, ties to the earlier.

        A place without amount has no remainder either, so that it never gets a unit.
        """
        if amount >= self.total:
            return self.amounts.copy()
        if not self.is_wide:
            return share_out(amount, self.amounts)
        return shared_array(amount, self.amounts, self.total)

    def settled(self) -> Iterator[tuple[int, int]]:
        """Yield source and amount of what was spent, and forget it."""
        gone = self.gone
        if self.is_wide:
            places = gone.nonzero()[0]
            spent: Iterable[tuple[int, int]] = zip(
                places.tolist(), gone[places].tolist(), strict=True
            )
            self.gone = gone * 0
        else:
            spent = enumerate(gone)
            self.gone = [0] * len(gone)
        for place, amount in spent:
            if amount:
                yield self.sources[place], amount


def shared_array(amount: int, weights: np.ndarray, total: int) -> np.ndarray:
    """Split an amount in proportion to an array of weights, exactly.

    Args:
        amount: less than total.
        weights: none negative.
        total: their sum.
    """
    import numpy as np

    if amount * total >= SAFE and amount * int(weights.max()) >= SAFE:
        return np.array(share_out(amount, weights.tolist()), dtype=np.int64)
    products = weights * amount
    shares: np.ndarray = products // total
    left = amount - int(shares.sum())
    if left:
        remainders = products - shares * total
        least = np.partition(remainders, len(remainders) - left)[len(remainders) - left]
        larger = remainders > least
        shares[larger] += 1
        ties = np.flatnonzero(remainders == least)
        shares[ties[: left - int(larger.sum())]] += 1
    return shares
