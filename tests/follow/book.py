"""Statements in memory, and a way to ask them: what the command asks of a snapshot."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import polars as pl

from finintel.follow.answer import Answer
from finintel.follow.backward import follow_backward
from finintel.follow.forward import follow_forward
from finintel.follow.question import Bounds, Question

# Nothing is left out: every account that carries a minor unit is followed.
WHOLE = Bounds(hops=100, accounts=1_000, rows=1_000_000, least_share=Fraction(0))


class FrameBook:
    """Entries in a frame; see `Book`."""

    def __init__(self, entries: pl.DataFrame, hubs: Collection[int] = ()) -> None:
        self.frame = with_counterparties(entries)
        self.hubs = hubs

    def sizes(self, accounts: Sequence[int]) -> pl.DataFrame:
        counted = self.frame.group_by("account_number").agg(pl.len().cast(pl.Int64))
        return (
            counted.filter(pl.col("account_number").is_in(list(accounts)))
            .select(
                "account_number",
                pl.col("account_number").is_in(list(self.hubs)).alias("is_service_hub"),
                pl.col("len").alias("entry_count"),
            )
            .sort("account_number")
        )

    def entries(self, accounts: Sequence[int], until_epoch: int | None) -> pl.DataFrame:
        kept = self.frame.filter(pl.col("account_number").is_in(list(accounts)))
        return kept if until_epoch is None else kept.filter(pl.col("booked_epoch") <= until_epoch)


def with_counterparties(entries: pl.DataFrame) -> pl.DataFrame:
    """Add the other account of every entry, and the amount debited as the base amount."""
    other = entries.select(
        "transaction_id",
        pl.col("direction").replace_strict({"in": "out", "out": "in"}).alias("direction"),
        pl.col("account_number").alias("counterparty_number"),
        pl.col("amount_minor").alias("other_minor"),
    )
    debited = (
        pl.when(pl.col("direction") == "out")
        .then("amount_minor")
        .otherwise(pl.coalesce("other_minor", "amount_minor"))
    )
    return (
        entries.join(other, on=["transaction_id", "direction"], how="left", maintain_order="left")
        .with_columns(debited.alias("amount_base_minor"))
        .drop("other_minor")
    )


def starts(entries: pl.DataFrame, names: Sequence[str], side: str) -> pl.DataFrame:
    """Return the starts of a question, one side of transactions; null where it has none."""
    rows = with_counterparties(entries).filter(
        pl.col("transaction_id").is_in(list(names)) & (pl.col("direction") == side)
    )
    columns = ("transaction_id", "account_number", "currency", "amount_minor")
    return rows.select(*columns, "amount_base_minor", "booked_epoch")


def asked(
    entries: pl.DataFrame,
    names: Sequence[str],
    *,
    is_forward: bool = True,
    headline: str = "pro_rata",
    bounds: Bounds = WHOLE,
    hubs: Collection[int] = (),
    with_backwards: bool = False,
) -> Answer:
    """Ask from transactions, as the command does."""
    question = Question(
        headline, is_forward=is_forward, bounds=bounds, with_backwards=with_backwards
    )
    side = "in" if is_forward else "out"
    follow = follow_forward if is_forward else follow_backward
    given = starts(entries, names, side)
    return follow(FrameBook(entries, hubs), given, question, lambda *_: None)


def ends_of(answer: Answer, method: str, order: str = "") -> Mapping[tuple[object, ...], int]:
    """Return (end, account, transaction out, source) → amount, of one run."""
    shown = answer.endings.filter(pl.col("method") == method)
    if order:
        shown = shown.filter(pl.col("order_variant") == order)
    keys = ("end", "account_number", "out_transaction_id", "source_transaction_id")
    total = shown.group_by(keys).agg(pl.col("amount_minor").sum())
    return {row[:4]: row[4] for row in total.iter_rows()}
