"""What earlier nights traced, where tonight's window does not reach as far back.

An ordinary night examines its own reach only. A payment that was traced while the window still held
what came before it is not traced anew from half of its history: the earlier rows stay, with the
date from which they were examined.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from finintel.night import StageContext

# Tables that are built anew every night; rows of traces that stay are carried over.
CARRIED = ("acquisition_payment", "cone_start", "cone_alert", "cone_source", "cone_credit")
CANDIDATE = "acquisition_candidate"
REMEMBERED = "earlier_"


def remember(context: StageContext, first_on: date) -> None:
    """Name the traces that stay and set their rows aside, before tonight's tables are built."""
    warehouse = context.warehouse
    # a workspace from before this column was known
    warehouse.execute("alter table trace.asset_trace add column if not exists examined_from date")
    warehouse.execute(
        "create or replace table trace.kept as select distinct trace_id, acquisition_id, "
        "transaction_id from trace.asset_trace where examined_from < $first_on",
        {"first_on": first_on},
    )
    for table in existing(context):
        key = "acquisition_id, transaction_id" if table == "acquisition_payment" else "trace_id"
        warehouse.execute(
            f"create or replace table trace.{REMEMBERED}{table} as "
            f"select * from trace.{table} where ({key}) in (select ({key}) from trace.kept)"
        )


def remember_candidates(context: StageContext, first_on: date) -> None:
    """Set aside payments that an earlier night compared with deeds and the window has left."""
    if context.warehouse.exists("trace", CANDIDATE):
        context.warehouse.execute(
            f"create or replace table trace.{REMEMBERED}{CANDIDATE} as select * "
            f"from trace.{CANDIDATE} where booked_epoch < epoch($first_on)",
            {"first_on": first_on},
        )


def bring_back_candidates(context: StageContext, first_on: date) -> None:
    """Compare them again, as long as the window holds the deed.

    Without the better payment an alternative would be taken for what bought the asset.
    """
    if not context.warehouse.exists("trace", REMEMBERED + CANDIDATE):
        return
    context.warehouse.execute(
        f"insert into trace.{CANDIDATE} by name select earlier.* "
        f"from trace.{REMEMBERED}{CANDIDATE} as earlier semi join features.acquisition as acquired "
        "on acquired.acquisition_id = earlier.acquisition_id and acquired.recorded_to is null "
        "and acquired.acquired_on >= $first_on",
        {"first_on": first_on},
    )
    context.warehouse.execute(f"drop table trace.{REMEMBERED}{CANDIDATE}")


def existing(context: StageContext) -> list[str]:
    """Return the tables to carry over that a night before has built."""
    return [table for table in CARRIED if context.warehouse.exists("trace", table)]


def carry_over(context: StageContext, table: str) -> None:
    """Put the rows of traces that stay in the place of tonight's rows of the same traces."""
    warehouse = context.warehouse
    if not warehouse.exists("trace", REMEMBERED + table):
        return
    key = "acquisition_id, transaction_id" if table == "acquisition_payment" else "trace_id"
    warehouse.execute(
        f"delete from trace.{table} where ({key}) in (select ({key}) from trace.kept)"
    )
    warehouse.execute(f"insert into trace.{table} by name select * from trace.{REMEMBERED}{table}")
    warehouse.execute(f"drop table trace.{REMEMBERED}{table}")


def forget_others(context: StageContext, tables: Iterable[str]) -> None:
    """Delete what was traced before, but not the traces that stay."""
    stays = context.warehouse.exists("trace", "kept")
    condition = " where trace_id not in (select trace_id from trace.kept)" if stays else ""
    for table in tables:
        context.warehouse.execute(f"delete from {table}{condition}")
