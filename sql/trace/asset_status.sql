/*
grain = "one row per listed asset: urgency, the clock that applies, and what would be left of it"

[columns]
asset_id             = "asset"
value_base_minor     = "latest valuation, aged to the night by the half life of its type, base minor units"
value_basis          = "where the value comes from"
encumbrance_base_minor = "registered charges, base minor units"
share_minimum_ratio  = "smallest share of the owner through whom it is listed; the rest is co-owners'"
share_maximum_ratio  = "largest share of that owner"
storage_base_minor   = "cost of keeping it for a year, by its type, base minor units"
net_minimum_base_minor = "least net value: share of value less charges, less a year of storage"
net_maximum_base_minor = "most net value: without storage"
is_sale_candidate    = "value falls fast or keeping it costs much: interlocutory sale may be looked at"
has_social_reuse     = "of a type that can serve the public"
urgency              = "immediate (something is happening), soon (it can be moved or charged), ordinary"
signals              = "dissipation signals, joined by semicolons"
nominee_indicators   = "indicators that somebody else stands behind the owner, joined by semicolons"
measure_code         = "measure whose clock applies; a step that secures, no basis of confiscation"
clock_starts_on      = "day from which the term is counted, if the measure were taken on the night"
clock_ends_on        = "last day of the term, by the profile's calendar"
clock_term           = "the term as the profile gives it"
clock_source         = "where the profile has it from"

[parameters]
as_of = "date of the night"
base_currency = "base currency of the workspace"

[parameters.fast_half_life_years]
default = 5
unit    = "years"
meaning = "a type that loses half its value within these years is a candidate for early sale, inclusive"

[parameters.high_storage_ratio]
default = 0.05
unit    = "share of the value, a year"
meaning = "from here on keeping it costs much, inclusive"
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
    from core.acquisition
    where recorded_to is null
      and price_minor > 0
      and acquired_on <= $as_of
    group by asset_id
),
valued as (
    select
        listed.*,
        kind.half_life_years,
        kind.storage_ratio,
        kind.has_social_reuse,
        coalesce(asset.value_minor, deed.price_minor) as value_minor,
        asset.encumbrance_minor,
        coalesce(case when asset.value_minor is null then deed.currency end, asset.currency, deed.currency)
            as currency,
        coalesce(case when asset.value_minor is null then deed.acquired_on end, asset.valued_on, $as_of)
            as valued_on,
        case when asset.value_minor is not null then 'register, valued on ' || asset.valued_on
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
    select
        valued.*,
        case when valued.currency = $base_currency then valued.value_minor::double
            else valued.value_minor::double * rate.numerator::double / rate.denominator::double end
            * case when valued.half_life_years is null then 1.0
                else pow(0.5, greatest($as_of - valued.valued_on, 0) / 365.25 / valued.half_life_years) end
            as value_double,
        case when valued.currency = $base_currency then coalesce(valued.encumbrance_minor, 0)::double
            else coalesce(valued.encumbrance_minor, 0)::double * rate.numerator::double
                / rate.denominator::double end as encumbrance_double
    from valued
    left join rate_span as span on span.currency = valued.currency
    left join core.fx_daily as rate
      on rate.currency = valued.currency
     and rate.rated_on = greatest(least(valued.valued_on, span.last_on), span.first_on)
),
share as (
    select
        held_id,
        max(minimum_ratio) as share_minimum_ratio,
        max(maximum_ratio) as share_maximum_ratio
    from trace.beneficial_owner
    where person_id is not null
    group by held_id
),
signal as (
    select
        asset_id,
        bool_or(is_strong) as is_strong,
        string_agg(explanation, '; ' order by is_strong desc, signal, explanation) as signals
    from trace.dissipation_signal
    group by asset_id
),
nominee as (
    select asset_id, string_agg(explanation, '; ' order by indicator, explanation) as nominee_indicators
    from trace.nominee_indicator
    group by asset_id
),
clock as (
    -- the shortest term is the one to watch
    select *
    from trace.measure_clock
    where applies_to in ('asset', 'account')
    qualify row_number() over (partition by applies_to order by ends_on, measure_code) = 1
)
select
    based.asset_id,
    round(based.value_double)::bigint as value_base_minor,
    based.value_basis,
    round(based.encumbrance_double)::bigint as encumbrance_base_minor,
    coalesce(share.share_minimum_ratio, 0) as share_minimum_ratio,
    coalesce(share.share_maximum_ratio, 1) as share_maximum_ratio,
    round(based.value_double * based.storage_ratio)::bigint as storage_base_minor,
    round(greatest(greatest(based.value_double - based.encumbrance_double, 0)
        * coalesce(share.share_minimum_ratio, 0) - based.value_double * based.storage_ratio, 0))::bigint
        as net_minimum_base_minor,
    round(greatest(based.value_double - based.encumbrance_double, 0)
        * coalesce(share.share_maximum_ratio, 1))::bigint as net_maximum_base_minor,
    coalesce(based.half_life_years <= $fast_half_life_years, false)
        or coalesce(based.storage_ratio >= $high_storage_ratio, false) as is_sale_candidate,
    coalesce(based.has_social_reuse, false) as has_social_reuse,
    case when coalesce(signal.is_strong, false) then 'immediate'
        when signal.asset_id is not null then 'soon'
        else 'ordinary' end as urgency,
    signal.signals,
    nominee.nominee_indicators,
    clock.measure_code,
    clock.starts_on as clock_starts_on,
    clock.ends_on as clock_ends_on,
    clock.term as clock_term,
    clock.measure_source as clock_source
from based
left join share on share.held_id = based.held_id
left join signal on signal.asset_id = based.asset_id
left join nominee on nominee.asset_id = based.asset_id
left join clock
  on clock.applies_to = case when based.asset_type = 'bank_balance' then 'account' else 'asset' end
order by based.asset_id
