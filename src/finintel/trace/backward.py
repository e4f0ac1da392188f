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
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

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


class Taken(NamedTuple):
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


@dataclass(frozen=True)
class Ways:
    """How value moved in one run.

    Attributes:
        taken: (debit, source) → pieces that it took.
        sources: debit → sources that it took from, in the order of taking.
        brought: (credit, source) → what it brought in all.
        ledger: the movements.
        numbers: movement by name.
        position: place of each movement in the order scanned.
    """

    taken: dict[tuple[str, str], list[Taken]]
    sources: dict[str, list[str]]
    brought: dict[tuple[str | None, str], int]
    ledger: Ledger
    numbers: dict[str, int]
    position: dict[int, int]


def financing_steps(result: TraceResult, transaction_id: str) -> pl.DataFrame:
    """Return the steps by which value reached a transaction, nearest first.

    Returns:
        method, order_variant, step (0 at the payment), source_label, account_number, currency,
        in_transaction_id (null: opening), out_transaction_id, amount_minor (that ended in the
        payment, in the account's currency).
    """
    return steps_of(result, [transaction_id]).drop("transaction_id")


def steps_of(result: TraceResult, transaction_ids: Sequence[str]) -> pl.DataFrame:
    """Return the steps by which value reached each of several transactions, each on its own.

    Returns:
        as `financing_steps`, and transaction_id.
    """
    import polars as pl

    schema = {name: getattr(pl, kind) for name, kind in STEP.items()}
    named = ["method", "order_variant", "transaction_id"]
    frames = [pl.DataFrame(schema={**dict.fromkeys(named, pl.String), **schema})]
    for run in result.runs:
        if run.is_bound:
            continue
        ways = ways_of(result, run, transaction_ids)
        for name in transaction_ids:
            steps = pl.DataFrame(walked(ways, name), schema=schema, orient="row")
            own = (run.method, run.order_variant, name)
            frames.append(
                steps.select(
                    *(pl.lit(value).alias(key) for key, value in zip(named, own, strict=True)),
                    *STEP,
                )
            )
    return pl.concat(frames)


def ways_of(result: TraceResult, run: Run, transaction_ids: Sequence[str]) -> Ways:
    """Read one run's fragments, of debits that a way may lead through only."""
    import polars as pl

    ledger = result.ledger
    numbers = {name: number for number, name in enumerate(ledger.transaction_ids)}
    origins = {name: upstream(name, ledger, numbers) for name in numbers}
    onward = [name for name, origin in origins.items() if origin is not None]
    wanted = {*transaction_ids, *(origin for origin in origins.values() if origin is not None)}
    own = (pl.col("method") == run.method) & (pl.col("order_variant") == run.order_variant)
    fragments = result.fragments.filter(own)
    taken: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    leading = fragments.filter(pl.col("out_transaction_id").is_in(list(wanted)))
    for out, *columns in leading.select("out_transaction_id", *WALKED).iter_rows():
        piece = Taken(*columns)
        taken[out, piece.source].append(piece)
    brought = (
        fragments.filter(pl.col("in_transaction_id").is_in(onward))
        .group_by("in_transaction_id", "source_label")
        .agg(pl.col("amount_minor").sum())
    )
    sources: dict[str, list[str]] = defaultdict(list)
    for out, source in taken:
        sources[out].append(source)
    return Ways(
        taken,
        sources,
        {(credit, source): amount for credit, source, amount in brought.iter_rows()},
        ledger,
        numbers,
        {number: place for place, number in enumerate(run.order)},
    )


def walked(ways: Ways, transaction_id: str) -> list[Step]:
    """Walk one run back from a transaction."""
    numbers, position = ways.numbers, ways.position
    walk = Walk()
    for source in ways.sources.get(transaction_id, ()):
        pieces = ways.taken[transaction_id, source]
        place = position[numbers[transaction_id]]
        walk.add(place, transaction_id, source, 0, sum(piece.amount for piece in pieces))
    steps: list[Step] = []
    while walk.waiting:
        _, out, source = heapq.heappop(walk.waiting)
        step, amount = walk.due.pop((out, source))
        for piece, share in shared(ways.taken[out, source], amount):
            steps.append((step, source, piece.account, piece.currency, piece.credit, out, share))
            origin = upstream(piece.credit, ways.ledger, numbers)
            left = ways.taken.get((origin or "", source), [])
            if origin is not None and left:
                # what left the account before, in its own currency, for the share that went on
                whole = sum(before.amount for before in left)
                elsewhere = ways.brought[piece.credit, source] - share
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
