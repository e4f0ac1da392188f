"""Forward to where value went, backward to where it came from, over all methods and orders."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finintel.errors import TraceError
from finintel.trace.conservation import balanced, check_lowest_balance
from finintel.trace.entries import OUTSIDE, Ledger, read_ledger
from finintel.trace.methods import methods as all_methods
from finintel.trace.order import possible_orders
from finintel.trace.result import (
    Run,
    TraceResult,
    backwards_frame,
    conservation_frame,
    fragment_frame,
)
from finintel.trace.scan import Scan
from finintel.trace.sources import Sources, read_sources

if TYPE_CHECKING:
    import polars as pl

INNER_ORDERS = ("traced_part_first", "traced_part_last")


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

    names = [
        name
        for number, name in enumerate(ledger.transaction_ids)
        if ledger.debited[number] == OUTSIDE
        and ledger.kinds[number] == "transfer"
        and ledger.returned[number] == OUTSIDE
    ]
    return read_sources(pl.DataFrame({"transaction_id": names}), ledger)


def trace_ledger(
    ledger: Ledger, sources: Sources, methods: Sequence[str], *, with_backwards: bool = False
) -> TraceResult:
    """Run every method under every order and check that each conserves value."""
    import polars as pl

    orders = possible_orders(ledger)
    runs: list[Run] = []
    fragments, conservation, backwards = [], [], []
    for variant, order in orders.variants.items():
        openings = openings_for(ledger, order)
        for method in methods:
            for name, is_reversed in inner_orders(variant, method, sources):
                scan = Scan(ledger, sources, method, is_inner_reversed=is_reversed)
                with collector_paused():
                    scan.run(order, openings)
                if not scan.is_bound:
                    table = balanced(scan, order, openings)
                    conservation.append(conservation_frame(table, scan, method, name))
                if method == "libr":
                    check_lowest_balance(scan, order, openings)
                runs.append(Run(method, name, scan.is_bound, order, scan.carried))
                fragments.append(fragment_frame(scan, method, name))
                backwards.append(backwards_frame(scan, method, name))
    return TraceResult(
        ledger=ledger,
        sources=sources,
        runs=tuple(runs),
        fragments=pl.concat(fragments),
        conservation=pl.concat(conservation) if conservation else pl.DataFrame(),
        backwards=pl.concat(backwards) if with_backwards else pl.concat(backwards).clear(),
        refused=pl.DataFrame(
            [(*ledger.pots[pot], day) for pot, day in orders.refused],
            schema={"account_number": pl.Int64, "currency": pl.String, "day": pl.Int64},
            orient="row",
        ),
    )


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cycle collector for one scan.

    A scan makes many tuples and no cycles; looking for them would take a third of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def inner_orders(variant: str, method: str, sources: Sources) -> list[tuple[str, bool]]:
    """Return the inner orders of mixed credits to run: both where it matters and is not known."""
    if not (sources.has_unknown_inner and all_methods()[method].keeps_inner_order):
        return [(variant, False)]
    return [(f"{variant}, {name}", bool(place)) for place, name in enumerate(INNER_ORDERS)]


def openings_for(ledger: Ledger, order: Sequence[int]) -> list[int]:
    """Return what each pot held before the first movement, under one order.

    Where nobody says, and the account is not known to have an overdraft, it is the least that
    keeps the pot from going below zero: an unknown layer, not clean money.
    """
    openings = list(ledger.openings)
    running = [0] * len(openings)
    lowest = [0] * len(openings)
    for number in order:
        pot = ledger.debited[number]
        if pot != OUTSIDE:
            running[pot] -= ledger.amounts[number]
            lowest[pot] = min(lowest[pot], running[pot])
        pot = ledger.credited[number]
        if pot != OUTSIDE:
            running[pot] += ledger.received[number]
    for pot, least in enumerate(lowest):
        if not ledger.is_opening_known[pot] and ledger.may_overdraw[pot] is not True:
            openings[pot] = -least
    return openings
