"""Which pieces lead to a payment: the way back from it, through every run at once.

A piece leads there when the payment took it, or when the movement that took it brought value of the
same source to a pot from which a leading piece of that credit left. The rest went elsewhere; it is
counted in the conservation of value, and `trace_forward` names it on request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from finintel.trace.columns import RUN
from finintel.trace.entries import OUTSIDE, Ledger
from finintel.trace.scans import Run

if TYPE_CHECKING:
    import polars as pl

KEYS = [RUN, "source", "debit"]


def leading_rows(
    rows: pl.DataFrame, runs: Sequence[Run], targets: Mapping[str, int]
) -> pl.DataFrame:
    """Return the rows that lead to each run's payment, in the order given.

    Args:
        rows: run, source, pot, credit, debit, sink, amount of the same runs.
        runs: each belongs to a trace.
        targets: trace → number of the payment among its movements.
    """
    import polars as pl

    numbered = rows.with_row_index("row")
    payments = pl.DataFrame(
        {RUN: list(range(len(runs))), "debit": [targets[run.trace_id] for run in runs]},
        schema={RUN: pl.Int64, "debit": pl.Int64},
    )
    steps = earlier_debits(runs)
    fresh = numbered.join(payments, on=[RUN, "debit"], how="semi")
    found = fresh
    while fresh.height:
        before = fresh.join(steps, on=[RUN, "credit"]).select(RUN, "source", "debit_before")
        keys = before.rename({"debit_before": "debit"}).unique()
        reached = numbered.join(keys, on=KEYS, how="semi")
        fresh = reached.join(found.select("row"), on="row", how="anti")
        found = pl.concat([found, fresh])
    return found.sort("row").drop("row")


def earlier_debits(runs: Sequence[Run]) -> pl.DataFrame:
    """Return run, credit and debit_before: the debit that each credit inside came from.

    What comes back of a payment came from that payment.
    """
    import polars as pl

    found: dict[int, list[tuple[int, int]]] = {}
    rows: list[tuple[int, int, int]] = []
    for place, run in enumerate(runs):
        ledger = run.scan.ledger
        steps = found.setdefault(id(ledger), [])
        if not steps:
            steps += steps_of(ledger)
        rows += ((place, credit, debit) for credit, debit in steps)
    schema = {RUN: pl.Int64, "credit": pl.Int64, "debit_before": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def steps_of(ledger: Ledger) -> list[tuple[int, int]]:
    """Return credit and the debit that it came from."""
    return [
        (number, number if debited != OUTSIDE else returned)
        for number, (debited, credited, returned) in enumerate(
            zip(ledger.debited, ledger.credited, ledger.returned, strict=True)
        )
        if credited != OUTSIDE and (debited != OUTSIDE or returned != OUTSIDE)
    ]
