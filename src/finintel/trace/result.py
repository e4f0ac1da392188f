"""What a trace says: fragments, conservation and compositions as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.trace.conservation import ROW
from finintel.trace.entries import Ledger
from finintel.trace.parts import FIRST_TRACED, Part
from finintel.trace.scan import Scan
from finintel.trace.sinks import SINKS
from finintel.trace.sources import Sources

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Run:
    """One method under one order.

    Attributes:
        method: tracing method.
        order_variant: booked, credits_first or debits_first; followed, where a mixed credit's inner
            order is not known, by the part that is taken to lie in front.
        is_bound: an outer bound that stays outside ranges.
        order: movement numbers as scanned.
        carried: movement → parts that it carried in the end.
    """

    method: str
    order_variant: str
    is_bound: bool
    order: Sequence[int]
    carried: Mapping[int, list[Part]]


@dataclass(frozen=True)
class TraceResult:
    """A trace by several methods and orders.

    Attributes:
        ledger: what was traced.
        sources: where traced money came from.
        runs: one per method and order.
        fragments: method, order_variant, fragment_number, source_label, source_transaction_id,
            account_number, currency, in_transaction_id (null: opening balance), out_transaction_id
            (null: held, or it repaid an overdraft), hop, sink, amount_minor. Traced money and its
            fruit only.
        conservation: method, order_variant, account_number, currency, source_label,
            traced_in_minor, moved_on_minor, paid_out_minor, fee_minor, held_minor,
            overdraft_repaid_minor. Traced money and its fruit; not for bounds.
        backwards: value that repaid an overdraft, against what the overdraft had bought (Brazil v
            Durant); empty unless asked for, never part of a range.
        refused: account_number, currency, day (since 1970-01-01) where debits first was refused.
    """

    ledger: Ledger
    sources: Sources
    runs: tuple[Run, ...]
    fragments: pl.DataFrame
    conservation: pl.DataFrame
    backwards: pl.DataFrame
    refused: pl.DataFrame

    def composition(self, transaction_ids: Iterable[str]) -> pl.DataFrame:
        """Return what transactions carried, of every source, by method and order.

        Returns:
            method, order_variant, is_bound, transaction_id, source_label, source_transaction_id,
            is_traced, amount_minor (in the currency debited).
        """
        import polars as pl

        numbers = {name: number for number, name in enumerate(self.ledger.transaction_ids)}
        lines = [
            (run.method, run.order_variant, run.is_bound, name, source, amount)
            for run in self.runs
            for name in transaction_ids
            for source, amount in totals(run.carried.get(numbers.get(name, -1), []))
        ]
        columns = [
            "method",
            "order_variant",
            "is_bound",
            "transaction_id",
            "source",
            "amount_minor",
        ]
        types = [pl.String, pl.String, pl.Boolean, pl.String, pl.Int64, pl.Int64]
        frame = pl.DataFrame(lines, schema=dict(zip(columns, types, strict=True)), orient="row")
        return frame.select(
            *columns[:4],
            name_of("source", self.sources.labels).alias("source_label"),
            name_of("source", self.sources.transactions).alias("source_transaction_id"),
            (pl.col("source") >= FIRST_TRACED).alias("is_traced"),
            "amount_minor",
        )


def totals(parts: list[Part]) -> list[Part]:
    """Add up parts by source, in order of the sources."""
    total: dict[int, int] = {}
    for source, amount in parts:
        total[source] = total.get(source, 0) + amount
    return sorted(total.items())


def name_of(column: str, names: Sequence[object]) -> pl.Expr:
    """Return the names that numbers stand for; a negative number stands for none."""
    import polars as pl

    series = (
        pl.Series(names)
        if any(name is not None for name in names)
        else pl.Series(names, dtype=pl.String)
    )
    return pl.lit(series).gather(pl.when(pl.col(column) >= 0).then(pl.col(column)).cast(pl.UInt32))


def fragment_frame(scan: Scan, method: str, order_variant: str) -> pl.DataFrame:
    """Return the fragments of one run: traced money and its fruit, in order of leaving."""
    import polars as pl

    ledger, sources = scan.ledger, scan.sources
    rows = scan.rows
    frame = pl.DataFrame(rows, schema=dict.fromkeys(ROW, pl.Int64), orient="row")
    hops = [scan.hops.get((row[1], row[0]), 0) for row in rows]
    numbers = [account for account, _ in ledger.pots]
    return (
        frame.with_columns(pl.Series("hop", hops, dtype=pl.Int64))
        .filter(pl.col("amount") > 0)
        .with_row_index("fragment_number", offset=1)
        .select(
            pl.lit(method).alias("method"),
            pl.lit(order_variant).alias("order_variant"),
            pl.col("fragment_number").cast(pl.Int64),
            name_of("source", sources.labels).alias("source_label"),
            name_of("source", sources.transactions).alias("source_transaction_id"),
            name_of("pot", numbers).alias("account_number"),
            name_of("pot", [currency for _, currency in ledger.pots]).alias("currency"),
            name_of("credit", ledger.transaction_ids).alias("in_transaction_id"),
            name_of("debit", ledger.transaction_ids).alias("out_transaction_id"),
            "hop",
            name_of("sink", SINKS).alias("sink"),
            pl.col("amount").alias("amount_minor"),
        )
    )


def conservation_frame(
    table: pl.DataFrame, scan: Scan, method: str, order_variant: str
) -> pl.DataFrame:
    """Name what the conservation table holds."""
    import polars as pl

    pots = scan.ledger.pots
    return table.select(
        pl.lit(method).alias("method"),
        pl.lit(order_variant).alias("order_variant"),
        name_of("pot", [account for account, _ in pots]).alias("account_number"),
        name_of("pot", [currency for _, currency in pots]).alias("currency"),
        name_of("source", scan.sources.labels).alias("source_label"),
        "traced_in_minor",
        *(f"{name}_minor" for name in SINKS),
    )


def backwards_frame(scan: Scan, method: str, order_variant: str) -> pl.DataFrame:
    """Return overdraft repayments against what the overdraft had bought, labelled `backwards`."""
    import polars as pl

    columns = dict.fromkeys(("source", "pot", "credit", "debit", "amount"), pl.Int64)
    pots, names = scan.ledger.pots, scan.ledger.transaction_ids
    return pl.DataFrame(scan.backwards, schema=columns, orient="row").select(
        pl.lit(method).alias("method"),
        pl.lit(order_variant).alias("order_variant"),
        pl.lit("backwards").alias("label"),
        name_of("source", scan.sources.labels).alias("source_label"),
        name_of("source", scan.sources.transactions).alias("source_transaction_id"),
        name_of("pot", [account for account, _ in pots]).alias("account_number"),
        name_of("pot", [currency for _, currency in pots]).alias("currency"),
        name_of("credit", names).alias("in_transaction_id"),
        name_of("debit", names).alias("out_transaction_id"),
        pl.col("amount").alias("amount_minor"),
    )
