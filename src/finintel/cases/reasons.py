"""Which fact decided each band, in a few words: a band nobody can explain is no band."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# The band of urgency that an asset which can be moved gives by itself.
MOVABLE_BAND = 2


def band_reasons() -> pl.Expr:
    """Return the reasons of the six bands as one text, in the order of the bands."""
    import polars as pl

    parts = {**measured_reasons(), "novelty": pl.col("change")}
    named = [
        pl.format("{}={}: {}", pl.lit(band), pl.col(f"band_{band}"), reason)
        for band, reason in parts.items()
    ]
    tied = pl.when("is_tied").then(pl.lit("; equal in all that ranks to another lead"))
    told = pl.concat_str(named, separator="; ")
    return pl.concat_str([told, tied.otherwise(pl.lit(""))]).alias("band_reasons")


def measured_reasons() -> dict[str, pl.Expr]:
    """Return, for each band but novelty, the fact that decided it."""
    return {
        "urgency": urgency(),
        "basis": basis(),
        "value": value(),
        "harm": harm(),
        "confidence": confidence(),
    }


def urgency() -> pl.Expr:
    """Say what makes a lead urgent."""
    import polars as pl

    age = pl.format("last evidence {} days before the night", "age_days")
    return (
        pl.when("is_all_frozen")
        .then(pl.lit("every asset is frozen already"))
        .when("is_for_sale")
        .then(pl.lit("an asset is listed for sale"))
        .when("is_any_dissipating")
        .then(pl.format("an asset may be lost: {}", pl.col("signals").fill_null("see its status")))
        .when(pl.col("is_mobile") & (pl.col("band_urgency") == MOVABLE_BAND))
        .then(pl.format("an asset can be moved; {}", age))
        .otherwise(age)
    )


def basis() -> pl.Expr:
    """Say which basis looks best met on the data."""
    import polars as pl

    return (
        pl.when(pl.col("basis_level") > 0)
        .then(
            pl.format("facts support conditions of {}", pl.col("basis_code").fill_null("a basis"))
        )
        .when(pl.col("asset_count") > 0)
        .then(pl.lit("an asset is known; no condition is supported by data yet"))
        .otherwise(pl.lit("no asset known"))
    )


def value() -> pl.Expr:
    """Say what the value is taken from."""
    import polars as pl

    return (
        pl.when(pl.col("recoverable_base_minor") < pl.col("traced_maximum_base_minor"))
        .then(pl.lit("value traced into assets, at most what is left of them"))
        .when(pl.col("traced_maximum_base_minor") > 0)
        .then(pl.lit("value traced into assets"))
        .otherwise(pl.lit("no value traced; a part of the cited money"))
    )


def harm() -> pl.Expr:
    """Say what makes the harm."""
    import polars as pl

    return (
        pl.when("is_organised")
        .then(pl.lit("a proceeding names a criminal organisation"))
        .when("has_public_official")
        .then(pl.lit("a party holds or held a public function"))
        .when("has_award")
        .then(pl.lit("a party won public contracts"))
        .when("is_harmful_typology")
        .then(pl.lit("typology"))
        .when(pl.col("is_listed") | pl.col("is_watched_typology"))
        .then(pl.lit("a listed party or corridor"))
        .when("has_proceeding")
        .then(pl.lit("a party is in a proceeding"))
        .when(pl.col("band_harm") > 0)
        .then(pl.format("{} parties", "party_count"))
        .otherwise(pl.lit("nothing known"))
    )


def confidence() -> pl.Expr:
    """Say how many detectors agree, and whether a conserved shape is among them."""
    import polars as pl

    shape = pl.when("is_strict").then(pl.lit(", one a conserved shape")).otherwise(pl.lit(""))
    return pl.format("{} detector(s){}", "detector_count", shape)
