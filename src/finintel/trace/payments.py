"""The payments of a night: their entries read in batches, what they carried written by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from finintel.night import StageContext
from finintel.trace.apart import Batch, trace_batches
from finintel.trace.batch import Traced
from finintel.trace.earlier import forget_others

if TYPE_CHECKING:
    import polars as pl

# Entries that are read at once: memory follows it, not the night.
ENTRIES_AT_ONCE = 150_000


def write_traces(context: StageContext, payments: pl.DataFrame) -> int:
    """Trace payments and write the pieces that lead to them, and their value by method.

    Args:
        context: the stage.
        payments: trace_id, acquisition_id, asset_id, transaction_id, amount_base_minor,
            price_base_minor, match_score, match_reasons.

    Returns:
        How many payments traced value reached; the others leave no row.
    """
    forget_others(context, ("trace.fragment", "trace.asset_trace"))
    parts = list(batches(context, payments))
    asked = (read_batch(context, part) for part in parts)
    processes = min(context.workspace.settings.threads, max(len(parts), 1))
    reached = done = 0
    for part, answers in zip(parts, trace_batches(asked, processes), strict=True):
        reached += sum(write_traced(context, payments, traced) for traced in answers)
        done += part.height
        context.progress("payments traced", done, payments.height)
    return reached


def batches(context: StageContext, payments: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Cut the payments into batches of whole traces, by number of entries."""
    import polars as pl

    counts = context.warehouse.frame(
        "select trace_id, count(*)::bigint as entries from trace.cone_entry group by trace_id"
    )
    numbered = (
        payments.join(counts, on="trace_id", how="left")
        .sort("trace_id")
        .with_columns(
            ((pl.col("entries").fill_null(0).cum_sum() - 1) // ENTRIES_AT_ONCE).alias("batch")
        )
    )
    for _, batch in numbered.group_by("batch", maintain_order=True):
        yield batch.drop("batch", "entries")


def read_batch(context: StageContext, payments: pl.DataFrame) -> Batch:
    """Read the entries and the roots of some payments."""
    import polars as pl

    ends = {"first": payments.item(0, "trace_id"), "last": payments.item(-1, "trace_id")}
    entries = context.warehouse.frame(
        "select * from trace.cone_entry where trace_id between $first and $last "
        "order by trace_id, transaction_number, direction desc",
        ends,
    ).join(payments.select("trace_id"), on="trace_id", how="semi", maintain_order="left")
    roots = context.warehouse.frame(
        "select trace_id, transaction_id from trace.cone_source "
        "where is_root and trace_id between $first and $last order by trace_id, transaction_number",
        ends,
    ).unique(maintain_order=True)
    keys = ["trace_id", "transaction_id"]
    credited = entries.filter(pl.col("direction") == "in").select(keys)
    channel = pl.col("channel")
    kind = (
        pl.when(pl.col("returned_transaction_id").is_not_null())
        .then(pl.lit("return"))
        .when(channel.is_in(["fee", "interest"]))
        .then(channel)
        .otherwise(pl.lit("transfer"))
    )
    return Batch(
        entries.with_columns(kind.alias("kind")),
        roots.join(credited, on=keys, how="semi", maintain_order="left"),
        dict(payments.select(keys).iter_rows()),
    )


def write_traced(context: StageContext, payments: pl.DataFrame, traced: Traced) -> int:
    """Write what payments that traced value reached carried; return how many these are."""
    import polars as pl

    reached = (
        traced.amounts.group_by("trace_id")
        .agg(pl.col("traced_minor").max())
        .filter(pl.col("traced_minor") > 0)
        .select("trace_id")
    )
    if reached.height:
        amounts = traced.amounts.join(reached, on="trace_id", how="semi", maintain_order="left")
        context.warehouse.insert(("trace", "asset_trace"), value_rows(context, payments, amounts))
        pieces = traced.fragments.join(reached, on="trace_id", how="semi", maintain_order="left")
        context.warehouse.insert(("trace", "fragment"), fragment_rows(context, pieces))
    return reached.height


def fragment_rows(context: StageContext, fragments: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of trace.fragment; fruit has no source transaction."""
    import polars as pl

    accounts = context.warehouse.frame(
        "select distinct account_number, account_id from trace.cone_entry"
    )
    return (
        fragments.filter(pl.col("source_transaction_id").is_not_null())
        .join(accounts, on="account_number", how="left", maintain_order="left")
        .drop("account_number", "source_label")
    )


def value_rows(
    context: StageContext, payments: pl.DataFrame, amounts: pl.DataFrame
) -> pl.DataFrame:
    """Return the rows of trace.asset_trace: traced value by method and order, base currency."""
    import polars as pl

    ids = payments.join(amounts, on="trace_id", how="semi").get_column("transaction_id")
    paid = context.warehouse.frame(
        "select transaction_id, amount_minor from features.window_transfer "
        "where transaction_id in (select unnest($ids))",
        {"ids": ids.to_list()},
    )
    described = ["asset_id", "trace_id", "acquisition_id", "transaction_id", "price_base_minor"]
    rows = (
        amounts.join(payments, on="trace_id", how="left", maintain_order="left")
        .join(paid, on="transaction_id", how="left", maintain_order="left")
        .with_columns(
            (pl.col("method") == context.contracts.profile.headline_method).alias("is_headline"),
            pl.lit(context.run_id).alias("run_id"),
        )
    )
    columns = rows.select("traced_minor", "amount_base_minor", "amount_minor").iter_rows()
    # products of two amounts do not fit into 64 bits
    base = pl.Series(
        "traced_base_minor",
        [(traced * amount * 2 + whole) // (2 * whole) for traced, amount, whole in columns],
        dtype=pl.Int64,
    )
    return rows.with_columns(base).select(
        *described,
        "method",
        "order_variant",
        "is_headline",
        "traced_base_minor",
        (pl.col("traced_base_minor") / pl.col("price_base_minor").clip(lower_bound=1)).alias(
            "traced_ratio"
        ),
        "match_score",
        "match_reasons",
        "run_id",
    )
