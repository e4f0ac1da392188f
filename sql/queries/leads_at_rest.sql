/*
title    = "What staff put to rest, and until when"
question = "Which suppressions hold, which ended and why, and what do they still hide?"
reading  = "One row per suppression. ended_early means that something material changed: the reason says what. hidden_count is the number of leads that it keeps off tonight's list, together with others where scopes overlap."
*/
select
    rest.decision_id,
    rest.status_code,
    rest.reason_code,
    rest.scope_code,
    rest.case_id,
    rest.decided_on,
    rest.suppressed_until,
    rest.rest_state,
    rest.rest_end_reason,
    count(distinct lead.lead_id) as hidden_count  -- a lead holds several covered alerts
from mart.disposition as rest
left join mart.suppressed_alert as covered
  on covered.decision_id = rest.decision_id
left join mart.case_lead as lead
  on lead.case_id = covered.case_id
 and lead.is_latest
 and lead.listing in ('suppressed', 'resting')
where rest.suppressed_until is not null
group by all
order by rest.rest_state, rest.suppressed_until, rest.decision_id
