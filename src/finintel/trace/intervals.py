"""First in, first out for all accounts at once: the overlap of cumulative-sum intervals.

Lay the credits of a pot end to end on one line, and its debits on another. Each stretch where one
credit and one debit lie over each other is a fragment. A debit beyond the credits so far is
financed by the bank; the credit that later lies over that stretch repays it. So one sort says for
every account what the scan says step by step; it knows no sources, returns or hops, and serves as a
cross-check and for whole-ledger statistics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def interval_fragments(entries: pl.DataFrame) -> pl.DataFrame:
    """Return which debit took how much of which credit, first in, first out.

    Args:
        entries: pot, position (order inside the pot), direction (in, out), transaction_id,
            amount_minor. An opening balance is a credit in front.

    Returns:
        pot, in_transaction_id, out_transaction_id (null: held), amount_minor, is_overdraft_repaid
        (the credit came after the debit that it lies over), in order of pot and stretch.
    """
    import polars as pl

    ends = (
        entries.filter(pl.col("amount_minor") > 0)
        .sort("pot", "position")
        .with_columns(pl.col("amount_minor").cum_sum().over("pot", "direction").alias("end"))
    )
    credited, debited = pl.col("direction") == "in", pl.col("direction") == "out"
    return (
        ends.sort("pot", "end", "direction", "position")
        .with_columns(
            pl.when(credited).then("transaction_id").alias("in_transaction_id"),
            pl.when(debited).then("transaction_id").alias("out_transaction_id"),
            pl.when(credited).then("position").alias("in_position"),
            pl.when(debited).then("position").alias("out_position"),
            (pl.col("end") - pl.col("end").shift(1, fill_value=0).over("pot")).alias("stretch"),
        )
        # over each stretch lie the next credit and the next debit that end at or after it
        .with_columns(
            pl.col("in_transaction_id", "out_transaction_id", "in_position", "out_position")
            .backward_fill()
            .over("pot")
        )
        .filter((pl.col("stretch") > 0) & pl.col("in_transaction_id").is_not_null())
        .select(
            "pot",
            "in_transaction_id",
            "out_transaction_id",
            pl.col("stretch").alias("amount_minor"),
            (pl.col("in_position") > pl.col("out_position"))
            .fill_null(value=False)
            .alias("is_overdraft_repaid"),
        )
    )
