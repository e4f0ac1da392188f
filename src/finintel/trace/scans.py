"""Every scan of a trace: each method under every order that a day may have had."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from finintel.trace.entries import OUTSIDE, Ledger
from finintel.trace.methods import methods as all_methods
from finintel.trace.named import plain_movements
from finintel.trace.order import Orders
from finintel.trace.parts import Part
from finintel.trace.scan import Scan
from finintel.trace.sources import Sources

INNER_ORDERS = ("traced_part_first", "traced_part_last")


@dataclass(frozen=True)
class Run:
    """One method under one order.

    Attributes:
        method: tracing method.
        order_variant: booked, credits_first or debits_first; followed, where a mixed credit's inner
            order is not known, by the part that is taken to lie in front.
        order: movement numbers as scanned.
        openings: what each pot held before the first of them.
        scan: the scan, spent.
        trace_id: the trace that it belongs to, where there are several.
    """

    method: str
    order_variant: str
    order: Sequence[int]
    openings: Sequence[int]
    scan: Scan
    trace_id: str = ""

    @property
    def is_bound(self) -> bool:
        """An outer bound stays outside ranges and conserves nothing."""
        return self.scan.is_bound

    @property
    def carried(self) -> Mapping[int, list[Part]]:
        """Movement → parts that it carried in the end."""
        return self.scan.carried


@dataclass(frozen=True)
class Asked:
    """What is asked of scans.

    Attributes:
        trace_id: the trace that they belong to, where there are several.
        named: movements with the outside that are told piece by piece; all when None.
    """

    trace_id: str = ""
    named: Collection[int] | None = None


EVERYTHING = Asked()


def scan_all(
    ledger: Ledger,
    sources: Sources,
    orders: Orders,
    methods: Sequence[str],
    asked: Asked = EVERYTHING,
) -> Iterator[Run]:
    """Run every method under every order; of a bound every movement is told."""
    plain = None if asked.named is None else plain_movements(ledger, sources, asked.named)
    for variant, order in orders.variants.items():
        openings = openings_for(ledger, order)
        for method in methods:
            is_plain = plain if all_methods()[method].conserves else None
            for name, is_reversed in inner_orders(variant, method, sources):
                scan = Scan(
                    ledger, sources, method, is_inner_reversed=is_reversed, is_plain=is_plain
                )
                with collector_paused():
                    scan.run(order, openings)
                yield Run(method, name, order, openings, scan, asked.trace_id)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cycle collector for one scan, or for a batch of them.

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
