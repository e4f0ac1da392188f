"""What became of a lead since the night before: new, changed (what), unchanged, aged, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.cases.ranking import BANDS
from finintel.cases.reasons import measured_reasons

if TYPE_CHECKING:
    import polars as pl

PARTS = ("alerts", "transactions", "parties", "assets")

# Novelty falls by itself every night; that is no change of the lead.
COMPARED_BANDS = tuple(band for band in BANDS if band != "novelty")
SETTLED_DAYS = 7


def content_hash() -> pl.Expr:
    """Return the hashes of the parts as one text, each under its name."""
    import polars as pl

    named = [pl.format(f"{part}={{}}", part) for part in PARTS]
    return pl.concat_str(named, separator=" ").alias("content_hash")


def with_change(leads: pl.DataFrame) -> pl.DataFrame:
    """Add change, change_detail and band_novelty.

    Args:
        leads: tonight's leads with `content_hash`, bands and counts, their previous row's columns
            with the suffix `_before` (null when there is none), `event_detail`, `is_parted`: the
            case was split from another tonight, so that its evidence was shown before, and
            `days_known`: days since the case was minted.
    """
    import polars as pl

    told = leads.with_columns(
        pl.concat_str([*part_changes(), *band_changes()], separator="; ", ignore_nulls=True).alias(
            "differences"
        )
    )
    is_first = pl.col("content_hash_before").is_null()
    change = (
        pl.when(pl.col("state") == "withdrawn")
        .then(pl.lit("withdrawn"))
        .when(is_first & ~pl.col("is_parted").fill_null(value=False))
        .then(pl.lit("new"))
        .when(is_first)
        .then(pl.lit("changed"))
        .when(pl.col("differences") != "")
        .then(pl.lit("changed"))
        .when(pl.col("state") == "aged")
        .then(pl.lit("aged"))
        .otherwise(pl.lit("unchanged"))
    )
    return told.with_columns(change.alias("change")).with_columns(
        detail(), novelty().alias("band_novelty")
    )


def part_changes() -> list[pl.Expr]:
    """Return, per part of the content, what changed in words, or null."""
    import polars as pl

    counts = {"alerts": "alert_count", "transactions": "transaction_count"}
    counts |= {"parties": "party_count", "assets": "asset_count"}
    found: list[pl.Expr] = []
    for part in PARTS:
        before, after = pl.col(f"{counts[part]}_before"), pl.col(counts[part])
        text = (
            pl.when(before == after)
            .then(pl.format(f"{part}: other ones or other values, {{}} as before", after))
            .otherwise(pl.format(f"{part}: {{}} → {{}}", before, after))
        )
        was = pl.col("content_hash_before").str.extract(f"{part}=(\\w*)")
        found.append(pl.when(was != pl.col(part)).then(text))
    return found


def band_changes() -> list[pl.Expr]:
    """Return, per band, a rise or a fall in words, or null: priority never falls silently."""
    import polars as pl

    reasons = {band: reason.fill_null("") for band, reason in measured_reasons().items()}
    found: list[pl.Expr] = []
    for band in COMPARED_BANDS:
        before, after = pl.col(f"band_{band}_before"), pl.col(f"band_{band}")
        text = pl.when(after < before).then(pl.lit("fell")).otherwise(pl.lit("rose"))
        found.append(
            pl.when(before != after).then(
                pl.format(
                    f"band {band} {{}}: {{}} → {{}} ({{}})",
                    text,
                    before,
                    after,
                    reasons[band],
                )
            )
        )
    return found


def detail() -> pl.Expr:
    """Return what happened in words: the event first, then the differences, then a loss of novelty.

    Novelty falls by itself and makes no lead a changed one, but its priority falls with it.
    """
    import polars as pl

    fell = pl.when(novelty() < pl.col("band_novelty_before")).then(
        pl.format("novelty {} → {}, as nights pass", "band_novelty_before", novelty())
    )
    told = [
        pl.col("event_detail"),
        pl.when(pl.col("change") == "changed").then("differences"),
        pl.when(pl.col("change") != "withdrawn").then(fell),
    ]
    filled = [pl.when(part != "").then(part) for part in told]
    return pl.concat_str(filled, separator="; ", ignore_nulls=True).alias("change_detail")


def novelty() -> pl.Expr:
    """Return the band of novelty: new 4, changed 3, first week 2, older 1, aged or gone 0."""
    import polars as pl

    return (
        pl.when(pl.col("change") == "new")
        .then(4)
        .when(pl.col("change") == "changed")
        .then(3)
        .when(pl.col("state") != "open")
        .then(0)
        .when(pl.col("days_known") <= SETTLED_DAYS)
        .then(2)
        .otherwise(1)
        .cast(pl.Int64)
    )
