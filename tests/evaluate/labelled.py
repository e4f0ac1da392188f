"""A small labelled warehouse: schemes, alerts and cases given as short lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import polars as pl

from finintel.contracts import load_entities
from finintel.warehouse import Warehouse, open_warehouse
from finintel.workspace import Settings, Workspace, shipped_resources

# transaction → (originator, beneficiary); the epoch is its place in the list times an hour
Transfers = Mapping[str, tuple[str, str]]
HOUR = 3_600
NEEDED = ("label", "alert", "alert_transaction", "case", "case_transaction", "case_asset")


@contextmanager
def labelled_warehouse(
    transfers: Transfers,
    *,
    schemes: Mapping[str, tuple[str | None, Sequence[str]]],
    alerts: Mapping[str, Sequence[str]],
    innocent: Sequence[str] = (),
    strict: Sequence[str] = (),
    cases: Mapping[str, Sequence[str]] | None = None,
    amounts: Mapping[str, int] | None = None,
) -> Iterator[Warehouse]:
    """Give a warehouse in memory.

    Args:
        transfers: every transaction and its two accounts.
        schemes: scheme → (kind, None where no feed says it; transactions).
        alerts: alert → transactions, best first.
        innocent: schemes that are innocent twins.
        strict: alerts of the strict tier.
        cases: case → transactions.
        amounts: of transactions, 100 where nothing is said.
    """
    with open_warehouse(None, Settings()) as warehouse:
        warehouse.create_floors()
        entities = load_entities(Workspace(shipped_resources()))
        warehouse.create_tables((entities[name], ()) for name in NEEDED)
        fill_transfers(warehouse, transfers, amounts or {})
        fill_labels(warehouse, schemes, innocent)
        fill_alerts(warehouse, alerts, strict)
        fill_cases(warehouse, cases or {})
        yield warehouse


def fill_transfers(warehouse: Warehouse, transfers: Transfers, amounts: Mapping[str, int]) -> None:
    frame = pl.DataFrame(
        [
            {
                "transaction_number": number,
                "transaction_id": transaction,
                "originator_account_id": ends[0],
                "beneficiary_account_id": ends[1],
                "booked_epoch": number * HOUR,
                "amount_base_minor": amounts.get(transaction, 100),
            }
            for number, (transaction, ends) in enumerate(transfers.items())
        ]
    ).with_columns(booked_on=pl.from_epoch("booked_epoch").dt.date())
    for table in ('core."transaction"', "features.window_transfer"):
        with warehouse.registered("given", frame):
            warehouse.execute(f"create table {table} as from given")
    entries = [
        frame.with_columns(account_id=pl.col(own), counterparty_account_id=pl.col(other))
        for own, other in (
            ("originator_account_id", "beneficiary_account_id"),
            ("beneficiary_account_id", "originator_account_id"),
        )
    ]
    with warehouse.registered("given", pl.concat(entries)):
        warehouse.execute("create table features.window_transaction as from given")


def fill_labels(
    warehouse: Warehouse,
    schemes: Mapping[str, tuple[str | None, Sequence[str]]],
    innocent: Sequence[str],
) -> None:
    rows = [
        {
            "source_id": "feed",
            "subject_type": "transaction",
            "subject_id": transaction,
            "scheme_id": scheme,
            "scheme_kind": kind,
            "is_innocent": scheme in innocent,
        }
        for scheme, (kind, transactions) in schemes.items()
        for transaction in transactions
    ]
    if rows:
        warehouse.insert(("evaluation", "label"), pl.DataFrame(rows))


def fill_alerts(
    warehouse: Warehouse, alerts: Mapping[str, Sequence[str]], strict: Sequence[str]
) -> None:
    if not alerts:
        return
    listed = [
        {
            "alert_id": alert,
            "detector_id": "DET-001",
            "tier": "strict" if alert in strict else "ranked",
            "score": 1 - position / 1_000,
            "transaction_count": len(transactions),
            "state": "current",
        }
        for position, (alert, transactions) in enumerate(alerts.items())
    ]
    cited = [
        {"alert_id": alert, "transaction_id": transaction, "position": position}
        for alert, transactions in alerts.items()
        for position, transaction in enumerate(transactions)
    ]
    warehouse.insert(("detect", "alert"), pl.DataFrame(listed))
    warehouse.insert(("detect", "alert_transaction"), pl.DataFrame(cited))


def fill_cases(warehouse: Warehouse, cases: Mapping[str, Sequence[str]]) -> None:
    if not cases:
        return
    listed = [{"case_id": case, "state": "open"} for case in cases]
    cited = [
        {"case_id": case, "transaction_id": transaction, "alert_count": 1}
        for case, transactions in cases.items()
        for transaction in transactions
    ]
    warehouse.insert(("cases", "case"), pl.DataFrame(listed))
    warehouse.insert(("cases", "case_transaction"), pl.DataFrame(cited))
