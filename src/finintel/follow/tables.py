"""The answer as tables for a terminal: the path, the ends, the law of tracing, and what to know."""

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

    from finintel.trace.result import TraceResult

Cell = object
ENDS = {
    "moved_on": "goes on",
    "held": "held",
    "paid_out": "paid out",
    "fee": "fee to the bank",
    "overdraft_repaid": "overdraft repaid",
    "came_in": "came in",
    "opening_unknown": "unknown: held before the window",
    "financed_by_bank": "financed by the bank (overdraft)",
    "interest": "interest",
    "not_told_apart": "credits too small to tell apart, or own",
}
STOPS = {
    "cash_or_unknown": "cash or unknown account",
    "service_hub": "service hub, not followed",
    "below_least_share": "below the least share",
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
    """Return the way hop by hop, sources added up, with the range of every debit or holding."""
    import polars as pl

    keys = ["method", "order_variant", "hop", "payment_transaction_id", "account_number"]
    keys += ["in_transaction_id", "out_transaction_id", "counterparty_number", "end", "stop"]
    keys += ["currency", "minimum_minor", "maximum_minor"]
    chosen = with_ranges(answer, all_pieces(answer)).filter(pl.col("method").is_in(list(methods)))
    pieces = chosen.group_by(keys).agg(pl.col("amount_minor").sum())
    frame = named(pieces, names).sort(
        *("method", "order_variant", "payment_transaction_id", "hop", "in_booked_on"),
        *("out_booked_on", "account_id", "in_transaction_id", "out_transaction_id", "end"),
        nulls_last=True,
    )
    is_forward = answer.question.is_forward
    columns = ["hop", "account", "holders", "in", "booked", "out", "booked"]
    columns += ["to" if is_forward else "from", "currency", "traced", "least", "most", "then"]
    first = ["method"] if len(methods) > 1 else []
    first += ["order"] if pieces.get_column("order_variant").n_unique() > 1 else []
    first += [] if is_forward else ["payment"]
    cells = {"method": "method", "order": "order_variant", "payment": "payment_transaction_id"}
    rows = [
        (*(row[cells[name]] for name in first), *path_cells(row, money))
        for row in frame.iter_rows(named=True)
    ]
    return Table("hop by hop", (*first, *columns), rows)


def path_cells(row: Mapping[str, object], money: Money) -> tuple[Cell, ...]:
    """Return the cells of one step."""
    currency = str(row["currency"])
    amounts = (row[f"{name}_minor"] for name in ("amount", "minimum", "maximum"))
    return (
        *(row["hop"], row["account_id"], row["holders"]),
        *(row["in_transaction_id"], row["in_booked_on"]),
        *(row["out_transaction_id"], row["out_booked_on"], row["counterparty_account_id"]),
        currency,
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


RANGE = ("headline", "least", "most", "outer bound (poison)")


def range_cells(row: Mapping[str, object], money: Money) -> tuple[str, ...]:
    """Return headline, least, most and the outer bound of a row of ranges."""
    currency = str(row["currency"])
    least, most = whole(row["headline_minor"]), whole(row["headline_most_minor"])
    headline = money.text(least, currency)
    if least != most:
        headline += f" to {money.text(most, currency)}"
    rest = (row[f"{name}_minor"] for name in ("minimum", "maximum", "bound"))
    return (headline, *(money.text(whole(value), currency) for value in rest))


def ends_table(answer: Answer, names: Names, money: Money) -> Table:
    """Return every end (or origin), with the range over methods; fees are one an account."""
    import polars as pl

    is_forward = answer.question.is_forward
    other = "out_transaction_id" if is_forward else "in_transaction_id"
    keys = ["end", "stop", "account_number", other, "counterparty_number", "currency"]
    single = pl.col("end").is_in(["fee", "overdraft_repaid", "held"])
    endings = answer.endings.with_columns(
        pl.when(~single).then(pl.col(name)).alias(name) for name in (other, "counterparty_number")
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


def law_table(answer: Answer, names: Names, money: Money, methods: Sequence[str]) -> Table:
    """Return, for every account, that value in = moved on + paid out + fees + held + repaid."""
    import polars as pl

    sums = ("traced_in", "moved_on", "paid_out", "fee", "held", "overdraft_repaid")
    keys = ["method", "order_variant", "account_number", "currency"]
    columns = ("method", "order", "account", "currency", "held before, unknown", *sums)
    if answer.result is None:
        return Table("", columns, [])
    frame = (
        answer.result.conservation.filter(pl.col("method").is_in(list(methods)))
        .group_by(keys)
        .agg(pl.col(f"{name}_minor").sum() for name in sums)
        .join(openings(answer.result), on=keys, how="left")
    )
    frame = named(frame, names).sort("method", "order_variant", "account_id", "currency")
    rows = [
        (
            *(row["method"], row["order_variant"], row["account_id"], row["currency"]),
            *(money.text(row[f"{name}_minor"], row["currency"]) for name in ("opening", *sums)),
        )
        for row in frame.iter_rows(named=True)
    ]
    titled = "checked: traced in = moved on + paid out + fee + held + overdraft repaid"
    return Table(titled, tuple(name.replace("_", " ") for name in columns), rows)


def openings(result: TraceResult) -> pl.DataFrame:
    """Return what each account held before its first row of the window, in every run."""
    import polars as pl

    rows = [
        (run.method, run.order_variant, *pot, opening)
        for run in result.runs
        for pot, opening in zip(result.ledger.pots, run.openings, strict=True)
    ]
    names = ["method", "order_variant", "account_number", "currency", "opening_minor"]
    types = [pl.String, pl.String, pl.Int64, pl.String, pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def backwards_table(answer: Answer, names: Names, money: Money) -> Table:
    """Return repaid overdrafts against what they had bought; never added to anything."""
    import polars as pl

    columns = (
        *("label", "method", "order", "account", "credit that repaid", "booked"),
        *("what the overdraft had paid", "booked", "currency", "amount"),
    )
    if answer.result is None:
        return Table("", columns, [])
    of_headline = pl.col("method") == answer.question.headline
    frame = named(answer.result.backwards.filter(of_headline), names)
    rows: list[tuple[Cell, ...]] = [
        (
            *(row["label"], row["method"], row["order_variant"], row["account_id"]),
            *(row["in_transaction_id"], row["in_booked_on"]),
            *(row["out_transaction_id"], row["out_booked_on"], row["currency"]),
            money.text(row["amount_minor"], row["currency"]),
        )
        for row in frame.iter_rows(named=True)
    ]
    title = "backwards tracing (Brazil v Durant): needs shown coordination; part of no sum above"
    return Table(title, columns, rows)


def whole(value: object) -> int | None:
    """Return a number from a cell that holds one or nothing."""
    return value if isinstance(value, int) else None


def text(value: object) -> str | None:
    """Return a text from a cell that holds one or nothing."""
    return value if isinstance(value, str) else None
