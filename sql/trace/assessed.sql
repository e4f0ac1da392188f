/*
grain = "one row per traced asset and person or company that its conditions are about"

[columns]
asset_id            = "asset"
party_id            = "owner on the register, or the party that acquired it"
role                = "owner or acquirer"
acquired_on         = "date of the deed"
price_base_minor    = "price, base minor units"
traced_least_base_minor = "least value traced over methods and orders, base minor units"
traced_most_base_minor  = "most value traced, base minor units"
evidence            = "rows that say so"
*/
with traced as (
    select
        asset_id,
        acquisition_id,
        min(price_base_minor) as price_base_minor,
        sum(traced_least) as traced_least_base_minor,
        sum(traced_most) as traced_most_base_minor
    from (
        select
            asset_id,
            acquisition_id,
            trace_id,
            min(price_base_minor) as price_base_minor,
            min(traced_base_minor) as traced_least,
            max(traced_base_minor) as traced_most
        from trace.asset_trace
        group by asset_id, acquisition_id, trace_id
    )
    group by asset_id, acquisition_id
),
party as (
    select
        traced.asset_id,
        ownership.party_id,
        'owner' as role,
        'core.ownership:' || ownership.asset_id || '/' || ownership.party_id as evidence
    from traced
    join core.ownership as ownership
      on ownership.asset_id = traced.asset_id
     and ownership.recorded_to is null
     and coalesce(ownership.valid_to, $as_of) >= $as_of
    union all
    select
        traced.asset_id,
        acquired.acquirer_party_id,
        'acquirer' as role,
        'core.acquisition:' || acquired.acquisition_id as evidence
    from traced
    join core.acquisition as acquired
      on acquired.acquisition_id = traced.acquisition_id
     and acquired.recorded_to is null
)
select
    traced.asset_id,
    party.party_id,
    min(party.role) as role,
    min(acquired.acquired_on) as acquired_on,
    min(traced.price_base_minor) as price_base_minor,
    min(traced.traced_least_base_minor)::bigint as traced_least_base_minor,
    min(traced.traced_most_base_minor)::bigint as traced_most_base_minor,
    min(traced.acquisition_id) as acquisition_id,
    min(acquired.seller_party_id) as seller_party_id,
    min(acquired.financing_code) as financing_code,
    min(acquired.price_minor) as price_minor,
    min(acquired.market_value_minor) as market_value_minor,
    min(party.evidence) as evidence
from traced
join party
  on party.asset_id = traced.asset_id
join core.acquisition as acquired
  on acquired.acquisition_id = traced.acquisition_id
 and acquired.recorded_to is null
where party.party_id is not null
group by traced.asset_id, party.party_id
order by traced.asset_id, party.party_id
