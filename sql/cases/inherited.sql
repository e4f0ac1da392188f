/*
grain = "one row per case with standing alerts and case whose evidence out of the window it keeps: itself, and those merged into it tonight"

[columns]
case_id      = "case"
from_case_id = "case that held the evidence the night before"

[parameters]
run_id = "night"
*/
select
    case_id,
    case_id as from_case_id
from cases.group_identity
union
select
    other_case_id,
    case_id
from cases.lead_event
where run_id = $run_id
  and event = 'merged'
order by case_id, from_case_id
