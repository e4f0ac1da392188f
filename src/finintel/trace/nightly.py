"""The stage `trace`: from cited transactions to the payments that bought registered assets.

1. Payments are matched to acquisitions (sql/trace/acquisition_payment.sql).
2. From each payment the accounts it may have been financed from are found backwards, hop by hop:
   an account is one in between when what it received covers what it passed on. Wages and the like
   are no part of it.
3. Where an alert cites a transaction on that way (one that says more than the account's own past,
   or two detectors), its first credits are the sources: cash, and payers who did not just receive
   what they paid. Only these roots are followed, so nothing is counted twice.
4. The movements on those accounts are scanned forward by every method.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.night import StageContext
from finintel.trace.assets import judge_assets
from finintel.trace.earlier import CARRIED, carry_over, forget_others, remember
from finintel.trace.follow import trace_forward
from finintel.trace.ranges import traced_amounts
from finintel.trace.result import TraceResult
from finintel.trace.tables import build, defaults
from finintel.vocabulary import TRACING_METHODS

if TYPE_CHECKING:
    import polars as pl

# A payment may precede its deed (earnest money) or follow it (completion): our default, in days.
DAYS_BEFORE = 60
DAYS_AFTER = 45
# Many small inserts in one transaction cost time and memory: so many payments are written at once.
PAYMENTS_A_WRITE = 200
MINIMUM_SCORE = 0.6
HOPS = 8


@dataclass(frozen=True)
class Payment:
    """One payment that is traced: which acquisition it is matched to, and how well."""

    trace_id: str
    acquisition_id: str
    asset_id: str
    transaction_id: str
    amount_base_minor: int
    price_base_minor: int
    match_score: float
    match_reasons: str


def run(context: StageContext) -> Mapping[str, int]:
    """Match payments to acquisitions, follow the cited value into them, write the trace floor."""
    warehouse = context.warehouse
    first_on, as_of = context.window()
    remember(context, first_on)
    warehouse.build(
        ("trace", "acquisition_payment"),
        context.sql("trace/acquisition_payment.sql"),
        {
            "first_on": first_on,
            "as_of": as_of,
            "days_before": DAYS_BEFORE,
            "days_after": DAYS_AFTER,
            "minimum_score": MINIMUM_SCORE,
        },
    )
    find_cones(context)
    for name in ("cone_alert", "cone_first", "cone_source", "cone_entry"):
        build(context, name)
    payments = warehouse.frame(
        "select start.* from trace.cone_start as start semi join trace.cone_source as source "
        "on source.trace_id = start.trace_id and source.is_root "
        "where start.trace_id not in (select trace_id from trace.kept) order by trace_id"
    )
    traced = write_traces(context, payments)
    warehouse.execute(
        "update trace.asset_trace set examined_from = $first_on where examined_from is null",
        {"first_on": first_on},
    )
    for name in CARRIED:
        carry_over(context, name)
    return {
        "acquisition_payments": warehouse.count("trace.acquisition_payment"),
        "payments_with_sources": payments.height,
        "payments_traced": traced,
        **judge_assets(context),
    }


def find_cones(context: StageContext) -> None:
    """Find, for every payment at once, the accounts that may have financed it, hop by hop."""
    build(context, "cone_start")
    context.warehouse.execute(
        "create or replace table trace.cone_credit (trace_id varchar, hop bigint, "
        "account_number bigint, latest_epoch bigint, transaction_id varchar, "
        "transaction_number bigint, originator_number bigint, booked_epoch bigint, "
        "amount_base_minor bigint, is_own boolean, is_hub boolean)"
    )
    step = context.sql("trace/cone_step.sql")
    for hop in range(HOPS + 1):
        context.progress("accounts behind payments", hop, HOPS)
        if build(context, "cone_frontier", {"hop": hop}) == 0:
            break
        context.warehouse.append(("trace", "cone_credit"), step, defaults(step))
    cash = context.sql("trace/cone_cash.sql")
    context.warehouse.append(("trace", "cone_credit"), cash, defaults(cash))


def write_traces(context: StageContext, payments: pl.DataFrame) -> int:
    """Trace every payment and write its fragments and its value by method; count those reached."""
    forget_others(context, ("trace.fragment", "trace.asset_trace"))
    reached = 0
    fragments: list[pl.DataFrame] = []
    values: list[pl.DataFrame] = []
    for number, row in enumerate(payments.iter_rows(named=True), start=1):
        payment = Payment(**{name: row[name] for name in Payment.__dataclass_fields__})
        entries = cut_entries(context, payment)
        result = trace_payment(context, payment, entries)
        carried = traced_into(result, payment.transaction_id)
        if any(carried.values()):
            reached += 1
            fragments.append(fragment_rows(payment, result, entries))
            values.append(value_rows(context, payment, carried))
        if len(values) == PAYMENTS_A_WRITE or number == payments.height:
            write_batch(context, "fragment", fragments)
            write_batch(context, "asset_trace", values)
        context.progress("payments traced", number, payments.height)
    return reached


def write_batch(context: StageContext, table: str, frames: list[pl.DataFrame]) -> None:
    """Insert what was gathered and forget it."""
    import polars as pl

    if frames:
        context.warehouse.insert(("trace", table), pl.concat(frames))
        frames.clear()


def cut_entries(context: StageContext, payment: Payment) -> pl.DataFrame:
    """Cut the entries that concern one payment out of the window."""
    import polars as pl

    entries = context.warehouse.frame(
        "select * from trace.cone_entry where trace_id = $trace_id "
        "order by transaction_number, direction desc",
        {"trace_id": payment.trace_id},
    )
    channel = pl.col("channel")
    return entries.with_columns(
        pl.when(pl.col("returned_transaction_id").is_not_null())
        .then(pl.lit("return"))
        .when(channel.is_in(["fee", "interest"]))
        .then(channel)
        .otherwise(pl.lit("transfer"))
        .alias("kind")
    )


def trace_payment(context: StageContext, payment: Payment, entries: pl.DataFrame) -> TraceResult:
    """Follow the roots of one payment through its accounts."""
    import polars as pl

    roots = context.warehouse.frame(
        "select transaction_id from trace.cone_source where trace_id = $trace_id and is_root "
        "order by transaction_number",
        {"trace_id": payment.trace_id},
    )
    credits_ = entries.filter(pl.col("direction") == "in").select("transaction_id")
    sources = roots.unique(maintain_order=True).join(
        credits_, on="transaction_id", how="semi", maintain_order="left"
    )
    return trace_forward(entries, sources, TRACING_METHODS)


def traced_into(result: TraceResult, transaction_id: str) -> dict[tuple[str, str], int]:
    """Return (method, order variant) → traced minor units that a transaction carried."""
    amounts = traced_amounts(result, [transaction_id])
    columns = amounts.select("method", "order_variant", "traced_minor")
    return {(method, variant): traced for method, variant, traced in columns.iter_rows()}


def fragment_rows(payment: Payment, result: TraceResult, entries: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of trace.fragment for one payment; fruit has no source transaction."""
    import polars as pl

    accounts = entries.select("account_number", "account_id").unique()
    return (
        result.fragments.filter(pl.col("source_transaction_id").is_not_null())
        .join(accounts, on="account_number", how="left", maintain_order="left")
        .select(
            pl.lit(payment.trace_id).alias("trace_id"),
            "method",
            "order_variant",
            "fragment_number",
            "source_transaction_id",
            "account_id",
            "in_transaction_id",
            "out_transaction_id",
            "hop",
            "sink",
            "amount_minor",
            "currency",
        )
    )


def value_rows(
    context: StageContext, payment: Payment, carried: Mapping[tuple[str, str], int]
) -> pl.DataFrame:
    """Return the rows of trace.asset_trace for one payment: traced value by method and order."""
    import polars as pl

    asked = "select amount_minor from features.window_transfer where transaction_id = $id"
    paid = max(1, int(context.warehouse.value(asked, {"id": payment.transaction_id})))
    headline = context.contracts.profile.headline_method
    rows = []
    for (method, variant), traced in carried.items():
        base = (traced * payment.amount_base_minor * 2 + paid) // (2 * paid)
        rows.append(
            {
                "asset_id": payment.asset_id,
                "trace_id": payment.trace_id,
                "acquisition_id": payment.acquisition_id,
                "transaction_id": payment.transaction_id,
                "method": method,
                "order_variant": variant,
                "is_headline": method == headline,
                "price_base_minor": payment.price_base_minor,
                "traced_base_minor": base,
                "traced_ratio": base / max(1, payment.price_base_minor),
                "match_score": payment.match_score,
                "match_reasons": payment.match_reasons,
                "run_id": context.run_id,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)
