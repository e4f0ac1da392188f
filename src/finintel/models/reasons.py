"""Reasons in words: the facts of a day that lie furthest out among the training rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from finintel.models.account_day import FACTS, Fact
from finintel.models.store import Sheet
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

REASONS_SHOWN = 3
SECONDS_A_DAY = 86_400


def reasons(days: pl.DataFrame, sheet: Sheet, context: StageContext) -> list[str]:
    """Return for each day its strongest facts, with their value and the usual one (the median)."""
    values = days.select(fact.column for fact in FACTS).to_numpy().astype(np.float64)
    distance = np.column_stack(
        [tail_rank(values[:, place], np.array(sheet.grid[place])) for place in range(len(FACTS))]
    )
    # stable: facts equally far out stand in the order of FACTS
    strongest = np.argsort(-distance, axis=1, kind="stable")[:, :REASONS_SHOWN]
    currency = context.workspace.settings.base_currency
    exponent = context.contracts.codelists.exponents[currency]
    usual = [row[len(row) // 2] for row in sheet.grid]
    return [
        "; ".join(
            f"{FACTS[place].label} {written(FACTS[place], values[row, place], currency, exponent)} "
            f"(usual {written(FACTS[place], usual[place], currency, exponent)})"
            for place in strongest[row]
        )
        for row in range(len(values))
    ]


def tail_rank(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
    grid: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how high a value ranks in training, 0 to 1; unknown values say nothing.

    Values beyond all that training saw are told apart by how many times the largest they are.
    """
    rank = np.searchsorted(grid, values, side="left") / len(grid)
    beyond = np.maximum(values / max(float(grid[-1]), 1.0) - 1.0, 0.0)
    return np.nan_to_num(rank + beyond / (1.0 + beyond), nan=0.0)


def written(fact: Fact, value: float, currency: str, exponent: int) -> str:
    """Write a value in its unit; display only, no money is computed here."""
    if fact.unit == "money":
        return f"{value / 10**exponent:,.{exponent}f} {currency}"
    if fact.unit == "seconds":
        return f"{value / SECONDS_A_DAY:.1f} days"
    return f"{value:.0f}"
