"""From the snapshot's numbers to what people look up: transaction, account and party ids, dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.follow.answer import Answer
from finintel.follow.book import ask
from finintel.warehouse import Warehouse

if TYPE_CHECKING:
    import polars as pl

JOINED_BY = " "


@dataclass(frozen=True)
class Names:
    """What the numbers of an answer stand for.

    Attributes:
        transactions: transaction_id (number), name, booked_on.
        accounts: account_number, account_id, holders (party ids), holder_count.
    """

    transactions: pl.DataFrame
    accounts: pl.DataFrame


def names_of(warehouse: Warehouse, answer: Answer) -> Names:
    """Look up every number in an answer, at once."""
    import polars as pl

    both = pl.concat([answer.path, answer.endings])
    columns = ("payment", "source", "in", "out")
    ids = pl.concat([both.get_column(f"{name}_transaction_id") for name in columns])
    if answer.result is not None:
        late = answer.result.backwards
        ids = pl.concat([ids, late["in_transaction_id"], late["out_transaction_id"]])
    numbers = [both.get_column(name) for name in ("account_number", "counterparty_number")]
    numbers.append(pl.Series(list(answer.reach.hops), dtype=pl.Int64))
    return Names(
        ask(warehouse, "transaction_name", {"numbers": known(ids.cast(pl.Int64))}),
        ask(warehouse, "account_name", {"accounts": known(pl.concat(numbers))}),
    )


def known(numbers: pl.Series) -> list[int]:
    """Return numbers once each, in order."""
    return numbers.drop_nulls().unique().sort().to_list()


def named(pieces: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Return pieces with ids, dates and holders in the place of numbers.

    Returns:
        the columns of `pieces`; every *_transaction_id as its name; in_booked_on, out_booked_on;
        account_id, holders, counterparty_account_id, counterparty_holders.
    """
    frame = pieces
    for part in ("payment", "source"):
        frame = renamed(frame, names, part)
    for part in ("in", "out"):
        frame = renamed(frame, names, part, date=f"{part}_booked_on")
    frame = held(frame, names, "account_number", ("account_id", "holders"))
    other = ("counterparty_account_id", "counterparty_holders")
    return held(frame, names, "counterparty_number", other)


def renamed(frame: pl.DataFrame, names: Names, part: str, date: str = "") -> pl.DataFrame:
    """Put the name of a transaction in the place of its number; a frame without it stays."""
    import polars as pl

    column = f"{part}_transaction_id"
    if column not in frame.columns:
        return frame
    look_up = names.transactions.select(
        pl.col("transaction_id").alias(column),
        pl.col("name").alias("_name"),
        *([pl.col("booked_on").alias(date)] if date else []),
    )
    return (
        frame.join(look_up, on=column, how="left", maintain_order="left")
        .with_columns(pl.col("_name").alias(column))
        .drop("_name")
    )


def held(frame: pl.DataFrame, names: Names, column: str, targets: tuple[str, str]) -> pl.DataFrame:
    """Add the id and the holders of an account; a frame without the column stays."""
    import polars as pl

    if column not in frame.columns:
        return frame
    look_up = names.accounts.select(
        pl.col("account_number").alias(column),
        pl.col("account_id").alias(targets[0]),
        pl.col("holders").alias(targets[1]),
    )
    return frame.join(look_up, on=column, how="left", maintain_order="left")
