"""Lowest intermediate balance in closed form: one running minimum, a window function.

held_t = D_t + min(0, min over s <= t of (max(B_s, 0) - D_s)), D the cumulative traced credits and B
the balance, both after row s. `min(claim, running minimum of the balance)` is right for a single
traced credit only. The scan gives the same step by step; the two are compared at run time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def lowest_balance_held(rows: pl.DataFrame, keys: Sequence[str] = ("pot",)) -> pl.DataFrame:
    """Add `held_minor`, what is left of traced money after each row.

    Args:
        rows: pot, position (order inside the pot), traced_in_minor, balance_minor (after the row).
        keys: what tells one pot from another.
    """
    import polars as pl

    return (
        rows.sort(*keys, "position")
        .with_columns(pl.col("traced_in_minor").cum_sum().over(*keys).alias("credited"))
        .with_columns(
            (pl.col("balance_minor").clip(lower_bound=0) - pl.col("credited"))
            .cum_min()
            .over(*keys)
            .alias("shortfall")
        )
        .with_columns(
            (pl.col("credited") + pl.col("shortfall").clip(upper_bound=0)).alias("held_minor")
        )
        .drop("credited", "shortfall")
    )
