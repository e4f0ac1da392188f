/*
grain = "one row per alert and transaction"

[columns]
alert_id       = "alert"
transaction_id = "transaction cited"
position       = "order within the alert"
role           = "part it plays"
*/
select
    cited.alert_id,
    cited.transaction_id,
    cited.position,
    cited.role
from detect.alert_transaction as cited
order by cited.alert_id, cited.position
