"""What a night left behind, read for `benchmarks.nights`: labels in cases, leads, events, joins.

Whether a case is joined only through a hub is judged here by its own means: an account with many
counterparties is a hub, whatever the program calls it; alerts of a case must hang together by
accounts that are none, by an asset, or by being about one and the same account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from finintel.evaluate.components import connected_components
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

# An account that so many others pay, or that pays so many, tells nothing about two of them.
HUB_COUNTERPARTIES = 100

HOLDING = """
with label as (
    select scheme_id, is_innocent, scheme_kind, subject_id as transaction_id
    from evaluation.label where subject_type = 'transaction'
),
scheme as (select scheme_id, count(*) as scheme_count from label group by scheme_id),
work_item as (select case_id, minted_run_id from cases."case" where state in ('open', 'aged')),
sized as (
    select case_id, count(*) as case_count from cases.case_transaction
    where case_id in (select case_id from work_item) group by case_id
)
select label.scheme_id, label.scheme_kind, label.is_innocent, sized.case_id, minted_run_id,
    count(*) as shared_count, min(scheme_count) as scheme_count, min(case_count) as case_count
from label
join scheme using (scheme_id)
join cases.case_transaction as held using (transaction_id)
join sized using (case_id)
join work_item using (case_id)
group by all order by all
"""
SEEN = """
select distinct scheme_id, scheme_kind, is_innocent from evaluation.label
where subject_type = 'transaction' order by all
"""
LEADS = """
select case_id, change, change_detail, rank, listing, typology, amount_base_minor, start_on, is_tied
from cases.lead where run_id = $run order by case_id
"""
EVENTS = """
select case_id, event, other_case_id, detail from cases.lead_event where run_id = $run order by all
"""
EVIDENCE = """
select case_id, transaction_id from cases.case_transaction
where case_id in (select case_id from cases.lead where run_id = $run) order by all
"""
# What an alert hangs on: its subject, the accounts at the ends of what it cites unless they are
# hubs, and the assets that money of its transactions was traced into.
ENDS = """
with movement as (select originator_account_id as one, beneficiary_account_id as other
    from core."transaction" where booked_on between $first_on and $as_of),
hub as (
    select one as account_id from movement group by one having count(distinct other) >= $least
    union select other from movement group by other having count(distinct one) >= $least
),
cited as (
    select held.case_id, held.alert_id, cited.transaction_id,
        cited.originator_account_id as one, cited.beneficiary_account_id as other
    from cases.case_alert as held
    join detect.alert_transaction as evidence using (alert_id)
    join cases.cited_transaction as cited using (transaction_id)
),
hanging as (
    select held.case_id, held.alert_id, 'subject ' || alert.subject_id as node
    from cases.case_alert as held join detect.alert as alert using (alert_id)
    union select held.case_id, held.alert_id, alert.subject_id
    from cases.case_alert as held join detect.alert as alert using (alert_id)
    union select case_id, alert_id, one from cited
    union select case_id, alert_id, other from cited
    union select held.case_id, held.alert_id, holder.account_id
    from cases.case_alert as held join detect.alert as alert using (alert_id)
    join core.account_holder as holder on holder.party_id = alert.subject_id
    union select cited.case_id, cited.alert_id, 'asset ' || carried.acquisition_id
    from cited join cases.carried as carried using (transaction_id)
    union select cited.case_id, cited.alert_id, 'asset ' || traced.acquisition_id
    from cited join trace.asset_trace as traced using (transaction_id)
    union select held.case_id, held.alert_id, 'asset ' || acquired.acquisition_id
    from cases.case_alert as held join detect.alert as alert using (alert_id)
    join core.acquisition as acquired on acquired.acquirer_party_id = alert.subject_id
)
select hanging.case_id, hanging.alert_id, hanging.node
from hanging
join cases."case" as work_item using (case_id)
where work_item.state in ('open', 'aged') and hanging.node is not null
  and hanging.node not in (select account_id from hub where account_id is not null)
order by all
"""
ALERTS = """
select held.case_id, held.alert_id from cases.case_alert as held
join cases."case" as work_item using (case_id)
where work_item.state in ('open', 'aged') order by all
"""


@dataclass(frozen=True)
class NightFacts:
    """One night: labels seen, how they lie in cases, leads, events, evidence, hub-only cases."""

    as_of: date
    seen: pl.DataFrame
    holding: pl.DataFrame
    leads: pl.DataFrame
    events: pl.DataFrame
    evidence: pl.DataFrame
    hub_only: tuple[str, ...]
    cases: int


def read_night(context: StageContext) -> NightFacts:
    """Read a night whose stage `cases` is done."""
    warehouse, run = context.warehouse, {"run": context.run_id}
    return NightFacts(
        as_of=context.as_of,
        seen=warehouse.frame(SEEN),
        holding=warehouse.frame(HOLDING),
        leads=warehouse.frame(LEADS, run),
        events=warehouse.frame(EVENTS, run),
        evidence=warehouse.frame(EVIDENCE, run),
        hub_only=hub_only_cases(context),
        cases=warehouse.count('cases."case"', "state in ('open', 'aged')"),
    )


def hub_only_cases(context: StageContext) -> tuple[str, ...]:
    """Return the cases whose alerts fall apart when hubs are taken out."""
    import polars as pl

    alerts = context.warehouse.frame(ALERTS).with_row_index("number")
    first_on, as_of = context.window()
    values = {"least": HUB_COUNTERPARTIES, "first_on": first_on, "as_of": as_of}
    ends = context.warehouse.frame(ENDS, values)
    joined = ends.join(alerts, on=["case_id", "alert_id"]).with_columns(
        pl.col("number").min().over("case_id", "node").alias("first")
    )
    left, right = (joined[name].cast(pl.Int64).to_numpy() for name in ("number", "first"))
    root = connected_components(alerts.height, left, right)
    parts = (
        alerts.with_columns(pl.Series("root", root))
        .group_by("case_id")
        .agg(pl.col("root").n_unique().alias("parts"))
    )
    return tuple(parts.filter(pl.col("parts") > 1)["case_id"].sort().to_list())
