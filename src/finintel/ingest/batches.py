"""One batch of a file: cast in one pass, its rows to staging, its labels, its rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from finintel.contracts import Entity, Source
from finintel.ingest.landed import Landed
from finintel.ingest.layers import Recipe
from finintel.ingest.select import cast_select, label_select
from finintel.night import StageContext
from finintel.warehouse import Warehouse, literal, quoted

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 500_000


@dataclass(frozen=True)
class File:
    """A registered file of tonight."""

    sha256: str
    source: Source
    landed: Landed


def gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Put small batches together: the database is asked once for many rows."""
    import pyarrow as pa

    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= BATCH_ROWS:
            yield pa.Table.from_batches(waiting)
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def stage_batch(context: StageContext, file: File, recipe: Recipe, batch: pa.Table) -> None:
    """Cast one batch and hand its rows to staging, to the labels and to the rejects."""
    warehouse = context.warehouse
    present = replace(recipe, places=filled_places(recipe.places, batch))
    sha = f"{literal(file.sha256)} as file_sha256"
    source = f"{literal(file.source.id)} as source_id"
    records = quoted("_records")
    with warehouse.registered("_records", batch):
        refused = insert_rows(warehouse, present, f"{source}, {sha}", records)
        for place, label in enumerate(recipe.table.labels):
            warehouse.execute(
                f"insert into staging.label by name select *, {sha} "
                f"from ({label_select(present, place, label, records)})"
            )
        if refused:
            warehouse.execute(
                f"insert into landing.reject by name select {sha}, {source}, "
                f"{literal(context.run_id)} as run_id, row_number, last_row_number, "
                "case when read_reason is null then 'cast' else 'read' end as stage, "
                "reasons, record_text "
                f"from ({cast_select(present, records, with_reasons=True)}) where not is_accepted"
            )


def filled_places(places: Mapping[str, int], batch: pa.Table) -> dict[str, int]:
    """Leave out the columns that are empty in the whole batch: nothing is cast of them."""
    return {
        name: place
        for name, place in places.items()
        if batch.column(f"c{place}").null_count < len(batch)
    }


def insert_rows(warehouse: Warehouse, recipe: Recipe, provenance: str, records: str) -> int:
    """Insert a batch into the staging table of its entity; returns how many were not accepted.

    Rows that are not accepted stay until the file is done (`drop_refused`): one pass casts all.
    """
    statement = cast_select(recipe, records)
    if recipe.table.labels_only:
        return int(warehouse.value(f"select count(*) from ({statement}) where not is_accepted"))
    columns = ", ".join(quoted(name) for name in recipe.entity.columns if name != "source_id")
    table = quoted("staging", recipe.entity.name)
    warehouse.execute(
        f"insert into {table} by name select {columns}, {provenance}, row_number, is_accepted "
        f"from ({statement})"
    )
    return warehouse.count(
        table,
        "not is_accepted and row_number between (select min(row_number) from _records) "
        "and (select max(row_number) from _records)",
    )


def drop_refused(warehouse: Warehouse, entity: Entity, sha256: str) -> None:
    """Take the rows of a file that were not accepted out of staging; landing.reject has them."""
    table = quoted("staging", entity.name)
    if warehouse.count(table, f"not is_accepted and file_sha256 = {literal(sha256)}"):
        warehouse.execute(
            f"delete from {table} where not is_accepted and file_sha256 = {literal(sha256)}"
        )
