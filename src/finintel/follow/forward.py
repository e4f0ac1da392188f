"""Forward: from credits to where their value went.

1. The accounts credited are the first that are followed; further ones are taken in rounds, see
   `reach`.
2. What is followed is scanned once more by every method under every order, and by the outer bound,
   with the law of tracing checked for each account, currency, source and method.
3. What was paid into an account that is not followed ends there, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.follow.answer import (
    MOVED_ON,
    PAID_OUT,
    Answer,
    in_order,
    no_pieces,
    pieces,
    require_whole,
    run_frame,
    run_names,
)
from finintel.follow.book import Book
from finintel.follow.light_scan import LightScan, light_scans
from finintel.follow.question import BOUND, Question
from finintel.follow.reach import Reach, Tick, Wanted, base_value
from finintel.trace.entries import Ledger, read_ledger
from finintel.trace.follow import trace_ledger
from finintel.trace.order import BOOKED
from finintel.trace.parts import FIRST_TRACED
from finintel.trace.sources import grouped_sources, read_sources
from finintel.vocabulary import TRACING_METHODS

if TYPE_CHECKING:
    import polars as pl

    from finintel.trace.result import TraceResult


def follow_forward(book: Book, starts: pl.DataFrame, question: Question, progress: Tick) -> Answer:
    """Follow credits forward.

    Args:
        book: the statements.
        starts: transaction_id, account_number (credited; null for cash or unknown), currency and
            amount_minor (credited), amount_base_minor (null where unknown).
        question: how.
        progress: told what is being done.

    Raises:
        TraceError: value was not conserved.
    """
    import polars as pl

    reach = Reach(book, question.bounds, question.until_epoch)
    reach.take(at_start(starts))
    is_followed = pl.col("account_number").is_in(list(reach.hops)).fill_null(value=False)
    named, apart = starts.filter(is_followed), starts.filter(~is_followed)
    result = None
    if named.height:
        least = reach.least(int(starts.get_column("amount_base_minor").fill_null(0).sum()))
        reach.grow(lambda _: further(reach.entries(), named, reach, least), progress)
        ledger = read_ledger(reach.entries())
        result = trace_ledger(
            ledger,
            read_sources(named.select("transaction_id"), ledger),
            [*TRACING_METHODS, BOUND],
            with_backwards=question.with_backwards,
        )
    path = in_order(pl.concat([followed(result, reach), untouched(result, apart, reach)]))
    return Answer(question, starts, reach, result, path, path.filter(pl.col("end") != MOVED_ON))


def at_start(starts: pl.DataFrame) -> dict[int, Wanted]:
    """Return the accounts of the starts, with the base value concerned."""
    values: dict[int, int] = defaultdict(int)
    for account, base in starts.select("account_number", "amount_base_minor").iter_rows():
        if account is not None:
            values[account] += base or 0
    return {account: Wanted(value, 0) for account, value in values.items()}


def further(
    entries: pl.DataFrame, named: pl.DataFrame, reach: Reach, least: int
) -> dict[int, Wanted]:
    """Trace what is followed and return the accounts that receive enough of it by any method.

    Only sums matter here, so all starts are one source.
    """
    ledger = read_ledger(entries)
    onward = payments_onward(entries, ledger, reach)
    sources = grouped_sources(ledger, dict.fromkeys(named.get_column("transaction_id"), 0))
    most: dict[int, int] = defaultdict(int)
    for _, _, scan in light_scans(ledger, sources, TRACING_METHODS):
        for account, value in received(scan, onward, least).items():
            most[account] = max(most[account], value)
    hops: dict[int, int] = {}
    for paid in onward:
        hops[paid.account] = min(hops.get(paid.account, paid.hop), paid.hop)
    return {
        account: Wanted(value, hops[account]) for account, value in most.items() if value >= least
    }


@dataclass(frozen=True)
class Onward:
    """A payment to an account that is not followed (yet); base None where no rate is known."""

    number: int
    account: int
    hop: int
    amount: int
    base: int | None


def payments_onward(entries: pl.DataFrame, ledger: Ledger, reach: Reach) -> list[Onward]:
    """Return the payments that leave what is followed for a known account."""
    import polars as pl

    numbers = {name: number for number, name in enumerate(ledger.transaction_ids)}
    leaving = entries.filter(
        (pl.col("direction") == "out")
        & pl.col("counterparty_number").is_not_null()
        & ~pl.col("counterparty_number").is_in(list(reach.hops))
    )
    columns = ("transaction_id", "counterparty_number", "account_number", "amount_minor")
    return [
        Onward(numbers[name], account, reach.hops[payer] + 1, amount, base)
        for name, account, payer, amount, base in leaving.select(
            *columns, "amount_base_minor"
        ).iter_rows()
    ]


def received(scan: LightScan, onward: Sequence[Onward], least: int) -> dict[int, int]:
    """Return the traced base value that each account outside receives under one run.

    A payment without a rate counts as worth following: what is not known is not little.
    """
    values: dict[int, int] = defaultdict(int)
    for paid in onward:
        parts = scan.carried.get(paid.number, ())
        traced = sum(amount for source, amount in parts if source >= FIRST_TRACED)
        if traced:
            values[paid.account] += base_value(traced, paid.amount, paid.base, least)
    return values


def followed(result: TraceResult | None, reach: Reach) -> pl.DataFrame:
    """Return the fragments as pieces, checked against what came into each account.

    Raises:
        TraceError: what is shown of an account is not what came in.
    """
    import polars as pl

    if result is None:
        return no_pieces()
    paid = reach.entries().filter(pl.col("direction") == "out")
    keys = ["source_transaction_id", "source_label", "account_number", "currency"]
    keys += ["in_transaction_id", "out_transaction_id", "hop"]
    shown = (
        result.fragments.group_by("method", "order_variant", *keys, pl.col("sink").alias("end"))
        .agg(pl.col("amount_minor").sum())
        .join(run_frame(run_names(result)), on=["method", "order_variant"], how="left")
        .join(
            paid.select("counterparty_number", out_transaction_id="transaction_id"),
            on="out_transaction_id",
            how="left",
        )
    )
    stop = reach.reasons(pl.col("counterparty_number"))
    shown = pieces(shown.with_columns(pl.when(pl.col("end") == PAID_OUT).then(stop).alias("stop")))
    place = ["account_number", "currency", "source_label"]
    came = result.conservation.select(
        "method", "order_variant", *place, wanted_minor="traced_in_minor"
    )
    require_whole(shown.filter(~pl.col("is_bound")), came, place)
    return shown


def untouched(result: TraceResult | None, apart: pl.DataFrame, reach: Reach) -> pl.DataFrame:
    """Return the starts that end where they begin: in cash, at a hub or beyond a bound.

    The same under every run.
    """
    import polars as pl

    names = [(name, BOOKED, name == BOUND) for name in (*TRACING_METHODS, BOUND)]
    runs = run_frame(names if result is None else run_names(result))
    ended = apart.select(
        "currency",
        "amount_minor",
        reach.reasons(pl.col("account_number")).alias("stop"),
        source_transaction_id="transaction_id",
        source_label="transaction_id",
        out_transaction_id="transaction_id",
        counterparty_number="account_number",
    )
    return pieces(runs.join(ended, how="cross"), {"hop": 0, "end": PAID_OUT})
