"""How urgent an asset is and what would be left of it: trace.asset_status and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finintel.contracts.toml import overlaid_files, read_toml
from finintel.night import StageContext
from finintel.trace.deadlines import clocks
from finintel.trace.identifiers import check_identifiers
from finintel.trace.tables import build, store, unit_minor

if TYPE_CHECKING:
    import polars as pl

REQUEST_TEXTS = (
    *("register_power", "office_basis", "handling_code", "channel"),
    *("urgent_answer", "ordinary_answer"),
)


def find_status(context: StageContext) -> int:
    """Write asset_status, and the facts about listed assets that it and the tests are read from."""
    store(context, "asset_kind", asset_kinds(context))
    store(context, "measure_clock", clock_rows(context))
    values: dict[str, Any] = {
        "as_of": context.as_of,
        "base_currency": context.workspace.settings.base_currency,
    }
    build(context, "listed_asset", values)
    check_identifiers(context)
    build(context, "near_account")
    build(context, "running_cost", values)
    build(context, "shared_address", values)
    build(context, "nominee_indicator", values)
    build(context, "dissipation_signal", values)
    build(context, "asset_value", values)
    build(context, "asset_claim", {"as_of": context.as_of})
    return build(context, "asset_status")


def write_requests(context: StageContext) -> int:
    """Write what a reader is told of each asset, and requests on the terms of the profile."""
    texts = dict.fromkeys(REQUEST_TEXTS, "not set in the profile")
    texts |= context.contracts.profile.values.get("request", {})
    values: dict[str, Any] = {
        "as_of": context.as_of,
        "base_currency": context.workspace.settings.base_currency,
        "unit_minor": unit_minor(context),
        **texts,
    }
    build(context, "asset_source", {"as_of": context.as_of})
    build(context, "claim_text", values)
    build(context, "lawful_source", values)
    store(context, "profile_condition", condition_rows(context))
    build(context, "asset_assessment")
    build(context, "asset_relation", {"as_of": context.as_of})
    build(context, "asset_lead_fact", values | lead_terms(context))
    build(context, "request_fact", values)
    return build(context, "asset_request", values)


def lead_terms(context: StageContext) -> dict[str, Any]:
    """Return the terms of the profile that stand on every row of case_assets.csv."""
    profile = context.contracts.profile.values
    days = profile.get("calendar", {})
    closed = (*days.get("weekend", ()), *days.get("holidays", ()))
    return {
        "as_of": context.as_of,
        "calendar": f"{profile['jurisdiction']}: without {', '.join(closed) or 'no day'}",
        "retention_days": profile.get("request", {}).get("retention_days"),
    }


def asset_kinds(context: StageContext) -> pl.DataFrame:
    """Return what schemas/assets says of each type."""
    import polars as pl

    paths = overlaid_files(context.workspace.resource_folders("schemas/assets"), "*.toml")
    rows = []
    for name, path in sorted(paths.items()):
        kind = read_toml(path)
        rows.append(
            {
                "asset_type": name,
                "title": kind["title"],
                "register": kind["register"],
                "valuation": kind["valuation"],
                "is_mobile": bool(kind["is_mobile"]),
                "half_life_years": kind.get("half_life_years"),
                "storage_ratio": float(kind["storage_ratio"]),
                "has_social_reuse": bool(kind["social_reuse"]),
            }
        )
    return pl.DataFrame(rows, schema_overrides={"half_life_years": pl.Float64})


def clock_rows(context: StageContext) -> pl.DataFrame:
    """Return the measures of the profile with their terms, counted from the night."""
    import polars as pl

    names = ("measure_code", "measure_title", "applies_to", "term", "measure_source")
    schema: dict[str, Any] = dict.fromkeys(names, pl.String)
    schema |= {"starts_on": pl.Date, "ends_on": pl.Date}
    return pl.DataFrame(clocks(context.contracts.profile.values, context.as_of), schema=schema)


def condition_rows(context: StageContext) -> pl.DataFrame:
    """Return the words of the profile for every condition of its bases and measures."""
    import polars as pl

    values = context.contracts.profile.values
    rows = [
        (item["code"], item["title"], condition["code"], condition["text"])
        for item in (*values.get("basis", ()), *values.get("measure", ()))
        for condition in item.get("conditions", ())
    ]
    schema = ("code", "title", "condition_code", "condition_text")
    return pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")
