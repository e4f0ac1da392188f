/*
grain = "one row per alert and transaction"

[columns]
alert_id       = "alert"
transaction_id = "transaction cited"
position       = "order within the alert"
role           = "part it plays"
transaction_number = "its number in mart.entry; null before the examined window"
*/
select
    cited.alert_id,
    cited.transaction_id,
    cited.position,
    cited.role,
    transfer.transaction_number::integer as transaction_number
from detect.alert_transaction as cited
left join features.window_transfer as transfer
  on transfer.transaction_id = cited.transaction_id
order by cited.alert_id, cited.position
