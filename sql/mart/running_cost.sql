/*
grain = "one row per listed asset and payment whose text names its number: tax, insurance, charges or upkeep"

[columns]
asset_id          = "asset"
transaction_id    = "payment"
booked_on         = "date of the payment"
payer_party_id    = "holder of the account that paid; the first of several"
amount_base_minor = "payment, base minor units"
is_owner_paying   = "an owner on the register at the date of the night holds that account"
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
