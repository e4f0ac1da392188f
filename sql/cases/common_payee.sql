/*
grain = "one row per account that several buyers of assets paid: a notary or a seller joins no two buyers"

[columns]
account_id = "account that the price was paid to, or that the deed says it is payable to"

[parameters.fewest_buyers]
default = 2
unit    = "parties"
meaning = "a payee that so many buyers of assets paid is a notary or a seller, inclusive"
*/
with bought as (
    select
        payment.beneficiary_account_id as account_id,
        acquired.acquirer_party_id
    from trace.asset_trace as traced
    join cases.cited_transaction as payment
      on payment.transaction_id = traced.transaction_id
    join features.acquisition as acquired
      on acquired.acquisition_id = traced.acquisition_id
     and acquired.recorded_to is null
    union
    select
        payee_account_id,
        acquirer_party_id
    from features.acquisition
    where recorded_to is null
)
select account_id
from bought
where account_id is not null
group by account_id
having count(*) >= $fewest_buyers
order by account_id
