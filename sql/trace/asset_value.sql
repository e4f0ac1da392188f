/*
grain = "one row per listed asset: what it is worth at the night, what is charged on it, what keeping it costs"

[columns]
asset_id               = "asset"
value_base_minor       = "latest valuation, aged to the night by the half life of its type, base minor units; null: not known"
value_basis            = "where the value comes from"
encumbrance_base_minor = "registered charges, base minor units"
storage_base_minor     = "cost of keeping it for a year, by its type, base minor units"

[parameters]
as_of = "date of the night"
base_currency = "base currency of the workspace"
*/
with rate_span as (
    select currency, min(rated_on) as first_on, max(rated_on) as last_on
    from core.fx_daily
    group by currency
),
deed as (
    -- where the register has no valuation: the price of the last deed
    select asset_id, max_by(price_minor, row(acquired_on, acquisition_id)) as price_minor,
        max_by(currency, row(acquired_on, acquisition_id)) as currency, max(acquired_on) as acquired_on
    from features.acquisition
    where recorded_to is null
      and price_minor > 0
      and acquired_on <= $as_of
    group by asset_id
),
valued as (
    select
        listed.asset_id,
        kind.half_life_years,
        coalesce(round(kind.storage_ratio * 1000000)::bigint, 0) as storage_millionths,
        coalesce(asset.value_minor, deed.price_minor) as value_minor,
        coalesce(asset.encumbrance_minor, 0) as encumbrance_minor,
        coalesce(case when asset.value_minor is null then deed.currency end, asset.currency, deed.currency)
            as currency,
        coalesce(case when asset.value_minor is null then deed.acquired_on end, asset.valued_on, $as_of)
            as valued_on,
        case when asset.value_minor is not null then 'register, valued on ' || coalesce(asset.valued_on::varchar, 'a day not known')
            when deed.price_minor is not null then 'price of the deed of ' || deed.acquired_on
            else 'not known' end
            || case when kind.half_life_years is not null
                then ', aged by a half life of ' || kind.half_life_years::integer || ' years' else '' end
            as value_basis
    from trace.listed_asset as listed
    left join core.asset as asset
      on asset.asset_id = listed.asset_id
     and asset.recorded_to is null
    left join deed on deed.asset_id = listed.asset_id
    left join trace.asset_kind as kind on kind.asset_type = listed.asset_type
),
based as (
    -- a ratio may be a double; it becomes whole millionths before money is multiplied by it
    select
        valued.*,
        case when valued.currency = $base_currency then 1 else rate.numerator end::hugeint as numerator,
        case when valued.currency = $base_currency then 1 else rate.denominator end::hugeint as denominator,
        case when valued.half_life_years is null then 1000000
            else round(1000000 * pow(0.5, greatest($as_of - valued.valued_on, 0) / 365.25
                / valued.half_life_years))::bigint end as left_millionths
    from valued
    left join rate_span as span on span.currency = valued.currency
    left join core.fx_daily as rate
      on rate.currency = valued.currency
     and rate.rated_on = greatest(least(valued.valued_on, span.last_on), span.first_on)
),
aged as (
    select
        based.*,
        ((value_minor * numerator * left_millionths * 2 + denominator * 1000000)
            // (2 * denominator * 1000000))::bigint as value_base_minor,
        ((encumbrance_minor * numerator * 2 + denominator) // (2 * denominator))::bigint
            as encumbrance_base_minor
    from based
)
select
    asset_id,
    value_base_minor,
    value_basis,
    encumbrance_base_minor,
    ((value_base_minor::hugeint * storage_millionths * 2 + 1000000) // 2000000)::bigint as storage_base_minor
from aged
order by asset_id
