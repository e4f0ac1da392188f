"""Transactions: staging → the lake, each transaction once.

1. Only the lake files of the months that tonight's rows are booked in are asked which ids they
   know. A booking date is part of a transaction's identity, so the cost follows the night.
2. Only ids that come twice, tonight or with the lake, are compared by content: the same content is
   a duplicate, another content is a conflict. A known row is never changed.
3. All other rows are written as they lie, one file a month.
"""

from __future__ import annotations

from pathlib import Path

from finintel.conform.content import content_hash
from finintel.conform.verdicts import DUPLICATE, LOADED, verdict_statement
from finintel.contracts import Entity
from finintel.lake import EMPTY_FILE, PROVENANCE, lake_relation, live_files, write_lake_files
from finintel.night import StageContext
from finintel.warehouse import Warehouse, literal, quoted

KNOWN = "conform_known_transaction"
REPEATED = "conform_repeated_transaction"
EXCLUDED = "conform_excluded"
STAGING = quoted("staging", "transaction")
KEY = ("transaction_id",)


def load_transactions(context: StageContext, entity: Entity) -> dict[str, int]:
    """Write tonight's new transactions to the lake; the others are in `conform_excluded`."""
    warehouse = context.warehouse
    find_known(context, entity)
    find_repeated(warehouse, entity)
    loaded = ", ".join(literal(verdict) for verdict in LOADED)
    statement = verdict_statement(quoted(REPEATED), quoted(KNOWN), KEY, history=False)
    warehouse.execute(
        f"create or replace temp table {quoted(EXCLUDED)} as select 'transaction' as entity, "
        f"staged_id, file_sha256, row_number, verdict from ({statement}) "
        f"where verdict not in ({loaded})"
    )
    relation = f"({lake_rows(entity)})"
    written = write_lake_files(warehouse, context.workspace.lake, context.run_id, relation)
    excluded = warehouse.count(quoted(EXCLUDED))
    duplicate = warehouse.count(quoted(EXCLUDED), f"verdict = '{DUPLICATE}'")
    return {
        "transaction_loaded": warehouse.count(STAGING) - excluded,
        "transaction_duplicate": duplicate,
        "transaction_conflict": excluded - duplicate,
        "lake_files": len(written),
    }


def find_known(context: StageContext, entity: Entity) -> None:
    """Collect the ids of tonight that the lake has, in the months that tonight's rows touch.

    What a known row says is worked out anew: few rows are known, and a column that the contract
    gained since makes no difference.
    """
    said = content_hash(entity.plain_columns)
    files = lake_relation(files_of_months(context))
    context.warehouse.execute(
        f"create or replace temp table {quoted(KNOWN)} as "
        f"select transaction_id, min(content_hash) as content_hash "
        f"from (select transaction_id, {said} as content_hash from {files} "
        f"where transaction_id in (select transaction_id from {STAGING})) group by transaction_id"
    )


def files_of_months(context: StageContext) -> list[Path]:
    """Return the live lake files that share a month with tonight's rows, the empty one first."""
    lake = context.workspace.lake
    months = context.warehouse.rows(
        "select date_trunc('month', booked_at)::date as month, "
        f"last_day(min(booked_at))::date from {STAGING} group by month order by month"
    )
    found = {
        path for first, last in months for path in live_files(context.warehouse, lake, first, last)
    }
    return [lake / EMPTY_FILE, *sorted(found - {lake / EMPTY_FILE})]


def find_repeated(warehouse: Warehouse, entity: Entity) -> None:
    """Collect tonight's rows whose id comes twice tonight or is known, with what they say."""
    said = content_hash(entity.plain_columns)
    warehouse.execute(
        f"create or replace temp table {quoted(REPEATED)} as with repeated as ("
        f"select transaction_id from {STAGING} group by transaction_id having count(*) > 1 "
        f"union select transaction_id from {quoted(KNOWN)}) "
        "select rowid as staged_id, file_sha256, row_number, transaction_id, "
        f"{said} as content_hash from {STAGING} "
        "where transaction_id in (select transaction_id from repeated)"
    )


def lake_rows(entity: Entity) -> str:
    """Return the SELECT of the rows to load, in the columns of the lake."""
    columns = ", ".join(quoted(column.name) for column in entity.plain_columns)
    computed = {"booked_on": "booked_at::date"}
    provenance = ", ".join(
        f"{computed.get(name, quoted(name))} as {quoted(name)}" for name, _ in PROVENANCE
    )
    return (
        f"select {columns}, {provenance} from {STAGING} "
        f"where rowid not in (select staged_id from {quoted(EXCLUDED)})"
    )
