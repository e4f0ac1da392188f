/*
title    = "the asset came from, or was paid by, somebody other than the owner"
settled_by = "land, vehicle or company register: chain of title"
*/
with payer as (
    select
        asset_id,
        count(*) filter (not is_acquirer_paying) as foreign_payment_count,
        string_agg('core.transaction:' || transaction_id, ';' order by transaction_id) as evidence
    from trace.acquisition_payment
    where transaction_id in (select transaction_id from trace.asset_trace)
    group by asset_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when payer.foreign_payment_count > 0 then 'supported'
        when assessed.financing_code in ('gift', 'inheritance') then 'supported'
        when payer.asset_id is null then 'unknown'
        else 'contradicted'
    end as result,
    case
        when payer.foreign_payment_count > 0 then 'paid from an account that the acquirer does not hold'
        when assessed.financing_code in ('gift', 'inheritance') then 'acquired without payment'
        when payer.asset_id is null then 'no payment is known'
        else 'paid from an account of the acquirer'
    end as explanation,
    coalesce(payer.evidence, 'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join payer
  on payer.asset_id = assessed.asset_id
order by assessed.asset_id, assessed.party_id
