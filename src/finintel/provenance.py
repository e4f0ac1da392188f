"""From any identifier back to files and lines: which received records stand behind it."""

from __future__ import annotations

from typing import Any

from finintel.errors import UsageError
from finintel.sqlfile import read_sql
from finintel.standing import open_finished
from finintel.workspace import Workspace, shipped_resources

COLUMNS = ("entity", "id", "source", "file as received", "row", "SHA-256 (its name in landing/)")


def trace_back(workspace: Workspace, identifier: str) -> list[tuple[Any, ...]]:
    """Return a row for each received record behind an identifier, as COLUMNS says.

    Args:
        workspace: where to look.
        identifier: of a lead, case, alert, chain, transaction, asset, party or account.

    Raises:
        UsageError: the identifier is not known.
    """
    folder = shipped_resources() / "sql" / "provenance"
    with open_finished(workspace) as warehouse:
        cited = warehouse.run(read_sql(folder / "cited.sql"), {"id": identifier})
        if cited.num_rows == 0:
            raise UsageError(
                f"{identifier}: no lead, case, alert, chain, transaction, asset, party or account "
                f"has this identifier in {workspace.root}. Copy it from a lead or from mart."
            )
        with warehouse.registered("cited", cited):
            found = warehouse.run(read_sql(folder / "rows.sql"))
    return list(zip(*found.to_pydict().values(), strict=True))
