/*
grain = "one row per traced asset and person or company that its conditions are about"

[columns]
asset_id            = "asset"
party_id            = "owner on the register, beneficial owner, controller, or the party that acquired it"
role                = "owner, beneficial owner, controller or acquirer; the first that applies"
acquired_on         = "date of the party's own deed, else of the traced one"
price_base_minor    = "price of the traced deed, base minor units"
traced_least_base_minor = "least value traced over methods and orders, base minor units"
traced_most_base_minor  = "most value traced, base minor units"
acquisition_id      = "the party's own deed, else the traced one"
traced_acquisition_id = "deed that the traced payments were matched to"
seller_party_id     = "who sold or gave it in that deed"
financing_code      = "how it was financed, as stated"
price_minor         = "price of that deed"
market_value_minor  = "estimate of the market value at that date"
evidence            = "rows that say so"

[parameters]
as_of = "date of the night"
*/
with traced as (
    select asset_id, acquisition_id, min(price_base_minor) as price_base_minor,
        -- a method is followed through all payments of a deed: sums of several methods are none's
        min(traced_least) as traced_least_base_minor,
        max(traced_most) as traced_most_base_minor
    from (
        select asset_id, acquisition_id, method, min(price_base_minor) as price_base_minor,
            sum(least_base_minor) as traced_least, sum(most_base_minor) as traced_most
        from (
            select asset_id, acquisition_id, method, min(price_base_minor) as price_base_minor,
                min(traced_base_minor) as least_base_minor, max(traced_base_minor) as most_base_minor
            from trace.asset_trace
            where method <> 'poison'
            group by asset_id, acquisition_id, trace_id, method
        )
        group by asset_id, acquisition_id, method
    )
    group by asset_id, acquisition_id
    -- one row per asset: the deed with the most value
    qualify row_number() over (
        partition by asset_id order by traced_most_base_minor desc, acquisition_id
    ) = 1
),
thing as (
    select
        traced.asset_id,
        coalesce(min(asset.company_party_id), traced.asset_id) as held_id
    from traced
    left join core.asset as asset
      on asset.asset_id = traced.asset_id
     and asset.recorded_to is null
    group by traced.asset_id
),
party as (
    select
        traced.asset_id,
        ownership.party_id,
        1 as place,
        'owner' as role,
        'core.ownership:' || ownership.asset_id || '/' || ownership.party_id as evidence
    from traced
    join core.ownership as ownership
      on ownership.asset_id = traced.asset_id
     and ownership.recorded_to is null
     and coalesce(ownership.valid_from, $as_of) <= $as_of
     and coalesce(ownership.valid_to, date '9999-12-31') > $as_of
    union all
    select
        thing.asset_id,
        owner.person_id,
        2 as place,
        'beneficial owner' as role,
        'trace.ownership_path:' || owner.held_id || '/' || owner.person_id as evidence
    from thing
    join trace.beneficial_owner as owner
      on owner.held_id = thing.held_id
     and owner.person_id is not null
     and not owner.is_direct
     and owner.maximum_ratio >= 0.05
    union all
    select
        thing.asset_id,
        controller.person_id,
        3 as place,
        'controller' as role,
        controller.evidence
    from thing
    join trace.controller as controller
      on controller.held_id = thing.held_id
    union all
    select
        traced.asset_id,
        acquired.acquirer_party_id,
        4 as place,
        'acquirer' as role,
        'core.acquisition:' || acquired.acquisition_id as evidence
    from traced
    join core.acquisition as acquired
      on acquired.acquisition_id = traced.acquisition_id
     and acquired.recorded_to is null
),
own_deed as (
    -- several deeds of one party: the latest
    select
        asset_id,
        acquirer_party_id,
        max_by(acquisition_id, row(acquired_on, acquisition_id)) as acquisition_id
    from core.acquisition
    where recorded_to is null
      and acquired_on <= $as_of
    group by asset_id, acquirer_party_id
)
select
    traced.asset_id,
    party.party_id,
    min_by(party.role, party.place) as role,
    min(acquired.acquired_on) as acquired_on,
    min(traced.price_base_minor) as price_base_minor,
    min(traced.traced_least_base_minor)::bigint as traced_least_base_minor,
    min(traced.traced_most_base_minor)::bigint as traced_most_base_minor,
    min(acquired.acquisition_id) as acquisition_id,
    min(traced.acquisition_id) as traced_acquisition_id,
    min(acquired.seller_party_id) as seller_party_id,
    min(acquired.financing_code) as financing_code,
    min(acquired.price_minor) as price_minor,
    min(acquired.market_value_minor) as market_value_minor,
    min_by(party.evidence, party.place) as evidence
from traced
join party
  on party.asset_id = traced.asset_id
left join own_deed
  on own_deed.asset_id = traced.asset_id
 and own_deed.acquirer_party_id = party.party_id
join core.acquisition as acquired
  on acquired.acquisition_id = coalesce(own_deed.acquisition_id, traced.acquisition_id)
 and acquired.recorded_to is null
where party.party_id is not null
group by traced.asset_id, party.party_id
order by traced.asset_id, party.party_id
