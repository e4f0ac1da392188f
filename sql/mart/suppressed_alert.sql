/*
grain = "one row per suppression in force, case and alert that it covers"

[columns]
decision_id = "decision that puts it to rest"
case_id     = "case that holds the alert"
alert_id    = "alert"
*/
select
    covering.decision_id,
    covering.case_id,
    covering.alert_id
from cases.suppression_cover as covering
join cases.suppression as rest on rest.decision_id = covering.decision_id
where rest.state = 'in_force'
order by covering.decision_id, covering.case_id, covering.alert_id
