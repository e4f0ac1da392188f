"""Connected components of a graph, on arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

PART = "\x1f"  # unit separator: between the key of a scheme and the name of its part


def connected_components(
    count: int, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return for each node 0 … count-1 the smallest node of its component.

    Loop: 1. every edge hooks the larger of its two roots to the smaller; 2. every node then points
    to its root; until no edge joins two roots. After Shiloach and Vishkin (1982).
    """
    import numpy as np

    root = np.arange(count, dtype=np.int64)
    while True:
        low = np.minimum(root[left], root[right])
        high = np.maximum(root[left], root[right])
        apart = low != high
        if not apart.any():
            return root
        np.minimum.at(root, high[apart], low[apart])
        while True:
            above = root[root]
            if np.array_equal(above, root):
                break
            root = above


def scheme_parts(scheme_rows: pl.DataFrame) -> pl.DataFrame:
    """Split each scheme into its connected parts: rows that share accounts, directly or not.

    Args:
        scheme_rows: columns of sql/evaluate/scheme_row.sql.

    Returns:
        The same rows with `scheme_key` naming the part; a transaction without two known ends is a
        part of its own.
    """
    import polars as pl

    both = pl.col("originator_account_id").is_not_null() & (
        pl.col("beneficiary_account_id").is_not_null()
    )
    nodes = (
        pl.concat(
            scheme_rows.filter(both).select("scheme_key", account=pl.col(end))
            for end in ("originator_account_id", "beneficiary_account_id")
        )
        .unique()
        .sort("scheme_key", "account")
        .with_row_index("node")
        .with_columns(pl.col("node").cast(pl.Int64))
    )
    ends = scheme_rows
    for end, name in (("originator_account_id", "left"), ("beneficiary_account_id", "right")):
        named = nodes.select("scheme_key", pl.col("account").alias(end), pl.col("node").alias(name))
        ends = ends.join(named, on=["scheme_key", end], how="left")
    edges = ends.drop_nulls(["left", "right"])
    root = connected_components(nodes.height, edges["left"].to_numpy(), edges["right"].to_numpy())
    found = nodes.select(left=pl.col("node"), part=pl.Series(root).cast(pl.String))
    part = pl.coalesce("part", "transaction_id")
    return (
        ends.join(found, on="left", how="left")
        .with_columns(scheme_key=pl.concat_str("scheme_key", pl.lit(PART), part))
        .select(scheme_rows.columns)
    )
