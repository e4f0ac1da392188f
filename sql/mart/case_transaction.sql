/*
grain = "one row per case and transaction"

[columns]
case_id        = "case"
transaction_id = "transaction"
role           = "part it plays"
alert_count    = "alerts that cite it"
transaction_number = "its number in mart.entry; null before the examined window"
*/
select
    held.case_id,
    held.transaction_id,
    held.role,
    held.alert_count,
    transfer.transaction_number::integer as transaction_number
from cases.case_transaction as held
left join features.window_transfer as transfer
  on transfer.transaction_id = held.transaction_id
order by held.case_id, held.transaction_id
