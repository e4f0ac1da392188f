"""Tonight's lead rows: facts, bands and their reasons, change since the night before, rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.cases.changes import PARTS, content_hash, with_change
from finintel.cases.parameters import parameters_of
from finintel.cases.ranking import BANDS, rank_leads
from finintel.cases.reasons import band_reasons
from finintel.cases.suppression import STATUS, apply_decisions, beside_the_list, with_status
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

FACTS = ("lead_fact", "lead_asset", "lead_party", "lead_band")
COUNTS = ("alert_count", "detector_count", "party_count", "asset_count", "transaction_count")
TRACED = tuple(f"traced_{bound}_base_minor" for bound in ("minimum", "maximum", "headline"))


def write_leads(context: StageContext) -> pl.DataFrame:
    """Write tonight's rows of cases.lead and return them."""
    import polars as pl

    warehouse, settings = context.warehouse, context.workspace.settings
    found = with_status(context, with_change(gather(context)))
    ranked = rank_leads(
        found.filter(pl.col("off_list").is_null()),
        settings.review_capacity,
        settings.below_line_sample,
        context.run_id,
    )
    leads = pl.concat([ranked, beside_the_list(found)], how="diagonal")
    rows = leads.select(
        "case_id",
        pl.format("L-{}", "case_id").alias("lead_id"),
        pl.lit(context.run_id).alias("run_id"),
        "change",
        "change_detail",
        "rank",
        "priority",
        *(pl.col(f"band_{band}").cast(pl.Int64) for band in BANDS),
        "typology",
        *COUNTS,
        "amount_base_minor",
        *TRACED,
        "start_on",
        "end_on",
        "content_hash",
        "listing",
        band_reasons(),
        "score",
        "money_at_risk_base_minor",
        "recoverable_base_minor",
        "asset_value_base_minor",
        "is_tied",
        *STATUS,
        "suppressed_alert_count",
    )
    warehouse.execute("delete from cases.lead where run_id = $run", {"run": context.run_id})
    warehouse.insert(("cases", "lead"), rows.sort("case_id"))
    return rows


def gather(context: StageContext) -> pl.DataFrame:
    """Return one row per lead with facts, bands, content, the previous lead and the event."""
    import polars as pl

    warehouse = context.warehouse
    values = {"run_id": context.run_id, "as_of": context.as_of}
    for name in FACTS:
        file = context.sql(f"cases/{name}.sql")
        own = parameters_of(file, context.contracts.profile)
        warehouse.build(("cases", name), file, values | own)
    apply_decisions(context)
    content = frame_of(context, "lead_content", values)
    previous = frame_of(context, "lead_previous", values)
    bands = warehouse.frame("select * from cases.lead_band order by case_id")
    events = warehouse.frame(
        "select case_id, string_agg(detail, '; ' order by event) as event_detail, "
        "bool_or(event = 'split') as is_parted "
        "from cases.lead_event where run_id = $run and detail <> '' group by case_id",
        {"run": context.run_id},
    )
    days = (pl.col("end_on") - pl.col("start_on")).dt.total_days() + 1
    at_risk = pl.max_horizontal("traced_maximum_base_minor", "recoverable_base_minor") // days
    return (
        bands.join(frame_of(context, "lead_typology", values), on="case_id", how="left")
        .join(content, on="case_id", how="left")
        .with_columns(*(pl.col(part).fill_null("") for part in PARTS))
        .with_columns(content_hash(), pl.col("typology").fill_null("anomaly"))
        .join(previous, on="case_id", how="left", suffix="_before")
        .join(events, on="case_id", how="left")
        .with_columns(
            at_risk.fill_null(0).cast(pl.Int64).alias("money_at_risk_base_minor"),
            days.alias("days_covered"),
            days_known(context).alias("days_known"),
        )
    )


def days_known(context: StageContext) -> pl.Expr:
    """Return the days since the case was minted, read from the night's identifier."""
    import polars as pl

    minted = pl.col("minted_run_id").str.strip_prefix("n").str.to_date("%Y%m%d")
    return (pl.lit(context.as_of) - minted).dt.total_days()


def frame_of(context: StageContext, name: str, values: dict[str, object]) -> pl.DataFrame:
    """Run a statement of sql/cases and return its rows."""
    import polars as pl

    return pl.DataFrame(context.warehouse.run(context.sql(f"cases/{name}.sql"), values))
