/*
grain = "one row per node and the smallest label it can see in one step"

[columns]
node  = "node"
label = "smallest node number among the node and its neighbours"
*/
with neighbour as (
    select node, other_node from cases.edge
    union all
    select other_node, node from cases.edge
)
select
    node.node,
    least(node.node, coalesce(min(neighbour.other_node), node.node)) as label
from cases.node as node
left join neighbour
  on neighbour.node = node.node
group by node.node
order by node.node
