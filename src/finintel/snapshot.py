"""Asking the published snapshot: read-only, and nothing outside the workspace's lake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir, contextmanager
from typing import Any

from finintel.errors import UsageError, WarehouseError
from finintel.warehouse import Warehouse, literal, open_warehouse
from finintel.workspace import Workspace

LINK = "finintel.duckdb"
QUESTIONS = ("SELECT", "EXPLAIN", "MULTI")  # DuckDB's types of statement; MULTI is a PIVOT


def ask(workspace: Workspace, query: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Run a query on the newest snapshot and return columns and rows.

    Raises:
        UsageError: nothing is published yet, or the query is wrong.
    """
    # mart.transaction_history names the lake from the workspace
    with open_snapshot(workspace) as warehouse, chdir(workspace.root):
        try:
            require_question(warehouse, query)
            cursor = warehouse.execute(query, origin="your query")
        except WarehouseError as error:
            raise UsageError(str(error)) from error
        columns = tuple(str(item[0]) for item in cursor.description or ())
        return columns, cursor.fetchall()


@contextmanager
def open_snapshot(workspace: Workspace) -> Iterator[Warehouse]:
    """Open the newest snapshot for reading; a night that runs neither waits nor is waited for.

    Raises:
        UsageError: nothing is published yet.
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
        yield warehouse


def require_question(warehouse: Warehouse, query: str) -> None:
    """Refuse what is not one question: the lake may be read, so COPY could write there."""
    kinds = [statement.type.name for statement in warehouse.statements(query)]
    if len(kinds) != 1 or kinds[0] not in QUESTIONS:
        raise UsageError("ask one question: a SELECT, DESCRIBE, SUMMARIZE or EXPLAIN")
