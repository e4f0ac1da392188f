"""The nightly job's database: opened with every table of the contracts, whoever wrote it, wherever.

A workspace that was moved gets its lake's view anew; one that an older finintel wrote gets the
tables and columns that it lacks, and the steps of `finintel.migrations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finintel.lake import EMPTY_FILE, ensure_empty_file, lake_relation, live_files
from finintel.migrations import migrate, missing_columns
from finintel.night import Contracts
from finintel.refusals import create_fault_view
from finintel.warehouse import Warehouse, literal, open_warehouse, quoted
from finintel.workspace import Workspace


@contextmanager
def open_work(
    workspace: Workspace, contracts: Contracts, *, read_only: bool = False
) -> Iterator[Warehouse]:
    """Open the nightly job's database, with every floor, contract table and the lake's view."""
    if read_only and not is_prepared(workspace, contracts):
        with open_work(workspace, contracts):
            pass  # opening it prepares it
    with open_warehouse(
        workspace.work_database, workspace.settings, scratch=workspace.scratch, read_only=read_only
    ) as warehouse:
        if not read_only:
            prepare(warehouse, workspace, contracts)
        yield warehouse


def is_prepared(workspace: Workspace, contracts: Contracts) -> bool:
    """Tell whether the database can be read as it is.

    It cannot when the workspace was moved (its view reads the lake of another folder), or when an
    older finintel wrote it (tables or columns of the contracts, or landing.fault, are missing).
    """
    with open_warehouse(workspace.work_database, workspace.settings, read_only=True) as warehouse:
        views = dict(warehouse.rows("select schema_name, sql from duckdb_views()"))
        if literal(str(workspace.lake / EMPTY_FILE)) not in views.get("core", ""):
            return False
        if "landing" not in views:
            return False
        return not missing_columns(warehouse, contracts.entities)


def prepare(warehouse: Warehouse, workspace: Workspace, contracts: Contracts) -> None:
    """Create what is missing and make the lake's view anew; migrate an older workspace."""
    with warehouse.transaction():
        warehouse.create_floors()
        warehouse.create_tables(
            (entity, provenance(entity.received))
            for entity in contracts.entities.values()
            if entity.name != "transaction"
        )
        migrate(warehouse, contracts.entities)
        create_fault_view(warehouse)
    ensure_empty_file(warehouse, workspace.lake, contracts.entities["transaction"])
    refresh_lake_view(warehouse, workspace.lake)


def provenance(received: bool) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - one plain fact
    """Return the columns that every received row carries beside its contract's."""
    if not received:
        return ()
    return (
        ("source_id", "VARCHAR"),
        ("file_sha256", "VARCHAR"),
        ("row_number", "BIGINT"),
        ("recorded_from", "DATE"),
        ("recorded_to", "DATE"),
        ("content_hash", "VARCHAR"),
    )


def refresh_lake_view(warehouse: Warehouse, lake: Path) -> None:
    """Make `core.transaction` read the live files, wherever the workspace lies now."""
    relation = lake_relation(live_files(warehouse, lake))
    warehouse.execute(f"create or replace view {quoted('core', 'transaction')} as from {relation}")
