"""The answer as tables for a terminal: the path hop by hop, every end, and their sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from finintel.follow.answer import Answer
from finintel.follow.naming import Names, named
from finintel.follow.sheet import all_pieces, with_ranges

if TYPE_CHECKING:
    import polars as pl

Cell = object
ENDS = {
    "moved_on": "goes on",
    "held": "held",
    "paid_out": "paid out",
    "fee": "fee to the bank",
    "overdraft_repaid": "overdraft repaid",
    "came_in": "came in",
    "opening_unknown": "unknown: held before",
    "financed_by_bank": "overdraft of the bank",
    "interest": "interest",
    "not_told_apart": "not told apart",
}
STOPS = {
    "cash_or_unknown": "cash or unknown",
    "service_hub": "service hub",
    "below_least_share": "below the share",
    "hop_limit": "beyond the hops",
    "account_limit": "beyond the accounts",
    "row_limit": "beyond the rows",
    "round_limit": "beyond the rounds of the search",
    "no_statement": "no statement in the window",
}


@dataclass(frozen=True)
class Table:
    """A table: title, columns, rows."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


class Money:
    """Minor units as text, with the digits of the currency."""

    def __init__(self, exponents: Mapping[str, int]) -> None:
        self.exponents = exponents

    def text(self, minor: int | None, currency: str) -> str:
        """Return an amount; nothing for none."""
        if minor is None:
            return ""
        return f"{Decimal(minor).scaleb(-self.exponents[currency]):,}"


def ended(end: str, stop: str | None) -> str:
    """Return in words where a piece ends, and why it is not followed further."""
    return f"{ENDS[end]}: {STOPS[stop]}" if stop else ENDS[end]


def path_table(answer: Answer, names: Names, money: Money, methods: Sequence[str]) -> Table:
    """Return the way hop by hop, sources added up, with the range of every debit or holding.

    A debit that several credits paid for stands in a row a credit; the range is the whole debit's.

    What an account pays to others below the least share is one row.
    """
    import polars as pl

    keys = ["method", "order_variant", "hop", "payment_transaction_id", "account_number"]
    keys += ["in_transaction_id", "out_transaction_id", "counterparty_number", "end", "stop"]
    keys += ["currency", "minimum_minor", "maximum_minor"]
    chosen = with_ranges(answer, crumbs_together(answer)).filter(pl.col("method").is_in(methods))
    pieces = chosen.group_by(keys).agg(
        pl.col("amount_minor").sum(), pl.col("crumb").n_unique().alias("crumbs")
    )
    frame = named(pieces, names).sort(
        *("method", "order_variant", "payment_transaction_id", "hop", "in_booked_on"),
        *("out_booked_on", "account_id", "in_transaction_id", "out_transaction_id", "end"),
        nulls_last=True,
    )
    is_forward = answer.question.is_forward
    columns = ("hop", "account", "in", "booked", "out", "booked", "to" if is_forward else "from")
    first = ["method"] if len(methods) > 1 else []
    first += ["order_variant"] if pieces.get_column("order_variant").n_unique() > 1 else []
    first += [] if is_forward else ["payment_transaction_id"]
    rows = [
        (*(row[name] for name in first), *path_cells(row, money))
        for row in frame.iter_rows(named=True)
    ]
    heads = (name.removesuffix("_variant").removesuffix("_transaction_id") for name in first)
    ranges = ("whole, least", "whole, most")
    return Table("", (*heads, *columns, "currency", "traced", *ranges, "then"), rows)


def crumbs_together(answer: Answer) -> pl.DataFrame:
    """Return the pieces, those below the least share without the transaction that they are in."""
    import polars as pl

    pieces = all_pieces(answer)
    turn = "out_transaction_id" if answer.question.is_forward else "in_transaction_id"
    is_crumb = (pl.col("stop") == "below_least_share").fill_null(value=False)
    return pieces.with_columns(
        pl.when(is_crumb).then(pl.col(turn)).alias("crumb"),
        *(
            pl.when(~is_crumb).then(pl.col(name)).alias(name)
            for name in (turn, "counterparty_number")
        ),
    )


def path_cells(row: Mapping[str, object], money: Money) -> tuple[Cell, ...]:
    """Return the cells of one step."""
    currency = str(row["currency"])
    amounts = (row[f"{name}_minor"] for name in ("amount", "minimum", "maximum"))
    other = row["counterparty_account_id"]
    if row["stop"] == "below_least_share":
        other = f"({row['crumbs']} small ones)"
    return (
        *(row["hop"], row["account_id"], row["in_transaction_id"], row["in_booked_on"]),
        *(row["out_transaction_id"], row["out_booked_on"], other, currency),
        *(money.text(whole(amount), currency) for amount in amounts),
        ended(str(row["end"]), text(row["stop"])),
    )


def sums_table(answer: Answer, money: Money) -> Table:
    """Return what ends how, added up by currency."""
    title = "where it ends, added up" if answer.question.is_forward else "where it comes from"
    keys = ("end", "stop", "currency")
    rows = [
        (ended(row["end"], row["stop"]), row["currency"], *range_cells(row, money))
        for row in answer.ranged(answer.endings, keys).iter_rows(named=True)
    ]
    return Table(title, ("end", "currency", *RANGE), rows)


RANGE = ("headline", "least", "most", "outer bound")


def range_cells(row: Mapping[str, object], money: Money) -> tuple[str, ...]:
    """Return headline, least, most and, where there is one, the outer bound of a row of ranges."""
    currency = str(row["currency"])
    least, most = whole(row["headline_minor"]), whole(row["headline_most_minor"])
    headline = money.text(least, currency)
    if least != most:
        headline += f" to {money.text(most, currency)}"
    rest = (row[f"{name}_minor"] for name in ("minimum", "maximum", "bound"))
    return (headline, *(money.text(whole(value), currency) for value in rest))


def ends_table(answer: Answer, names: Names, money: Money) -> Table:
    """Return every end (or origin), with the range over methods.

    Fees, and what lies below the least share, are one row an account.
    """
    import polars as pl

    is_forward = answer.question.is_forward
    other = "out_transaction_id" if is_forward else "in_transaction_id"
    keys = ["end", "stop", "account_number", other, "counterparty_number", "currency"]
    single = pl.col("end").is_in(["fee", "overdraft_repaid", "held"])
    endings = answer.endings.with_columns(
        pl.when(~single & (pl.col("stop").fill_null("") != "below_least_share"))
        .then(pl.col(name))
        .alias(name)
        for name in (other, "counterparty_number")
    )
    frame = named(answer.ranged(endings, keys), names)
    date = other.replace("transaction_id", "booked_on")
    rows = [
        (
            *(row["account_id"], row["holders"], row[other], row[date]),
            *(row["counterparty_account_id"], row["counterparty_holders"]),
            ended(row["end"], row["stop"]),
            row["currency"],
            *range_cells(row, money),
        )
        for row in frame.iter_rows(named=True)
        if row["maximum_minor"] or row["headline_most_minor"]
    ]
    columns = ("account", "holders", "transaction", "booked", "to" if is_forward else "from")
    title = "where it ends" if is_forward else "what financed it"
    return Table(title, (*columns, "held by", "end", "currency", *RANGE), rows)


def whole(value: object) -> int | None:
    """Return a number from a cell that holds one or nothing."""
    return value if isinstance(value, int) else None


def text(value: object) -> str | None:
    """Return a text from a cell that holds one or nothing."""
    return value if isinstance(value, str) else None
