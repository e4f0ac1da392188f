/*
grain = "one row per alert that is not withdrawn, numbered by its identifier"

[columns]
alert_number   = "dense number, from 1"
alert_id       = "alert"
is_founder     = "may join others to a case: every alert but those of the anomaly model and those about a common payee"
is_of_payee    = "about an account that several buyers of assets paid: it joins one case, and no two cases"
subject_id     = "account or party that the alert is about"
is_hub_subject = "the subject is a service hub"
is_crowd_subject = "the subject has so many counterparties that it joins nobody with anybody"
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
    alert.typology <> 'anomaly' and payee.account_id is null as is_founder,
    alert.typology <> 'anomaly' and payee.account_id is not null as is_of_payee,
    alert.subject_type,
    alert.subject_id,
    hub.account_id is not null as is_hub_subject,
    crowd.account_id is not null as is_crowd_subject,
    alert.typology,
    alert.start_epoch,
    alert.end_epoch,
    coalesce(evidence.evidence_count, 0) as evidence_count
from detect.alert as alert
left join evidence
  on evidence.alert_id = alert.alert_id
left join features.service_hub as hub
  on hub.account_id = alert.subject_id
left join cases.crowd_account as crowd
  on crowd.account_id = alert.subject_id
left join cases.common_payee as payee
  on payee.account_id = alert.subject_id
where alert.state <> 'withdrawn'
order by alert_number
