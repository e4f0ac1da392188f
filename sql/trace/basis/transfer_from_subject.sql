/*
title    = "the asset came from, or was paid by, somebody other than the person"
settled_by = "land, vehicle or company register: chain of title"
*/
with payer as (
    select
        traced.asset_id,
        count(distinct payment.transaction_id) filter (not payment.is_acquirer_paying) as foreign_payment_count,
        min(payment.acquirer_party_id) as buyer_party_id,
        string_agg(distinct 'core.transaction:' || payment.transaction_id, ';'
            order by 'core.transaction:' || payment.transaction_id) as evidence
    from trace.acquisition_payment as payment
    join trace.asset_trace as traced
      on traced.transaction_id = payment.transaction_id
     and traced.acquisition_id = payment.acquisition_id
    group by traced.asset_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when assessed.party_id <> payer.buyer_party_id
            and assessed.seller_party_id = payer.buyer_party_id
            and assessed.acquisition_id <> assessed.traced_acquisition_id then 'supported'
        when assessed.party_id = payer.buyer_party_id and payer.foreign_payment_count > 0 then 'supported'
        when assessed.financing_code in ('gift', 'inheritance')
            and assessed.acquisition_id <> assessed.traced_acquisition_id then 'supported'
        when payer.asset_id is null or assessed.party_id <> payer.buyer_party_id then 'unknown'
        else 'contradicted'
    end as result,
    case
        when assessed.party_id <> payer.buyer_party_id
            and assessed.seller_party_id = payer.buyer_party_id
            and assessed.acquisition_id <> assessed.traced_acquisition_id
            then 'acquired on ' || assessed.acquired_on || ' from the party that had bought it with traced value'
        when assessed.party_id = payer.buyer_party_id and payer.foreign_payment_count > 0
            then 'paid from an account that the person does not hold'
        when assessed.financing_code in ('gift', 'inheritance')
            and assessed.acquisition_id <> assessed.traced_acquisition_id then 'acquired without payment'
        when payer.asset_id is null then 'no payment is known'
        when assessed.party_id <> payer.buyer_party_id then 'no transfer to the person is known here'
        else 'bought by the person and paid from an account of the person'
    end as explanation,
    coalesce('core.acquisition:' || assessed.acquisition_id || ';' || payer.evidence,
        'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join payer
  on payer.asset_id = assessed.asset_id
order by assessed.asset_id, assessed.party_id
