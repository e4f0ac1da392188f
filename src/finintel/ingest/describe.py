"""What a source wants and what it would make of a file: for people who look before they drop it.

Plain functions that return data; nothing is written, the check runs in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from finintel.contracts import Source
from finintel.contracts.sources import Table
from finintel.errors import SourceError, UsageError
from finintel.ingest.batches import File
from finintel.ingest.landed import Landed
from finintel.ingest.register import hash_of
from finintel.ingest.stage import create_tables, stage_file, update_file
from finintel.night import Contracts, StageContext
from finintel.refusals import create_fault_view, read_refusals
from finintel.warehouse import literal, open_warehouse, quoted
from finintel.workspace import Night, Workspace

SHOWN_REJECTS = 50


@dataclass(frozen=True)
class Check:
    """What a file would become: nothing of it was kept.

    `staged` counts rows by entity. `faults` are (fault, columns, records, first row, what to do),
    most frequent first; `rejects` the first records with a fault as (row number, reasons), without
    the record's text, which may be personal.
    """

    state: str
    tables: str
    records: int
    staged: dict[str, int]
    faults: tuple[tuple[str, str | None, int, int, str], ...]
    rejects: tuple[tuple[int, str], ...]
    message: str

    @property
    def is_fine(self) -> bool:
        """Whether every record would be staged."""
        return self.state == "registered" and not self.faults


def do_nothing(context: StageContext) -> None:
    """Look at nothing."""


def columns_of(table: Table) -> list[tuple[str, str, str]]:
    """Return (column of the file, what becomes of it, needed or optional) of a table."""
    rows: list[tuple[str, str, str]] = []
    for target, entry in table.columns.items():
        rows += [(name, target, need(table, name)) for name in entry.columns]
        if entry.constant is not None:
            rows.append(("", f"{target}: always {entry.constant}", ""))
    if table.direction is not None:
        rows += [(name, "direction and sides", "needed") for name in table.direction.sources]
    for label in table.labels:
        rows += [(n, "label, for evaluation only", need(table, n)) for n in label.sources]
    rows += [(name, f"ignored: {reason}", "optional") for name, reason in table.ignore.items()]
    return rows


def need(table: Table, name: str) -> str:
    """Say whether a file must have a column."""
    return "optional" if name in table.optional else "needed"


def check_file(
    workspace: Workspace,
    contracts: Contracts,
    source_id: str,
    path: Path,
    look: Callable[[StageContext], None] = do_nothing,
) -> Check:
    """Stage a file in memory and say what came of it.

    Args:
        workspace: whose settings and own contracts count.
        contracts: those of the workspace.
        source_id: the feed that the file is of.
        path: the file.
        look: what looks at the staged rows as the next stage of a night would.

    Raises:
        UsageError: there is no such source, or no such file.
    """
    if source_id not in contracts.sources:
        known = ", ".join(contracts.sources)
        raise UsageError(f"source '{source_id}' does not exist; known sources: {known}")
    if not path.is_file():
        raise UsageError(f"{path}: is no file. Name a file that {source_id} would send.")
    with open_warehouse(None, workspace.settings) as warehouse:
        warehouse.create_floors()
        tables = ("file", "reject", "data_quality")
        warehouse.create_tables((contracts.entities[name], ()) for name in tables)
        create_fault_view(warehouse)
        context = StageContext(Night(workspace, date.max), warehouse, contracts)
        create_tables(context)
        return checked(context, contracts.sources[source_id], path, look)


def checked(
    context: StageContext, source: Source, path: Path, look: Callable[[StageContext], None]
) -> Check:
    """Stage the file with a warehouse that is thrown away, and read the result."""
    warehouse, settings = context.warehouse, context.workspace.settings
    sha = hash_of(path)
    landed = Landed(path, path.name, settings.maximum_file_bytes, settings.maximum_record_bytes)
    warehouse.execute(
        "insert into landing.file by name select $sha as file_sha256, $name as file_name, "
        "'registered' as state",
        {"sha": sha, "name": path.name},
    )
    try:
        stage_file(context, File(sha, source, landed), {"records": 0, "rejected": 0, "ignored": 0})
        look(context)
    except SourceError as error:
        update_file(warehouse, sha, state="failed", message=str(error))
    state, tables, records, message = warehouse.rows(
        "select state, coalesce(table_name, ''), coalesce(record_count, 0), coalesce(message, '') "
        "from landing.file"
    )[0]
    contracts = context.contracts
    refusals = read_refusals(warehouse, contracts.codelists, contracts.sources, context.run_id)
    faults = refusals.select("fault", "place", "record_count", "first_row_number", "remedy")
    return Check(
        state=state,
        tables=tables,
        records=records,
        staged=staged_counts(context, [table.entity for table in source.tables if table.entity]),
        faults=tuple(faults.iter_rows()),
        rejects=tuple(
            (int(row), str(reasons))
            for row, reasons in warehouse.rows(
                "select row_number, reasons from landing.reject order by all "
                f"limit {literal(SHOWN_REJECTS)}"
            )
        ),
        message=message,
    )


def staged_counts(context: StageContext, entities: Sequence[str]) -> dict[str, int]:
    """Count the staged rows of the entities that a source may feed, labels among them."""
    names = sorted({*entities, "label"})
    counts = {name: context.warehouse.count(quoted("staging", name)) for name in names}
    return {name: count for name, count in counts.items() if count}
