/*
grain = "one row per alert and transaction of a toy: the account-days with most counterparties, each an alert"

[parameters]
alerts = "how many"
*/
with busy as (
    select
        account_id,
        booked_on
    from features.window_transaction
    group by account_id, booked_on
    order by count(distinct counterparty_account_id) desc, account_id, booked_on
    limit $alerts
)
select distinct  -- a transfer to oneself has two entries
    entry.account_id || ' ' || entry.booked_on as alert_id,
    entry.transaction_id
from features.window_transaction as entry
join busy
  on busy.account_id = entry.account_id
 and busy.booked_on = entry.booked_on
