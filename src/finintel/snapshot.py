"""Asking the published snapshot: read-only, and nothing outside the workspace's lake."""

from __future__ import annotations

from typing import Any

from finintel.errors import UsageError, WarehouseError
from finintel.warehouse import literal, open_warehouse
from finintel.workspace import Workspace

LINK = "finintel.duckdb"


def ask(workspace: Workspace, query: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Run a query on the newest snapshot and return columns and rows.

    Raises:
        UsageError: nothing is published yet, or the query is wrong.
    """
    path = workspace.published / LINK
    if not path.exists():
        raise UsageError(
            f"{path}: nothing is published yet. "
            f"Run a night: finintel run {workspace.root} --as-of YYYY-MM-DD"
        )
    with open_warehouse(path.resolve(), workspace.settings, read_only=True) as warehouse:
        warehouse.execute(f"set allowed_directories = [{literal(str(workspace.lake))}]")
        warehouse.execute("set enable_external_access = false")
        warehouse.execute("set lock_configuration = true")
        try:
            cursor = warehouse.execute(query, origin="your query")
        except WarehouseError as error:
            raise UsageError(str(error)) from error
        columns = tuple(str(item[0]) for item in cursor.description or ())
        return columns, cursor.fetchall()
