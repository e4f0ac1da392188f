"""Every entity but the transaction: staged rows compared with core by key and content.

An entity with history keeps the old row with the night that ended it (`recorded_to`) and adds the
new one; an entity without keeps the first row it was told and rejects a different one.
"""

from __future__ import annotations

from collections.abc import Sequence

from finintel.conform.content import content_hash
from finintel.conform.verdicts import CHANGED, CONFLICT, DUPLICATE, LOADED, NEW, same_key
from finintel.conform.verdicts import verdict_statement as verdicts
from finintel.contracts import Entity
from finintel.night import StageContext
from finintel.warehouse import Warehouse, literal, quoted, table_name

VERDICT = "conform_verdict"
STAGED = "conform_staged"
KNOWN = "conform_known"
TONIGHT = "conform_tonight"


def create_verdicts(warehouse: Warehouse) -> None:
    """Create the empty list of what became of tonight's rows, transactions aside."""
    warehouse.execute(
        f"create or replace temp table {quoted(VERDICT)} (entity varchar, staged_id bigint, "
        "file_sha256 varchar, row_number bigint, verdict varchar)"
    )


def version_key(entity: Entity) -> tuple[str, ...]:
    """Return the columns that tell two rows apart: the key, and where a period starts."""
    starts = ("valid_from",) if "valid_from" in entity.columns else ()
    return (*entity.key, *(name for name in starts if name not in entity.key))


def load_records(context: StageContext, entity: Entity) -> None:
    """Bring an entity's staged rows into its table and note the verdict on every row."""
    warehouse = context.warehouse
    key = version_key(entity)
    names = ", ".join(quoted(name) for name in key)
    said = content_hash(entity.plain_columns)
    warehouse.execute(
        f"create or replace temp view {quoted(STAGED)} as select rowid as staged_id, file_sha256, "
        f"row_number, {said} as content_hash, {names} from {quoted('staging', entity.name)}"
    )
    warehouse.execute(
        f"create or replace temp view {quoted(KNOWN)} as select {names}, content_hash "
        f"from {table_name(entity)} where recorded_to is null"
    )
    statement = verdicts(quoted(STAGED), quoted(KNOWN), key, history=entity.history)
    warehouse.execute(f"create or replace temp table {quoted(TONIGHT)} as {statement}")
    close_changed(context, entity, key)
    insert_loaded(context, entity)
    warehouse.execute(
        f"insert into {quoted(VERDICT)} select {literal(entity.name)}, staged_id, file_sha256, "
        f"row_number, verdict from {quoted(TONIGHT)}"
    )


def close_changed(context: StageContext, entity: Entity, key: Sequence[str]) -> None:
    """Close the rows that tonight says something else about."""
    context.warehouse.execute(
        f"update {table_name(entity)} as known set recorded_to = $as_of "
        f"from {quoted(TONIGHT)} as staged where staged.verdict = '{CHANGED}' "
        f"and known.recorded_to is null and {same_key('known', 'staged', key)}",
        {"as_of": context.as_of},
    )


def insert_loaded(context: StageContext, entity: Entity) -> None:
    """Insert the rows that are new, or that change what was known."""
    names = [column.name for column in entity.plain_columns]
    names += [name for name in ("source_id", "file_sha256", "row_number") if name not in names]
    columns = ", ".join(f"staged.{quoted(name)}" for name in names)
    loaded = ", ".join(literal(verdict) for verdict in LOADED)
    context.warehouse.execute(
        f"insert into {table_name(entity)} by name select {columns}, $as_of as recorded_from, "
        "null::date as recorded_to, tonight.content_hash "
        f"from {quoted('staging', entity.name)} as staged join {quoted(TONIGHT)} as tonight "
        f"on staged.rowid = tonight.staged_id where tonight.verdict in ({loaded}) "
        "order by staged.file_sha256, staged.row_number",
        {"as_of": context.as_of},
    )


def reject_conflicts(context: StageContext, entity: str, verdicts_table: str) -> None:
    """Write the rows in conflict to landing.reject, each with its text as JSON."""
    staging = quoted("staging", entity)
    context.warehouse.execute(
        "insert into landing.reject by name select staged.file_sha256, staged.source_id, "
        "$run_id as run_id, staged.row_number, staged.row_number as last_row_number, "
        "'conform' as stage, 'identity_conflict' as reasons, "
        f"left((to_json(staged))::varchar, 4096) as record_text from {staging} as staged "
        f"join {quoted(verdicts_table)} as tonight on staged.rowid = tonight.staged_id "
        f"where tonight.verdict = '{CONFLICT}' and tonight.entity = $entity "
        "order by staged.file_sha256, staged.row_number",
        {"run_id": context.run_id, "entity": entity},
    )


def count_verdicts(warehouse: Warehouse, entity: str) -> dict[str, int]:
    """Count an entity's rows by verdict."""
    found = dict(
        warehouse.rows(
            f"select verdict, count(*) from {quoted(VERDICT)} where entity = $entity group by all",
            {"entity": entity},
        )
    )
    return {name: int(found.get(name, 0)) for name in (NEW, CHANGED, DUPLICATE, CONFLICT)}
