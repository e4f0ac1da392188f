"""The run-time checks stop a trace that does not balance."""

from __future__ import annotations

import pytest
from tests.trace.rows import entries, sources

from finintel.errors import TraceError
from finintel.trace.conservation import balanced, check_lowest_balance
from finintel.trace.entries import read_ledger
from finintel.trace.order import possible_orders
from finintel.trace.scans import Run, scan_all
from finintel.trace.sources import read_sources


def spent(method: str) -> Run:
    ledger = read_ledger(entries("id,from,to,amount\nc,,1,10\nd,,1,100\nx,1,,50"))
    traced = read_sources(sources(("d", "D")), ledger)
    (run,) = scan_all(ledger, traced, possible_orders(ledger), [method])
    return run


def test_value_that_vanishes_stops_the_trace() -> None:
    run = spent("fifo")
    run.scan.rows.pop()
    with pytest.raises(TraceError, match="not held \\+ paid out"):
        balanced([spent("lifo"), run])


def test_a_pot_that_differs_from_its_balance_stops_the_trace() -> None:
    run = spent("fifo")
    run.scan.accounts[0].debit(1)
    with pytest.raises(TraceError, match="is not its balance"):
        balanced([spent("lifo"), run])


def test_a_scan_that_differs_from_the_closed_form_stops_the_trace() -> None:
    check_lowest_balance([spent("libr"), spent("libr")])
    # what is held after 50 leave is 60 by both; by traced first it is 50
    with pytest.raises(TraceError, match="differs between scan and closed form"):
        check_lowest_balance([spent("libr"), spent("traced_first")])
