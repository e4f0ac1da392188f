"""Stage: tonight's files become typed rows in staging, rejects with their reason, and labels.

One file after the other, one batch of a file after the other, so that memory follows the batch. A
file that cannot be read stops itself and no other.
"""

from __future__ import annotations

from collections.abc import Mapping

from finintel.contracts import Entity
from finintel.errors import SourceError
from finintel.ingest.batches import File, drop_refused, gathered, stage_batch
from finintel.ingest.identity import number_identical_rows
from finintel.ingest.landed import Landed
from finintel.ingest.layers import Recipe
from finintel.ingest.match import Match, match_tables
from finintel.ingest.readers import reader_for
from finintel.ingest.register import clear_inbox
from finintel.ingest.rejects import fill_texts
from finintel.night import StageContext
from finintel.warehouse import Warehouse, literal, quoted


def run(context: StageContext) -> Mapping[str, int]:
    """Stage every file of the night's list."""
    clear_inbox(context)
    create_tables(context)
    counts = {"files": 0, "records": 0, "rejected": 0, "failed": 0, "ignored": 0}
    files = tonight(context)
    for place, file in enumerate(files, start=1):
        context.progress(file.landed.file_name, place, len(files))
        counts["files"] += 1
        try:
            stage_file(context, file, counts)
        except SourceError as error:
            forget(context.warehouse, context.contracts.entities, file.sha256)
            update_file(context.warehouse, file.sha256, state="failed", message=str(error))
            context.notice(f"{file.landed.file_name}: {error}")
            counts["failed"] += 1
    note_volume(context)
    return counts


def note_volume(context: StageContext) -> None:
    """Say which sources sent fewer or more records than their contract expects of a night."""
    found = context.warehouse.rows(
        "select source_id, coalesce(sum(record_count), 0)::bigint from landing.file "
        "where run_id = $run_id group by source_id order by source_id",
        {"run_id": context.run_id},
    )
    for source_id, records in found:
        lowest, highest = context.contracts.sources[source_id].expected_rows
        if not lowest <= records <= highest:
            context.notice(
                f"{source_id}: {records} records; {lowest} to {highest} are expected of a night. "
                "Ask the publisher, or correct expected_rows in the contract."
            )


def tonight(context: StageContext) -> list[File]:
    """Return the files of the night's list, in order of their names."""
    found = context.warehouse.rows(
        "select file_sha256, source_id, file_name from landing.file "
        "where run_id = $run_id and state = 'registered' order by file_name, file_sha256",
        {"run_id": context.run_id},
    )
    settings = context.workspace.settings
    return [
        File(
            sha,
            context.contracts.sources[source],
            Landed(
                context.workspace.landing / sha,
                name,
                settings.maximum_file_bytes,
                settings.maximum_record_bytes,
            ),
        )
        for sha, source, name in found
    ]


def create_tables(context: StageContext) -> None:
    """Create the empty staging table of every received entity."""
    for entity in context.contracts.entities.values():
        if entity.received:
            columns = [f"{quoted(c.name)} {stored(c.sql_type)}" for c in entity.columns.values()]
            extra = {"source_id": "varchar", "file_sha256": "varchar", "row_number": "bigint"}
            extra |= {"is_accepted": "boolean"}
            columns += [f"{quoted(n)} {k}" for n, k in extra.items() if n not in entity.columns]
            name = quoted("staging", entity.name)
            context.warehouse.execute(f"create or replace table {name} ({', '.join(columns)})")


def stored(sql_type: str) -> str:
    """Return a column type with the compression that writes fastest; staging lives one night."""
    return f"{sql_type} using compression zstd" if sql_type == "VARCHAR" else sql_type


def stage_file(context: StageContext, file: File, counts: dict[str, int]) -> None:
    """Stage one file through every table that reads it; raises SourceError."""
    if not file.landed.path.is_file():
        raise SourceError(f"landing/{file.sha256} is gone. Put the file into the inbox again.")
    if not file.landed.path.stat().st_size:
        raise SourceError("the file is empty: not even a header. Ask for it again.")
    matches = match_tables(file.source, file.landed)
    names = ", ".join(match.table.name for match in matches)
    if matches[0].table.ignored is not None:
        update_file(
            context.warehouse,
            file.sha256,
            state="ignored",
            table_name=names,
            message=matches[0].table.ignored,
            record_count=0,
            rejected_count=0,
        )
        counts["ignored"] += 1
        return
    records = max([stage_table(context, file, match) for match in matches])
    rejected = fill_texts(context.warehouse, file.landed, file.sha256, matches)
    update_file(
        context.warehouse,
        file.sha256,
        state="registered",
        table_name=names,
        record_count=records,
        rejected_count=rejected,
    )
    counts["records"] += records
    counts["rejected"] += rejected


def stage_table(context: StageContext, file: File, match: Match) -> int:
    """Stage a file through one table; returns the records counted without the parser."""
    reader = reader_for(file.landed, match.table.reader)
    counted = reader.count(file.landed, match.table.options)
    recipe = Recipe(
        source=file.source,
        table=match.table,
        entity=context.contracts.entities[match.table.entity],
        places=match.places,
        exponents=context.contracts.codelists.exponents,
        base_currency=context.workspace.settings.base_currency,
    )
    done = 0
    for batch in gathered(reader.records(file.landed, match.table.options, match.columns)):
        stage_batch(context, file, recipe, batch)
        done += len(batch)
        context.progress(file.landed.file_name, done, counted)
    if done != counted:
        raise SourceError(
            f"{counted} records were counted and {done} were read. "
            "This is a fault of finintel: report it with the file's header."
        )
    drop_refused(context.warehouse, recipe.entity, file.sha256)
    if match.table.identity:
        number_identical_rows(context.warehouse, recipe, file.sha256)
    return counted


def forget(warehouse: Warehouse, entities: Mapping[str, Entity], sha256: str) -> None:
    """Take back what a file that failed half-way had staged."""
    for entity in entities.values():
        if entity.received:
            table = quoted("staging", entity.name)
            warehouse.execute(f"delete from {table} where file_sha256 = {literal(sha256)}")
    warehouse.execute(f"delete from landing.reject where file_sha256 = {literal(sha256)}")


def update_file(warehouse: Warehouse, sha256: str, **values: str | int | None) -> None:
    """Write what is now known of a file."""
    assignments = ", ".join(f"{quoted(name)} = ${name}" for name in values)
    warehouse.execute(
        f"update landing.file set {assignments} where file_sha256 = $sha256",
        {**values, "sha256": sha256},
    )
