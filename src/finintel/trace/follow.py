"""Forward to where value went, backward to where it came from, over all methods and orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from finintel.errors import TraceError
from finintel.trace.conservation import balanced, check_lowest_balance
from finintel.trace.entries import OUTSIDE, Ledger, read_ledger
from finintel.trace.methods import methods as all_methods
from finintel.trace.order import possible_orders
from finintel.trace.result import (
    TraceResult,
    backwards_frame,
    conservation_frame,
    fragment_frame,
    piece_rows,
)
from finintel.trace.scans import Run, scan_all
from finintel.trace.sources import Sources, read_sources

if TYPE_CHECKING:
    import polars as pl


def trace_forward(
    entries: pl.DataFrame,
    sources: pl.DataFrame,
    methods: Sequence[str] | None = None,
    until_epoch: int | None = None,
    *,
    with_backwards: bool = False,
) -> TraceResult:
    """Follow sources forward by every method and every order that a day may have had.

    Args:
        entries: the accounts concerned, see `read_ledger`; accounts without entries are outside.
        sources: traced credits, see `read_sources`.
        methods: names; all when None. Poison is an outer bound.
        until_epoch: leave out what was booked later.
        with_backwards: also link repaid overdrafts to what they had bought.

    Raises:
        TraceError: the input contradicts itself, or value was not conserved.
    """
    import polars as pl

    if until_epoch is not None:
        entries = entries.filter(pl.col("booked_epoch") <= until_epoch)
    ledger = read_ledger(entries)
    return trace_ledger(
        ledger,
        read_sources(sources, ledger),
        chosen_methods(methods),
        with_backwards=with_backwards,
    )


def trace_backward(
    entries: pl.DataFrame,
    methods: Sequence[str] | None = None,
    until_epoch: int | None = None,
) -> TraceResult:
    """Name every credit from outside a source of its own, so that any payment shows its origins.

    This is the forward allocation, read from the other end: `composition` of a payment says which
    credits financed it, `financing_steps` by which way. Methods that ask which set of credits is
    traced have no answer here and are left out; trace sources forward instead and read the payment.
    """
    import polars as pl

    if until_epoch is not None:
        entries = entries.filter(pl.col("booked_epoch") <= until_epoch)
    ledger = read_ledger(entries)
    names = [name for name in chosen_methods(methods) if not all_methods()[name].needs_sources]
    if not names:
        raise TraceError(
            "backward tracing without sources: name fifo, lifo or pro_rata; the other methods "
            "depend on which credits are traced"
        )
    return trace_ledger(ledger, outside_credits(ledger), names)


def chosen_methods(names: Sequence[str] | None) -> list[str]:
    """Return the methods asked for, all when None; raises on one that does not exist."""
    known = all_methods()
    unknown = sorted(set(names or ()) - set(known))
    if unknown:
        raise TraceError(f"unknown tracing method {', '.join(unknown)}; known: {', '.join(known)}")
    return [name for name in known if names is None or name in names]


def outside_credits(ledger: Ledger) -> Sources:
    """Return every credit from outside as a source; interest and returns stay what they are."""
    import polars as pl

    names = pl.DataFrame({"transaction_id": outside_names(ledger)}, {"transaction_id": pl.String})
    return read_sources(names, ledger)


def outside_names(ledger: Ledger) -> list[str]:
    """Return the credits from outside, in booked order; interest and returns are none."""
    return [
        name
        for number, name in enumerate(ledger.transaction_ids)
        if ledger.debited[number] == OUTSIDE
        and ledger.kinds[number] == "transfer"
        and ledger.returned[number] == OUTSIDE
    ]


def trace_ledger(
    ledger: Ledger, sources: Sources, methods: Sequence[str], *, with_backwards: bool = False
) -> TraceResult:
    """Run every method under every order and check that each conserves value."""
    import polars as pl

    orders = possible_orders(ledger)
    runs = tuple(scan_all(ledger, sources, orders, methods))
    backwards = backwards_frame(runs)
    return TraceResult(
        ledger=ledger,
        sources=sources,
        runs=runs,
        fragments=fragment_frame(runs, piece_rows(runs)).drop("trace_id"),
        conservation=conserved(runs).drop("trace_id"),
        backwards=(backwards if with_backwards else backwards.clear()).drop("trace_id"),
        refused=pl.DataFrame(
            [(*ledger.pots[pot], day) for pot, day in orders.refused],
            schema={"account_number": pl.Int64, "currency": pl.String, "day": pl.Int64},
            orient="row",
        ),
    )


def conserved(runs: Sequence[Run]) -> pl.DataFrame:
    """Check that every run conserves value and return what it shows; a bound conserves nothing."""
    exact = [run for run in runs if not run.is_bound]
    table = balanced(exact)
    check_lowest_balance([run for run in exact if run.method == "libr"])
    return conservation_frame(table, exact)
