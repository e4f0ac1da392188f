"""Holdings as arrays: things and holders are numbers, rows stand in order, runs are added up.

In a small register a pass over frames takes thirty times as long.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Ratio = NDArray[np.float64]
    Mask = NDArray[np.bool_]

TOLERANCE = 1e-12


@dataclass(frozen=True)
class Rows:
    """Arrays of one length."""

    def at(self, chosen: Mask | Whole) -> Self:
        """Return the chosen rows, by mask or by position."""
        return type(self)(*(getattr(self, item.name)[chosen] for item in fields(self)))


@dataclass(frozen=True)
class Edges(Rows):
    """Holdings in order of held and holder: from low to high; slack is what all the low leave."""

    held: Whole
    holder: Whole
    is_person: Mask
    low: Ratio
    high: Ratio
    slack: Ratio


@dataclass(frozen=True)
class Reached(Rows):
    """What of each thing reaches each person, in order of both."""

    held: Whole
    person: Whole
    ratio: Ratio

    @property
    def key(self) -> Whole:
        """One number for thing and person, in the same order."""
        return self.held * (1 << 32) + self.person


def numbered(holdings: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Put numbers in place of ids, in their order, and return the ids by number."""
    import numpy as np
    import polars as pl
    import pyarrow.compute as pc

    # every name is looked up once, not once for each of its uses
    encoded = pc.dictionary_encode(
        pl.concat([holdings["held_id"], holdings["holder_id"]]).to_arrow()
    )
    order = pc.array_sort_indices(encoded.dictionary)
    number = np.empty(len(order), dtype=np.int64)
    number[order.to_numpy()] = np.arange(len(order))
    held, holder = np.split(number[encoded.indices.to_numpy()], 2)
    frame = holdings.with_columns(held_id=held, holder_id=holder)
    ids = pl.Series(encoded.dictionary.take(order), dtype=pl.String)
    return frame.sort("held_id", "holder_id", "is_person"), ids


def consistent(holdings: pl.DataFrame) -> Edges:
    """Add up rows of the same pair and put every interval within what the others leave.

    Args:
        holdings: as `numbered` returns them.
    """
    import numpy as np

    pairs = added_up(
        Edges(
            held=holdings["held_id"].to_numpy(),
            holder=holdings["holder_id"].to_numpy(),
            is_person=holdings["is_person"].to_numpy(),
            low=holdings["minimum_ratio"].to_numpy(),
            high=holdings["maximum_ratio"].to_numpy(),
            slack=np.zeros(len(holdings)),
        )
    )
    low = np.where(sum_of_thing(pairs.held, pairs.low) > 1 + TOLERANCE, 0.0, pairs.low)
    slack = np.maximum(1 - sum_of_thing(pairs.held, low), 0.0)
    high = np.maximum(np.minimum(np.clip(pairs.high, 0.0, 1.0), low + slack), low)
    return Edges(pairs.held, pairs.holder, pairs.is_person, low, high, slack)


def added_up(edges: Edges) -> Edges:
    """Put rows of one pair, which stand beside one another, into one; their slack is the same."""
    import numpy as np

    first = starts(edges.held, edges.holder, edges.is_person)
    low, high = np.add.reduceat(edges.low, first), np.add.reduceat(edges.high, first)
    return replace(edges.at(first), low=low, high=high)


def starts(*columns: Whole | Mask) -> Whole:
    """Return where rows begin that differ from the one before them."""
    import numpy as np

    differs = np.zeros(len(columns[0]), dtype=bool)
    differs[:1] = True
    for column in columns:
        differs[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(differs)


def sum_of_thing(held: Whole, values: Ratio) -> Ratio:
    """Return, for each row, the sum of the values of its thing."""
    import numpy as np

    first = starts(held)
    return np.repeat(np.add.reduceat(values, first), lengths(first, len(held)))


def lengths(first: Whole, count: int) -> Whole:
    """Return how many rows each run has, by where runs begin and how many rows there are."""
    import numpy as np

    return np.diff(first, append=count)
