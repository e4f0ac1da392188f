"""Backward: from payments to the credits that financed them.

The forward allocation read from the other end, not a rerun and not backwards tracing in the sense
of Durant: every credit from outside is a source of its own, and the payment's composition says how
much of each is in it. Credits too small to matter stay one sum that is not told apart; opening
balances and what a bank financed are sums of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from finintel.follow.answer import (
    MOVED_ON,
    Answer,
    in_order,
    no_pieces,
    pieces,
    require_whole,
    run_frame,
    run_names,
)
from finintel.follow.back_search import Shares
from finintel.follow.book import Book
from finintel.follow.forward import at_start
from finintel.follow.question import BACKWARD_METHODS, Question
from finintel.follow.reach import Reach, Tick, Wanted
from finintel.trace.backward import steps_of
from finintel.trace.entries import OUTSIDE, Ledger, read_ledger
from finintel.trace.follow import outside_names, trace_ledger
from finintel.trace.order import BOOKED
from finintel.trace.sources import Sources, read_sources

if TYPE_CHECKING:
    import polars as pl

    from finintel.trace.result import TraceResult

# A credit is told apart from this part of the share on that makes an account worth following.
NAMED_PART = 10
# More sources than these in one scan cost time and say nothing to a reader.
MOST_NAMED = 500
CAME_IN = "came_in"
# What a payment is made of beside the credits told apart.
UNNAMED = {"U": "opening_unknown", "OD": "financed_by_bank", "F": "interest", "C": "not_told_apart"}


def follow_backward(book: Book, starts: pl.DataFrame, question: Question, progress: Tick) -> Answer:
    """Follow payments back to where their money came from.

    Args:
        book: the statements.
        starts: transaction_id, account_number (debited; null for cash or unknown), currency and
            amount_minor (debited), amount_base_minor (null where unknown), booked_epoch.
        question: how.
        progress: told what is being done.

    Raises:
        TraceError: value was not conserved.
    """
    import polars as pl

    latest = starts.get_column("booked_epoch").max()
    reach = Reach(book, question.bounds, latest if isinstance(latest, int) else None)
    reach.take(at_start(starts))
    is_followed = pl.col("account_number").is_in(list(reach.hops)).fill_null(value=False)
    asked, apart = starts.filter(is_followed), starts.filter(~is_followed)
    result = None
    if asked.height:
        least = reach.least(int(starts.get_column("amount_base_minor").fill_null(0).sum()))
        shares = Shares(least)

        def further(fresh: pl.DataFrame) -> Mapping[int, Wanted]:
            shares.add(fresh)
            return shares.wanted(asked, reach)

        reach.grow(further, progress)
        entries = reach.entries()
        ledger = read_ledger(entries)
        named = told_apart(entries, ledger, least)
        result = trace_ledger(ledger, named, BACKWARD_METHODS)
    path = in_order(pl.concat([steps(result, asked, reach), unfollowed(result, apart, reach)]))
    made = pl.concat([composed(result, asked, reach), unfollowed(result, apart, reach)])
    return Answer(question, starts, reach, result, path, in_order(made))


def told_apart(entries: pl.DataFrame, ledger: Ledger, least: int) -> Sources:
    """Return the credits from outside that are large enough to be told apart, as sources."""
    import polars as pl

    base = pl.col("amount_base_minor")
    credited = entries.filter(
        (pl.col("direction") == "in")
        & pl.col("transaction_id").is_in(outside_names(ledger))
        & (base.is_null() | (base >= max(1, least // NAMED_PART)))
    )
    largest = credited.sort(
        base.is_null(), base, "transaction_number", descending=[True, True, False]
    ).head(MOST_NAMED)
    return read_sources(largest.select("transaction_id").sort("transaction_id"), ledger)


def steps(result: TraceResult | None, asked: pl.DataFrame, reach: Reach) -> pl.DataFrame:
    """Return the way back of every payment as pieces, nearest first."""
    import polars as pl

    if result is None:
        return no_pieces()
    found = steps_of(result, asked.get_column("transaction_id").to_list())
    internal = [
        name
        for number, name in enumerate(result.ledger.transaction_ids)
        if result.ledger.debited[number] != OUTSIDE or result.ledger.returned[number] != OUTSIDE
    ]
    named = dict(zip(result.sources.labels, result.sources.transactions, strict=True))
    return pieces(
        found.join(
            credited_by(reach).drop("account_number"), on="in_transaction_id", how="left"
        ).with_columns(
            pl.when(pl.col("in_transaction_id").is_in(internal))
            .then(pl.lit(MOVED_ON))
            .otherwise(pl.lit(CAME_IN))
            .alias("end"),
            pl.when(~pl.col("in_transaction_id").is_in(internal))
            .then(reach.reasons(pl.col("counterparty_number")))
            .alias("stop"),
            pl.col("source_label")
            .replace_strict(named, return_dtype=pl.String)
            .alias("source_transaction_id"),
            pl.col("step").alias("hop"),
            pl.col("transaction_id").alias("payment_transaction_id"),
        ),
        {"is_bound": False},
    )


def credited_by(reach: Reach) -> pl.DataFrame:
    """Return the account that paid each credit of what is followed, and the one credited."""
    import polars as pl

    credited = reach.entries().filter(pl.col("direction") == "in")
    columns = ("counterparty_number", "account_number")
    return credited.select(*columns, in_transaction_id="transaction_id")


def composed(result: TraceResult | None, asked: pl.DataFrame, reach: Reach) -> pl.DataFrame:
    """Return what every payment is made of, in its own currency, checked against its amount.

    Raises:
        TraceError: the parts of a payment are not the payment.
    """
    import polars as pl

    if result is None:
        return no_pieces()
    names = asked.get_column("transaction_id").to_list()
    label, source = pl.col("source_label"), pl.col("source_transaction_id")
    keys = ["method", "order_variant", "transaction_id", "source_label", "source_transaction_id"]
    made = (
        result.composition(names)
        .group_by(keys)
        .agg(pl.col("amount_minor").sum())
        .join(asked.select("transaction_id", "currency"), on="transaction_id", how="left")
        .with_columns(source.alias("in_transaction_id"))
        .join(credited_by(reach), on="in_transaction_id", how="left")
        .with_columns(
            pl.when(source.is_null())
            .then(label.replace_strict(UNNAMED, default=None, return_dtype=pl.String))
            .otherwise(pl.lit(CAME_IN))
            .alias("end"),
            pl.when(source.is_not_null())
            .then(reach.reasons(pl.col("counterparty_number")))
            .alias("stop"),
            pl.col("transaction_id").alias("payment_transaction_id"),
        )
    )
    ledger = result.ledger
    returned = [ledger.transaction_ids[number] for number in ledger.returned if number != OUTSIDE]
    # of a payment that came back later only the rest is composed
    is_whole = ~pl.col("transaction_id").is_in(returned)
    paid = amounts_by_run(result, asked.filter(is_whole))
    require_whole(made.filter(is_whole), paid, ["transaction_id"])
    return pieces(made, {"is_bound": False})


def unfollowed(result: TraceResult | None, apart: pl.DataFrame, reach: Reach) -> pl.DataFrame:
    """Return the payments whose payer is not followed: no origin is known."""
    import polars as pl

    names = [(name, BOOKED, False) for name in BACKWARD_METHODS]
    ended = apart.select(
        "currency",
        "amount_minor",
        reach.reasons(pl.col("account_number")).alias("stop"),
        payment_transaction_id="transaction_id",
        source_transaction_id="transaction_id",
        source_label="transaction_id",
        in_transaction_id="transaction_id",
        counterparty_number="account_number",
    )
    runs = run_frame(names if result is None else run_names(result))
    return pieces(runs.join(ended, how="cross"), {"hop": 0, "end": CAME_IN})


def amounts_by_run(result: TraceResult, asked: pl.DataFrame) -> pl.DataFrame:
    """Return what the parts of each payment must add up to in every run."""
    return run_frame(run_names(result)).join(
        asked.select("transaction_id", wanted_minor="amount_minor"), how="cross"
    )
