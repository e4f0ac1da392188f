/*
grain = "one row per alert, of any night"

[columns]
alert_id          = "alert"
detector_id       = "rule or model that raised it"
detector_version  = "its version"
typology          = "typology"
severity          = "of the detector: low, medium, high, critical"
tier              = "strict for conserved shapes that chance hardly makes, ranked for the others"
subject_type      = "account or party"
subject_id        = "what it is about"
started_at        = "first moment of the episode, UTC"
ended_at          = "last moment of the episode, UTC"
measured          = "measured value"
threshold         = "threshold it met"
score             = "0 to 1: how far beyond the threshold"
transaction_count = "transactions cited"
amount_base_minor = "sum of these, base minor units"
reasons           = "why, in words"
state             = "current, aged (the window has passed it), withdrawn"
first_run_id      = "night that first raised it"
last_run_id       = "last night that raised it"
case_id           = "case that holds it; null for an alert of a model alone"
*/
with held as (
    -- a merged case keeps its rows: the case that is not merged is the one that counts
    select link.alert_id, min(link.case_id) as case_id
    from cases.case_alert as link
    join cases."case" as work_item
      on work_item.case_id = link.case_id
    where work_item.state <> 'merged'
    group by link.alert_id
)
select
    alert.alert_id,
    alert.detector_id,
    alert.detector_version,
    alert.typology,
    alert.severity,
    alert.tier,
    alert.subject_type,
    alert.subject_id,
    to_timestamp(alert.start_epoch)::timestamp as started_at,
    to_timestamp(alert.end_epoch)::timestamp as ended_at,
    alert.measured,
    alert.threshold,
    alert.score,
    alert.transaction_count,
    alert.amount_base_minor,
    alert.reasons,
    alert.state,
    alert.first_run_id,
    alert.last_run_id,
    held.case_id
from detect.alert as alert
left join held
  on held.alert_id = alert.alert_id
order by alert.alert_id
