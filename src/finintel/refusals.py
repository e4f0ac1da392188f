"""Why records were refused, told to whoever can mend them: fault, file, row, column, what to do.

`landing.reject` keeps the reasons as the stages say them; `landing.fault` takes them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from finintel.contracts import Codelists, Source
from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import shipped_resources

if TYPE_CHECKING:
    import polars as pl

OTHERWISE = "Correct the row as the reason says, and send it again."


def create_fault_view(warehouse: Warehouse) -> None:
    """Create or replace `landing.fault`."""
    file = read_sql(shipped_resources() / "sql" / "provenance" / "fault.sql")
    warehouse.execute(f"create or replace view landing.fault as {file.statement}")


def read_refusals(
    warehouse: Warehouse, codelists: Codelists, sources: Mapping[str, Source], run_id: str
) -> pl.DataFrame:
    """Return what was wrong with a night's records, most frequent first, and what to do.

    Columns: source_id, fault (with the code or count that it is about), place (columns of the
    file), record_count, first_file_name, first_row_number, remedy.
    """
    import polars as pl

    file = read_sql(shipped_resources() / "sql" / "status" / "refusal.sql")
    found = with_remedies(pl.DataFrame(warehouse.run(file, {"run_id": run_id})), codelists)
    places = [
        place_in_file(sources.get(source), place)
        for source, place in found.select("source_id", "place").iter_rows()
    ]
    detail = pl.format(" ({})", pl.col("detail"))
    return found.with_columns(
        pl.concat_str(pl.col("fault").str.replace_all("_", " "), detail.fill_null("")),
        pl.Series("place", places, dtype=pl.String),
    ).drop("detail")


def with_remedies(faults: pl.DataFrame, codelists: Codelists) -> pl.DataFrame:
    """Fill the column remedy from the column fault where a check has not said what to do."""
    import polars as pl

    remedies = {code: str(text) for code, text in codelists.meanings["reject_reason"].items()}
    known = pl.col("fault").replace_strict(remedies, default=None, return_dtype=pl.String)
    return faults.with_columns(pl.coalesce("remedy", known, pl.lit(OTHERWISE)).alias("remedy"))


def place_in_file(source: Source | None, place: str | None) -> str | None:
    """Return the columns of a feed's file that an entity's column is read from, else the place."""
    for table in source.tables if source is not None else ():
        if names := table.origins(place or ""):
            return ", ".join(names)
    return place
