"""The sheets of staff: one to fill in, its codes, what became of what came back, what rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.night import StageContext
from finintel.refusals import with_remedies

if TYPE_CHECKING:
    import polars as pl

# Column of the sheet → code list that it takes its codes from.
CODED = {
    "status": "disposition",
    "reason": "disposition_reason",
    "scope": "disposition_scope",
}
UNFILLED = "unfilled"  # the code of an empty status: nobody writes it


def sheets(context: StageContext) -> dict[str, pl.DataFrame]:
    """Return the frames of the sheets, as their contracts in schemas/outputs say."""
    return {
        "dispositions_template": leads_of(context, "dispositions_template"),
        "leads_at_rest": leads_of(context, "leads_at_rest"),
        "dispositions_codes": codes(context),
        "dispositions_answer": answer(context),
    }


def leads_of(context: StageContext, name: str) -> pl.DataFrame:
    """Return the leads of one sheet: those to decide on with empty columns, or those at rest."""
    import polars as pl

    values = {
        "run_id": context.run_id,
        "base_currency": context.workspace.settings.base_currency,
    }
    file = context.sql(f"leads/{name}.sql")
    return pl.DataFrame(context.warehouse.run(file, values))


def codes(context: StageContext) -> pl.DataFrame:
    """Return every code that a column of the sheet takes, with its meaning."""
    import polars as pl

    rows = []
    for column, name in CODED.items():
        for code, entry in context.contracts.codelists.meanings[name].items():
            if code != UNFILLED:
                meaning = entry if isinstance(entry, str) else entry["meaning"]
                asks = not isinstance(entry, str) and entry["is_four_eyes"]
                rows.append((column, code, meaning, asks))
    names = ("column", "code", "meaning", "needs_second_person")
    return pl.DataFrame(rows, schema=names, orient="row")


def answer(context: StageContext) -> pl.DataFrame:
    """Return what became of every file and row that staff returned, with what to do."""
    import polars as pl

    file = context.sql("leads/dispositions_answer.sql")
    values = {"run_id": context.run_id, "as_of": context.as_of}
    found = pl.DataFrame(context.warehouse.run(file, values))
    is_fault = pl.col("outcome") == "rejected"
    told = with_remedies(found, context.contracts.codelists)["remedy"]
    return found.with_columns(pl.when(is_fault).then(told).otherwise("remedy").alias("remedy"))
