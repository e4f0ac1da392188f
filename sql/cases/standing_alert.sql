/*
grain = "one row per alert that is not withdrawn, numbered by its identifier"

[columns]
alert_number   = "dense number, from 1"
alert_id       = "alert"
is_founder     = "may found a case: every alert but those of the anomaly model"
subject_id     = "account or party that the alert is about"
is_hub_subject = "the subject is a service hub"
typology       = "typology"
start_epoch    = "first moment, seconds UTC"
end_epoch      = "last moment, seconds UTC"
evidence_count = "transactions cited"
*/
with evidence as (
    select
        alert_id,
        count(*) as evidence_count
    from detect.alert_transaction
    group by alert_id
)
select
    row_number() over (order by alert.alert_id) as alert_number,
    alert.alert_id,
    alert.typology <> 'anomaly' as is_founder,
    alert.subject_type,
    alert.subject_id,
    hub.account_id is not null as is_hub_subject,
    alert.typology,
    alert.start_epoch,
    alert.end_epoch,
    coalesce(evidence.evidence_count, 0) as evidence_count
from detect.alert as alert
left join evidence
  on evidence.alert_id = alert.alert_id
left join features.service_hub as hub
  on hub.account_id = alert.subject_id
where alert.state <> 'withdrawn'
order by alert_number
