/*
grain = "one row per listed asset and payment whose text names its number: tax, insurance, charges or upkeep"
columns_of = "trace/running_cost"
*/
select
    cost.asset_id,
    cost.transaction_id,
    cost.booked_on,
    cost.payer_party_id,
    cost.amount_base_minor,
    cost.is_owner_paying
from trace.running_cost as cost
order by cost.asset_id, cost.transaction_id
