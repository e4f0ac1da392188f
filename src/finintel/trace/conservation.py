"""The law of tracing, checked at run time: traced in = held + paid out + overdraft repaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from finintel.errors import TraceError
from finintel.trace.columns import RUN, stacked
from finintel.trace.entries import OUTSIDE
from finintel.trace.lowest_balance import lowest_balance_held
from finintel.trace.parts import FIRST_TRACED, OPENING
from finintel.trace.scan import Scan
from finintel.trace.scans import Run
from finintel.trace.sinks import HELD, SINKS

if TYPE_CHECKING:
    import polars as pl

ROW = ("source", "pot", "credit", "debit", "sink", "amount")
CAME_IN = ("pot", "source", "credit", "amount")


def balanced(runs: Sequence[Run]) -> pl.DataFrame:
    """Return one row per run, pot and source: what came in and where it is; raise if it differs."""
    import polars as pl

    for run in runs:
        check_balances(run)
    rows = stacked(runs, lambda scan: scan.rows, ROW)
    came = stacked(runs, lambda scan: scan.came_in, CAME_IN)
    keys = [RUN, "pot", "source"]
    by_sink = rows.group_by(keys).agg(
        pl.col("amount").filter(pl.col("sink") == number).sum().alias(f"{name}_minor")
        for number, name in enumerate(SINKS)
    )
    table = (
        came.group_by(keys)
        .agg(pl.col("amount").sum().alias("traced_in_minor"))
        .join(by_sink, on=keys, how="full", coalesce=True)
        .fill_null(0)
        .sort(keys)
    )
    ends = pl.sum_horizontal(f"{name}_minor" for name in SINKS)
    wrong = table.filter(pl.col("traced_in_minor") != ends)
    if wrong.height:
        number, pot, source = wrong.row(0)[:3]
        scan = runs[number].scan
        raise TraceError(
            f"account number {scan.ledger.pots[pot][0]}, source {scan.sources.labels[source]}: "
            f"value in is not held + paid out + overdraft repaid ({wrong.height} such pairs). "
            "This is a fault of finintel."
        )
    return table


def check_balances(run: Run) -> None:
    """Raise unless every pot holds, of all sources together, its balance plus what it owes."""
    scan, ledger = run.scan, run.scan.ledger
    balance = list(run.openings)
    for number in run.order:
        if ledger.debited[number] != OUTSIDE:
            balance[ledger.debited[number]] -= ledger.amounts[number]
        if ledger.credited[number] != OUTSIDE:
            balance[ledger.credited[number]] += ledger.received[number]
    for pot, account in enumerate(scan.accounts):
        held = sum(piece[1] for piece in account.pieces())
        owed = sum(amount for _, amount in scan.owed[pot])
        if held - owed != balance[pot]:
            raise TraceError(
                f"account number {ledger.pots[pot][0]}: holds {held} and owes {owed}, which is not "
                f"its balance {balance[pot]}. This is a fault of finintel."
            )


def check_lowest_balance(runs: Sequence[Run]) -> None:
    """Raise unless the scans agree with the closed form after every row.

    A pot that returned a payment is left out: there value leaves by agreement, not by the method.
    """
    import polars as pl

    schema = ["run", "pot", "position", "traced_in_minor", "balance_minor", "scanned_minor"]
    lines = ((number, *line) for number, run in enumerate(runs) for line in traced_rows(run))
    rows = pl.DataFrame(list(lines), schema=dict.fromkeys(schema, pl.Int64), orient="row")
    held = lowest_balance_held(rows, keys=("run", "pot"))
    wrong = held.filter(pl.col("held_minor") != pl.col("scanned_minor"))
    if wrong.height:
        ledger = runs[wrong.item(0, "run")].scan.ledger
        raise TraceError(
            f"account number {ledger.pots[wrong.item(0, 'pot')][0]}: the lowest intermediate "
            "balance differs between scan and closed form. This is a fault of finintel."
        )


def traced_rows(run: Run) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield pot, position, traced credit, balance and traced value held, after each row."""
    ledger = run.scan.ledger
    returning = {
        ledger.debited[number]
        for number, returned in enumerate(ledger.returned)
        if returned != OUTSIDE
    }
    came, gone = traced_changes(run.scan)
    balance = list(run.openings)
    held = [0] * len(balance)
    concerned = {pot for pot, _ in came} - returning
    for position, number in enumerate(run.order):
        if ledger.debited[number] == ledger.credited[number]:
            continue
        for pot, change in (
            (ledger.debited[number], -ledger.amounts[number]),
            (ledger.credited[number], ledger.received[number]),
        ):
            if pot in concerned:
                balance[pot] += change
                traced_in = came[pot, number]
                held[pot] += traced_in - gone[pot, number]
                yield pot, position, traced_in, balance[pot], held[pot]


def traced_changes(scan: Scan) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """Return traced value in, and out, by pot and movement."""
    came: Counter[tuple[int, int]] = Counter()
    gone: Counter[tuple[int, int]] = Counter()
    for pot, source, credit, amount in scan.came_in:
        if source >= FIRST_TRACED:
            came[pot, credit] += amount
    for source, pot, credit, debit, sink, amount in scan.rows:
        if source >= FIRST_TRACED and sink != HELD:
            # what repays an overdraft goes with the credit that brought it
            gone[pot, credit if debit == OPENING else debit] += amount
    return came, gone
