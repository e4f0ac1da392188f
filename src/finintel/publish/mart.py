"""The tables of `mart`: one `.sql` file each, physical in the snapshot, every column commented."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from finintel.contracts.toml import overlaid_files
from finintel.errors import ContractError
from finintel.lake import EMPTY_FILE
from finintel.night import StageContext
from finintel.sqlfile import SqlFile, read_sql
from finintel.warehouse import Warehouse, literal, quoted

SNAPSHOT = "snapshot"

# Clock times: the only columns that differ when a night is run again, so no part of the hash.
CLOCKED = frozenset({"run_history"})

HISTORY_VIEW = (
    "every transaction of the lake, also those before the window; reads lake/ of the workspace: "
    "open the snapshot from the workspace's folder, or say set file_search_path = '<workspace>'; "
    "elsewhere it answers that no files match"
)


def mart_files(context: StageContext) -> list[SqlFile]:
    """Return the files of sql/mart in order of name."""
    folders = context.workspace.resource_folders("sql/mart")
    return [read_sql(path) for path in overlaid_files(folders, "*.sql").values()]


def build_mart(context: StageContext, values: Mapping[str, Any]) -> dict[str, int]:
    """Build every table of mart in the attached snapshot; returns table → rows."""
    warehouse = context.warehouse
    warehouse.execute(f"create schema {quoted(SNAPSHOT, 'mart')}")
    counts = {}
    files = mart_files(context)
    for number, file in enumerate(files, start=1):
        counts[file.name] = build_table(context, file, values)
        context.progress(f"mart.{file.name}", number, len(files))
    build_history_view(context)
    return counts


def build_table(context: StageContext, file: SqlFile, values: Mapping[str, Any]) -> int:
    """Build one table and its comments.

    A table that hands on the columns of another names its file with `columns_of`: they mean there
    what they mean here, and [columns] says only what is new.

    Raises:
        ContractError: a column has no meaning in the header, or the header names one too many.
    """
    warehouse = context.warehouse
    name = quoted(SNAPSHOT, "mart", file.name)
    warehouse.execute(
        f"create table {name} as {file.statement}",
        warehouse.named(file, values),
        origin=str(file.path),
    )
    columns = [str(row[0]) for row in warehouse.rows(f"describe {name}")]
    meanings = dict(file.column_meanings)
    if "columns_of" in file.header:
        handed_on = context.sql(f"{file.header['columns_of']}.sql").column_meanings
        meanings = {name: handed_on[name] for name in columns if name in handed_on} | meanings
    odd = sorted(set(columns) ^ set(meanings))
    if odd or not file.header.get("grain"):
        raise ContractError(f"{file.path}: [columns] and the select differ: {', '.join(odd)}")
    warehouse.comment(name, str(file.header["grain"]), meanings)
    return warehouse.count(name)


def build_history_view(context: StageContext) -> None:
    """Create mart.transaction_history over the live lake files, by paths below the workspace.

    The view holds relative paths only, so it moves with the workspace. While it is created the
    search path points at the workspace.
    """
    warehouse = context.warehouse
    live = warehouse.rows(
        "select relative_path from meta.lake_file where state = 'live' order by relative_path"
    )
    names = [literal(f"lake/{path}") for path in (EMPTY_FILE, *(str(row[0]) for row in live))]
    hidden = "exclude (remittance_text)"
    before = warehouse.value("select current_setting('file_search_path')")
    warehouse.execute(f"set file_search_path = {literal(str(context.workspace.root))}")
    try:
        warehouse.execute(
            f"create view {quoted(SNAPSHOT, 'mart', 'transaction_history')} as "
            f"select * {hidden} from read_parquet([{', '.join(names)}], union_by_name = true, "
            "hive_partitioning = false)"
        )
    finally:
        warehouse.execute(f"set file_search_path = {literal(str(before or ''))}")
    warehouse.execute(
        f"comment on view {quoted(SNAPSHOT, 'mart', 'transaction_history')} "
        f"is {literal(HISTORY_VIEW)}"
    )


def content_hash(warehouse: Warehouse, tables: Mapping[str, int]) -> str:
    """Return a hash of what the tables hold, whatever the order of rows; clock times aside."""
    digest = hashlib.sha256()
    for table in sorted(tables):
        if table in CLOCKED:
            continue
        name = quoted(SNAPSHOT, "mart", table)
        mixed = warehouse.value(f"select coalesce(sum(hash(one)::hugeint), 0) from {name} as one")
        digest.update(f"{table}|{tables[table]}|{mixed}\n".encode())
    return digest.hexdigest()
