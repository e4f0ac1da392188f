"""The law of tracing, checked at run time: traced in = held + paid out + overdraft repaid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from finintel.errors import TraceError
from finintel.trace.columns import RUN, stacked
from finintel.trace.entries import OUTSIDE, Ledger
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

    changes = {id(run.scan.ledger): run.scan.ledger for run in runs}
    net = {key: net_changes(ledger) for key, ledger in changes.items()}
    for run in runs:
        check_balances(run, net[id(run.scan.ledger)])
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


def check_balances(run: Run, net: Sequence[int]) -> None:
    """Raise unless every pot holds, of all sources together, its balance plus what it owes.

    Args:
        run: the run.
        net: what the movements changed in each pot, see `net_changes`.
    """
    scan = run.scan
    for pot, account in enumerate(scan.accounts):
        held = sum(piece[1] for piece in account.pieces())
        owed = sum(amount for _, amount in scan.owed[pot])
        balance = run.openings[pot] + net[pot]
        if held - owed != balance:
            raise TraceError(
                f"account number {scan.ledger.pots[pot][0]}: holds {held} and owes {owed}, which "
                f"is not its balance {balance}. This is a fault of finintel."
            )


def net_changes(ledger: Ledger) -> list[int]:
    """Return what all movements together changed in each pot, in whatever order."""
    # one more place at the end, which OUTSIDE (-1) names
    net = [0] * (len(ledger.pots) + 1)
    for pot, amount in zip(ledger.debited, ledger.amounts, strict=True):
        net[pot] -= amount
    for pot, amount in zip(ledger.credited, ledger.received, strict=True):
        net[pot] += amount
    return net[:-1]


def check_lowest_balance(runs: Sequence[Run]) -> None:
    """Raise unless the scans agree with the closed form after every row that they tell.

    A pot that returned a payment is left out: there value leaves by agreement, not by the method.
    Between movements that are told piece by piece the closed form goes on, and the scan answers for
    the sum at the next of them.
    """
    import polars as pl

    if not runs:
        return
    held = lowest_balance_held(traced_rows(runs), keys=("run", "pot"))
    wrong = held.filter("is_told", pl.col("held_minor") != pl.col("scanned_minor"))
    if wrong.height:
        ledger = runs[wrong.item(0, "run")].scan.ledger
        raise TraceError(
            f"account number {ledger.pots[wrong.item(0, 'pot')][0]}: the lowest intermediate "
            "balance differs between scan and closed form. This is a fault of finintel."
        )


def traced_rows(runs: Sequence[Run]) -> pl.DataFrame:
    """Return every row of the pots that traced value came to.

    Returns:
        run, pot, position, traced_in_minor, balance_minor and scanned_minor (traced value held),
        both after the row; is_told: the scan has said by then what left.
    """
    import polars as pl

    keys = [RUN, "pot"]
    came, gone = traced_changes(runs)
    concerned = came.select(keys).unique().join(returning_pots(runs), on=keys, how="anti")
    flows = [pl.col(name).fill_null(0) for name in ("traced_in_minor", "traced_out_minor")]
    return (
        sides(runs)
        .join(concerned, on=keys, how="semi")
        .join(came, on=[*keys, "number"], how="left")
        .join(gone, on=[*keys, "number"], how="left")
        .sort(*keys, "position")
        .with_columns(
            flows[0],
            (pl.col("opening") + pl.col("change").cum_sum().over(keys)).alias("balance_minor"),
            (flows[0] - flows[1]).cum_sum().over(keys).alias("scanned_minor"),
            pl.col("is_told") | (pl.col("position") == pl.col("position").max().over(keys)),
        )
    )


def sides(runs: Sequence[Run]) -> pl.DataFrame:
    """Return run, pot, number, position, change, opening and is_told of every side of a movement.

    A transfer inside one pot changes nothing and has none.
    """
    import numpy as np
    import polars as pl

    names = (RUN, "pot", "number", "position", "change", "opening", "is_told")
    parts: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for place, run in enumerate(runs):
        ledger, order = run.scan.ledger, np.array(run.order, dtype=np.int64)
        plain = np.array(run.scan.is_plain, dtype=bool)
        debited = np.array(ledger.debited, dtype=np.int64)
        credited = np.array(ledger.credited, dtype=np.int64)
        openings = np.array(run.openings, dtype=np.int64)
        is_moving = (debited != credited)[order]
        is_whole = not plain.any()
        for pots, amounts, sign in (
            (debited, ledger.amounts, -1),
            (credited, ledger.received, 1),
        ):
            positions = np.flatnonzero(is_moving & (pots[order] != OUTSIDE))
            numbers = order[positions]
            parts[RUN].append(np.full(len(positions), place, dtype=np.int64))
            parts["pot"].append(pots[numbers])
            parts["number"].append(numbers)
            parts["position"].append(positions)
            parts["change"].append(sign * np.array(amounts, dtype=np.int64)[numbers])
            parts["opening"].append(openings[pots[numbers]])
            # a plain debit is summed up until the next debit that is told
            parts["is_told"].append(~plain[numbers] & (sign < 0) | is_whole)
    return pl.DataFrame({name: np.concatenate(parts[name]) for name in names})


def returning_pots(runs: Sequence[Run]) -> pl.DataFrame:
    """Return run and pot where a payment received was returned."""
    return stacked(runs, returned_from, ("pot",)).unique()


def returned_from(scan: Scan) -> list[tuple[int]]:
    """Return the pots that a return left."""
    ledger = scan.ledger
    return [
        (pot,)
        for pot, returned in zip(ledger.debited, ledger.returned, strict=True)
        if returned != OUTSIDE
    ]


def traced_changes(runs: Sequence[Run]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return traced value in, and out, by run, pot and movement."""
    import polars as pl

    keys = [RUN, "pot", "number"]
    traced = pl.col("source") >= FIRST_TRACED
    came = stacked(runs, lambda scan: scan.came_in, CAME_IN).filter(traced)
    gone = stacked(runs, lambda scan: scan.rows, ROW).filter(traced, pl.col("sink") != HELD)
    # what repays an overdraft goes with the credit that brought it
    is_repaying = pl.col("debit") == OPENING
    number = pl.when(is_repaying).then("credit").otherwise("debit").alias("number")
    return (
        came.rename({"credit": "number"})
        .group_by(keys)
        .agg(pl.col("amount").sum().alias("traced_in_minor")),
        gone.with_columns(number)
        .group_by(keys)
        .agg(pl.col("amount").sum().alias("traced_out_minor")),
    )
