/*
grain = "one row per lead that suppressions keep off the list"

[parameters]
run_id        = "night"
base_currency = "base currency of the workspace"
*/
select
    lead.lead_id,
    lead.status_code as status,
    lead.status_on,
    lead.suppressed_until,
    lead.suppression_reason,
    lead.suppressed_alert_count,
    lead.change,
    lead.change_detail,
    lead.typology,
    lead.amount_base_minor as amount,
    $base_currency as base_currency,
    lead.end_on as last_evidence_on
from cases.lead as lead
where lead.run_id = $run_id
  and lead.listing in ('suppressed', 'resting')
order by lead.suppressed_until, lead.lead_id
