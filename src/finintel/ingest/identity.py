"""Row identity where a feed has none: the ordinal among identical rows of one file."""

from __future__ import annotations

from finintel.ingest.layers import Recipe
from finintel.warehouse import Warehouse, literal, quoted


def number_identical_rows(warehouse: Warehouse, recipe: Recipe, sha256: str) -> None:
    """Give the second of identical rows of a file `-2`, the third `-3`, in the file's order."""
    key, table = quoted(recipe.entity.key[0]), quoted("staging", recipe.entity.name)
    if recipe.table.labels_only:
        key, table = quoted("subject_id"), quoted("staging", "label")
    mine = f"file_sha256 = {literal(sha256)}"
    warehouse.execute(
        f"create or replace temp table _ordinals as "
        f"select * from (select {key} as id, row_number, "
        f"row_number() over (partition by {key} order by row_number) as ordinal "
        f"from {table} where {mine} and {key} in (select {key} from {table} where {mine} "
        f"group by {key} having count(*) > 1)) where ordinal > 1"
    )
    if not warehouse.count("_ordinals"):
        return
    new = "_ordinals.id || '-' || ordinal"
    same = f"{mine} and {{table}}.row_number = _ordinals.row_number"
    warehouse.execute(
        f"update {table} set {key} = {new} from _ordinals where {same.format(table=table)}"
    )
    if recipe.table.labels and not recipe.table.labels_only:
        labels = quoted("staging", "label")
        warehouse.execute(
            f"update {labels} set subject_id = {new}, "
            f"scheme_id = case when scheme_id = subject_id then {new} else scheme_id end "
            f"from _ordinals where {same.format(table=labels)} and subject_id = _ordinals.id"
        )
