/*
grain = "one row per judged alert and transaction; `judged` holds the alerts"
*/
select
    alert_transaction.alert_id,
    alert_transaction.transaction_id
from detect.alert_transaction as alert_transaction
join judged
  on judged.alert_id = alert_transaction.alert_id
order by alert_transaction.alert_id, alert_transaction.transaction_id
