"""Shared by the tests of ingest: put files into a new workspace and stage them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from finintel.opening import open_work
from finintel.pipeline import STAGES, load_contracts, run_night
from finintel.warehouse import Warehouse, quoted
from finintel.workspace import Workspace, create_workspace, open_workspace

NIGHT = date(2026, 3, 31)
HEADER = (
    "transaction_id,booked_at,originator_account_id,beneficiary_account_id,amount,currency,channel"
)


def row(number: int, **changes: str) -> str:
    """Return one good line of the feed `transaction`, with changes."""
    values = {
        "transaction_id": f"T{number}",
        "booked_at": "2026-03-30T10:00:00Z",
        "originator_account_id": "A1",
        "beneficiary_account_id": "A2",
        "amount": "10.50",
        "currency": "EUR",
        "channel": "transfer",
    }
    return ",".join((values | changes).values())


def feed(*lines: str, header: str = HEADER) -> str:
    """Return the text of a file of the feed `transaction`."""
    return "\n".join([header, *lines]) + "\n"


@dataclass
class Staged:
    """A workspace after the stages register and stage."""

    workspace: Workspace
    notices: list[str] = field(default_factory=list)

    @contextmanager
    def warehouse(self) -> Iterator[Warehouse]:
        with open_work(self.workspace, load_contracts(self.workspace)) as warehouse:
            yield warehouse

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.warehouse() as warehouse:
            return warehouse.rows(statement)

    def files(self) -> dict[str, tuple[Any, ...]]:
        """Return file name → (state, table, records, rejected, message)."""
        found = self.rows(
            "select file_name, state, table_name, record_count, rejected_count, message "
            "from landing.file order by file_name"
        )
        return {name: tuple(values) for name, *values in found}

    def rejects(self) -> list[tuple[int, int, str, str]]:
        """Return (first row, last row, stage, reasons) in order."""
        return self.rows(
            "select row_number, last_row_number, stage, reasons from landing.reject "
            "order by file_sha256, row_number, reasons"
        )

    def staged(self, entity: str, *columns: str) -> list[tuple[Any, ...]]:
        names = ", ".join(quoted(name) for name in columns)
        order = "source_id, file_sha256, row_number"
        return self.rows(f"select {names} from {quoted('staging', entity)} order by {order}")


def stage_files(
    root: Path,
    files: Mapping[str, str | bytes],
    *,
    night: date = NIGHT,
    settings: str = "",
    overlay: Mapping[str, str] | None = None,
) -> Staged:
    """Write files into the inbox (path below it → content) and run register and stage."""
    workspace = (
        create_workspace(root) if not (root / "finintel.toml").exists() else open_workspace(root)
    )
    if settings:
        (root / "finintel.toml").write_text(settings)
    for name, text in (overlay or {}).items():
        path = root / "schemas" / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name, content in files.items():
        path = root / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    workspace = open_workspace(root)
    staged = Staged(workspace)

    def report(event: str, stage: str, message: str, done: int, total: int) -> None:
        if event == "notice":
            staged.notices.append(message)

    run_night(workspace, night, report=report, stages=STAGES[:2])
    return staged
