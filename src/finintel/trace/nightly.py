"""The stage `trace`: from cited transactions to the payments that bought registered assets.

1. Payments are matched to acquisitions (sql/trace/acquisition_match.sql, acquisition_payment.sql).
2. From each payment the accounts it may have been financed from are found backwards, hop by hop:
   an account is one in between when what it received covers what it passed on. Wages and the like
   are no part of it.
3. Where an alert cites a transaction on that way (one that says more than the account's own past,
   or two detectors), its first credits are the sources: cash, and payers who did not just receive
   what they paid. Only these roots are followed, so nothing is counted twice.
4. Accounts on the way that the roots cannot have reached in time are left out and counted: what
   they pay in is money that is not followed, like that of any account off the way.
5. The movements on the others are scanned forward by every method, in batches of payments
   (`payments`); every scan is checked whole, and the pieces that lead to the payment are kept,
   unless all of them are a trifle of the price.
"""

from __future__ import annotations

from collections.abc import Mapping

from finintel.night import StageContext
from finintel.trace.assets import judge_assets
from finintel.trace.earlier import (
    CARRIED,
    bring_back_candidates,
    carry_over,
    remember,
    remember_candidates,
)
from finintel.trace.payments import write_traces
from finintel.trace.tables import build, defaults

# A payment may precede its deed (earnest money) or follow it (completion): our default, in days.
DAYS_BEFORE = 60
DAYS_AFTER = 45
MINIMUM_SCORE = 0.6
HOPS = 8


def run(context: StageContext) -> Mapping[str, int]:
    """Match payments to acquisitions, follow the cited value into them, write the trace floor."""
    warehouse = context.warehouse
    first_on, _ = context.window()
    remember(context, first_on)
    left_out = match_payments(context)
    find_cones(context)
    for name in (
        "cone_alert",
        "cone_first",
        "cone_told",
        "cone_source",
        "cone_reached",
        "cone_entry",
    ):
        build(context, name)
    unreached = counted(context, "accounts_on_the_way") - warehouse.count("trace.cone_reached")
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
    trifles = forget_trifles(context)
    for name in CARRIED:
        carry_over(context, name)
    return {
        "acquisition_payments": warehouse.count("trace.acquisition_payment"),
        "alternative_payments_left_out": left_out,
        "accounts_never_reached": unreached,
        "payments_with_sources": payments.height,
        "payments_traced": traced,
        "payments_with_a_trifle_left_out": trifles,
        **judge_assets(context),
    }


def match_payments(context: StageContext) -> int:
    """Match payments to acquisitions; return how many of those that fit are left out."""
    first_on, as_of = context.window()
    values = {
        "first_on": first_on,
        "as_of": as_of,
        "days_before": DAYS_BEFORE,
        "days_after": DAYS_AFTER,
        "minimum_score": MINIMUM_SCORE,
    }
    remember_candidates(context, first_on)
    build(context, "acquisition_payee", values)
    build(context, "acquisition_candidate", values)
    bring_back_candidates(context, first_on)
    build(context, "acquisition_match", values)
    build(context, "acquisition_payment", values)
    return counted(context, "payments_left_out")


def forget_trifles(context: StageContext) -> int:
    """Drop what was traced where it is next to nothing of the price; return how many payments.

    Eight euro of a house bring nobody closer to it.
    """
    found = build(context, "trifle")
    for table in ("asset_trace", "fragment"):
        context.warehouse.execute(
            f"delete from trace.{table} where trace_id in (select trace_id from trace.trifle)"
        )
    return found


def counted(context: StageContext, name: str) -> int:
    """Return the one number that a statement of sql/trace counts."""
    return int(context.warehouse.value(context.sql(f"trace/{name}.sql").statement))


def find_cones(context: StageContext) -> None:
    """Find, for every payment at once, the accounts that may have financed it, hop by hop."""
    first_on, _ = context.window()
    build(context, "cone_start", {"first_on": first_on})
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
