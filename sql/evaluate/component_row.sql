/*
grain = "one row per alert and transaction of a toy: the largest groups of transactions linked in time"

[parameters]
alerts = "how many; `component` holds the group of each transaction number"
*/
with large as (
    select component_number
    from component
    group by component_number
    order by count(*) desc, component_number
    limit $alerts
)
select
    cast(component.component_number as varchar) as alert_id,
    transfer.transaction_id
from component
join large
  on large.component_number = component.component_number
join features.window_transfer as transfer
  on transfer.transaction_number = component.transaction_number
