"""Reading and checking the tables of a source contract.

Strict interpretation: every column of a file is mapped, named as ignored with a reason, a label, or
an error. What is wrong with a contract is gathered, never raised one by one.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from finintel.contracts.entities import Column, Entity
from finintel.contracts.mapping import (
    ColumnMap,
    parse_column_map,
    parse_direction,
    parse_label,
)
from finintel.contracts.tables import DIRECTED, OPTIONS, Shelf, Table, is_money
from finintel.contracts.toml import unknown_keys

TABLE_KEYS = (
    *("name", "entity", "files", "header", "reader", "options", "map", "override", "aliases"),
    *("ignore", "label", "identity", "direction", "ignored", "labels_only"),
)


def parse_table(
    values: Mapping[str, Any], where: str, codes: Mapping[str, Mapping[str, str]], shelf: Shelf
) -> Table | None:
    """Check one [[table]] of a source."""
    shelf.faults.extend(unknown_keys(values, TABLE_KEYS, where))
    if "name" not in values:
        shelf.faults.append(f"{where}: missing name")
        return None
    if "ignored" in values:
        return ignored_table(values, where, shelf)
    entity = shelf.entities.get(values.get("entity", ""))
    if entity is None or not entity.received:
        received = sorted(name for name, item in shelf.entities.items() if item.received)
        shelf.faults.append(f"{where}: entity must be one of {', '.join(received)}")
        return None
    faults = shelf.faults
    direction = values.get("direction")
    labels = [parse_label(item, f"{where} label", faults) for item in values.get("label", [])]
    table = Table(
        name=values["name"],
        entity=entity.name,
        files=tuple(values.get("files", ("*",))),
        header=tuple(values.get("header", ())),
        reader=values.get("reader", "auto"),
        options=parse_options(values.get("options", {}), where, faults),
        columns=parse_map(values, entity, where, faults),
        aliases=values.get("aliases", {}),
        ignore=values.get("ignore", {}),
        labels=tuple(label for label in labels if label is not None),
        identity=tuple(values.get("identity", {}).get("hash", ())),
        direction=parse_direction(direction, f"{where} direction", faults) if direction else None,
        labels_only=values.get("labels_only", False),
        accepted={
            name: shelf.codes.get(column.codelist or "", ())
            for name, column in entity.columns.items()
            if column.type == "code"
        },
    )
    check_table(table, entity, where, codes, shelf)
    return table


def ignored_table(values: Mapping[str, Any], where: str, shelf: Shelf) -> Table:
    """Read a table that is named, but not read, with its reason."""
    if "files" not in values and "header" not in values:
        shelf.faults.append(f"{where}: an ignored table needs files or header to be told by")
    return Table(
        name=values["name"],
        entity="",
        files=tuple(values.get("files", ("*",))),
        header=tuple(values.get("header", ())),
        reader=values.get("reader", "auto"),
        options=parse_options(values.get("options", {}), where, shelf.faults),
        ignored=values["ignored"],
    )


def parse_options(values: Mapping[str, Any], where: str, faults: list[str]) -> dict[str, Any]:
    """Read the options of a reader, every one with its default."""
    faults += unknown_keys(values, OPTIONS, f"{where} options")
    options = dict(OPTIONS)
    for key, value in values.items():
        if key in OPTIONS:
            listed = isinstance(OPTIONS[key], tuple) and isinstance(value, str)
            options[key] = (
                (value,) if listed else tuple(value) if isinstance(value, list) else value
            )
    if len(options["delimiter"].encode()) != 1 or len(options["quote"].encode()) > 1:
        faults.append(f"{where} options: delimiter is one ASCII character, quote one or none")
    for name in options["encoding"]:
        try:
            codecs.lookup(name)
        except LookupError:
            faults.append(f"{where} options: encoding '{name}' does not exist")
    return options


def parse_map(
    values: Mapping[str, Any], entity: Entity, where: str, faults: list[str]
) -> dict[str, ColumnMap]:
    """Read the map: `"own"` derives it from the entity, `override` then changes single columns."""
    given = values.get("map", {})
    columns = {name: own_map(item) for name, item in entity.columns.items()}
    if given != "own":
        columns = {}
        if not isinstance(given, Mapping):
            faults.append(f'{where}: map is a table, or "own"')
            given = {}
    else:
        given = {}
    for name, value in [*given.items(), *values.get("override", {}).items()]:
        if name not in entity.columns:
            faults.append(f"{where} map: entity {entity.name} has no column '{name}'")
            continue
        columns[name] = parse_column_map(value, f"{where} map.{name}", faults)
    return columns


def own_map(column: Column) -> ColumnMap:
    """Return the map of a column in finintel's own feeds: its name, money in major units."""
    is_optional = not column.required or column.name == "source_id"
    return ColumnMap(columns=(own_name(column),), optional=is_optional)


def own_name(column: Column) -> str:
    """Return the name of an entity column in finintel's own feeds."""
    return column.name.removesuffix("_minor") if is_money(column) else column.name


def check_table(
    table: Table,
    entity: Entity,
    where: str,
    codes: Mapping[str, Mapping[str, str]],
    shelf: Shelf,
) -> None:
    """Check a table against its entity: required columns, codes, identity, overlaps."""
    provided = set(table.columns) | {"source_id"} | (set(DIRECTED) if table.direction else set())
    if table.identity:
        provided |= set(entity.key)
    faults = shelf.faults
    faults += [
        f"{where}: required column '{name}' of entity {entity.name} is not mapped"
        for name, column in entity.columns.items()
        if column.required and name not in provided and not table.labels_only
    ]
    for name, entry in table.columns.items():
        faults += [
            f"{where} map.{name}: {fault}"
            for fault in entry_faults(name, entry, table, codes, shelf)
        ]
    amounts = table.direction.amounts if table.direction else ()
    if amounts and table.columns.get("amount_minor", ColumnMap()).columns != amounts:
        names = ", ".join(f'"{name}"' for name in amounts)
        faults.append(
            f"{where}: the direction is told by amounts, so map amount_minor from the same: "
            f"amount_minor = {{ columns = [{names}] }}"
        )
    faults += [
        f"{where} map.{name}: percent is for a share, and this is no ratio"
        for name, entry in table.columns.items()
        if entry.percent and entity.columns[name].type != "ratio"
    ]
    faults += [f"{where}: '{n}' is mapped and ignored" for n in table.ignore if n in table.consumed]
    faults += [
        f"{where}: identity names '{name}', which is not mapped"
        for name in table.identity
        if name not in provided
    ]
    faults += [
        f"{where}: a label's subject '{label.subject}' is no column of {entity.name}"
        for label in table.labels
        if label.subject not in entity.columns
    ]


def entry_faults(
    name: str,
    entry: ColumnMap,
    table: Table,
    codes: Mapping[str, Mapping[str, str]],
    shelf: Shelf,
) -> list[str]:
    """Return what is wrong with the codes, the currency and the zone of one entry of a map."""
    faults: list[str] = []
    given = {entry.constant, entry.default} - {None}
    if entry.codes is not None and entry.codes not in codes:
        faults.append(f"[codes.{entry.codes}] does not exist")
    elif entry.codes is not None:
        given = set(codes[entry.codes].values())
    if name in table.accepted:
        faults += [f"'{code}' is no code of {name}" for code in given - set(table.accepted[name])]
    if entry.currency is not None and entry.currency not in shelf.codes.get("currency", ()):
        faults.append(f"'{entry.currency}' is not in currency.toml")
    try:
        ZoneInfo(entry.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(f"zone '{entry.zone}' does not exist; give one as Europe/Prague")
    return faults
