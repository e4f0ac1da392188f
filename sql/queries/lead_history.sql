/*
title    = "What happened to leads over the nights"
question = "Which leads are new, which changed and how, which were merged, split or withdrawn?"
reading  = "One row per lead and night on which something happened; unchanged nights are left out."
*/
select
    lead.as_of,
    lead.lead_id,
    lead.change,
    lead.change_detail,
    event.event,
    event.other_case_id
from mart.case_lead as lead
left join mart.case_event as event
  on event.case_id = lead.case_id
 and event.run_id = lead.run_id
where lead.change <> 'unchanged'
order by lead.as_of desc, lead.lead_id, event.event
