"""How a workspace stands: its nights, its files, what was refused, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from finintel.contracts import load_codelists
from finintel.errors import UsageError
from finintel.opening import open_work
from finintel.pipeline import load_contracts
from finintel.refusals import read_refusals
from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import Workspace, shipped_resources

Rows = list[tuple[Any, ...]]

LEAD_COLUMNS = (
    "rank",
    "lead",
    "change",
    "typology",
    "alerts",
    "parties",
    "assets",
    "transactions",
    "amount",
    "traced into assets",
)

CHANGE_COLUMNS = (
    "lead",
    "change",
    "rank_before",
    "rank_after",
    "priority_before",
    "priority_after",
    "detail",
)


@dataclass(frozen=True)
class Standing:
    """What `finintel status` shows."""

    nights: Rows
    files: Rows
    refused: Rows
    faults: Rows
    notices: Rows
    quality: Rows
    inbox: Rows


def read_standing(workspace: Workspace) -> Standing:
    """Read how a workspace stands; before its first night only the inbox has something to say."""
    if not workspace.work_database.exists():
        return Standing([], [], [], [], [], [], inbox(workspace))
    contracts = load_contracts(workspace)
    with open_work(workspace, contracts, read_only=True) as warehouse:
        nights, files, refused, notices, quality = (
            fetch(warehouse, f"status/{name}.sql")
            for name in ("nights", "files", "refused", "notices", "quality")
        )
        run_id = warehouse.value("select max(run_id) from meta.run")
        faults = read_refusals(warehouse, contracts.codelists, contracts.sources, run_id).rows()
    return Standing(nights, files, refused, faults, notices, quality, inbox(workspace))


def fetch(warehouse: Warehouse, relative: str, **parameters: object) -> Rows:
    """Run a shipped `.sql` file and return its rows; for small results."""
    file = read_sql(shipped_resources() / "sql" / relative)
    columns = warehouse.run(file, parameters).to_pydict().values()
    return list(zip(*columns, strict=True))


def read_top_leads(workspace: Workspace, top: int) -> tuple[date, Rows]:
    """Return the last finished night and its first leads, a row for each of LEAD_COLUMNS."""
    exponents = load_codelists(workspace).exponents
    currency = workspace.settings.base_currency
    with open_finished(workspace) as warehouse:
        ((as_of, run_id),) = fetch(warehouse, "status/last_night.sql")
        found = fetch(warehouse, "status/leads.sql", run_id=run_id, top=top)

    def money(minor: int | None) -> str:
        exponent = exponents[currency]
        return "unknown" if minor is None else f"{Decimal(minor).scaleb(-exponent):,} {currency}"

    def traced(least: int | None, most: int | None) -> str:
        return money(least) if least == most else f"{money(least)} to {money(most)}"

    return as_of, [(*row[:8], money(row[8]), traced(row[9], row[10])) for row in found]


def compare_nights(workspace: Workspace, first: date, last: date) -> Rows:
    """Return what became of leads from one night to a later one, a row for each of CHANGE_COLUMNS.

    Raises:
        UsageError: a night is not finished, or they are in the wrong order.
    """
    if first >= last:
        raise UsageError(f"{first} is not before {last}: give the earlier night first")
    with open_finished(workspace) as warehouse:
        found = [fetch(warehouse, "status/night_of.sql", as_of=night) for night in (first, last)]
        for night, rows in zip((first, last), found, strict=True):
            if not rows:
                raise UsageError(f"{night} is no finished night: finintel status {workspace.root}")
        return fetch(
            warehouse,
            "status/lead_changes.sql",
            first_run_id=found[0][0][0],
            last_run_id=found[1][0][0],
        )


def inbox(workspace: Workspace) -> Rows:
    """Count the files that wait, for each source that has some; sheets of staff come last."""
    found: Rows = []
    folders = sorted(workspace.inbox.iterdir()) if workspace.inbox.is_dir() else []
    for folder in [*folders, workspace.dispositions]:
        files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
        if files:
            found.append((folder.name, len(files), sum(path.stat().st_size for path in files)))
    return found


def last_night(warehouse: Warehouse) -> date:
    """Return the last finished night of a warehouse that `open_finished` opened."""
    ((as_of, _),) = fetch(warehouse, "status/last_night.sql")
    found: date = as_of
    return found


@contextmanager
def open_finished(workspace: Workspace) -> Iterator[Warehouse]:
    """Open the work database for reading.

    Raises:
        UsageError: no night is finished yet.
        WarehouseError: a night is running, and the database is its own.
    """
    if workspace.work_database.exists():
        with open_work(workspace, load_contracts(workspace), read_only=True) as warehouse:
            if fetch(warehouse, "status/last_night.sql"):
                yield warehouse
                return
    raise UsageError(
        f"{workspace.root}: no night is finished yet. "
        f"Run one: finintel run {workspace.root} --as-of YYYY-MM-DD"
    )
