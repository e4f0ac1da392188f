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
DETAILS = ("alert", "condition", "history", "method")
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
    history: Rows = ()
    methods: Rows = ()
    explanations: Rows = ()


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

    values = {
        "run_id": context.run_id,
        "as_of": context.as_of,
        "base_currency": context.workspace.settings.base_currency,
        "unit_minor": 10
        ** context.contracts.codelists.exponents[context.workspace.settings.base_currency],
    }
    names = (*OUTPUTS, *DETAILS, *EXPLANATIONS, "party_note")
    frames = {
        name: pl.DataFrame(context.warehouse.run(context.sql(f"leads/{name}.sql"), values))
        for name in names
    }
    notes, income, bond = (frames.pop(name) for name in ("party_note", *EXPLANATIONS))
    frames["case_parties"] = frames["case_parties"].join(
        notes, on="party_id", how="left", maintain_order="left"
    )
    frames["explanation"] = pl.concat([income, bond])
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
    """Put the rows together by lead, in the order of the list."""
    parts = {
        name: partition(facts.frames[name]) for name in (*OUTPUTS[1:], *DETAILS, "explanation")
    }
    return [
        LeadFacts(
            lead=lead,
            parties=parts["case_parties"].get(lead["lead_id"], ()),
            transactions=parts["case_transactions"].get(lead["lead_id"], ()),
            assets=parts["case_assets"].get(lead["lead_id"], ()),
            alerts=parts["alert"].get(lead["lead_id"], ()),
            conditions=parts["condition"].get(lead["lead_id"], ()),
            history=parts["history"].get(lead["lead_id"], ()),
            methods=parts["method"].get(lead["lead_id"], ()),
            explanations=parts["explanation"].get(lead["lead_id"], ()),
        )
        for lead in facts.frames["case_leads"].to_dicts()
    ]


def partition(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return lead → its rows in order."""
    parts = frame.partition_by("lead_id", maintain_order=True, as_dict=True)
    return {str(key[0]): part.to_dicts() for key, part in parts.items()}
