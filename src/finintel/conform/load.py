"""The stage `conform`: staging → core, the lake and the accounting of every file."""

from __future__ import annotations

from collections.abc import Mapping

from finintel.conform.accounting import account_for_files
from finintel.conform.corrections import apply_corrections
from finintel.conform.currency import build_fx_daily, count_stale, count_unknown
from finintel.conform.identity import load_identities
from finintel.conform.labels import note_label_conflicts
from finintel.conform.records import (
    VERDICT,
    count_verdicts,
    create_verdicts,
    load_records,
    reject_conflicts,
)
from finintel.conform.transactions import EXCLUDED, load_transactions
from finintel.contracts import Entity
from finintel.night import StageContext
from finintel.warehouse import Warehouse, quoted, table_name


def run(context: StageContext) -> Mapping[str, int]:
    """Load tonight's rows: corrections, records, identities, transactions, rates, accounting."""
    warehouse = context.warehouse
    received = [entity for entity in context.contracts.entities.values() if entity.received]
    ensure_staging(warehouse, received)
    counts = apply_corrections(context)
    create_verdicts(warehouse)
    others = [entity for entity in received if entity.name != "transaction"]
    for entity in others:
        counts |= load_other(context, entity)
    counts["identity_values"] = load_identities(context)
    counts |= load_transactions(context, context.contracts.entities["transaction"])
    reject_conflicts(context, "transaction", EXCLUDED)
    counts["fx_daily"] = build_fx_daily(context)
    counts["transaction_without_rate"] = count_unknown(context)
    count_stale(context)
    counts |= account_for_files(context)
    create_current_views(warehouse, others)
    drop_staging(warehouse)
    return counts


def load_other(context: StageContext, entity: Entity) -> dict[str, int]:
    """Load the staged rows of one entity that is not the transaction."""
    if context.warehouse.count(quoted("staging", entity.name)) == 0:
        return {}
    context.progress(entity.name, 0, 0)
    load_records(context, entity)
    if entity.name == "label":
        note_label_conflicts(context)
    reject_conflicts(context, entity.name, VERDICT)
    counts = count_verdicts(context.warehouse, entity.name)
    return {f"{entity.name}_{verdict}": count for verdict, count in counts.items() if count}


def ensure_staging(warehouse: Warehouse, received: list[Entity]) -> None:
    """Create the empty staging table of every entity that nothing came for."""
    for entity in received:
        if not warehouse.exists("staging", entity.name):
            columns = [(column.name, column.sql_type) for column in entity.columns.values()]
            columns += [
                (name, kind)
                for name, kind in (
                    ("source_id", "VARCHAR"),
                    ("file_sha256", "VARCHAR"),
                    ("row_number", "BIGINT"),
                    ("is_accepted", "BOOLEAN"),
                )
                if name not in entity.columns
            ]
            body = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
            warehouse.execute(f"create table {quoted('staging', entity.name)} ({body})")


def create_current_views(warehouse: Warehouse, entities: list[Entity]) -> None:
    """Make core.current_<entity>: the rows that hold now, as far as is recorded."""
    for entity in entities:
        if entity.floor == "core":
            view = quoted("core", f"current_{entity.name}")
            warehouse.execute(
                f"create or replace view {view} as "
                f"select * from {table_name(entity)} where recorded_to is null"
            )


def drop_staging(warehouse: Warehouse) -> None:
    """Empty the floor `staging`: no later stage reads it."""
    found = warehouse.rows(
        "select table_name from information_schema.tables where table_schema = 'staging'"
    )
    for (name,) in found:
        warehouse.execute(f"drop table {quoted('staging', str(name))}")
