"""Toys: ways to raise alerts that know nothing, to set beside what does.

A toy that finds as much as a detector says that the data is easy, or the measure is. Time-linked
components are the classic trap: one that swallows the whole graph holds every scheme.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from finintel.evaluate.components import connected_components
from finintel.evaluate.grading import statement

if TYPE_CHECKING:
    import pyarrow as pa

    from finintel.warehouse import Warehouse

LINKED_SECONDS = 86_400  # a day: transactions of an account that follow each other within it


def toy_alerts(warehouse: Warehouse, alerts: int) -> Iterator[tuple[str, pa.Table]]:
    """Give each toy's name and its alert rows, on a budget of `alerts`."""
    named = {
        "largest amounts": "toy_largest_amount",
        "highest degree in a day": "toy_degree",
        "whole statements": "toy_statement",
    }
    for name, file in named.items():
        yield name, warehouse.run(statement(file), {"alerts": alerts})
    yield "time-linked components", time_linked(warehouse, alerts)


def time_linked(warehouse: Warehouse, alerts: int) -> pa.Table:
    """Return the largest components of transactions that follow each other on an account."""
    import polars as pl

    pairs = warehouse.run(statement("following"), {"seconds": LINKED_SECONDS})
    numbers = warehouse.frame(
        "select transaction_number from features.window_transfer order by transaction_number"
    )["transaction_number"].to_numpy()
    left, right = (
        numbers.searchsorted(pairs[name].to_numpy())
        for name in ("previous_number", "transaction_number")
    )
    root = connected_components(len(numbers), left, right)
    component = pl.DataFrame({"transaction_number": numbers, "component_number": root})
    with warehouse.registered("component", component):
        return warehouse.run(statement("component_row"), {"alerts": alerts})
