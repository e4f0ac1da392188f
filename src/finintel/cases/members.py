"""What a case holds: alerts, transactions, assets, parties; its state, and the night's events.

Cases with standing alerts are written anew each night; a withdrawn or merged case keeps what it
held, so that staff can still read why it was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.cases.identity import Identities
from finintel.cases.parameters import parameters_of
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

# In this order: payments traced to assets are transactions of the case, owners are parties of it.
WORKING = ("inherited", "case_evidence", "way_alert", "asset_claim")
MEMBERS = ("case_asset_trace", "case_transaction", "case_asset", "case_party")


def write_members(context: StageContext, identities: Identities) -> None:
    """Write what tonight's cases hold, then the state of every case and the night's events."""
    warehouse = context.warehouse
    run: dict[str, object] = {"run_id": context.run_id}
    with warehouse.registered("identified", identities.group):
        warehouse.execute("create or replace table cases.group_identity as from identified")
    write_events(context, identities.event)
    warehouse.append(("cases", "lead_event"), context.sql("cases/alert_event.sql"), run)
    replace_members(
        context,
        "case_alert",
        "select identity.case_id, grouped.alert_id from cases.group_identity as identity "
        "join cases.group_alert as grouped using (group_number) order by all",
        {},
    )
    for name in WORKING:
        file = context.sql(f"cases/{name}.sql")
        own = parameters_of(file, context.contracts.profile)
        warehouse.build(("cases", name), file, warehouse.named(file, run | own))
    for name in MEMBERS:
        file = context.sql(f"cases/{name}.sql")
        values = run | {"first_on": context.window()[0]}
        values |= parameters_of(file, context.contracts.profile)
        replace_members(context, name, file.statement, warehouse.named(file, values))
    write_states(context)


def replace_members(
    context: StageContext, table: str, statement: str, values: dict[str, object]
) -> None:
    """Replace the rows of tonight's cases in one table of the floor."""
    warehouse = context.warehouse
    warehouse.execute(
        f"create or replace temp table incoming_member as {statement}",
        values,
        origin=f"cases/{table}.sql",
    )
    warehouse.execute(
        f"delete from cases.{table} where case_id in (select case_id from cases.group_identity)"
    )
    warehouse.execute(f"insert into cases.{table} by name from incoming_member order by all")
    warehouse.execute("drop table incoming_member")


def write_events(context: StageContext, event: pl.DataFrame) -> None:
    """Write what happened to identities tonight; `continued` is the ordinary case and left out."""
    import polars as pl

    warehouse = context.warehouse
    detail = (
        pl.when(pl.col("event") == "split")
        .then(pl.format("split from L-{}", "other_case_id"))
        .when(pl.col("event") == "merged")
        .then(pl.format("merged into L-{}, which holds its evidence now", "other_case_id"))
        .when(pl.col("other_case_id").is_not_null())
        .then(
            pl.format(
                "{} of its transactions were shown in L-{} before", "shared_count", "other_case_id"
            )
        )
        .otherwise(pl.lit(""))
    )
    rows = (
        event.filter(pl.col("event") != "continued")
        .with_columns(pl.lit(context.run_id).alias("run_id"), detail.alias("detail"))
        .drop("shared_count")
    )
    warehouse.execute("delete from cases.lead_event where run_id = $run", {"run": context.run_id})
    warehouse.insert(("cases", "lead_event"), rows)


def write_states(context: StageContext) -> None:
    """Write the state of every case, and an event where it changed."""
    warehouse = context.warehouse
    run = {"run_id": context.run_id}
    file = context.sql("cases/case_state.sql")
    warehouse.build(("cases", "case_next"), file, run)
    warehouse.append(("cases", "lead_event"), context.sql("cases/state_event.sql"), run)
    warehouse.execute('delete from cases."case"')
    warehouse.execute('insert into cases."case" by name from cases.case_next order by case_id')
