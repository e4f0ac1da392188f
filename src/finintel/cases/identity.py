"""Case identity: a case id is minted once and continued by overlap of evidence.

A group of tonight continues the case it overlaps best; the order of the greedy match is: larger
Jaccard ratio of the transactions, more of them shared, more alerts shared, the case minted earlier,
then the identifiers. What is left over: a group that overlaps a case already continued by another
group was split from it and is minted anew; a case that overlaps a group continuing another case was
merged into that one; a case without any standing alert is withdrawn.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.cases.parameters import parameters_of
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Identities:
    """Which case every group is, and what happened to cases on the way.

    Attributes:
        group: group_number, case_id, is_minted.
        event: case_id, event (minted, continued, split, merged), other_case_id.
    """

    group: pl.DataFrame
    event: pl.DataFrame


def identify(context: StageContext, overlaps: pl.DataFrame, groups: pl.DataFrame) -> Identities:
    """Continue, mint, merge and split.

    Args:
        context: the stage.
        overlaps: rows of sql/cases/overlap.sql.
        groups: group_number, evidence_key: the smallest evidence of the group.
    """
    import polars as pl

    possible = overlaps.filter("is_continued")
    matched = greedy_match(possible)
    fresh = groups.join(matched, on="group_number", how="anti").with_columns(
        minted_ids(context.run_id, groups.join(matched, on="group_number", how="anti"))
    )
    group = pl.concat(
        [
            matched.with_columns(pl.lit(value=False).alias("is_minted")),
            fresh.select("group_number", "case_id", pl.lit(value=True).alias("is_minted")),
        ]
    ).sort("group_number")
    return Identities(group, events(possible, matched, fresh))


def find_overlaps(context: StageContext) -> pl.DataFrame:
    """Compare tonight's groups with the known cases."""
    import polars as pl

    file = context.sql("cases/overlap.sql")
    found = context.warehouse.run(file, parameters_of(file, context.contracts.profile))
    frame = pl.from_arrow(found)
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()


def greedy_match(possible: pl.DataFrame) -> pl.DataFrame:
    """Return (group_number, case_id), each at most once, best pairs first.

    In rounds: a pair that is the best both of its group and of its case is taken, and all others of
    that group and that case drop out. The order is total, so the result is that of the greedy scan.
    """
    import polars as pl

    left = possible.sort(
        [
            "jaccard_ratio",
            "shared_count",
            "shared_alerts",
            "minted_run_id",
            "case_id",
            "group_number",
        ],
        descending=[True, True, True, False, False, False],
    ).with_row_index("place")
    taken = left.head(0)
    while not left.is_empty():
        best = left.filter(
            (pl.col("place") == pl.col("place").min().over("group_number"))
            & (pl.col("place") == pl.col("place").min().over("case_id"))
        )
        taken = pl.concat([taken, best])
        left = left.join(best, on="group_number", how="anti").join(best, on="case_id", how="anti")
    return taken.select("group_number", "case_id").sort("group_number")


def minted_ids(run_id: str, fresh: pl.DataFrame) -> pl.Series:
    """Return a new case id per group: C and 12 hex digits of night and smallest evidence."""
    import polars as pl

    keys = fresh["evidence_key"].to_list()
    ids = ["C" + hashlib.sha256(f"{run_id}|{key}".encode()).hexdigest()[:12] for key in keys]
    return pl.Series("case_id", ids, dtype=pl.String)


def events(possible: pl.DataFrame, matched: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Tell what happened: continued, minted, split from, merged into."""
    import polars as pl

    owner = matched.rename({"case_id": "other_case_id"})
    split = (
        fresh.join(possible, on="group_number", suffix="_known")
        .sort("shared_count", "case_id_known", descending=[True, False])
        .unique("group_number", keep="first", maintain_order=True)
        .select("case_id", pl.lit("split").alias("event"), other_case_id="case_id_known")
    )
    minted = fresh.join(split, on="case_id", how="anti").select(
        "case_id", pl.lit("minted").alias("event"), pl.lit(None, pl.String).alias("other_case_id")
    )
    continued = matched.select(
        "case_id",
        pl.lit("continued").alias("event"),
        pl.lit(None, pl.String).alias("other_case_id"),
    )
    merged = (
        possible.join(matched, on="case_id", how="anti")
        .join(owner, on="group_number")
        .sort("shared_count", "other_case_id", descending=[True, False])
        .unique("case_id", keep="first", maintain_order=True)
        .select("case_id", pl.lit("merged").alias("event"), "other_case_id")
    )
    return pl.concat([continued, minted, split, merged]).sort("case_id", "event")
