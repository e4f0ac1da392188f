"""The statements that are read: entries of accounts, from a snapshot or, in tests, from a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import shipped_resources

if TYPE_CHECKING:
    import polars as pl

    from finintel.warehouse import Parameters

LAST_EPOCH = 253_402_300_799  # the last second of the year 9999


class Book(Protocol):
    """Statements of accounts."""

    def sizes(self, accounts: Sequence[int]) -> pl.DataFrame:
        """Return account_number, is_service_hub, entry_count (of the whole window) of accounts."""

    def entries(self, accounts: Sequence[int], until_epoch: int | None) -> pl.DataFrame:
        """Return all entries of accounts.

        Returns:
            the columns of `trace.entries.read_ledger`, and counterparty_number and
            amount_base_minor (null where unknown).
        """


class SnapshotBook:
    """The statements in `mart.entry` of an open snapshot; transactions go by their number."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def sizes(self, accounts: Sequence[int]) -> pl.DataFrame:
        """Return account_number, is_service_hub, entry_count of accounts."""
        return ask(self.warehouse, "account_size", {"accounts": sorted(accounts)})

    def entries(self, accounts: Sequence[int], until_epoch: int | None) -> pl.DataFrame:
        """Return all entries of accounts."""
        until = LAST_EPOCH if until_epoch is None else until_epoch
        asked = {"accounts": sorted(accounts), "until_epoch": until}
        return ask(self.warehouse, "entry", asked)


def ask(warehouse: Warehouse, name: str, parameters: Parameters | None = None) -> pl.DataFrame:
    """Run a statement of sql/follow; it takes exactly these parameters."""
    file = read_sql(shipped_resources() / "sql" / "follow" / f"{name}.sql")
    return warehouse.frame(file.statement, parameters)
