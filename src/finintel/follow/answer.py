"""An answer: pieces of value on their way, where they end, and ranges over methods and orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.errors import TraceError
from finintel.follow.question import Question
from finintel.follow.reach import Reach

if TYPE_CHECKING:
    import polars as pl

    from finintel.trace.result import TraceResult

RUN = ("method", "order_variant")
# What the columns of a piece are, in both directions; amounts are minor units of currency.
PIECE = {
    "method": "String",
    "order_variant": "String",
    "is_bound": "Boolean",  # an outer bound: no part of a range
    "hop": "Int64",  # transfers from the start
    "payment_transaction_id": "String",  # backward: the payment asked about
    "source_transaction_id": "String",  # the credit that the value comes from; null for none
    "source_label": "String",
    "account_number": "Int64",  # account that the piece passes through; null where not followed
    "currency": "String",
    "in_transaction_id": "String",  # credit that brought it; null for an opening balance
    "out_transaction_id": "String",  # debit that took it; null where it is held
    "counterparty_number": "Int64",  # forward: account paid; backward: account that paid in
    "end": "String",
    "stop": "String",  # why it is not followed further; empty where it is
    "amount_minor": "Int64",
}
MOVED_ON = "moved_on"
PAID_OUT = "paid_out"


@dataclass(frozen=True)
class Answer:
    """What a question brought to light.

    Attributes:
        question: what was asked.
        starts: the credits (or payments) that it starts from.
        reach: accounts followed, and why others were not.
        result: the trace of these accounts; None when there is nothing to follow.
        path: every piece on its way, columns of PIECE.
        endings: every piece where it ends (or where it comes from), columns of PIECE.
    """

    question: Question
    starts: pl.DataFrame
    reach: Reach
    result: TraceResult | None
    path: pl.DataFrame
    endings: pl.DataFrame

    @property
    def runs(self) -> list[tuple[str, str, bool]]:
        """Method, order and whether it is a bound, of every run behind the answer."""
        frame = self.endings.select(*RUN, "is_bound").unique(maintain_order=True)
        return run_names(self.result) if self.result is not None else list(frame.iter_rows())

    def ranged(self, pieces: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
        """Add up pieces by keys and return the range over all methods and orders.

        Returns:
            keys, headline_minor and headline_most_minor (they differ when orders do),
            minimum_minor, maximum_minor, bound_minor (null when no bound was run). A run that has
            nothing under a key counts as zero.
        """
        import polars as pl

        runs = self.runs
        exact = sum(not is_bound for _, _, is_bound in runs)
        headline = sum(method == self.question.headline for method, _, _ in runs)
        bounds = len(runs) - exact
        amount, is_headline = pl.col("amount_minor"), pl.col("method") == self.question.headline
        of_headline = amount.filter(is_headline)
        of_exact = amount.filter(~pl.col("is_bound"))
        return (
            pieces.group_by(*keys, *RUN, "is_bound")
            .agg(amount.sum())
            .group_by(*keys)
            .agg(
                padded(of_headline, headline).alias("headline_minor"),
                of_headline.max().fill_null(0).alias("headline_most_minor"),
                padded(of_exact, exact).alias("minimum_minor"),
                of_exact.max().fill_null(0).alias("maximum_minor"),
                (amount.filter("is_bound").max().fill_null(0) if bounds else pl.lit(None))
                .cast(pl.Int64)
                .alias("bound_minor"),
            )
            .sort("maximum_minor", *keys, descending=[True, *[False] * len(keys)], nulls_last=True)
        )


def padded(amounts: pl.Expr, runs: int) -> pl.Expr:
    """Return the least amount over so many runs; a run without one has none."""
    import polars as pl

    return pl.when(amounts.len() < runs).then(0).otherwise(amounts.min()).fill_null(0)


def run_names(result: TraceResult) -> list[tuple[str, str, bool]]:
    """Return method, order and whether it is a bound, of every run of a trace."""
    return [(run.method, run.order_variant, run.is_bound) for run in result.runs]


def run_frame(runs: Sequence[tuple[str, str, bool]]) -> pl.DataFrame:
    """Return runs as columns."""
    import polars as pl

    schema = {"method": pl.String, "order_variant": pl.String, "is_bound": pl.Boolean}
    return pl.DataFrame(runs, schema=schema, orient="row")


def pieces(frame: pl.DataFrame, fixed: Mapping[str, object] | None = None) -> pl.DataFrame:
    """Return a frame with exactly the columns of PIECE; what it lacks is null, or as fixed."""
    import polars as pl

    given = {name: pl.col(name) for name in frame.columns}
    given |= {name: pl.lit(value) for name, value in (fixed or {}).items()}
    return frame.select(
        given.get(name, pl.lit(None)).cast(getattr(pl, kind)).alias(name)
        for name, kind in PIECE.items()
    )


def no_pieces() -> pl.DataFrame:
    """Return no row, with the columns of PIECE."""
    import polars as pl

    return pl.DataFrame(schema={name: getattr(pl, kind) for name, kind in PIECE.items()})


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Return pieces in an order that depends on nothing but themselves."""
    keys = [name for name in PIECE if name not in ("method", "order_variant")]
    return frame.sort("method", "order_variant", *keys, nulls_last=True)


def require_whole(found: pl.DataFrame, wanted: pl.DataFrame, keys: Sequence[str]) -> None:
    """Raise unless amounts by run and key are the same on both sides: nothing lost, nothing made.

    Args:
        found: RUN, keys, amount_minor: what is shown.
        wanted: RUN, keys, wanted_minor: what came in.
        keys: what amounts are kept apart by.
    """
    import polars as pl

    both = (
        found.group_by(*RUN, *keys)
        .agg(pl.col("amount_minor").sum())
        .join(wanted, on=[*RUN, *keys], how="full", coalesce=True, nulls_equal=True)
        .filter(pl.col("amount_minor").fill_null(0) != pl.col("wanted_minor").fill_null(0))
        .sort(*RUN, *keys)
    )
    if both.height:
        first = both.row(0, named=True)
        where = ", ".join(f"{name} {first[name]}" for name in (*RUN, *keys))
        raise TraceError(
            f"{where}: {first['wanted_minor']} came in and {first['amount_minor']} is shown "
            f"({both.height} such sums). This is a fault of finintel."
        )
