"""LAY-001: value passed on through several accounts one after another.

Summary of the search:
1. Take the two-hop links: a transfer in and a transfer out of one account that may carry the same
   value on, close in amount and in time.
2. Keep a link only where each side is the other's best match. Every transfer then has at most one
   successor and one predecessor: the links fall into disjoint paths, and nothing can branch.
3. Start at each transfer that has a successor and no predecessor, and follow the successors, one
   generation of rows at a time, to `maximum_hops`.
4. A path of at least `minimum_hops` transfers that keeps `minimum_kept_percent` is a chain.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from finintel.detect.spec import DetectorSpec, Parameter, Value

SPEC = DetectorSpec(
    id="LAY-001",
    title="Value passed on through a chain of accounts",
    typology="layering_chain",
    stage="layering",
    subject="account",
    severity="high",
    version=1,
    references=("FATF-PML-2018",),
    why="Each account forwards nearly what it received within days: it adds distance only.",
    innocent="Treasury of a group of companies that sweeps balances through sub-accounts.",
    next_step="Ask who controls the accounts in the middle and what each was paid for.",
    parameters={
        "minimum_hops": Parameter(
            "minimum_hops", 3, "transfers", "fewest transfers that make a chain"
        ),
        "maximum_hops": Parameter(
            "maximum_hops", 8, "transfers", "transfers after which a chain is cut"
        ),
        "minimum_kept_percent": Parameter(
            "minimum_kept_percent", 60, "percent", "least of the first amount that the last carries"
        ),
        "minimum_minor": Parameter(
            "minimum_minor",
            200_000,
            "base currency, minor units",
            "smallest first amount of a chain",
        ),
    },
    tier="strict",
)
READS = {
    "features.link": ("in_number", "out_number", "in_base_minor", "out_base_minor", "gap_seconds"),
    "features.window_transfer": (
        "transaction_number",
        "transaction_id",
        "booked_epoch",
        "originator_account_id",
        "beneficiary_account_id",
        "amount_base_minor",
    ),
}
THRESHOLD = "minimum_hops"


def detect(frames: Mapping[str, pl.DataFrame], parameters: Mapping[str, Value]) -> pl.DataFrame:
    """Return one row per chain and transfer; `measured` is the number of transfers."""
    successor = mutual_best(frames["features.link"])
    paths = follow(successor, int(parameters["maximum_hops"]))
    transfer = frames["features.window_transfer"].rename({"transaction_number": "number"})
    hops = paths.join(transfer, on="number", how="inner").sort("head", "hop")
    chains = hops.group_by("head", maintain_order=True).agg(
        pl.len().alias("measured"),
        pl.col("booked_epoch").first().alias("start_epoch"),
        pl.col("booked_epoch").last().alias("end_epoch"),
        pl.coalesce("originator_account_id", "beneficiary_account_id").first().alias("subject_id"),
        pl.col("amount_base_minor").first().alias("first_minor"),
        pl.col("amount_base_minor").last().alias("last_minor"),
    )
    kept = chains.filter(
        (pl.col("measured") >= int(parameters["minimum_hops"]))
        & (pl.col("first_minor") >= int(parameters["minimum_minor"]))
        & (
            pl.col("last_minor") * 100
            >= pl.col("first_minor") * int(parameters["minimum_kept_percent"])
        )
    )
    # One alert per subject and start: of chains that leave an account in the same second the
    # longest, then the largest, stands for the others.
    kept = kept.sort(
        ["subject_id", "start_epoch", "measured", "first_minor", "head"],
        descending=[False, False, True, True, False],
    ).unique(["subject_id", "start_epoch"], keep="first", maintain_order=True)
    return (
        hops.select("head", "hop", "transaction_id")
        .join(kept, on="head", how="inner")
        .select(
            "subject_id",
            "start_epoch",
            "end_epoch",
            "transaction_id",
            pl.col("measured").cast(pl.Int64),
            pl.lit(int(parameters["minimum_hops"]), dtype=pl.Int64).alias("threshold"),
            pl.format("hop {}", pl.col("hop")).alias("role"),
        )
        .sort("subject_id", "start_epoch", "role")
    )


def mutual_best(link: pl.DataFrame) -> pl.DataFrame:
    """Return in_number → out_number where each transfer is the other's best match."""
    ranked = link.with_columns((pl.col("in_base_minor") - pl.col("out_base_minor")).alias("lost"))
    order = ["lost", "gap_seconds"]
    onward = ranked.sort(["in_number", *order, "out_number"]).unique(
        "in_number", keep="first", maintain_order=True
    )
    backward = ranked.sort(["out_number", *order, "in_number"]).unique(
        "out_number", keep="first", maintain_order=True
    )
    return onward.select("in_number", "out_number").join(
        backward.select("in_number", "out_number"), on=["in_number", "out_number"], how="semi"
    )


def follow(successor: pl.DataFrame, maximum_hops: int) -> pl.DataFrame:
    """Return (head, hop, number): the paths from every transfer without a predecessor."""
    front = (
        successor.join(
            successor.select(pl.col("out_number").alias("in_number")), on="in_number", how="anti"
        )
        .select(pl.col("in_number").alias("head"), pl.col("in_number").alias("number"))
        .sort("head")
    )
    generations = []
    for hop in range(1, maximum_hops + 1):
        generations.append(front.with_columns(pl.lit(hop, dtype=pl.Int64).alias("hop")))
        front = front.join(successor, left_on="number", right_on="in_number", how="inner").select(
            "head", pl.col("out_number").alias("number")
        )
        if front.is_empty():
            break
    return pl.concat(generations).select("head", "hop", "number")
