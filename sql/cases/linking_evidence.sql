/*
grain = "one row per standing alert and transaction that may link it to other alerts"

[columns]
alert_number   = "alert"
transaction_id = "transaction cited"
subject_id     = "what the alert is about"
subject_key    = "the subject, when the transaction goes through an account that joins nobody: then it links alerts of that subject only; else empty"
evidence_count = "transactions that the alert cites"
amount_base_minor   = "value of the transaction, base minor units; 0 when no rate was known"
evidence_base_minor = "value of all transactions that the alert cites"

[parameters.most_citing_alerts]
default = 64
unit    = "alerts"
meaning = "a transaction that more alerts cite than this says little about any two of them and links none"
*/
with counted as (
    select
        alert.alert_number,
        alert.is_founder,
        alert.is_of_payee,
        evidence.transaction_id,
        alert.subject_id,
        case
            when coalesce(cited.is_through_crowd, cited.is_through_hub) then alert.subject_id
            else ''
        end as subject_key,
        alert.evidence_count,
        coalesce(cited.amount_base_minor, 0) as amount_base_minor,
        sum(coalesce(cited.amount_base_minor, 0)) over (
            partition by alert.alert_number
        )::bigint as evidence_base_minor,
        count(*) over (partition by evidence.transaction_id) as citing_count
    from cases.standing_alert as alert
    join detect.alert_transaction as evidence
      on evidence.alert_id = alert.alert_id
    join cases.cited_transaction as cited
      on cited.transaction_id = evidence.transaction_id
)
select
    alert_number,
    is_founder,
    is_of_payee,
    transaction_id,
    subject_id,
    subject_key,
    evidence_count,
    amount_base_minor,
    evidence_base_minor
from counted
where citing_count <= $most_citing_alerts
order by alert_number, transaction_id
