/*
title    = "no price, a price clearly below market value, or close relation of the two sides"
settled_by = "independent valuation; civil register"
*/
with neighbour as (
    -- a director or shareholder stands beside the company; a spouse beside a spouse
    select party_id, related_party_id, min(evidence) as evidence
    from features.tie
    where coalesce(valid_from, date '0001-01-01') <= $as_of
    group by party_id, related_party_id
),
reach as (
    select party_id, related_party_id, 1 as steps, evidence from neighbour where $relation_hops >= 1
    union all
    select first.party_id, second.related_party_id, 2, first.evidence || ';' || second.evidence
    from neighbour as first
    join neighbour as second on second.party_id = first.related_party_id
    where $relation_hops >= 2
),
related as (
    select party_id, related_party_id, min(steps) as steps, min_by(evidence, (steps, evidence)) as evidence
    from reach
    where party_id <> related_party_id
    group by party_id, related_party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when related.party_id is not null then 'supported'
        when assessed.price_minor = 0 then 'supported'
        when assessed.market_value_minor is null or assessed.price_minor is null then 'unknown'
        when assessed.price_minor * 100 < assessed.market_value_minor * $third_party_price_percent
            then 'supported'
        else 'contradicted'
    end as result,
    case
        when related.party_id is not null
            then 'seller and acquirer are related in ' || related.steps || ' step(s)'
        when assessed.price_minor = 0 then 'the deed names no price'
        when assessed.market_value_minor is null or assessed.price_minor is null
            then 'no market value is known'
        else 'price is ' || (assessed.price_minor * 100 // greatest(assessed.market_value_minor, 1))
            || ' % of the market value; seller and acquirer are not known to be related'
    end as explanation,
    'core.acquisition:' || assessed.acquisition_id
        || coalesce(';' || related.evidence, '')
        as evidence
from trace.assessed as assessed
left join related
  on related.party_id = assessed.party_id
 and related.related_party_id = assessed.seller_party_id
order by assessed.asset_id, assessed.party_id
