"""Columns as arrays: from a statement, into a table, and the few steps that shapes share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from finintel.warehouse import Warehouse

    Columns = dict[str, NDArray[Any]]


def read(warehouse: Warehouse, statement: str, parameters: dict[str, Any] | None = None) -> Columns:
    """Run a statement and return its columns; they hold no nulls."""
    table = warehouse.arrow(statement, parameters)
    return {name: table.column(name).to_numpy() for name in table.column_names}


def write(warehouse: Warehouse, table: tuple[str, str], columns: Columns) -> None:
    """Create or replace a table from columns."""
    import pyarrow as pa

    from finintel.warehouse import quoted

    with warehouse.registered("_columns", pa.table(dict(columns))) as name:
        warehouse.execute(f"create or replace table {quoted(*table)} as select * from {name}")


def stack(parts: Sequence[Columns]) -> Columns:
    """Put column sets of the same names under one another."""
    import numpy as np

    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def take(columns: Columns, chosen: NDArray[Any]) -> Columns:
    """Return the chosen rows, by position or by mask."""
    return {name: values[chosen] for name, values in columns.items()}


def first_of_runs(key: NDArray[Any]) -> NDArray[np.bool_]:
    """Mark where a sorted key differs from the one before it."""
    import numpy as np

    if not len(key):
        return np.zeros(0, dtype=bool)
    return np.concatenate([np.ones(1, dtype=bool), key[1:] != key[:-1]])
