"""Many payments traced side by side: what each carried, and the pieces that lead to it.

Every scan is checked to conserve value whole; only then is what went elsewhere left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.trace.columns import RUN
from finintel.trace.entries import TRACE, Ledger, read_ledgers
from finintel.trace.follow import chosen_methods, conserved
from finintel.trace.leading import leading_rows
from finintel.trace.order import possible_orders
from finintel.trace.parts import is_traced
from finintel.trace.result import fragment_frame, piece_rows
from finintel.trace.scans import Asked, Run, scan_all
from finintel.trace.sources import Sources, read_sources

if TYPE_CHECKING:
    import polars as pl

# Scans are put into columns and let go when they hold so many pieces.
PIECES_AT_ONCE = 250_000


@dataclass(frozen=True)
class Traced:
    """Some payments traced.

    Attributes:
        amounts: trace_id, method, order_variant, traced_minor (that the payment carried, in the
            currency debited, net of what was returned; zero is an answer too).
        fragments: the pieces that lead to the payment, as `TraceResult.fragments`, and trace_id.
            Fruit has no source transaction.
    """

    amounts: pl.DataFrame
    fragments: pl.DataFrame


def trace_payments(
    entries: pl.DataFrame,
    sources: pl.DataFrame,
    payments: Mapping[str, str],
    methods: Sequence[str] | None = None,
) -> Iterator[Traced]:
    """Trace many payments, each through the entries of its own; yields some at a time.

    Args:
        entries: as for `read_ledgers`.
        sources: trace_id and the columns of `read_sources`.
        payments: trace → the transaction that was paid. A trace without entries is left out.
        methods: names; all when None.

    Raises:
        TraceError: the input contradicts itself, or value was not conserved.
    """
    names = chosen_methods(methods)
    parts = {str(key): part for (key,), part in sources.group_by([TRACE], maintain_order=True)}
    none = sources.clear()
    waiting: list[Run] = []
    pieces = 0
    targets: dict[str, int] = {}
    for trace_id, ledger in read_ledgers(entries).items():
        target = position(ledger, payments[trace_id])
        if target is None:
            continue
        targets[trace_id] = target
        found = read_sources(parts.get(trace_id, none), ledger)
        runs = list(scan_payment(trace_id, ledger, found, names, target))
        waiting += runs
        pieces += sum(len(run.scan.rows) for run in runs)
        if pieces >= PIECES_AT_ONCE:
            yield told(waiting, targets)
            waiting.clear()
            pieces = 0
    if waiting:
        yield told(waiting, targets)


def position(ledger: Ledger, transaction_id: str) -> int | None:
    """Return the number of a transaction's movement, None when it is not there."""
    try:
        return ledger.transaction_ids.index(transaction_id)
    except ValueError:
        return None


def scan_payment(
    trace_id: str, ledger: Ledger, sources: Sources, methods: Sequence[str], target: int
) -> Iterator[Run]:
    """Scan one payment's ledger by every method and order."""
    orders = possible_orders(ledger)
    return scan_all(ledger, sources, orders, methods, Asked(trace_id, (target,)))


def told(runs: Sequence[Run], targets: Mapping[str, int]) -> Traced:
    """Check some runs and put what they say of their payments into columns."""
    import polars as pl

    conserved(runs)
    amounts = [
        (run.trace_id, run.method, run.order_variant, carried_by(run, targets[run.trace_id]))
        for run in runs
    ]
    schema = {
        TRACE: pl.String,
        "method": pl.String,
        "order_variant": pl.String,
        "traced_minor": pl.Int64,
    }
    rows = leading_rows(piece_rows(runs), runs, targets)
    return Traced(
        amounts=pl.DataFrame(amounts, schema=schema, orient="row"),
        fragments=fragment_frame(runs, rows.sort(RUN, maintain_order=True)),
    )


def carried_by(run: Run, number: int) -> int:
    """Return the traced value that a movement carried."""
    return sum(amount for source, amount in run.carried.get(number, []) if is_traced(source))
