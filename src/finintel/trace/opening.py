"""What an account held before its first movement, where a running balance or an entry says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.trace.balances import chain_start

if TYPE_CHECKING:
    import polars as pl

SECONDS_OF_DAY = 86_400


def known_openings(moved: pl.DataFrame, pot_count: int) -> list[int | None]:
    """Return what each pot held before its first movement, where a balance or an entry says so."""
    import polars as pl

    opened = set(moved.filter(pl.col("kind") == "opening").get_column("pot_in").to_list())
    openings: list[int | None] = [0 if pot in opened else None for pot in range(pot_count)]
    for pot, value in stated_openings(moved).items():
        if pot not in opened:
            openings[pot] = value
    return openings


def stated_openings(moved: pl.DataFrame) -> dict[int, int]:
    """Return pot → opening balance, from the first day of each pot that has running balances.

    Inside that day the order may be unknown, so the balance before it is read from the chain of
    balances, not from the first row.
    """
    import polars as pl

    day = (pl.col("booked_epoch") // SECONDS_OF_DAY).alias("day")
    # counted inside each trace, so that no trace depends on those read beside it
    place = pl.int_range(pl.len()).over("trace_id").alias("index")
    out = moved.filter(pl.col("pot").is_not_null()).select(
        "trace_id", "pot", day, (-pl.col("amount_minor")).alias("signed"), "balance_after_minor"
    )
    into = moved.filter(pl.col("pot_in").is_not_null()).select(
        "trace_id",
        pl.col("pot_in").alias("pot"),
        day,
        pl.col("amount_minor_in").alias("signed"),
        pl.col("balance_after_minor_in").alias("balance_after_minor"),
    )
    days = (
        pl.concat([out.with_columns(place), into.with_columns(place)])
        .sort("pot", "day", "index", maintain_order=True)
        .group_by("pot", "day", maintain_order=True)
        .agg("signed", "balance_after_minor")
        .with_columns(
            pl.col("signed").list.sum().cum_sum().over("pot").alias("after"),
            pl.col("balance_after_minor")
            .list.eval(pl.element().is_not_null())
            .list.all()
            .alias("is_whole"),
        )
        .filter("is_whole")
        .group_by("pot", maintain_order=True)
        .first()
    )
    found = {}
    for pot, signed, balances, after in days.select(
        "pot", "signed", "balance_after_minor", "after"
    ).iter_rows():
        found[pot] = chain_start(signed, balances) - (after - sum(signed))
    return found
