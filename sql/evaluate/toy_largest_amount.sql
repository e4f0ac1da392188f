/*
grain = "one row per alert and transaction of a toy: the largest transactions, each an alert"

[parameters]
alerts = "how many"
*/
select
    transaction_id as alert_id,
    transaction_id
from features.window_transfer
order by amount_base_minor desc nulls last, transaction_id
limit $alerts
