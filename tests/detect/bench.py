"""A night's stage on a database in memory with literal rows in core: shared by tests of rooms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from finintel.detect.proving import open_ground
from finintel.features.build import build_table
from finintel.night import StageContext
from finintel.pipeline import load_contracts
from finintel.workspace import Night, create_workspace

FIRST = date(2026, 1, 1)
NIGHT = date(2026, 3, 31)


@contextmanager
def open_night(root: Path, notices: list[str] | None = None) -> Iterator[StageContext]:
    """Open the stage context of NIGHT in a new workspace, every table empty."""
    workspace = create_workspace(root)
    contracts = load_contracts(workspace)

    def report(event: str, stage: str, message: str, done: int, total: int) -> None:
        if event == "notice" and notices is not None:
            notices.append(message)

    with open_ground(workspace, contracts) as warehouse:
        # on the proving ground a table that fixtures fill; in a night a view
        warehouse.execute("drop table features.window_transaction")
        context = StageContext(Night(workspace, NIGHT), warehouse, contracts, "test", report)
        build_table(context, context.sql("features/window_transaction.sql"), {})
        yield context


def next_night(context: StageContext, as_of: date) -> StageContext:
    """Return the context of a later night of the same workspace."""
    return replace(context, night=Night(context.workspace, as_of))


def load_transactions(context: StageContext, rows: list[dict[str, Any]]) -> None:
    """Put transactions into core; what a row does not say is a plain transfer in euro."""
    usual = {"currency": "EUR", "channel": "transfer", "is_time_known": True}
    full = [{**usual, **row} for row in rows]
    frame = pl.DataFrame(full, infer_schema_length=None).with_columns(
        pl.col("booked_at").cast(pl.Date).alias("booked_on")
    )
    context.warehouse.insert(("core", "transaction"), frame)
    context.warehouse.execute(
        "insert into meta.lake_file by name select 'x' as relative_path, $run_id as run_id, "
        "'live' as state, min(booked_on) as minimum_booked_on, max(booked_on) as maximum_booked_on "
        'from core."transaction"',
        {"run_id": context.run_id},
    )
