"""Entities: the columns, key and grain of every table that finintel keeps (schemas/entities)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finintel.contracts.toml import overlaid_files, read_toml, unknown_keys
from finintel.errors import ContractError, all_faults
from finintel.vocabulary import COLUMN_TYPES, FLOORS
from finintel.workspace import Workspace

COLUMN_KEYS = ("type", "required", "personal", "identity", "codelist", "currency", "meaning")
# What an entity with history has beside its own columns; a feed that knows periods fills them.
PERIOD = {
    "valid_from": "first day on which the row holds, as the source says; null when it does not say",
    "valid_to": "first day on which the row no longer holds; null while it does",
}
ENTITY_KEYS = ("name", "floor", "grain", "key", "received", "history", "columns")


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and how personal it is.

    `personal` is "none", "identity" (lives in core.party_identity only) or "free" (free text that
    somebody else wrote: never published, always neutralised).
    """

    name: str
    type: str
    meaning: str
    required: bool = False
    personal: str = "none"
    identity: str | None = None
    codelist: str | None = None
    currency: str | None = None

    @property
    def sql_type(self) -> str:
        """The DuckDB type that stores the column."""
        return COLUMN_TYPES[self.type]


@dataclass(frozen=True)
class Entity:
    """One table: its floor, grain, key and columns.

    `received` entities may be the target of a source; the others are written by finintel.
    `history` entities keep periods of validity: a changed row closes the one before.
    """

    name: str
    floor: str
    grain: str
    key: tuple[str, ...]
    received: bool
    history: bool
    columns: Mapping[str, Column]

    @property
    def plain_columns(self) -> tuple[Column, ...]:
        """The columns that do not identify a person."""
        return tuple(item for item in self.columns.values() if item.personal != "identity")


def load_entities(workspace: Workspace) -> dict[str, Entity]:
    """Load every entity contract; raises ContractError with all faults."""
    faults: list[str] = []
    entities: dict[str, Entity] = {}
    paths = overlaid_files(workspace.resource_folders("schemas/entities"), "*.toml")
    for name, path in paths.items():
        entity = parse_entity(read_toml(path), path, faults)
        if entity is not None:
            entities[name] = entity
    if faults:
        raise all_faults("entity contracts", faults, ContractError)
    return entities


def parse_entity(values: dict[str, Any], path: Path, faults: list[str]) -> Entity | None:
    """Check one entity file; what is wrong is added to `faults`."""
    where = path.name
    missing = [key for key in ENTITY_KEYS if key not in values]
    if missing:
        faults.append(f"{where}: missing {', '.join(missing)}")
        return None
    faults += unknown_keys(values, ENTITY_KEYS, where)
    if values["name"] != path.stem:
        faults.append(f"{where}: name '{values['name']}' differs from the file's name")
    if values["floor"] not in FLOORS:
        faults.append(f"{where}: unknown floor '{values['floor']}'")
    columns = {
        name: column
        for name, settings in values["columns"].items()
        if (column := parse_column(name, settings, where, faults)) is not None
    }
    faults += [
        f"{where}: key column '{k}' does not exist" for k in values["key"] if k not in columns
    ]
    if values["history"]:
        columns |= {n: Column(n, "date", text) for n, text in PERIOD.items() if n not in columns}
    return Entity(
        name=values["name"],
        floor=values["floor"],
        grain=values["grain"],
        key=tuple(values["key"]),
        received=values["received"],
        history=values["history"],
        columns=columns,
    )


def parse_column(
    name: str, settings: dict[str, Any], where: str, faults: list[str]
) -> Column | None:
    """Check one column; what is wrong is added to `faults`."""
    place = f"{where} [columns.{name}]"
    faults += unknown_keys(settings, COLUMN_KEYS, place)
    if settings.get("type") not in COLUMN_TYPES or not settings.get("meaning"):
        faults.append(f"{place}: needs a type ({', '.join(COLUMN_TYPES)}) and a meaning")
        return None
    if settings["type"] == "code" and "codelist" not in settings:
        faults.append(f"{place}: a code needs its codelist")
    if settings["type"] == "money" and "currency" not in settings and not name.endswith("_minor"):
        faults.append(f"{place}: money needs the column of its currency")
    return Column(name=name, **{key: settings[key] for key in COLUMN_KEYS if key in settings})
