"""Staging tables filled by hand: what ingest would have written, from rows as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from finintel.lake import sweep
from finintel.night import StageContext
from finintel.opening import open_work, refresh_lake_view
from finintel.pipeline import load_contracts
from finintel.warehouse import Warehouse, literal, quoted
from finintel.workspace import Night, create_workspace, open_workspace

DAY = date(2026, 3, 29)


@dataclass(frozen=True)
class Dropped:
    """One received file: entity → CSV text of its rows, or a list of mappings."""

    digest: str
    rows: Mapping[str, list[dict[str, Any]]]
    source_id: str = "bank"
    replaces: str | None = None
    record_count: int | None = None


@contextmanager
def open_stage(root: Path, as_of: date = DAY, settings: str = "") -> Iterator[StageContext]:
    """Open a workspace at the door of a stage."""
    workspace = create_workspace(root, settings or None)
    workspace = open_workspace(workspace.root)
    contracts = load_contracts(workspace)
    with open_work(workspace, contracts) as warehouse:
        sweep(warehouse, workspace.lake)
        yield StageContext(Night(workspace, as_of), warehouse, contracts, stage="test")
        refresh_lake_view(warehouse, workspace.lake)


def create_staging(context: StageContext) -> None:
    """Make every staging table, empty, with the columns that DESIGN gives them."""
    for entity in context.contracts.entities.values():
        if entity.received:
            columns = {item.name: item.sql_type for item in entity.columns.values()}
            columns |= {"source_id": "VARCHAR", "file_sha256": "VARCHAR", "row_number": "BIGINT"}
            columns |= {"is_accepted": "BOOLEAN"}
            body = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
            context.warehouse.execute(
                f"create or replace table {quoted('staging', entity.name)} ({body})"
            )


def stage(context: StageContext, *files: Dropped) -> None:
    """Write what ingest would have written for some files."""
    create_staging(context)
    for file in files:
        largest = max((len(rows) for rows in file.rows.values()), default=0)
        context.warehouse.execute(
            "insert into landing.file by name select $digest as file_sha256, $source as source_id, "
            "$name as file_name, 1 as byte_count, $run as run_id, $replaces as replaces_sha256, "
            "'registered' as state, $count as record_count, 'table' as table_name",
            {
                "digest": file.digest,
                "source": file.source_id,
                "name": f"{file.source_id}/{file.digest}.csv",
                "run": context.run_id,
                "replaces": file.replaces,
                "count": largest if file.record_count is None else file.record_count,
            },
        )
        for entity, rows in file.rows.items():
            stage_rows(context.warehouse, file, entity, rows)


def stage_rows(
    warehouse: Warehouse, file: Dropped, entity: str, rows: list[dict[str, Any]]
) -> None:
    """Insert rows; values are text that the table's types read."""
    for number, row in enumerate(rows, start=2):
        values = {"source_id": file.source_id, "row_number": number, **row}
        values |= {"file_sha256": file.digest, "is_accepted": "true"}
        given = {name: value for name, value in values.items() if value is not None}
        columns = ", ".join(
            f"{literal(str(value))} as {quoted(name)}" for name, value in given.items()
        )
        warehouse.execute(f"insert into {quoted('staging', entity)} by name select {columns}")


def transaction(number: int, **changed: Any) -> dict[str, Any]:
    """Return a transaction of plain values."""
    return {
        "transaction_id": f"t{number}",
        "booked_at": f"2026-03-{1 + number % 28:02d} 10:00:00",
        "is_time_known": "true",
        "originator_account_id": "a1",
        "beneficiary_account_id": "a2",
        "amount_minor": 100 + number,
        "currency": "EUR",
        "channel": "transfer",
        **changed,
    }
