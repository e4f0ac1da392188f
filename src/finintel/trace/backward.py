"""By which way a payment was financed: the forward allocation read from the payment backwards.

1. The payment's fragments name the credits that brought its value to the account.
2. Each such credit left another account; its fragments there are scaled down to what went on into
   the payment, by largest remainder (a conversion keeps shares).
3. Latest credit first, so that each is complete before it is followed; the way ends where a source
   came in.

This inverts one allocation; it is not backwards tracing in the sense of Durant.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from finintel.trace.entries import OUTSIDE, Ledger
from finintel.trace.parts import share_out

if TYPE_CHECKING:
    import polars as pl

    from finintel.trace.result import TraceResult
    from finintel.trace.scans import Run

# The columns of fragments that are walked, in this order.
WALKED = ("source_label", "account_number", "currency", "in_transaction_id", "sink", "amount_minor")
STEP = {
    "step": "Int64",
    "source_label": "String",
    "account_number": "Int64",
    "currency": "String",
    "in_transaction_id": "String",
    "out_transaction_id": "String",
    "amount_minor": "Int64",
}


# In the order of STEP.
Step = tuple[int, str, int, str, str | None, str, int]


@dataclass(frozen=True)
class Taken:
    """One piece that a debit took."""

    source: str
    account: int
    currency: str
    credit: str | None
    sink: str
    amount: int


@dataclass
class Walk:
    """What is still to be followed: (position, transaction, source) → steps back and amount."""

    waiting: list[tuple[int, str, str]] = field(default_factory=list)
    due: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, position: int, transaction: str, source: str, step: int, amount: int) -> None:
        """Add to what is to be followed through a transaction, at its shortest distance."""
        key = (transaction, source)
        if key not in self.due:
            heapq.heappush(self.waiting, (-position, transaction, source))
        before, held = self.due.get(key, (step, 0))
        self.due[key] = (min(before, step), held + amount)


def financing_steps(result: TraceResult, transaction_id: str) -> pl.DataFrame:
    """Return the steps by which value reached a transaction, nearest first.

    Returns:
        method, order_variant, step (0 at the payment), source_label, account_number, currency,
        in_transaction_id (null: opening), out_transaction_id, amount_minor (that ended in the
        payment, in the account's currency).
    """
    import polars as pl

    schema = {name: getattr(pl, kind) for name, kind in STEP.items()}
    frames = []
    for run in result.runs:
        if run.is_bound:
            continue
        own = (pl.col("method") == run.method) & (pl.col("order_variant") == run.order_variant)
        steps = walked(result.fragments.filter(own), run, result.ledger, transaction_id)
        frames.append(
            pl.DataFrame(steps, schema=schema, orient="row").select(
                pl.lit(run.method).alias("method"),
                pl.lit(run.order_variant).alias("order_variant"),
                *STEP,
            )
        )
    return pl.concat(frames)


def walked(fragments: pl.DataFrame, run: Run, ledger: Ledger, transaction_id: str) -> list[Step]:
    """Walk one run back from a transaction."""
    by_debit: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    credited: dict[tuple[str | None, str], int] = defaultdict(int)
    for out, *columns in fragments.select("out_transaction_id", *WALKED).iter_rows():
        piece = Taken(*columns)
        credited[piece.credit, piece.source] += piece.amount
        if out is not None:
            by_debit[out, piece.source].append(piece)
    numbers = {name: number for number, name in enumerate(ledger.transaction_ids)}
    position = {number: place for place, number in enumerate(run.order)}
    walk = Walk()
    for (out, source), pieces in by_debit.items():
        if out == transaction_id:
            walk.add(position[numbers[out]], out, source, 0, sum(p.amount for p in pieces))
    steps: list[Step] = []
    while walk.waiting:
        _, out, source = heapq.heappop(walk.waiting)
        step, amount = walk.due.pop((out, source))
        for piece, share in shared(by_debit[out, source], amount):
            steps.append((step, source, piece.account, piece.currency, piece.credit, out, share))
            origin = upstream(piece.credit, ledger, numbers)
            left = by_debit.get((origin or "", source), [])
            if origin is not None and left:
                # what left the account before, in its own currency, for the share that went on
                whole = sum(before.amount for before in left)
                elsewhere = credited[piece.credit, source] - share
                part = share_out(whole, [share, elsewhere])[0]
                walk.add(position[numbers[origin]], origin, source, step + 1, part)
    return steps


def shared(pieces: list[Taken], amount: int) -> list[tuple[Taken, int]]:
    """Share what went on among the pieces that a debit took; nothing is left out."""
    shares = share_out(amount, [piece.amount for piece in pieces])
    return [(piece, share) for piece, share in zip(pieces, shares, strict=True) if share]


def upstream(credit: str | None, ledger: Ledger, numbers: dict[str, int]) -> str | None:
    """Return the debit that a credit came from: its own other side, or the payment it returns."""
    if credit is None:
        return None
    number = numbers[credit]
    if ledger.debited[number] != OUTSIDE:
        return credit
    returned = ledger.returned[number]
    return ledger.transaction_ids[returned] if returned != OUTSIDE else None
