"""The stage `cases`: alerts gather into cases, cases keep their identity, leads are ranked.

1. Evidence of the window is copied to cases.cited_transaction, where it stays.
2. Standing alerts are linked and grouped (grouping).
3. Groups are matched to known cases by evidence (identity).
4. What the cases hold is written: alerts, transactions, assets, parties, state.
5. Lead rows are written: bands, change, rank (listing).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from finintel.cases.grouping import group_alerts
from finintel.cases.identity import find_overlaps, identify
from finintel.cases.listing import write_leads
from finintel.cases.members import write_members
from finintel.cases.parameters import parameters_of
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl


def run(context: StageContext) -> Mapping[str, int]:
    """Build tonight's cases and leads; returns counts for the ledger."""
    keep_evidence(context)
    groups = group_alerts(context)
    write_groups(context, groups)
    identities = identify(context, find_overlaps(context), evidence_keys(context))
    write_members(context, identities)
    leads = write_leads(context)
    return counts(context, groups, leads)


def keep_evidence(context: StageContext) -> None:
    """Copy what alerts cite in the window to cases.cited_transaction, corrected rows anew."""
    warehouse = context.warehouse
    first_on, as_of = context.window()
    values = {"first_on": first_on, "as_of": as_of}
    for name in ("crowd_account", "cited_tonight"):
        file = context.sql(f"cases/{name}.sql")
        own = parameters_of(file, context.contracts.profile)
        warehouse.build(("cases", name), file, values | own)
    warehouse.execute(
        "delete from cases.cited_transaction where transaction_id in "
        "(select transaction_id from cases.cited_tonight)"
    )
    warehouse.execute("insert into cases.cited_transaction by name from cases.cited_tonight")


def write_groups(context: StageContext, groups: pl.DataFrame) -> None:
    """Write tonight's groups as (group_number, alert_id) and what their alerts bring to them."""
    warehouse = context.warehouse
    with warehouse.registered("grouped", groups):
        warehouse.execute(
            "create or replace table cases.group_alert as "
            "select grouped.group_number, grouped.is_split, alert.alert_id "
            "from grouped join cases.standing_alert as alert using (alert_number) order by all"
        )
    warehouse.build(("cases", "group_evidence"), context.sql("cases/group_evidence.sql"))
    warehouse.execute(
        "create or replace table cases.group_transaction as "
        "select distinct group_number, transaction_id "  # alerts share evidence
        "from cases.group_evidence order by all"
    )


def evidence_keys(context: StageContext) -> pl.DataFrame:
    """Return the smallest evidence of every group: no two groups share an alert, so none a key."""
    return context.warehouse.frame(
        "select grouped.group_number, "
        "min(coalesce(evidence.transaction_id, '') || '|' || grouped.alert_id) as evidence_key "
        "from cases.group_alert as grouped left join detect.alert_transaction as evidence "
        "using (alert_id) group by grouped.group_number order by grouped.group_number"
    )


def counts(context: StageContext, groups: pl.DataFrame, leads: pl.DataFrame) -> dict[str, int]:
    """Count what the stage did."""
    warehouse = context.warehouse
    standing = warehouse.count("cases.standing_alert")
    found = dict(leads.group_by("change").len().sort("change").iter_rows())
    tied = leads.filter("is_tied").height
    if tied:
        context.notice(f"{tied} lead(s) are equal in everything that ranks; identifiers decide")
    return {
        "alerts_standing": standing,
        "alerts_in_cases": groups.height,
        "alerts_of_models_alone": standing - groups.height,
        "groups_split_for_size": groups.filter("is_split")["group_number"].n_unique(),
        "leads": leads.height,
        "leads_ranked": leads.filter(leads["listing"] == "ranked").height,
        "leads_below_line": leads.filter(leads["listing"].is_in(["below", "sample"])).height,
        "leads_in_work": leads.filter(leads["listing"] == "in_work").height,
        "leads_suppressed": leads.filter(leads["listing"].is_in(["suppressed", "resting"])).height,
        "leads_tied": tied,
        **{f"leads_{change}": int(count) for change, count in found.items()},
    }
