/*
grain = "one row per case with standing alerts and traced payment whose way one of them cites for a main part"

[columns]
case_id  = "case"
trace_id = "payment that is traced"
*/
select
    identity.case_id,
    behind.trace_id
from cases.group_identity as identity
join cases.group_alert as grouped
  on grouped.group_number = identity.group_number
join trace.cone_alert as behind
  on behind.alert_id = grouped.alert_id
where behind.is_main
  and not behind.is_weak
group by identity.case_id, behind.trace_id
order by identity.case_id, behind.trace_id
