/*
title    = "price clearly below market value, or close relation of the two sides"
settled_by = "independent valuation; civil register"
*/
with related as (
    select distinct
        party_id,
        related_party_id
    from core.relationship
    where recorded_to is null
    union
    select distinct
        related_party_id,
        party_id
    from core.relationship
    where recorded_to is null
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when related.party_id is not null then 'supported'
        when assessed.market_value_minor is null then 'unknown'
        when assessed.price_minor * 100 < assessed.market_value_minor * $third_party_price_percent
            then 'supported'
        else 'contradicted'
    end as result,
    case
        when related.party_id is not null then 'seller and acquirer are related'
        when assessed.market_value_minor is null then 'no market value is known'
        else 'price is ' || (assessed.price_minor * 100 // greatest(assessed.market_value_minor, 1))
            || ' % of the market value'
    end as explanation,
    'core.acquisition:' || assessed.acquisition_id as evidence
from trace.assessed as assessed
left join related
  on related.party_id = assessed.party_id
 and related.related_party_id = assessed.seller_party_id
order by assessed.asset_id, assessed.party_id
