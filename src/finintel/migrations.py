"""Steps from an older workspace to the present one, by the version that `meta` carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from finintel.contracts import Column, Entity
from finintel.errors import UsageError
from finintel.warehouse import Warehouse, quoted, table_name

# One step per version: STEPS[n] takes a workspace of version n to n + 1.
STEPS: tuple[Callable[[Warehouse], None], ...] = ()
PRESENT_VERSION = len(STEPS) + 1


def migrate(warehouse: Warehouse, entities: Mapping[str, Entity]) -> None:
    """Bring a workspace to the present version, step by step, inside the caller's transaction.

    A column that a contract gained needs no step: it is added, unknown in the rows of before.

    Raises:
        UsageError: the workspace was written by a newer finintel.
    """
    warehouse.execute("create table if not exists meta.schema_version (version integer)")
    found = warehouse.value("select max(version) from meta.schema_version")
    version = PRESENT_VERSION if found is None else int(found)
    if version > PRESENT_VERSION:
        raise UsageError(
            f"this workspace has version {version}, this finintel knows {PRESENT_VERSION}. "
            "Install the finintel that wrote it, or a newer one."
        )
    for step in STEPS[version - 1 :]:
        step(warehouse)
    if found is None or version != PRESENT_VERSION:
        warehouse.execute(
            "insert into meta.schema_version select $version", {"version": PRESENT_VERSION}
        )
    add_columns(warehouse, entities)


def add_columns(warehouse: Warehouse, entities: Mapping[str, Entity]) -> None:
    """Add the columns that tables of an older workspace lack."""
    for entity, column in missing_columns(warehouse, entities):
        table, name = table_name(entity), quoted(column.name)
        warehouse.execute(f"alter table {table} add column {name} {column.sql_type}")


def missing_columns(
    warehouse: Warehouse, entities: Mapping[str, Entity]
) -> list[tuple[Entity, Column]]:
    """Return the columns of the contracts that no table has; a missing table lacks all of them.

    The transaction is the lake's view: files without a column read as null.
    """
    known = set(
        warehouse.rows(
            "select table_schema, table_name, column_name from information_schema.columns"
        )
    )
    return [
        (entity, column)
        for entity in entities.values()
        if entity.name != "transaction"
        for column in entity.plain_columns
        if (entity.floor, entity.name, column.name) not in known
    ]
