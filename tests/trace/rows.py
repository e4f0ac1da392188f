"""Entries and sources from short texts, for tests that tell one story."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl

DAY = 86_400
NUMBERS = ("account_number", "amount_minor", "booked_epoch", "transaction_number")
SCHEMA: dict[str, Any] = {
    "transaction_id": pl.String,
    "direction": pl.String,
    "account_number": pl.Int64,
    "amount_minor": pl.Int64,
    "currency": pl.String,
    "booked_epoch": pl.Int64,
    "transaction_number": pl.Int64,
    "kind": pl.String,
    "is_time_known": pl.Boolean,
    "is_overdraft_allowed": pl.Boolean,
    "balance_after_minor": pl.Int64,
    "returned_transaction_id": pl.String,
}
FLAGS = {"": None, "yes": True, "no": False}


def entries(text: str) -> pl.DataFrame:
    """Read rows `id,from,to,amount` with optional received, day, kind, timed, overdraft, balance
    (of the one account, or "out/in"), returned. A row a day where no day is given."""
    found = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text.strip()))):
        out_balance, _, in_balance = (row.get("balance") or "").partition("/")
        if not row["from"]:
            out_balance, in_balance = "", out_balance
        for account, direction, balance in (
            (row["from"], "out", out_balance),
            (row["to"], "in", in_balance),
        ):
            if account:
                received = row.get("received") or row["amount"]
                found.append(
                    {
                        "transaction_id": row["id"],
                        "direction": direction,
                        "account_number": int(account),
                        "amount_minor": int(row["amount"] if direction == "out" else received),
                        "currency": "EUR",
                        "booked_epoch": int(row.get("day") or number) * DAY,
                        "transaction_number": number,
                        "kind": row.get("kind") or "transfer",
                        "is_time_known": row.get("timed") != "no",
                        "is_overdraft_allowed": FLAGS[row.get("overdraft") or ""],
                        "balance_after_minor": int(balance) if balance else None,
                        "returned_transaction_id": row.get("returned") or None,
                    }
                )
    return pl.DataFrame(found, schema=SCHEMA)


def sources(*parts: tuple[str, str] | tuple[str, str, int]) -> pl.DataFrame:
    """Read sources as (transaction, label) or (transaction, label, amount)."""
    schema = {"transaction_id": pl.String, "source_label": pl.String, "amount_minor": pl.Int64}
    return pl.DataFrame([(*p, None)[:3] for p in parts], schema=schema, orient="row")
