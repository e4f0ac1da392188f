"""What a stage is handed: night, warehouse, contracts, and a way to say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from finintel.contracts import Codelists, Entity, Profile, Source
from finintel.errors import ContractError
from finintel.sqlfile import SqlFile, read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import Night, Workspace

# (event, stage, message, done, total): "stage_started", "progress", "stage_done", "notice"
Report = Callable[[str, str, str, int, int], None]


def silent(event: str, stage: str, message: str, done: int, total: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Contracts:
    """Every contract of an installation, loaded once a night."""

    entities: Mapping[str, Entity]
    codelists: Codelists
    sources: Mapping[str, Source]
    profile: Profile


@dataclass(frozen=True)
class StageContext:
    """One stage of one night."""

    night: Night
    warehouse: Warehouse
    contracts: Contracts
    stage: str = ""
    report: Report = field(default=silent)

    @property
    def workspace(self) -> Workspace:
        """The workspace of the night."""
        return self.night.workspace

    @property
    def run_id(self) -> str:
        """The identifier of the night."""
        return self.night.run_id

    @property
    def as_of(self) -> date:
        """The date of the night."""
        return self.night.as_of

    def progress(self, message: str, done: int, total: int) -> None:
        """Say how far the stage is."""
        self.report("progress", self.stage, message, done, total)

    def notice(self, message: str) -> None:
        """Say something that the operator should read; never personal data."""
        self.report("notice", self.stage, message, 0, 0)

    def sql(self, relative: str) -> SqlFile:
        """Read a `.sql` file below sql/, the workspace's own before the shipped one."""
        folder, _, name = relative.rpartition("/")
        for base in reversed(self.workspace.resource_folders(f"sql/{folder}")):
            path: Path = base / name
            if path.is_file():
                return read_sql(path)
        raise ContractError(f"sql/{relative}: no such file")

    def window(self) -> tuple[date, date]:
        """Return the first and last date that this night examines.

        The window reaches from the earliest booked date of tonight's newly loaded rows, less the
        look-back, to `as_of`; on a night without new rows from `as_of` less the look-back.
        """
        earliest = self.warehouse.value(
            "select min(minimum_booked_on) from meta.lake_file "
            "where run_id = $run_id and state = 'live'",
            {"run_id": self.run_id},
        )
        first = min(earliest or self.as_of, self.as_of)
        return first - timedelta(days=self.workspace.settings.look_back_days), self.as_of
