"""Scans as columns: the rows of many runs in one frame, and the names that their numbers stand for.

A run numbers its movements, pots and sources from 0. Side by side each gets an offset, so that one
list of names serves all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from finintel.trace.scan import Scan
from finintel.trace.scans import Run

if TYPE_CHECKING:
    import polars as pl

RUN = "run"


def stacked(
    runs: Sequence[Run],
    rows_of: Callable[[Scan], Collection[tuple[int, ...]]],
    columns: Sequence[str],
) -> pl.DataFrame:
    """Return the rows that each run has, one below the other, with the number of the run."""
    import numpy as np
    import polars as pl

    rows = [rows_of(run.scan) for run in runs]
    counts = [len(part) for part in rows]
    flat = chain.from_iterable(chain.from_iterable(rows))
    values = np.fromiter(flat, dtype=np.int64, count=sum(counts) * len(columns))
    table = values.reshape(-1, len(columns))
    numbers = np.repeat(np.arange(len(runs), dtype=np.int64), counts)
    return pl.DataFrame(
        {RUN: numbers, **{name: table[:, place] for place, name in enumerate(columns)}}
    )


class Names:
    """What the numbers of many runs stand for."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.transactions: list[str] = []
        self.pots: list[tuple[int, str]] = []
        self.labels: list[str] = []
        self.source_transactions: list[str | None] = []
        self.first: dict[str, list[int]] = {"transaction": [], "pot": [], "source": []}
        placed: dict[tuple[int, int], tuple[int, int, int]] = {}
        for run in runs:
            key = id(run.scan.ledger), id(run.scan.sources)
            if key not in placed:
                placed[key] = len(self.transactions), len(self.pots), len(self.labels)
                self.transactions += run.scan.ledger.transaction_ids
                self.pots += run.scan.ledger.pots
                self.labels += run.scan.sources.labels
                self.source_transactions += run.scan.sources.transactions
            for name, first in zip(self.first, placed[key], strict=True):
                self.first[name].append(first)

    def described(self) -> list[pl.Expr]:
        """Return trace, method and order of each row's run."""
        return [
            gathered(RUN, [getattr(run, name) for run in self.runs]).alias(name)
            for name in ("trace_id", "method", "order_variant")
        ]

    def account(self) -> list[pl.Expr]:
        """Return account_number and currency of the column pot."""
        place = self.place("pot", "pot")
        return [
            gathered(place, [account for account, _ in self.pots]).alias("account_number"),
            gathered(place, [currency for _, currency in self.pots]).alias("currency"),
        ]

    def source(self) -> list[pl.Expr]:
        """Return source_label and source_transaction_id of the column source."""
        place = self.place("source", "source")
        return [
            gathered(place, self.labels).alias("source_label"),
            gathered(place, self.source_transactions).alias("source_transaction_id"),
        ]

    def transaction(self, column: str, name: str) -> pl.Expr:
        """Return the transaction that a column numbers; none where it is negative."""
        return gathered(self.place(column, "transaction"), self.transactions).alias(name)

    def place(self, column: str, kind: str) -> pl.Expr:
        """Return where a number of a run stands in the list of all runs; null where negative."""
        import polars as pl

        number = pl.col(column)
        first = pl.lit(pl.Series(self.first[kind], dtype=pl.Int64)).gather(pl.col(RUN))
        return pl.when(number >= 0).then(number + first)


def gathered(place: str | pl.Expr, names: Sequence[object]) -> pl.Expr:
    """Return the names that places stand for; no place stands for none."""
    import polars as pl

    series = (
        pl.Series(names)
        if any(name is not None for name in names)
        else pl.Series(names, dtype=pl.String)
    )
    places = pl.col(place) if isinstance(place, str) else place
    return pl.lit(series).gather(places.cast(pl.UInt32))
