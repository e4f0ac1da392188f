/*
grain = "one row per alert and transaction of a toy: all that happened on the accounts of largest turnover, an alert each"

[parameters]
alerts = "how many"
*/
with large as (
    select account_id
    from features.window_transaction
    group by account_id
    order by sum(cast(coalesce(amount_base_minor, 0) as hugeint)) desc, account_id
    limit $alerts
)
select distinct  -- a transfer to oneself has two entries
    entry.account_id as alert_id,
    entry.transaction_id
from features.window_transaction as entry
join large
  on large.account_id = entry.account_id
