/*
grain = "one row per case and alert"

[columns]
case_id  = "case"
alert_id = "alert"
*/
select
    held.case_id,
    held.alert_id
from cases.case_alert as held
order by held.case_id, held.alert_id
