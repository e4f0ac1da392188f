/*
grain = "one row per standing alert and transaction that may link it to other alerts"

[columns]
alert_number   = "alert"
transaction_id = "transaction cited"
subject_id     = "what the alert is about"
subject_key    = "the subject, when the transaction goes through an account that joins nobody, or the subject is the payee of several buyers: then it links alerts of that subject only; else empty"
evidence_count = "transactions that the alert cites"
amount_base_minor   = "value of the transaction, base minor units; 0 when no rate was known"
evidence_base_minor = "value of all transactions that the alert cites"

[parameters.most_citing_alerts]
default = 64
unit    = "alerts"
meaning = "a transaction that more alerts cite than this says little about any two of them and links none"

[parameters.fewest_buyers]
default = 2
unit    = "parties"
meaning = "a payee that so many buyers of assets paid is a notary or a seller: what it received says nothing of one buyer about another"
*/
with common_payee as (
    select payment.beneficiary_account_id as account_id
    from trace.asset_trace as traced
    join cases.cited_transaction as payment
      on payment.transaction_id = traced.transaction_id
    join core.acquisition as acquired
      on acquired.acquisition_id = traced.acquisition_id
     and acquired.recorded_to is null
    group by payment.beneficiary_account_id
    having count(distinct acquired.acquirer_party_id) >= $fewest_buyers
),
counted as (
    select
        alert.alert_number,
        alert.is_founder,
        evidence.transaction_id,
        alert.subject_id,
        case
            when coalesce(cited.is_through_crowd, cited.is_through_hub)
                or common_payee.account_id is not null then alert.subject_id
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
    left join common_payee
      on common_payee.account_id = alert.subject_id
)
select
    alert_number,
    is_founder,
    transaction_id,
    subject_id,
    subject_key,
    evidence_count,
    amount_base_minor,
    evidence_base_minor
from counted
where citing_count <= $most_citing_alerts
order by alert_number, transaction_id
