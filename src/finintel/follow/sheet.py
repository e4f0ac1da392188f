"""The answer as a CSV: every piece, by every method and order, under its contract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from finintel.contracts import load_codelists
from finintel.errors import UsageError
from finintel.follow.answer import Answer, in_order
from finintel.follow.naming import Names, named
from finintel.workspace import Workspace

if TYPE_CHECKING:
    import polars as pl

# What a range is over: the same debit, or what the same account holds or has repaid.
SAME = ("payment_transaction_id", "account_number", "currency", "out_transaction_id", "still")
SOURCES = {
    "F": "interest on traced money",
    "U": "unknown: held before the window",
    "OD": "financed by the bank",
    "C": "not told apart: credits too small to name, or the holder's own",
}
OUTER_BOUND = "outer_bound"
BACKWARDS = "backwards"


def all_pieces(answer: Answer) -> pl.DataFrame:
    """Return the pieces on their way and, backward, what payments are made of beside them."""
    import polars as pl

    if answer.question.is_forward:
        return answer.path
    beside = answer.endings.filter(pl.col("source_transaction_id").is_null())
    fruit = beside.filter(pl.col("source_label") != "F")
    return in_order(pl.concat([answer.path, fruit]))


def with_ranges(answer: Answer, pieces: pl.DataFrame) -> pl.DataFrame:
    """Add what the same debit, or the same holding, carries: the range over methods and orders."""
    import polars as pl

    still = pl.when(pl.col("out_transaction_id").is_null()).then("end").alias("still")
    marked = pieces.with_columns(still)
    ranges = answer.ranged(marked, SAME)
    return marked.join(ranges, on=list(SAME), how="left", nulls_equal=True, maintain_order="left")


def sheet(answer: Answer, names: Names) -> pl.DataFrame:
    """Return the rows of the CSV, money in minor units."""
    import polars as pl

    pieces = with_ranges(answer, all_pieces(answer))
    question = answer.question
    source = pl.col("source_label").replace_strict(SOURCES, default=None, return_dtype=pl.String)
    shown = named(pieces, names).with_columns(
        pl.lit("forward" if question.is_forward else "backward").alias("direction"),
        (pl.col("method") == question.headline).alias("is_headline"),
        pl.when("is_bound").then(pl.lit(OUTER_BOUND)).alias("label"),
        source.alias("source"),
        pl.col("amount_minor").alias("amount"),
        pl.col("minimum_minor").alias("minimum"),
        pl.col("maximum_minor").alias("maximum"),
    )
    return pl.concat([shown.select(COLUMNS), linked_back(answer, names)])


def linked_back(answer: Answer, names: Names) -> pl.DataFrame:
    """Return repaid overdrafts against what they had bought: labelled, with no range."""
    import polars as pl

    schema = {"hop": pl.Int64, "in_booked_on": pl.Date, "out_booked_on": pl.Date}
    schema |= {"is_headline": pl.Boolean} | dict.fromkeys(
        ("amount", "minimum", "maximum"), pl.Int64
    )
    types = {name: schema.get(name, pl.String()) for name in COLUMNS}
    if answer.result is None:
        return pl.DataFrame(schema=types)
    late = named(answer.result.backwards, names).with_columns(
        pl.lit("forward").alias("direction"),
        (pl.col("method") == answer.question.headline).alias("is_headline"),
        pl.lit("overdraft_repaid").alias("end"),
        pl.col("amount_minor").alias("amount"),
    )
    return late.select(
        (pl.col(name) if name in late.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in types.items()
    )


COLUMNS = (
    *("direction", "method", "is_headline", "label", "order_variant", "hop"),
    *("payment_transaction_id", "source_transaction_id", "source", "account_id", "holders"),
    *("in_transaction_id", "in_booked_on", "out_transaction_id", "out_booked_on"),
    *("counterparty_account_id", "counterparty_holders", "end", "stop"),
    *("amount", "minimum", "maximum", "currency"),
)


def write_sheet(workspace: Workspace, answer: Answer, names: Names, path: Path) -> int:
    """Write the CSV and return its rows.

    Raises:
        UsageError: the file cannot be written.
    """
    from finintel.leads.export import write_csv
    from finintel.leads.outputs import load_output

    rows = sheet(answer, names)
    contract = load_output(workspace, "followed")
    exponents = load_codelists(workspace).exponents
    try:
        write_csv(rows, contract, path, workspace.settings, exponents)
    except OSError as error:
        raise UsageError(f"the CSV cannot be written: {error.strerror or error}") from error
    return rows.height
