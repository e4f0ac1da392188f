"""The run-time checks stop a trace that does not balance."""

from __future__ import annotations

import pytest
from tests.trace.rows import entries, sources

from finintel.errors import TraceError
from finintel.trace.conservation import balanced, check_lowest_balance
from finintel.trace.entries import read_ledger
from finintel.trace.follow import openings_for
from finintel.trace.scan import Scan
from finintel.trace.sources import read_sources


def spent(method: str) -> tuple[Scan, list[int], list[int]]:
    ledger = read_ledger(entries("id,from,to,amount\nc,,1,10\nd,,1,100\nx,1,,50"))
    order = list(range(len(ledger.amounts)))
    openings = openings_for(ledger, order)
    return (
        Scan(ledger, read_sources(sources(("d", "D")), ledger), method).run(order, openings),
        order,
        openings,
    )


def test_value_that_vanishes_stops_the_trace() -> None:
    scan, order, openings = spent("fifo")
    scan.rows.pop()
    with pytest.raises(TraceError, match="not held \\+ paid out"):
        balanced(scan, order, openings)


def test_a_pot_that_differs_from_its_balance_stops_the_trace() -> None:
    scan, order, openings = spent("fifo")
    scan.accounts[0].debit(1)
    with pytest.raises(TraceError, match="is not its balance"):
        balanced(scan, order, openings)


def test_a_scan_that_differs_from_the_closed_form_stops_the_trace() -> None:
    scan, order, openings = spent("fifo")
    check_lowest_balance(*spent("libr"))
    # what is held after 50 leave is 60 by both; by traced first it is 50
    other, order, openings = spent("traced_first")
    with pytest.raises(TraceError, match="differs between scan and closed form"):
        check_lowest_balance(other, order, openings)
    assert scan.is_bound is False
