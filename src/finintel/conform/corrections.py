"""Corrections: a file that names what it replaces takes the replaced file's rows out first.

Transactions: the lake files that hold them are written anew without them. Entities with history:
the rows are closed with the night. Entities without: the rows are removed; the replaced file stays
in landing/. Then the correcting file is loaded like any other, whole.
"""

from __future__ import annotations

from finintel.contracts import Entity
from finintel.lake import remove_rows
from finintel.night import StageContext
from finintel.warehouse import Warehouse, literal, quoted, table_name


def apply_corrections(context: StageContext) -> dict[str, int]:
    """Take out the rows of every file that a file of tonight replaces."""
    warehouse = context.warehouse
    found = warehouse.rows(
        "select distinct replaced.file_sha256 from landing.file as correcting "
        "join landing.file as replaced on replaced.file_sha256 = correcting.replaces_sha256 "
        "where correcting.run_id = $run_id and correcting.state = 'registered' "
        "and replaced.state <> 'replaced' order by 1",
        {"run_id": context.run_id},
    )
    digests = [str(digest) for (digest,) in found]
    if not digests:
        return {"replaced_files": 0, "replaced_lake_files": 0}
    wanted = ", ".join(literal(digest) for digest in digests)
    for entity in context.contracts.entities.values():
        if entity.received:
            withdraw_staged(warehouse, entity, wanted)
            withdraw_known(context, entity, wanted)
    warehouse.execute(f"delete from core.party_identity where file_sha256 in ({wanted})")
    lake_files = remove_rows(warehouse, context.workspace.lake, context.run_id, digests)
    warehouse.execute(f"update landing.file set state = 'replaced' where file_sha256 in ({wanted})")
    return {"replaced_files": len(digests), "replaced_lake_files": len(lake_files)}


def withdraw_staged(warehouse: Warehouse, entity: Entity, wanted: str) -> None:
    """Drop staged rows of a file that came and was replaced in the same night."""
    if warehouse.exists("staging", entity.name):
        warehouse.execute(
            f"delete from {quoted('staging', entity.name)} where file_sha256 in ({wanted})"
        )


def withdraw_known(context: StageContext, entity: Entity, wanted: str) -> None:
    """Close or remove the rows that replaced files brought."""
    if entity.name == "transaction":
        return
    if entity.history:
        context.warehouse.execute(
            f"update {table_name(entity)} set recorded_to = $as_of "
            f"where recorded_to is null and file_sha256 in ({wanted})",
            {"as_of": context.as_of},
        )
    else:
        context.warehouse.execute(
            f"delete from {table_name(entity)} where file_sha256 in ({wanted})"
        )
