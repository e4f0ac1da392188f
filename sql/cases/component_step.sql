/*
grain = "one row per node, its label lowered to what its neighbours and its label's own label know"

[columns]
node  = "node"
label = "smallest node number known so far to be connected"
*/
with neighbour as (
    select node, other_node from cases.edge
    union all
    select other_node, node from cases.edge
),
seen as (
    select
        neighbour.node,
        min(component.label) as label
    from neighbour
    join cases.component as component
      on component.node = neighbour.other_node
    group by neighbour.node
)
select
    component.node,
    least(component.label, jumped.label, coalesce(seen.label, component.label)) as label
from cases.component as component
join cases.component as jumped
  on jumped.node = component.label
left join seen
  on seen.node = component.node
order by component.node
