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

[parameters.fast_half_life_years]
default = 5
unit    = "years"
meaning = "a type that loses half its value within these years is a candidate for early sale, inclusive"

[parameters.high_storage_ratio]
default = 0.05
unit    = "share of the value, a year"
meaning = "from here on keeping it costs much, inclusive"
*/
with share as (
    -- a ratio becomes whole millionths before money is multiplied by it
    select
        held_id,
        max(minimum_ratio) as share_minimum_ratio,
        max(maximum_ratio) as share_maximum_ratio,
        floor(max(minimum_ratio) * 1000000)::bigint as share_minimum_millionths,
        ceil(max(maximum_ratio) * 1000000)::bigint as share_maximum_millionths
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
    listed.asset_id,
    worth.value_base_minor,
    worth.value_basis,
    worth.encumbrance_base_minor,
    coalesce(share.share_minimum_ratio, 0) as share_minimum_ratio,
    coalesce(share.share_maximum_ratio, 1) as share_maximum_ratio,
    worth.storage_base_minor,
    greatest(greatest(worth.value_base_minor - worth.encumbrance_base_minor, 0)::hugeint
        * coalesce(share.share_minimum_millionths, 0) // 1000000 - worth.storage_base_minor, 0)::bigint
        as net_minimum_base_minor,
    (greatest(worth.value_base_minor - worth.encumbrance_base_minor, 0)::hugeint
        * coalesce(share.share_maximum_millionths, 1000000) // 1000000)::bigint as net_maximum_base_minor,
    coalesce(kind.half_life_years <= $fast_half_life_years, false)
        or coalesce(kind.storage_ratio >= $high_storage_ratio, false) as is_sale_candidate,
    coalesce(kind.has_social_reuse, false) as has_social_reuse,
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
from trace.listed_asset as listed
join trace.asset_value as worth on worth.asset_id = listed.asset_id
left join trace.asset_kind as kind on kind.asset_type = listed.asset_type
left join share on share.held_id = listed.held_id
left join signal on signal.asset_id = listed.asset_id
left join nominee on nominee.asset_id = listed.asset_id
left join clock
  on clock.applies_to = case when listed.asset_type = 'bank_balance' then 'account' else 'asset' end
order by listed.asset_id
