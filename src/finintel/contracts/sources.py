"""Sources: what a feed is, and how its files become rows (schemas/sources/*.toml).

A source has tables; a file is matched to every table whose columns it holds. Reads schemas/sources
of the installation and of the workspace; every fault of every file comes in one report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finintel.contracts.entities import Entity
from finintel.contracts.lists import Codelists
from finintel.contracts.table_parsing import parse_table
from finintel.contracts.tables import DIRECTED, OPTIONS, Shelf, Table, is_money
from finintel.contracts.toml import overlaid_files, read_toml, unknown_keys
from finintel.errors import ContractError, all_faults
from finintel.workspace import Workspace

__all__ = ["DIRECTED", "OPTIONS", "Source", "Table", "is_money", "load_sources"]

SOURCE_KEYS = ("title", "publisher", "licence", "namespace", "note", "expected_rows")


@dataclass(frozen=True)
class Source:
    """One feed."""

    id: str
    title: str
    publisher: str
    licence: str
    namespace: str
    note: str
    expected_rows: tuple[int, int]
    tables: tuple[Table, ...]
    codes: Mapping[str, Mapping[str, str]]


def load_sources(
    workspace: Workspace, entities: Mapping[str, Entity], codelists: Codelists
) -> dict[str, Source]:
    """Load every source contract; raises ContractError with all faults of all files."""
    assets = overlaid_files(workspace.resource_folders("schemas/assets"), "*.toml")
    codes = {**codelists.codes, "asset_type": tuple(assets)}
    shelf = Shelf(entities, codes, [])
    sources: dict[str, Source] = {}
    paths = overlaid_files(workspace.resource_folders("schemas/sources"), "*.toml")
    for name, path in paths.items():
        source = parse_source(read_toml(path), path, shelf)
        if source is not None:
            sources[name] = source
    if shelf.faults:
        raise all_faults("source contracts", shelf.faults, ContractError)
    return sources


def parse_source(values: Mapping[str, Any], path: Path, shelf: Shelf) -> Source | None:
    """Check one source file; what is wrong is added to the shelf's faults."""
    missing = [key for key in (*SOURCE_KEYS, "table") if key not in values]
    if missing:
        shelf.faults.append(f"{path.name}: missing {', '.join(missing)}")
        return None
    shelf.faults.extend(unknown_keys(values, [*SOURCE_KEYS, "table", "codes"], path.name))
    codes = {
        name: {str(k): str(v) for k, v in table.items()}
        for name, table in values.get("codes", {}).items()
    }
    tables = [
        parse_table(entry, f"{path.name} [[table]] {entry.get('name', position)}", codes, shelf)
        for position, entry in enumerate(values["table"], start=1)
    ]
    expected = values["expected_rows"]
    if not is_range(expected):
        shelf.faults.append(f"{path.name}: expected_rows is two whole numbers, the smaller first")
        expected = [0, 0]
    return Source(
        id=path.stem,
        title=values["title"],
        publisher=values["publisher"],
        licence=values["licence"],
        namespace=values["namespace"],
        note=values["note"],
        expected_rows=(expected[0], expected[1]),
        tables=tuple(table for table in tables if table is not None),
        codes=codes,
    )


def is_range(value: object) -> bool:
    """Tell whether a value is two whole numbers, the smaller first."""
    if not isinstance(value, list) or len(value) != len(("lowest", "highest")):
        return False
    return all(type(item) is int for item in value) and value[0] <= value[1]
