"""CSV as RFC 4180 has it, under a contract: ISO dates, exact money, text that is safe to open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from finintel.errors import ContractError
from finintel.leads.outputs import Output, OutputColumn
from finintel.leads.safe_text import safe
from finintel.workspace import Settings

if TYPE_CHECKING:
    import polars as pl

MOST_EXPONENT = 8


def write_csv(
    frame: pl.DataFrame,
    output: Output,
    path: Path,
    settings: Settings,
    exponents: Mapping[str, int],
) -> None:
    """Write one CSV with exactly the columns of its contract, in its order.

    Args:
        frame: money in minor units; columns as the contract names them.
        output: the contract.
        path: file to write.
        settings: separator, decimal mark, byte order mark.
        exponents: currency → digits of its minor unit.

    Raises:
        ContractError: the frame's columns are not those of the contract.
    """
    if set(frame.columns) != set(output.names):
        odd = ", ".join(sorted(set(frame.columns) ^ set(output.names)))
        raise ContractError(
            f"schemas/outputs/{output.name}.toml and sql/leads/{output.name}.sql differ: {odd}"
        )
    cells = frame.select(
        cell(column, settings.csv_decimal, exponents).alias(column.name)
        for column in output.columns
    )
    cells.write_csv(
        path,
        include_bom=settings.csv_bom,
        separator=settings.csv_separator,
        line_terminator="\r\n",
        quote_style="necessary",
    )


def cell(column: OutputColumn, decimal: str, exponents: Mapping[str, int]) -> pl.Expr:
    """Return a column as text in the way its type is written."""
    import polars as pl

    value = pl.col(column.name)
    if column.type == "money":
        return money_text(value, pl.col(column.currency), decimal, exponents)
    if column.type == "boolean":
        return pl.when(value).then(pl.lit("yes")).when(~value).then(pl.lit("no"))
    written = {
        "ratio": value.cast(pl.Decimal(18, 6), strict=False)
        .cast(pl.String)
        .str.replace(".", decimal, literal=True),
        "date": value.cast(pl.Date, strict=False).dt.to_string("%Y-%m-%d"),
        "timestamp": value.cast(pl.Datetime("us"), strict=False).dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
        "integer": value.cast(pl.Int64, strict=False).cast(pl.String),
        "text": safe(value.cast(pl.String)),
    }
    return written[column.type]


def money_text(
    minor: pl.Expr, currency: pl.Expr, decimal: str, exponents: Mapping[str, int]
) -> pl.Expr:
    """Return minor units as a number with the digits of its currency, exactly: 950000 → 9500.00."""
    import polars as pl

    digits = currency.replace_strict(dict(exponents), default=None, return_dtype=pl.Int64)
    whole = minor.cast(pl.Int64).abs()
    sign = pl.when(minor < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    text: pl.Expr = pl.when(digits == 0).then(pl.concat_str([sign, whole.cast(pl.String)]))
    for exponent in range(1, MOST_EXPONENT + 1):
        unit = 10**exponent
        fraction = (whole % unit).cast(pl.String).str.zfill(exponent)
        number = pl.concat_str([sign, (whole // unit).cast(pl.String), pl.lit(decimal), fraction])
        text = pl.when(digits == exponent).then(number).otherwise(text)
    return text
