/*
grain = "one row per group, alert and transaction that the alert brings to it"

[columns]
group_number   = "group of tonight"
alert_id       = "alert"
transaction_id = "transaction that the alert cites; of an alert about a common payee, where the group holds other alerts, only those that one of them cites too, and other dealings of the payee with the same counterparties: what strangers paid the same notary is no part of the case"
role           = "part that the transaction plays in the alert"
*/
with cited as (
    select
        grouped.group_number,
        grouped.alert_id,
        evidence.transaction_id,
        evidence.role,
        alert.is_of_payee,
        case
            when movement.originator_account_id = alert.subject_id
                then movement.beneficiary_account_id
            else movement.originator_account_id
        end as other_account_id,
        max(case when alert.is_of_payee then 0 else 1 end) over (
            partition by grouped.group_number
        ) as has_others,
        max(case when alert.is_of_payee then 0 else 1 end) over (
            partition by grouped.group_number, evidence.transaction_id
        ) as is_shared
    from cases.group_alert as grouped
    join cases.standing_alert as alert
      on alert.alert_id = grouped.alert_id
    join detect.alert_transaction as evidence
      on evidence.alert_id = grouped.alert_id
    left join cases.cited_transaction as movement
      on movement.transaction_id = evidence.transaction_id
),
judged as (
    select
        cited.*,
        max(is_shared) over (
            partition by group_number, alert_id, coalesce(other_account_id, transaction_id)
        ) as is_of_counterparty
    from cited
)
select
    group_number,
    alert_id,
    transaction_id,
    role
from judged
where not is_of_payee
   or has_others = 0
   or is_of_counterparty = 1
order by group_number, alert_id, transaction_id
