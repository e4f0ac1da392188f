"""The sub-ledger that matters: accounts that traced money can have reached, in time order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.trace.opening import SECONDS_OF_DAY

if TYPE_CHECKING:
    import polars as pl


def reachable_entries(
    entries: pl.DataFrame,
    sources: pl.DataFrame,
    stops: pl.DataFrame | None = None,
    most_hops: int | None = None,
) -> pl.DataFrame:
    """Cut out all entries of the accounts that the sources can reach.

    Reach is by contact (poison) and by day where a time is not known, so it holds every order and
    every method. What is cut off carries nothing traced and counts as outside: what it pays in is
    own money, so by pro rata the rounding may fall one minor unit differently, and a payment that
    an overdraft elsewhere had financed no longer shows as the bank's when it is returned.

    Args:
        entries: as for `read_ledger`.
        sources: transaction_id of each.
        stops: account_number of accounts at which following ends, e.g. service hubs.
        most_hops: transfers to follow at most; none when None.
    """
    import polars as pl

    timed = entries.with_columns(
        pl.when("is_time_known").then("booked_epoch").otherwise(day_start()).alias("epoch")
        if "is_time_known" in entries.columns
        else pl.col("booked_epoch").alias("epoch")
    )
    if stops is not None:
        timed = timed.join(stops, on="account_number", how="anti")
    into = timed.filter(pl.col("direction") == "in").select(
        "transaction_id", pl.col("account_number").alias("reached"), "epoch"
    )
    # at most one entry for each direction of a transaction: key to key
    transfers = timed.filter(pl.col("direction") == "out").join(
        into.drop("epoch"), on="transaction_id"
    )
    found = (
        into.join(sources, on="transaction_id", how="semi")
        .group_by("reached")
        .agg(pl.col("epoch").min().alias("since"))
    )
    fresh, hops = found, 0
    while fresh.height and (most_hops is None or hops < most_hops):
        hops += 1
        onward = (
            transfers.join(fresh, left_on="account_number", right_on="reached")
            .filter(pl.col("epoch") >= pl.col("since"))
            .group_by("reached")
            .agg(pl.col("epoch").min().alias("since"))
        )
        fresh = (
            onward.join(found, on="reached", how="left", suffix="_before")
            .filter(pl.col("since_before").is_null() | (pl.col("since") < pl.col("since_before")))
            .select("reached", "since")
        )
        found = pl.concat([found, fresh]).group_by("reached").agg(pl.col("since").min())
    return entries.join(found, left_on="account_number", right_on="reached", how="semi")


def day_start() -> pl.Expr:
    """Return the first second of the day of booking."""
    import polars as pl

    return pl.col("booked_epoch") // SECONDS_OF_DAY * SECONDS_OF_DAY
