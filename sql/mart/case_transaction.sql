/*
grain = "one row per case and transaction"

[columns]
case_id        = "case"
transaction_id = "transaction"
role           = "part it plays"
alert_count    = "alerts that cite it"
*/
select
    held.case_id,
    held.transaction_id,
    held.role,
    held.alert_count
from cases.case_transaction as held
order by held.case_id, held.transaction_id
