"""Where a piece of value ends, and the row that says so."""

from __future__ import annotations

MOVED_ON, PAID_OUT, FEE, HELD, OVERDRAFT_REPAID = range(5)
SINKS = ("moved_on", "paid_out", "fee", "held", "overdraft_repaid")
# Source, pot, credit that brought it, movement that took it, sink, amount.
Row = tuple[int, int, int, int, int, int]
