"""What a trace says: fragments, conservation and compositions as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.trace.columns import RUN, Names, gathered, stacked
from finintel.trace.conservation import ROW
from finintel.trace.entries import Ledger
from finintel.trace.parts import FIRST_TRACED, Part
from finintel.trace.scan import Scan
from finintel.trace.scans import Run
from finintel.trace.sinks import SINKS
from finintel.trace.sources import Sources

if TYPE_CHECKING:
    import polars as pl


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
            gathered("source", self.sources.labels).alias("source_label"),
            gathered("source", self.sources.transactions).alias("source_transaction_id"),
            (pl.col("source") >= FIRST_TRACED).alias("is_traced"),
            "amount_minor",
        )


def totals(parts: list[Part]) -> list[Part]:
    """Add up parts by source, in order of the sources."""
    total: dict[int, int] = {}
    for source, amount in parts:
        total[source] = total.get(source, 0) + amount
    return sorted(total.items())


def piece_rows(runs: Sequence[Run]) -> pl.DataFrame:
    """Return every piece of runs as numbers, in order of leaving: run and the names of ROW."""
    import polars as pl

    return stacked(runs, lambda scan: scan.rows, ROW).filter(pl.col("amount") > 0)


def fragment_frame(runs: Sequence[Run], rows: pl.DataFrame) -> pl.DataFrame:
    """Return the fragments of runs by name: traced money and its fruit.

    Args:
        runs: the runs.
        rows: those of their pieces that are asked for, see `piece_rows`.
    """
    import polars as pl

    names = Names(runs)
    hops = stacked(runs, hop_rows, ("pot", "source", "hop"))
    return (
        rows.join(hops, on=[RUN, "pot", "source"], how="left", maintain_order="left")
        .with_columns(pl.int_range(1, pl.len() + 1).over(RUN).alias("fragment_number"))
        .select(
            *names.described(),
            pl.col("fragment_number").cast(pl.Int64),
            *names.source(),
            *names.account(),
            names.transaction("credit", "in_transaction_id"),
            names.transaction("debit", "out_transaction_id"),
            pl.col("hop").fill_null(0),
            gathered("sink", SINKS).alias("sink"),
            pl.col("amount").alias("amount_minor"),
        )
    )


def hop_rows(scan: Scan) -> list[tuple[int, int, int]]:
    """Return pot, source and the shortest distance between them."""
    return [(pot, source, hop) for (pot, source), hop in scan.hops.items()]


def conservation_frame(table: pl.DataFrame, runs: Sequence[Run]) -> pl.DataFrame:
    """Name what the conservation table of the same runs holds."""
    names = Names(runs)
    label, _ = names.source()
    sums = ["traced_in_minor", *(f"{name}_minor" for name in SINKS)]
    return table.select(*names.described(), *names.account(), label, *sums)


def backwards_frame(runs: Sequence[Run]) -> pl.DataFrame:
    """Return overdraft repayments against what the overdraft had bought, labelled `backwards`."""
    import polars as pl

    names = Names(runs)
    columns = ("source", "pot", "credit", "debit", "amount")
    return stacked(runs, lambda scan: scan.backwards, columns).select(
        *names.described(),
        pl.lit("backwards").alias("label"),
        *names.source(),
        *names.account(),
        names.transaction("credit", "in_transaction_id"),
        names.transaction("debit", "out_transaction_id"),
        pl.col("amount").alias("amount_minor"),
    )
