"""Ranking for a fixed review capacity: bands in order, then score; a quota; a sample from below.

Order: urgency, basis, value, harm, confidence, novelty (bands, larger first), score, money at risk
a day; then what is left of the bands' own facts: exact recoverable value, value of the assets,
amount, what the evidence counts, how lately and for how long it was seen. Where all of these are
equal the leads are twins for this purpose; the identifier decides, which is no reason, and such
leads are marked as tied.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

BANDS = ("urgency", "basis", "value", "harm", "confidence", "novelty")
BAND_STEPS = 5
ORDER = (
    *(f"band_{band}" for band in BANDS),
    "score",
    "money_at_risk_base_minor",
    "recoverable_base_minor",
    "asset_value_base_minor",
    "amount_base_minor",
    "transaction_count",
    "alert_count",
    "detector_count",
    "party_count",
    "asset_count",
    "end_on",
    "days_covered",
)

# At most this part of the list for one typology while others wait: our default, in percent.
QUOTA_PERCENT = 40


def rank_leads(leads: pl.DataFrame, capacity: int, sample_size: int, seed: str) -> pl.DataFrame:
    """Add priority, rank, listing and is_tied.

    Args:
        leads: one row per lead with the columns of ORDER, case_id, typology and state.
        capacity: how many leads the night's list holds.
        sample_size: how many leads below the line are drawn to be read all the same.
        seed: decides the draw; the same seed draws the same leads.
    """
    import polars as pl

    ordered = leads.with_columns(priority(), is_tied()).sort(
        [*ORDER, "case_id"], descending=[*[True] * len(ORDER), False]
    )
    is_ranked = pl.col("state") != "withdrawn"
    standing = with_quota(ordered.filter(is_ranked), capacity)
    listed = standing.with_columns(
        pl.when("is_above_line")
        .then(pl.col("is_above_line").cum_sum())
        .cast(pl.Int64)
        .alias("rank"),
        pl.when("is_above_line").then(pl.lit("ranked")).otherwise(pl.lit("below")).alias("listing"),
    ).drop("is_above_line")
    withdrawn = ordered.filter(~is_ranked).with_columns(
        pl.lit(None, pl.Int64).alias("rank"), pl.lit("withdrawn").alias("listing")
    )
    return pl.concat([drawn(listed, sample_size, seed), withdrawn])


def priority() -> pl.Expr:
    """Return the bands as one number from 0 to 1: one band is worth more than all after it."""
    import polars as pl

    packed: pl.Expr = pl.lit(0.0)
    for band in BANDS:
        packed = packed * BAND_STEPS + pl.col(f"band_{band}")
    inside = pl.col("score").clip(0.0, 0.999999)
    all_steps = float(BAND_STEPS ** len(BANDS))
    return ((packed + inside) / all_steps).round(9).alias("priority")


def is_tied() -> pl.Expr:
    """Tell whether another lead is equal in all that decides the order."""
    import polars as pl

    return (pl.len().over(list(ORDER)) > 1).alias("is_tied")


def with_quota(ordered: pl.DataFrame, capacity: int) -> pl.DataFrame:
    """Add is_above_line: the first leads within their typology's quota, then the best of the rest.

    A typology gives way only where another has a lead to put in its place: places that the quota
    leaves empty go to the best leads left over.
    """
    import polars as pl

    quota = max(1, capacity * QUOTA_PERCENT // 100)
    within = (pl.int_range(pl.len()).over("typology") < quota).alias("is_within")
    chosen = (
        ordered.with_row_index("place")
        .with_columns(within)
        .sort("is_within", "place", descending=[True, False])
        .head(capacity)
    )
    return ordered.with_columns(
        pl.col("case_id").is_in(chosen["case_id"].implode()).alias("is_above_line")
    )


def drawn(listed: pl.DataFrame, sample_size: int, seed: str) -> pl.DataFrame:
    """Draw leads from below the line by the hash of seed and case, which no order can bias."""
    import polars as pl

    below = listed.filter(pl.col("listing") == "below")["case_id"].to_list()
    keyed = sorted(below, key=lambda case: hashlib.sha256(f"{seed}|{case}".encode()).hexdigest())
    is_drawn = pl.col("case_id").is_in(keyed[:sample_size])
    return listed.with_columns(
        pl.when(is_drawn).then(pl.lit("sample")).otherwise("listing").alias("listing")
    )
