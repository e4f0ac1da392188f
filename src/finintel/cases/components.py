"""Connected components by label propagation, as set statements over columns.

Loop summary: 1. every node takes the smallest number among itself and its neighbours as its label;
2. it takes the smallest of its label, its label's own label (pointer jumping) and its neighbours'
labels; 3. repeat until no label falls. The label is then the smallest node of the component.
After: Kiveris et al., "Connected components in MapReduce and beyond" (2014).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.errors import WarehouseError
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

# Labels travel at least one step a round; this only bounds a fault.
MOST_ROUNDS = 10_000


def connected_components(
    context: StageContext, nodes: pl.DataFrame, edges: pl.DataFrame
) -> pl.DataFrame:
    """Return (node, label): nodes of one component share a label, the smallest node among them.

    Args:
        context: the stage; works in cases.node, cases.edge and cases.component.
        nodes: column `node`, whole numbers.
        edges: columns `node` and `other_node`, both among the nodes.
    """
    warehouse = context.warehouse
    for name, frame in (("node", nodes), ("edge", edges)):
        with warehouse.registered("_frame", frame) as frame_name:
            warehouse.execute(f"create or replace table cases.{name} as from {frame_name}")
    warehouse.build(("cases", "component"), context.sql("cases/component_start.sql"))
    step = context.sql("cases/component_step.sql")
    for _ in range(MOST_ROUNDS):
        before = label_sum(context)
        warehouse.build(("cases", "component_next"), step)
        warehouse.execute("drop table cases.component")
        warehouse.execute("alter table cases.component_next rename to component")
        if label_sum(context) == before:
            return warehouse.frame("select node, label from cases.component order by node")
    raise WarehouseError(f"cases/component_step.sql: labels still fall after {MOST_ROUNDS} rounds")


def label_sum(context: StageContext) -> int:
    """Return the sum of all labels; labels only fall, so an unchanged sum is an unchanged table."""
    return int(context.warehouse.value("select coalesce(sum(label), 0) from cases.component"))
