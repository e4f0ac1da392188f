"""The account-day as a model sees it: which facts, on which scale, and their names in words.

Nationality, birthplace, sex, age, name and address are not among them and never will be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from finintel.warehouse import Warehouse, quoted

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

CHUNK_ACCOUNTS = 50_000  # accounts scored at a time: bounds memory, not the result


@dataclass(frozen=True)
class Fact:
    """One column of features.account_day; `unit` is count, money (base minor units) or seconds."""

    column: str
    label: str
    unit: str


FACTS = (
    Fact("in_count", "credits", "count"),
    Fact("out_count", "debits", "count"),
    Fact("in_base_minor", "credited", "money"),
    Fact("out_base_minor", "debited", "money"),
    Fact("largest_base_minor", "largest entry", "money"),
    Fact("passed_base_minor", "credited and debited on one day", "money"),
    Fact("cash_base_minor", "cash", "money"),
    Fact("abroad_count", "entries from or to abroad", "count"),
    Fact("round_count", "entries in whole thousands", "count"),
    Fact("new_counterparty_count", "new counterparties", "count"),
    Fact("counterparty_so_far_count", "counterparties so far", "count"),
    Fact("quiet_seconds", "silence before", "seconds"),
    Fact("in_quiet_seconds", "silence before, credits", "seconds"),
    Fact("out_quiet_seconds", "silence before, debits", "seconds"),
    Fact("counterparty_24h_count", "counterparties within 24 hours", "count"),
    Fact("counterparty_72h_count", "counterparties within 72 hours", "count"),
)


def read_days(warehouse: Warehouse, first_account: int, last_account: int) -> pl.DataFrame:
    """Return the account-days of a range of accounts in a fixed order, services left out."""
    columns = ", ".join(
        f"cast(day.{quoted(fact.column)} as double) as {fact.column}" for fact in FACTS
    )
    return warehouse.frame(
        f"select day.account_id, day.booked_on, {columns} from features.account_day as day "
        "left join features.service_hub as hub on hub.account_number = day.account_number "
        "where hub.account_number is null and day.account_number between $first and $last "
        "order by day.account_number, day.booked_on",
        {"first": first_account, "last": last_account},
    )


def chunks(warehouse: Warehouse) -> Iterator[pl.DataFrame]:
    """Yield all account-days of the window, a range of accounts at a time."""
    last = warehouse.value("select max(account_number) from features.account_day") or 0
    for first in range(1, last + 1, CHUNK_ACCOUNTS):
        days = read_days(warehouse, first, first + CHUNK_ACCOUNTS - 1)
        if not days.is_empty():
            yield days


def matrix(days: pl.DataFrame) -> NDArray[np.float32]:
    """Return the facts on a logarithmic scale; an unknown fact stays unknown (not a number)."""
    values = days.select(fact.column for fact in FACTS).to_numpy().astype(np.float64)
    scaled: NDArray[np.float32] = np.log1p(np.maximum(values, 0.0)).astype(np.float32)
    return scaled
