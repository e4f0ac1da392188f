"""The answer account by account: the law of tracing as checked, and overdrafts linked back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from finintel.follow.answer import Answer
from finintel.follow.naming import Names, named
from finintel.follow.tables import Cell, Money, Table

if TYPE_CHECKING:
    import polars as pl

    from finintel.trace.result import TraceResult


def law_table(answer: Answer, names: Names, money: Money, methods: Sequence[str]) -> Table:
    """Return, for every account, that value in = moved on + paid out + fees + held + repaid."""
    import polars as pl

    sums = ("traced_in", "moved_on", "paid_out", "fee", "held", "overdraft_repaid")
    keys = ["method", "order_variant", "account_number", "currency"]
    columns = ("method", "order", "account", "currency", "held before, unknown", *sums)
    if answer.result is None:
        return Table("", columns, [])
    frame = (
        answer.result.conservation.filter(pl.col("method").is_in(list(methods)))
        .group_by(keys)
        .agg(pl.col(f"{name}_minor").sum() for name in sums)
        .join(openings(answer.result), on=keys, how="left")
    )
    frame = named(frame, names).sort("method", "order_variant", "account_id", "currency")
    rows = [
        (
            *(row["method"], row["order_variant"], row["account_id"], row["currency"]),
            *(money.text(row[f"{name}_minor"], row["currency"]) for name in ("opening", *sums)),
        )
        for row in frame.iter_rows(named=True)
    ]
    titled = "checked: traced in = moved on + paid out + fee + held + overdraft repaid"
    return Table(titled, tuple(name.replace("_", " ") for name in columns), rows)


def openings(result: TraceResult) -> pl.DataFrame:
    """Return what each account held before its first row of the window, in every run."""
    import polars as pl

    rows = [
        (run.method, run.order_variant, *pot, opening)
        for run in result.runs
        for pot, opening in zip(result.ledger.pots, run.openings, strict=True)
    ]
    names = ["method", "order_variant", "account_number", "currency", "opening_minor"]
    types = [pl.String, pl.String, pl.Int64, pl.String, pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def backwards_table(answer: Answer, names: Names, money: Money) -> Table:
    """Return repaid overdrafts against what they had bought; never added to anything."""
    import polars as pl

    columns = (
        *("label", "method", "order", "account", "credit that repaid", "booked"),
        *("what the overdraft had paid", "booked", "currency", "amount"),
    )
    if answer.result is None:
        return Table("", columns, [])
    of_headline = pl.col("method") == answer.question.headline
    frame = named(answer.result.backwards.filter(of_headline), names)
    rows: list[tuple[Cell, ...]] = [
        (
            *(row["label"], row["method"], row["order_variant"], row["account_id"]),
            *(row["in_transaction_id"], row["in_booked_on"]),
            *(row["out_transaction_id"], row["out_booked_on"], row["currency"]),
            money.text(row["amount_minor"], row["currency"]),
        )
        for row in frame.iter_rows(named=True)
    ]
    title = "backwards tracing (Brazil v Durant): needs shown coordination; part of no sum above"
    return Table(title, columns, rows)
