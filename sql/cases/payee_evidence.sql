/*
grain = "one row per standing alert about the payee of several buyers of assets and payment of a buyer that is not the one who paid it most: a notary or a seller joins no two buyers"

[columns]
alert_id       = "alert about a notary or a seller"
transaction_id = "payment that says nothing of one buyer about another"

[parameters.fewest_buyers]
default = 2
unit    = "parties"
meaning = "a payee that so many buyers of assets paid is a notary or a seller, inclusive"
*/
with bought as (
    select
        traced.transaction_id,
        min(acquired.acquirer_party_id) as buyer_party_id,
        min(payment.beneficiary_account_id) as payee_account_id,
        min(payment.amount_base_minor) as amount_base_minor
    from trace.asset_trace as traced
    join cases.cited_transaction as payment
      on payment.transaction_id = traced.transaction_id
    join core.acquisition as acquired
      on acquired.acquisition_id = traced.acquisition_id
     and acquired.recorded_to is null
    group by traced.transaction_id
),
common_payee as (
    select payee_account_id
    from bought
    group by payee_account_id
    having count(distinct buyer_party_id) >= $fewest_buyers
),
received as (
    select
        alert.alert_id,
        bought.transaction_id,
        bought.buyer_party_id,
        sum(bought.amount_base_minor) over (
            partition by alert.alert_id, bought.buyer_party_id
        ) as paid_base_minor
    from cases.standing_alert as alert
    join common_payee
      on common_payee.payee_account_id = alert.subject_id
    join detect.alert_transaction as evidence
      on evidence.alert_id = alert.alert_id
    join bought
      on bought.transaction_id = evidence.transaction_id
),
placed as (
    select
        alert_id,
        transaction_id,
        dense_rank() over (
            partition by alert_id order by paid_base_minor desc, buyer_party_id
        ) as place
    from received
)
select
    alert_id,
    transaction_id
from placed
where place > 1
order by alert_id, transaction_id
