"""Score the account-days of the window with the trained model; raise alerts on the most unusual.

Summary:
1. Score all account-days, a range of accounts at a time, and keep the most unusual.
2. Say for each kept day which facts push the score: those furthest out in the training rows, with
   their value and the usual one.
3. Keep the scores; raise alerts on as many days as staff can review. The threshold is the raw score
   of the last of them, and is stated.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np
import polars as pl

from finintel.alerts import Filed, close_filing, file_rows, open_filing
from finintel.models.account_day import chunks, matrix
from finintel.models.reasons import reasons
from finintel.models.store import Sheet, load, read_sheet
from finintel.models.training import DETECTOR_ID
from finintel.night import StageContext

SCORES_PER_CAPACITY = 20  # scored days kept for each that staff can review

FILED = Filed(
    detector_id=DETECTOR_ID,
    detector_version=1,
    title="Days unlike those of other accounts, found by a model",
    typology="anomaly",
    severity="low",
    tier="ranked",
    subject_type="account",
    threshold_unit="(isolation score)",
    threshold_meaning="score of the last day that the review capacity allows",
)


def run(context: StageContext) -> Mapping[str, int]:
    """Score and file; without a trained model say so, and withdraw nothing silently."""
    context.warehouse.execute("delete from detect.score")
    sheet = read_sheet(context.workspace, DETECTOR_ID)
    if sheet is None:
        context.notice("no model trained: python flows/train.py DIR trains it; no day was scored")
        return {"untrained": 1, "days": 0, "scored": 0, "alerts": 0}
    started = time.monotonic()
    days, total = most_unusual(context, sheet)
    write_scores(context, days)
    open_filing(context)
    kept = file_days(context, days)
    counts = close_filing(context, is_model=True)
    record(context, sheet, kept, time.monotonic() - started)
    return {**counts, "untrained": 0, "days": total, "scored": days.height}


def most_unusual(context: StageContext, sheet: Sheet) -> tuple[pl.DataFrame, int]:
    """Return the most unusual account-days with score, rank and reasons, and how many."""
    keep = context.workspace.settings.review_capacity * SCORES_PER_CAPACITY
    forest = load(context.workspace, sheet)
    total = 0
    best: list[pl.DataFrame] = []
    for days in chunks(context.warehouse):
        total += days.height
        raw = -forest.score_samples(matrix(days))
        scored = days.with_columns(pl.Series("raw", np.round(raw, 9)))
        best = [top(pl.concat([*best, top(scored, keep)]), keep)]
        context.progress("account-days scored", total, total)
    if not best:
        return pl.DataFrame(schema={"account_id": pl.String, "booked_on": pl.Date}), 0
    found = best[0]
    ranks = np.searchsorted(np.array(sheet.score_grid), found["raw"].to_numpy(), side="right")
    return found.select(
        "account_id",
        "booked_on",
        "raw",
        pl.Series("score", np.minimum(ranks / len(sheet.score_grid), 1.0)),
        pl.Series("reasons", reasons(found, sheet, context)),
    ), total


def top(days: pl.DataFrame, count: int) -> pl.DataFrame:
    """Return the days with the highest raw scores, ties in order of account and day."""
    return days.sort(["raw", "account_id", "booked_on"], descending=[True, False, False]).head(
        count
    )


def write_scores(context: StageContext, days: pl.DataFrame) -> None:
    """Write detect.score."""
    if days.is_empty():
        return
    context.warehouse.insert(
        ("detect", "score"),
        days.select(
            pl.lit(DETECTOR_ID).alias("detector_id"),
            pl.lit("account").alias("subject_type"),
            pl.col("account_id").alias("subject_id"),
            pl.col("booked_on").alias("scored_on"),
            "score",
            "reasons",
        ),
    )


def file_days(context: StageContext, days: pl.DataFrame) -> int:
    """Hand the days within the review capacity to the filing; returns the alerts."""
    chosen = days.head(context.workspace.settings.review_capacity)
    if chosen.is_empty():
        return 0
    threshold = float(chosen["raw"].to_list()[-1])
    table = chosen.select(
        "account_id",
        "booked_on",
        pl.col("raw").alias("measured"),
        pl.lit(threshold).alias("threshold"),
        pl.col("reasons").alias("note"),
    )
    warehouse = context.warehouse
    with warehouse.registered("_anomalous_day", table) as name:
        warehouse.execute(f"create or replace table detect.anomalous_day as from {name}")
    warehouse.build(("detect", "rule_row"), context.sql("detect/anomaly_row.sql"))
    warehouse.execute("drop table detect.anomalous_day")
    return file_rows(context, FILED).alert_count


def record(context: StageContext, sheet: Sheet, alerts: int, seconds: float) -> None:
    """Write the line of the model in meta.detector_run."""
    line = {
        "run_id": context.run_id,
        "detector_id": DETECTOR_ID,
        "detector_version": sheet.version,
        "detector_hash": sheet.sha256,
        "alert_count": alerts,
        "dropped_count": 0,
        "seconds": seconds,
    }
    context.warehouse.execute(
        "delete from meta.detector_run where run_id = $run_id and detector_id = $detector_id",
        {"run_id": context.run_id, "detector_id": DETECTOR_ID},
    )
    columns = ", ".join(f"${name} as {name}" for name in line)
    context.warehouse.execute(f"insert into meta.detector_run by name select {columns}", line)
