/*
grain = "one row per listed lead and alert"

[parameters]
run_id = "night"
*/
select
    lead.lead_id,
    alert.alert_id,
    alert.detector_id,
    alert.detector_version,
    alert.typology,
    alert.severity,
    alert.tier,
    alert.subject_type,
    alert.subject_id,
    to_timestamp(alert.start_epoch)::date as start_on,
    to_timestamp(alert.end_epoch)::date as end_on,
    alert.measured,
    alert.threshold,
    alert.score,
    alert.reasons,
    alert.state,
    alert.amount_base_minor,
    alert.transaction_count
from cases.lead as lead
join cases.case_alert as held on held.case_id = lead.case_id
join detect.alert as alert on alert.alert_id = held.alert_id
where lead.run_id = $run_id
  and lead.listing not in ('below', 'resting')
order by lead.lead_id, alert.start_epoch, alert.alert_id
