"""All that a night's leads say, fetched in a handful of queries and put together by lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from finintel.leads.outputs import OUTPUTS
from finintel.night import StageContext
from finintel.sqlfile import read_sql

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]
Rows = Sequence[Row]
DETAILS = ("alert", "condition", "measure", "history", "method", "institution", "tie")
# Fewer accounts of one country than these are no peer group; those of all countries are taken.
LEAST_PEERS = 30
# What is told and shown of a lead; the CSVs have all.
MOST_ASSETS = 8
MOST_TIES = 400
EXPLANATIONS = ("explanation_income", "explanation_bond")


@dataclass(frozen=True)
class LeadFacts:
    """One lead with everything that is known about it."""

    lead: Row
    parties: Rows = ()
    transactions: Rows = ()
    assets: Rows = ()
    alerts: Rows = ()
    conditions: Rows = ()
    measures: Rows = ()
    history: Rows = ()
    methods: Rows = ()
    explanations: Rows = ()
    institutions: Rows = ()
    baselines: Rows = ()
    ties: Rows = ()


@dataclass(frozen=True)
class NightFacts:
    """The frames behind a night's CSVs and pages.

    Attributes:
        frames: one per CSV and detail, in the order of the SQL.
        detectors: detector → header of its file: title, why, innocent, next_step.
    """

    frames: Mapping[str, pl.DataFrame]
    detectors: Mapping[str, Row] = field(default_factory=dict)


def fetch(context: StageContext) -> NightFacts:
    """Run every query of sql/leads for the night."""
    import polars as pl

    base = context.workspace.settings.base_currency
    values = {
        "run_id": context.run_id,
        "as_of": context.as_of,
        "base_currency": base,
        "unit_minor": 10 ** context.contracts.codelists.exponents[base],
        "least_peers": LEAST_PEERS,
    }
    names = (*OUTPUTS, *DETAILS, *EXPLANATIONS, "party_note", "baseline", "peer")
    frames = {
        name: pl.DataFrame(context.warehouse.run(context.sql(f"leads/{name}.sql"), values))
        for name in names
    }
    notes, peer = frames.pop("party_note"), frames.pop("peer")
    frames["case_parties"] = joined(frames["case_parties"], notes, "party_id")
    frames["baseline"] = joined(frames["baseline"], peer, "account_id")
    frames["explanation"] = pl.concat([frames.pop(name) for name in EXPLANATIONS])
    meanings = {
        code: str(entry["meaning"])
        for code, entry in context.contracts.codelists.meanings["typology"].items()
    }
    frames["case_leads"] = frames["case_leads"].with_columns(
        pl.col("typology")
        .replace_strict(meanings, default=pl.col("typology"), return_dtype=pl.String)
        .alias("typology_meaning")
    )
    return NightFacts(frames, detector_headers(context))


def joined(rows: pl.DataFrame, notes: pl.DataFrame, key: str) -> pl.DataFrame:
    """Put notes beside the rows that have the same key; the order stays."""
    return rows.join(notes, on=key, how="left", maintain_order="left")


def detector_headers(context: StageContext) -> dict[str, Row]:
    """Read what every rule's header says about itself; Python rules and models have none here."""
    found: dict[str, Row] = {}
    for folder in context.workspace.resource_folders("sql/rules"):
        for path in sorted(folder.rglob("*.sql")):
            header = read_sql(path).header
            if "id" in header:
                found[str(header["id"])] = header
    return found


def by_lead(facts: NightFacts) -> list[LeadFacts]:
    """Put the rows together by lead, in the order of the list; of assets those that matter most.

    A lead may hold hundreds of assets. The CSVs have them all; what is told and shown keeps to the
    MOST_ASSETS with the most traced value, their conditions and methods among it.
    """
    frames = dict(facts.frames)
    frames["case_assets"] = foremost(frames["case_assets"])
    shown = frames["case_assets"].select("lead_id", "asset_id")
    for name in ("condition", "measure", "method"):
        frames[name] = frames[name].join(
            shown, on=["lead_id", "asset_id"], how="semi", maintain_order="left"
        )
    frames["tie"] = firsts(frames["tie"], MOST_TIES)
    fields = {
        "case_parties": "parties",
        "case_transactions": "transactions",
        "case_assets": "assets",
        "alert": "alerts",
        "condition": "conditions",
        "measure": "measures",
        "history": "history",
        "method": "methods",
        "explanation": "explanations",
        "institution": "institutions",
        "baseline": "baselines",
        "tie": "ties",
    }
    parts = {field: partition(frames[name]) for name, field in fields.items()}
    return [
        LeadFacts(lead, **{field: found.get(lead["lead_id"], ()) for field, found in parts.items()})
        for lead in facts.frames["case_leads"].to_dicts()
    ]


def foremost(assets: pl.DataFrame) -> pl.DataFrame:
    """Return the assets with the most traced value of each lead, most first."""
    import polars as pl

    value = pl.coalesce("traced_headline", "traced_maximum", pl.lit(0))
    ordered = assets.sort(
        "lead_id", value, "asset_id", descending=[False, True, False], maintain_order=True
    )
    return firsts(ordered, MOST_ASSETS)


def firsts(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the first rows of each lead."""
    import polars as pl

    return rows.filter(pl.int_range(pl.len()).over("lead_id") < most)


def partition(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return lead → its rows in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.to_dicts():
        found.setdefault(row["lead_id"], []).append(row)
    return found
