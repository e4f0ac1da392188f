"""Tables of the trace floor, each built from its own file in sql/trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finintel.night import StageContext
from finintel.sqlfile import SqlFile

if TYPE_CHECKING:
    import polars as pl


def build(context: StageContext, name: str, values: Mapping[str, Any] | None = None) -> int:
    """Build a table of the trace floor; defaults of its header fill what is missing."""
    file = context.sql(f"trace/{name}.sql")
    return context.warehouse.build(("trace", name), file, {**defaults(file), **(values or {})})


def defaults(file: SqlFile) -> dict[str, Any]:
    """Return the values of the parameters that the file's own header declares."""
    declared = file.header.get("parameters", {})
    return {
        name: item["default"]
        for name, item in declared.items()
        if isinstance(item, dict) and "default" in item
    }


def unit_minor(context: StageContext) -> int:
    """Return how many minor units one unit of the base currency has."""
    exponents = context.contracts.codelists.exponents
    return int(10 ** exponents[context.workspace.settings.base_currency])


def store(context: StageContext, name: str, rows: pl.DataFrame) -> None:
    """Write rows that come from contracts as a table of the trace floor."""
    with context.warehouse.registered("_rows", rows) as incoming:
        context.warehouse.execute(
            f"create or replace table trace.{name} as select * from {incoming}"
        )
