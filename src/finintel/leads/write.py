"""The stage `leads`: the night's folder with CSVs, dossiers, index, manifest and run report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from finintel.leads.dossier import page
from finintel.leads.export import write_csv
from finintel.leads.facts import LeadFacts, NightFacts, Row, by_lead, fetch, joined
from finintel.leads.findings import could_not_check
from finintel.leads.folder import replaced_folder
from finintel.leads.index import index_page
from finintel.leads.language import Language, load_language
from finintel.leads.law import law_of
from finintel.leads.manifest import listing_counts, manifest_text
from finintel.leads.narrative import Section, as_text, sections
from finintel.leads.outputs import load_outputs
from finintel.leads.report import report_page
from finintel.leads.sheets import sheets
from finintel.leads.teller import Teller
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

# Say how far it is every so many pages.
PROGRESS_EVERY = 100


def run(context: StageContext) -> Mapping[str, int]:
    """Write leads/YYYY-MM-DD; repeated, it writes the same bytes again, run report aside."""
    outputs = load_outputs(context.workspace)
    facts = fetch(context)
    teller, *further = tellers_of(context, facts)
    leads = by_lead(facts)
    told = [sections(lead, teller) for lead in leads]
    frames = finished_frames(facts, leads, told, teller) | sheets(context)
    settings, exponents = context.workspace.settings, context.contracts.codelists.exponents
    with replaced_folder(context.workspace.leads / str(context.as_of)) as folder:
        for name, output in outputs.items():
            write_csv(frames[name], output, folder / f"{name}.csv", settings, exponents)
        write_pages(context, folder, leads, told, [teller, *further])
        rows = {name: frames[name].height for name in outputs}
        text = manifest_text(context, folder, outputs, rows)
        (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
        report = report_page(context)
        (folder / "run_report.html").write_text(report, encoding="utf-8", newline="\n")
    return {f"{name}_rows": count for name, count in rows.items()} | {"dossiers": len(leads)}


def teller_of(context: StageContext, facts: NightFacts) -> Teller:
    """Return what the night's CSVs and pages are told with: the first language."""
    return tellers_of(context, facts)[0]


def tellers_of(context: StageContext, facts: NightFacts) -> list[Teller]:
    """Return what the night's narratives are told with, one per language; the first leads."""
    settings = context.workspace.settings
    return [
        Teller(
            language,
            context.contracts.codelists.exponents,
            settings.base_currency,
            {name: language.detector(name, header) for name, header in facts.detectors.items()},
            law_of(context.contracts.profile.id, context.contracts.profile.values),
            settings.narrative_characters,
        )
        for language in map(load_language, dict.fromkeys(settings.languages))
    ]


def finished_frames(
    facts: NightFacts,
    leads: list[LeadFacts],
    told: list[list[Section]],
    teller: Teller,
) -> dict[str, pl.DataFrame]:
    """Return the frames of the CSVs, with the columns that are told rather than queried."""
    import polars as pl

    language = teller.language
    columns: dict[str, list[str]] = {
        "lead_id": [lead.lead["lead_id"] for lead in leads],
        "narrative": [as_text(parts, teller) for parts in told],
        "could_not_check": [could_not_check(lead, language) for lead in leads],
        "next_step": [" ".join(parts[-1].sentences) for parts in told],
        "typology_meaning": [typology(lead.lead, language) for lead in leads],
    }
    words = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frames = dict(facts.frames)
    frames["case_leads"] = joined(
        facts.frames["case_leads"].drop("typology_meaning"), words, "lead_id"
    )
    frames["case_assets"] = facts.frames["case_assets"].join(
        methods_text(facts.frames["method"], teller),
        on=["lead_id", "asset_id"],
        how="left",
        maintain_order="left",
    )
    return frames


def typology(lead: Row, language: Language) -> str:
    """Return what the typology of a lead means."""
    return language.typology(lead["typology"], lead["typology_meaning"])


def methods_text(methods: pl.DataFrame, teller: Teller) -> pl.DataFrame:
    """Return lead, asset and the traced value by every method as one text."""
    import polars as pl

    exponent = teller.exponents[teller.currency]
    unit = 10**exponent
    value = pl.col("traced_base_minor")
    fraction = (value % unit).cast(pl.String).str.zfill(exponent)
    number = pl.concat_str([(value // unit).cast(pl.String), pl.lit("."), fraction])
    number = number if exponent else value.cast(pl.String)
    entry = pl.concat_str(["method", pl.lit("/"), "order_variant", pl.lit(" "), number])
    return methods.group_by("lead_id", "asset_id", maintain_order=True).agg(
        entry.str.join("; ").alias("traced_by_method")
    )


def write_pages(
    context: StageContext,
    folder: Path,
    leads: list[LeadFacts],
    told: list[list[Section]],
    tellers: list[Teller],
) -> None:
    """Write a dossier per lead and language, the first without its code, and the index."""
    (folder / "dossiers").mkdir()
    first = tellers[0]
    for number, (lead, parts) in enumerate(zip(leads, told, strict=True), start=1):
        path = folder / "dossiers" / f"{lead.lead['lead_id']}.html"
        path.write_text(page(lead, parts, first), encoding="utf-8", newline="\n")
        for teller in tellers[1:]:
            text = page(lead, sections(lead, teller), teller)
            path.with_suffix(f".{teller.language.code}.html").write_text(
                text, encoding="utf-8", newline="\n"
            )
        if number % PROGRESS_EVERY == 0 or number == len(leads):
            context.progress("dossiers", number, len(leads))
    counted = listing_counts(context)
    below = counted.get("below", 0) + counted.get("sample", 0)
    rows = [lead.lead for lead in leads]
    further = [teller.language.code for teller in tellers[1:]]
    index = index_page(rows, below, context.as_of, first, further)
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
