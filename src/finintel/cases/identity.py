"""Case identity: a case id is minted once and continued by overlap of evidence.

A group of tonight continues the case it overlaps best; the order of the greedy match is: larger
Jaccard ratio of the transactions, more of them shared, more alerts shared, the case minted earlier,
then the identifiers. What is left over: a group that overlaps a case already continued by another
group was split from it, and so was one most of whose transactions a listed case has shown before,
though it holds them no longer: an alert that goes and comes back is no news. A group takes up the
case that was merged before and that it overlaps, and is minted anew where there is none; a case
that overlaps a group continuing another case was merged into that one; a case without any standing
alert is withdrawn.
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
        event: case_id, event (minted, continued, split, merged), other_case_id, shared_count.
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

    standing = overlaps.filter(~pl.col("is_merged"))
    continued = greedy_match(standing.filter("is_continued"))
    merged = overlaps.filter("is_merged", "is_continued")
    revived = greedy_match(merged.join(continued, on="group_number", how="anti"))
    matched = pl.concat([continued, revived])
    unmatched = groups.join(matched, on="group_number", how="anti")
    fresh = unmatched.with_columns(minted_ids(context.run_id, unmatched))
    group = pl.concat(
        [
            matched.with_columns(pl.lit(value=False).alias("is_minted")),
            fresh.select("group_number", "case_id", pl.lit(value=True).alias("is_minted")),
        ]
    ).sort("group_number")
    parted = pl.concat([revived, fresh.select("group_number", "case_id")])
    return Identities(group, events(overlaps, continued, parted))


def find_overlaps(context: StageContext) -> pl.DataFrame:
    """Compare tonight's groups with the known cases."""
    import polars as pl

    pairs = context.sql("cases/overlap_pair.sql")
    context.warehouse.build(("cases", "overlap_pair"), pairs)
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


def events(overlaps: pl.DataFrame, matched: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Tell what happened: continued, minted (beside which case), split from, merged into.

    Args:
        overlaps: of tonight's groups with the known cases. One that was merged is neither split nor
            merged again, but its evidence was shown, and a new case that cites it says so.
        matched: group_number, case_id: the groups that continue one of these.
        fresh: group_number, case_id: all others, whose case is minted or taken up again.
    """
    import polars as pl

    possible = overlaps.filter("is_continued", ~pl.col("is_merged"))
    known = pl.concat([possible, overlaps.filter("is_shown", "is_open", ~pl.col("is_continued"))])
    split = best_of(fresh.join(known, on="group_number", suffix="_known"), "split")
    minted = fresh.join(split, on="case_id", how="anti").join(
        shown_before(overlaps, fresh), on="case_id", how="left"
    )
    owner = matched.rename({"case_id": "case_id_known"})
    merged = possible.join(matched, on="case_id", how="anti").join(owner, on="group_number")
    continued = matched.with_columns(
        pl.lit(None, pl.String).alias("case_id_known"), pl.lit(0, pl.Int64).alias("shared_count")
    )
    return pl.concat(
        [
            best_of(continued, "continued"),
            best_of(minted, "minted"),
            split,
            best_of(merged, "merged"),
        ]
    ).sort("case_id", "event")


def shown_before(overlaps: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Return case_id and other cases that hold or held some of its evidence, merged ones too."""
    import polars as pl

    return (
        overlaps.filter(pl.col("shown_count") > 0)
        .join(fresh.select("group_number", case_id_fresh="case_id"), on="group_number")
        .filter(pl.col("case_id") != pl.col("case_id_fresh"))
        .select(
            pl.col("case_id_fresh").alias("case_id"),
            pl.col("case_id").alias("case_id_known"),
            pl.col("shown_count").alias("shared_count"),
        )
    )


def best_of(pairs: pl.DataFrame, event: str) -> pl.DataFrame:
    """Return one row per case: the known case that it shares most with, by `case_id_known`."""
    import polars as pl

    return (
        pairs.sort("shared_count", "case_id_known", descending=[True, False], nulls_last=True)
        .unique("case_id", keep="first", maintain_order=True)
        .select(
            "case_id",
            pl.lit(event).alias("event"),
            pl.col("case_id_known").alias("other_case_id"),
            pl.col("shared_count").cast(pl.Int64),
        )
    )
