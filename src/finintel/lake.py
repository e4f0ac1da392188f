"""The transaction lake: immutable monthly Parquet files, written, listed and swept.

A file is live only when `meta.lake_file` lists it, and that list changes in the transaction of the
stage that wrote it: a crash leaves orphans to sweep, never half a night. Paths are stored relative
to the lake, so that a workspace can be moved; the view is made anew when the warehouse is opened.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from finintel.contracts import Entity
from finintel.errors import WarehouseError
from finintel.warehouse import Warehouse, literal, quoted

EMPTY_FILE = "transaction/empty.parquet"
ROW_GROUP = 122_880
ZSTD_LEVEL = 1  # measured: as small as the default 3, a fifth less time to write

# What every row of the lake carries beside the columns of the entity `transaction`.
PROVENANCE = (
    ("booked_on", "DATE"),
    ("source_id", "VARCHAR"),
    ("file_sha256", "VARCHAR"),
    ("row_number", "BIGINT"),
)


def write_lake_files(warehouse: Warehouse, lake: Path, run_id: str, relation: str) -> list[str]:
    """Write the rows of a relation as one file a month and list the files as live.

    Args:
        warehouse: inside the transaction of the stage that writes.
        lake: the lake's folder.
        run_id: night that writes.
        relation: quoted name of a relation, or a subquery, with the columns of the lake.

    Returns:
        The relative paths of the files written, in order of month.
    """
    months = warehouse.rows(
        "select date_trunc('month', booked_on)::date as month, count(*), min(booked_on), "
        f"max(booked_on) from {relation} group by month order by month"
    )
    return [
        write_month(warehouse, lake, run_id, relation, LakeMonth(month, rows, first, last))
        for month, rows, first, last in months
    ]


@dataclass(frozen=True)
class LakeMonth:
    """The rows of one month: how many there are, and the first and last date they are booked."""

    month: date
    row_count: int
    first: date
    last: date


def write_month(
    warehouse: Warehouse, lake: Path, run_id: str, relation: str, month: LakeMonth
) -> str:
    """Write one month's rows: beside, synced, then renamed to a name with the hash of its bytes.

    Raises:
        WarehouseError: another number of rows was written than was counted before.
    """
    folder = lake / "transaction" / f"booked_month={month.month:%Y-%m}"
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{run_id}.part"
    selected = (
        f"select * from {relation} where booked_on between {literal(str(month.first))}::date "
        f"and {literal(str(month.last))}::date order by booked_at, transaction_id"
    )
    written = warehouse.value(
        f"copy ({selected}) to {literal(str(beside))} "
        f"(format parquet, compression zstd, compression_level {ZSTD_LEVEL}, "
        f"row_group_size {ROW_GROUP}, preserve_order true)"
    )
    if written != month.row_count:
        raise WarehouseError(
            f"lake, month {month.month:%Y-%m}: {written} rows written, {month.row_count} counted. "
            "Run the night again; nothing was listed as live."
        )
    digest = file_hash(beside)
    path = folder / f"{run_id}-{digest[:16]}.parquet"
    sync(beside)
    beside.replace(path)
    sync(folder)
    relative = str(path.relative_to(lake))
    warehouse.execute(
        "insert into meta.lake_file select $path, $digest, $rows, $first, $last, $run_id, 'live'",
        {
            "path": relative,
            "digest": digest,
            "rows": month.row_count,
            "first": month.first,
            "last": month.last,
            "run_id": run_id,
        },
    )
    return relative


def remove_rows(
    warehouse: Warehouse, lake: Path, run_id: str, file_digests: Iterable[str]
) -> list[str]:
    """Write anew the live files that hold rows of some received files, without those rows.

    The old lake files stay on the disk, listed as replaced, until retention takes them.

    Returns:
        The relative paths of the lake files that were replaced.
    """
    wanted = ", ".join(literal(digest) for digest in sorted(file_digests))
    listed = live_files(warehouse, lake)[1:]
    if not wanted or not listed:
        return []
    held = warehouse.rows(
        f"select distinct filename from {lake_relation(listed, with_name=True)} "
        f"where file_sha256 in ({wanted}) order by filename"
    )
    replaced = [str(Path(name).relative_to(lake)) for (name,) in held]
    for relative in replaced:
        kept = f"(select * from {lake_relation([lake / relative])} "
        write_lake_files(warehouse, lake, run_id, f"{kept} where file_sha256 not in ({wanted}))")
        warehouse.execute(
            "update meta.lake_file set state = 'replaced' where relative_path = $path",
            {"path": relative},
        )
    return replaced


def live_files(
    warehouse: Warehouse, lake: Path, first: date | None = None, last: date | None = None
) -> list[Path]:
    """Return the live files that may hold rows booked from `first` to `last`, the empty first."""
    found = warehouse.rows(
        "select relative_path from meta.lake_file where state = 'live' "
        "and maximum_booked_on >= coalesce($first, minimum_booked_on) "
        "and minimum_booked_on <= coalesce($last, maximum_booked_on) order by relative_path",
        {"first": first, "last": last},
    )
    return [lake / EMPTY_FILE, *(lake / str(path) for (path,) in found)]


def lake_relation(files: Iterable[Path], *, with_name: bool = False) -> str:
    """Return the SQL that reads lake files as one relation, columns by name.

    Args:
        files: at least one file.
        with_name: whether a column `filename` says which file a row comes from.
    """
    names = ", ".join(literal(str(path)) for path in files)
    named = ", filename = true" if with_name else ""
    return f"read_parquet([{names}], union_by_name = true, hive_partitioning = false{named})"


def ensure_empty_file(warehouse: Warehouse, lake: Path, entity: Entity) -> None:
    """Write the zero-row file that gives the lake its columns even when nothing was received."""
    path = lake / EMPTY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [(item.name, item.sql_type) for item in entity.plain_columns]
    selected = ", ".join(
        f"null::{kind} as {quoted(name)}" for name, kind in [*columns, *PROVENANCE]
    )
    beside = path.with_suffix(".part")
    warehouse.execute(
        f"copy (select {selected} limit 0) to {literal(str(beside))} (format parquet)"
    )
    beside.replace(path)


def sweep(warehouse: Warehouse, lake: Path, spared: Iterable[str] = ()) -> int:
    """Remove files that the list does not know: what a killed run left behind.

    Files of `spared` (relative paths that a kept snapshot lists) and replaced files that the list
    still names stay. Returns how many files were removed.
    """
    listed = {str(path) for (path,) in warehouse.rows("select relative_path from meta.lake_file")}
    keep = {EMPTY_FILE, *listed, *spared}
    removed = 0
    for path in sorted((lake / "transaction").rglob("*")):
        if path.is_file() and str(path.relative_to(lake)) not in keep:
            path.unlink()
            removed += 1
    return removed


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Make sure that a file's bytes are on the disk before its name says so."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
