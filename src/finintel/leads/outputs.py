"""The contracts of the CSVs (schemas/outputs/*.toml): the columns a reader may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finintel.contracts.toml import overlaid_files, read_toml, unknown_keys
from finintel.errors import ContractError, all_faults
from finintel.workspace import Workspace

OUTPUTS = ("case_leads", "case_parties", "case_transactions", "case_assets")
# The sheets of staff, and what they put to rest.
SHEETS = (
    *("dispositions_template", "dispositions_codes", "dispositions_answer"),
    "leads_at_rest",
)
TYPES = ("text", "integer", "money", "ratio", "date", "timestamp", "boolean")


@dataclass(frozen=True)
class OutputColumn:
    """One column of a CSV: type, meaning, and for money the column that holds its currency."""

    name: str
    type: str
    meaning: str
    currency: str = ""


@dataclass(frozen=True)
class Output:
    """One CSV: title, grain, key, and its columns in order."""

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[OutputColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)


def load_outputs(workspace: Workspace) -> dict[str, Output]:
    """Load the contracts of the CSVs; raises ContractError with all faults."""
    paths = overlaid_files(workspace.resource_folders("schemas/outputs"), "*.toml")
    names = (*OUTPUTS, *SHEETS)
    faults = [f"{name}.toml: missing" for name in names if name not in paths]
    found = {
        name: parse_output(read_toml(paths[name]), paths[name], faults)
        for name in names
        if name in paths
    }
    if faults:
        raise all_faults("output contracts", faults, ContractError)
    return found


def parse_output(values: Mapping[str, Any], path: Path, faults: list[str]) -> Output:
    """Check one contract; what is wrong is added to `faults`."""
    faults += unknown_keys(values, ("name", "title", "grain", "key", "columns"), path.name)
    columns = []
    for name, settings in values.get("columns", {}).items():
        place = f"{path.name} [columns.{name}]"
        faults += unknown_keys(settings, ("type", "meaning", "currency"), place)
        column = OutputColumn(name, **{key: str(item) for key, item in settings.items()})
        if column.type not in TYPES:
            faults.append(f"{place}: type must be one of {', '.join(TYPES)}")
        if column.type == "money" and column.currency not in values["columns"]:
            faults.append(f"{place}: money needs the column of its currency")
        columns.append(column)
    return Output(
        str(values.get("name", "")),
        str(values.get("title", "")),
        str(values.get("grain", "")),
        tuple(values.get("key", ())),
        tuple(columns),
    )


def load_output(workspace: Workspace, name: str) -> Output:
    """Load the contract of one CSV; raises ContractError with all faults."""
    paths = overlaid_files(workspace.resource_folders("schemas/outputs"), f"{name}.toml")
    faults: list[str] = []
    found = parse_output(read_toml(paths[name]), paths[name], faults)
    if faults:
        raise all_faults(f"output contract {name}", faults, ContractError)
    return found
