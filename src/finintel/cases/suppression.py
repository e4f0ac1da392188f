"""What staff decided takes effect: leads in work, leads at rest, and what ends a rest early.

1. Every transaction and asset of a case is remembered with the night that first saw it (case_seen).
2. Decisions that hold as recorded are put in order, each with the list that it looked at.
3. What a decision at rest covers, and which cases it hides, is found anew each night.
4. What staff had seen is compared with what is there: more evidence, another asset or a higher band
   ends a rest early, and it does not begin again by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.cases.parameters import parameters_of
from finintel.cases.ranking import priority
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

STEPS = (
    "decision",
    "suppression_cover",
    "suppression_hidden",
    "suppression_amount",
    "suppression_change",
    "suppression_next",
)
STATUS = ("status_code", "status_on", "suppressed_until", "suppression_reason")


def apply_decisions(context: StageContext) -> None:
    """Write what is known of decisions and rests tonight, their events, and cases.lead_status."""
    warehouse = context.warehouse
    remember(context)
    write_effects(context)
    for name in STEPS:
        build(context, name)
    warehouse.execute("delete from cases.suppression")
    warehouse.execute(
        "insert into cases.suppression by name from cases.suppression_next order by decision_id"
    )
    values = {"run_id": context.run_id, "as_of": context.as_of}
    file = context.sql("cases/suppression_event.sql")
    warehouse.append(("cases", "lead_event"), file, values)
    build(context, "lead_status")
    build(context, "outcome")


def build(context: StageContext, name: str) -> None:
    """Build one table of the floor from its statement."""
    file = context.sql(f"cases/{name}.sql")
    values: dict[str, object] = {
        "run_id": context.run_id,
        "as_of": context.as_of,
        "base_currency": context.workspace.settings.base_currency,
    }
    values |= parameters_of(file, context.contracts.profile)
    context.warehouse.build(("cases", name), file, values)


def remember(context: StageContext) -> None:
    """Note what cases hold for the first time."""
    warehouse, run = context.warehouse, {"run_id": context.run_id}
    warehouse.execute("delete from cases.case_seen where first_run_id = $run_id", run)
    warehouse.append(("cases", "case_seen"), context.sql("cases/seen_tonight.sql"), run)


def write_effects(context: StageContext) -> None:
    """Write the code list of dispositions as a table: what each code means for a lead."""
    import polars as pl

    meanings = context.contracts.codelists.meanings["disposition"]
    rows = pl.DataFrame([{"status_code": code, **entry} for code, entry in meanings.items()]).sort(
        "status_code"
    )
    context.warehouse.execute("delete from cases.disposition_effect")
    context.warehouse.insert(("cases", "disposition_effect"), rows)


def with_status(context: StageContext, leads: pl.DataFrame) -> pl.DataFrame:
    """Add what staff decided, and why a lead takes no place of the list; withdrawn ones have none.

    Args:
        context: the stage.
        leads: one row per lead with case_id and state.
    """
    import polars as pl

    status = context.warehouse.frame("select * from cases.lead_status order by case_id")
    gone = pl.col("state") == "withdrawn"
    return leads.join(status, on="case_id", how="left").with_columns(
        pl.col("status_code").fill_null("open"),
        pl.col("suppressed_alert_count").fill_null(0),
        pl.when(~gone).then("off_list").alias("off_list"),
    )


def beside_the_list(leads: pl.DataFrame) -> pl.DataFrame:
    """Return the leads that take no place, with the columns that ranking would give them.

    A lead at rest is shown on nights on which its evidence changed or staff decided; on others it
    is `resting`: counted and named, with no page of its own, so that years of closed leads cost a
    night nothing.
    """
    import polars as pl

    is_quiet = pl.col("change").is_in(["unchanged", "aged"]) & pl.col("event_detail").is_null()
    is_resting = (pl.col("off_list") == "suppressed") & is_quiet
    return leads.filter(pl.col("off_list").is_not_null()).with_columns(
        priority(),
        pl.lit(value=False).alias("is_tied"),
        pl.lit(None, pl.Int64).alias("rank"),
        pl.when(is_resting).then(pl.lit("resting")).otherwise("off_list").alias("listing"),
    )
