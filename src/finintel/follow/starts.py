"""What an identifier stands for: credits that are followed on, or payments followed back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.errors import UsageError, all_faults
from finintel.follow.book import ask
from finintel.follow.citation import Cited, first_ones, last_ones
from finintel.follow.question import Question
from finintel.trace.opening import SECONDS_OF_DAY
from finintel.warehouse import Warehouse

if TYPE_CHECKING:
    import polars as pl

SIDE = (
    *("transaction_id", "transaction_number", "booked_epoch", "account_number"),
    *("amount_minor", "currency", "amount_base_minor"),
)
HOLDING = ("party", "account")
TRANSACTION = "transaction"
# Of cited transactions, those that a trace begins from.
Choice = Callable[[Sequence[Cited]], list[str]]
KINDS = "alert, chain, case, lead, party, account, asset or transaction"
SHOWN_FAULTS = 5


@dataclass(frozen=True)
class Starts:
    """Where an answer begins.

    Attributes:
        movements: one row per transaction, columns of SIDE: of the account credited (forward) or
            debited (backward); account_number is null for cash or unknown.
        before_window: transactions that the snapshot no longer has the statements around.
        after_end: transactions booked after the last day that counts.
        without_amount: transactions of nothing.
        beyond_bound: transactions left out because the largest so many are followed.
        beyond_bound_base_minor: their sum, base minor units.
    """

    movements: pl.DataFrame
    before_window: int
    after_end: int
    without_amount: int
    beyond_bound: int
    beyond_bound_base_minor: int


def find_starts(
    warehouse: Warehouse, identifiers: Sequence[str], listed: Sequence[str], question: Question
) -> Starts:
    """Find what identifiers, and a list of transactions, stand for.

    Raises:
        UsageError: one is not known, or none of them gives anything to follow.
    """
    import polars as pl

    kinds = {name: kind_of(warehouse, name) for name in dict.fromkeys(identifiers)}
    given = [*(name for name, kind in kinds.items() if kind == TRANSACTION), *listed]
    found = [numbered(warehouse, list(dict.fromkeys(given)), question)] if given else []
    for name, kind in kinds.items():
        if kind in HOLDING:
            found.append(held_by(warehouse, name, question))
        elif kind != TRANSACTION:
            found.append(cited_by(warehouse, name, question))
    movements = pl.concat([one.movements for one in found])
    starts = bounded(
        movements.unique(["transaction_id"], keep="first", maintain_order=True),
        sum(one.before_window for one in found),
        question,
    )
    if starts.movements.is_empty():
        raise UsageError(nothing_found(identifiers, starts, question))
    return starts


@dataclass(frozen=True)
class Found:
    """What one identifier stands for: columns of SIDE, and how many lie before the window."""

    movements: pl.DataFrame
    before_window: int


def kind_of(warehouse: Warehouse, name: str) -> str:
    """Return the one kind of thing that an identifier names."""
    kinds = ask(warehouse, "kind", {"id": name}).get_column("kind").to_list()
    if not kinds and ask(warehouse, "listed", {"ids": [name]}).height:
        return TRANSACTION
    if not kinds:
        raise UsageError(
            f"{name!r}: the published snapshot has no {KINDS} of this name. Copy the identifier "
            "from a lead or from mart; what was booked before the window is not in it."
        )
    if len(kinds) > 1:
        raise UsageError(
            f"{name!r} names several things: {', '.join(kinds)}. List the transactions meant in a "
            "file and give it with --from-file."
        )
    return str(kinds[0])


def numbered(warehouse: Warehouse, names: Sequence[str], question: Question) -> Found:
    """Return transactions by name, exactly as listed.

    Raises:
        UsageError: some are not in the snapshot; the first ones are named.
    """
    found = ask(warehouse, "listed", {"ids": list(names)})
    missing = sorted(set(names) - set(found.get_column("transaction_id")))
    if missing:
        more = f", of which the first {SHOWN_FAULTS}" if len(missing) > SHOWN_FAULTS else ""
        raise all_faults(
            f"{len(missing)} of {len(names)} transactions are not in the snapshot{more}; ids are "
            "those of mart.transaction",
            [f"no such transaction: {name!r}" for name in missing[:SHOWN_FAULTS]],
            UsageError,
        )
    return moved(warehouse, found, question, None)


def cited_by(warehouse: Warehouse, name: str, question: Question) -> Found:
    """Return the first (forward) or last (backward) of the transactions that something cites."""
    found = ask(warehouse, "cited", {"id": name})
    return moved(warehouse, found, question, first_ones if question.is_forward else last_ones)


def moved(
    warehouse: Warehouse, named: pl.DataFrame, question: Question, choose: Choice | None
) -> Found:
    """Return both sides' rows of transactions, of those chosen, as seen from one side."""
    import polars as pl

    numbers = named.get_column("transaction_number").drop_nulls().unique().sort()
    found = ask(warehouse, "movement", {"numbers": numbers.to_list()})
    if choose is not None:
        cited = [
            Cited(name, number, epoch // SECONDS_OF_DAY, is_time_known, payer, payee)
            for name, number, epoch, is_time_known, payer, payee in found.select(
                *("transaction_id", "transaction_number", "booked_epoch", "is_time_known"),
                *("originator_number", "beneficiary_number"),
            ).iter_rows()
        ]
        found = found.filter(pl.col("transaction_id").is_in(choose(cited)))
    return Found(sided(found, question), named.height - len(numbers))


def held_by(warehouse: Warehouse, name: str, question: Question) -> Found:
    """Return what others paid to a party's accounts (forward), or what these paid to others."""
    direction = "in" if question.is_forward else "out"
    rows = ask(warehouse, "holder_entry", {"id": name, "direction": direction})
    return Found(rows.select(SIDE), 0)


def sided(found: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return one side of transactions: the credit forward, the debit backward."""
    import polars as pl

    columns = ("beneficiary_number", "received_amount_minor", "received_currency")
    if not question.is_forward:
        columns = ("originator_number", "amount_minor", "currency")
    account, amount, currency = (pl.col(name) for name in columns)
    return found.with_columns(
        account.alias("account_number"), amount.alias("amount_minor"), currency.alias("currency")
    ).select(SIDE)


def bounded(known: pl.DataFrame, before_window: int, question: Question) -> Starts:
    """Leave out what cannot be followed, and all but the largest; count both."""
    import polars as pl

    until = question.until_epoch
    booked = known if until is None else known.filter(pl.col("booked_epoch") <= until)
    moving = booked.filter(pl.col("amount_minor") > 0)
    ordered = moving.sort(
        pl.col("amount_base_minor").is_null(),
        pl.col("amount_base_minor"),
        "transaction_number",
        descending=[True, True, False],
    )
    kept, left = ordered.head(question.bounds.starts), ordered.slice(question.bounds.starts)
    return Starts(
        kept.sort("transaction_number"),
        before_window=before_window,
        after_end=known.height - booked.height,
        without_amount=booked.height - moving.height,
        beyond_bound=left.height,
        beyond_bound_base_minor=int(left.get_column("amount_base_minor").sum() or 0),
    )


def nothing_found(identifiers: Sequence[str], starts: Starts, question: Question) -> str:
    """Say why there is nothing to follow, and what to do."""
    which = ", ".join(identifiers) or "the list"
    if starts.before_window:
        return (
            f"{which}: its {starts.before_window} transactions were booked before the window of "
            "the published snapshot, which holds no statements around them. Ask the snapshot of "
            "an earlier night."
        )
    if starts.after_end:
        return f"{which}: nothing is booked by {question.until}. Give a later --until."
    way = "was paid to" if question.is_forward else "was paid by"
    return (
        f"{which}: no transaction in the window is cited by it or {way} its accounts. Name "
        "transactions, or another alert, case or party."
    )
