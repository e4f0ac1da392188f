/*
grain = "one row per currency and day"

[columns]
currency        = "currency"
rated_on        = "day"
numerator       = "base minor units = minor units * numerator / denominator, rounded half up"
denominator     = "see numerator"
source_rated_on = "date of the rate used; null when the rate holds for all time"

[parameters]
base_currency = "currency of the workspace"
currencies    = "every currency of the code list"
exponents     = "exponents of their minor units, in the same order"
first_date    = "first day wanted"
last_date     = "last day wanted"
*/
with exponent as (
    select unnest($currencies) as currency, unnest($exponents) as exponent
),
quoted_rate as (
    -- the varchar of a DECIMAL(28, 10) always has ten decimals: without the point it is the exact integer
    select
        anchor_currency,
        currency,
        rated_on,
        coalesce(rated_on, date '0001-01-01') as holds_from,
        cast(replace(cast(units_per_anchor as varchar), '.', '') as hugeint) as units
    from core.fx_rate
    where recorded_to is null
      and units_per_anchor > 0
    union all
    select distinct  -- an anchor is worth one of itself, however many rates it carries
        anchor_currency,
        anchor_currency,
        cast(null as date),
        date '0001-01-01',
        cast(10000000000 as hugeint)
    from core.fx_rate
    where recorded_to is null
),
period as (
    -- a rate holds until the next one of its anchor and currency: filled forward, never backward
    select
        quoted_rate.*,
        lead(holds_from) over (partition by anchor_currency, currency order by holds_from) as ends_before
    from quoted_rate
),
calendar as (
    select cast(unnest(generate_series($first_date, $last_date, interval 1 day)) as date) as rated_on
),
daily as (
    select
        period.anchor_currency,
        period.currency,
        calendar.rated_on,
        period.rated_on as source_rated_on,
        period.holds_from,
        period.units
    from calendar
    join period
      on calendar.rated_on >= period.holds_from
     and (period.ends_before is null or calendar.rated_on < period.ends_before)
),
triangulated as (
    -- both legs through the same anchor; the older leg says how old the rate is
    select
        leg.currency,
        leg.rated_on,
        case when leg.holds_from = date '0001-01-01' then base.source_rated_on
             when base.holds_from = date '0001-01-01' then leg.source_rated_on
             else least(leg.source_rated_on, base.source_rated_on) end as source_rated_on,
        base.units * cast(pow10.base_units as hugeint) as numerator,
        leg.units * cast(pow10.own_units as hugeint) as denominator,
        row_number() over (
            partition by leg.currency, leg.rated_on
            order by (leg.anchor_currency = $base_currency) desc,
                     least(leg.holds_from, base.holds_from) desc,
                     leg.anchor_currency
        ) as position
    from daily as leg
    join daily as base
      on base.anchor_currency = leg.anchor_currency
     and base.rated_on = leg.rated_on
     and base.currency = $base_currency
    join (
        select
            own.currency,
            '1' || repeat('0', greatest(base.exponent - own.exponent, 0)) as base_units,
            '1' || repeat('0', greatest(own.exponent - base.exponent, 0)) as own_units
        from exponent as own
        join exponent as base on base.currency = $base_currency
    ) as pow10 on pow10.currency = leg.currency
    where leg.currency <> $base_currency
),
reduced as (
    select
        triangulated.*,
        gcd(numerator, denominator) as divisor
    from triangulated
    where position = 1
)
select
    currency,
    rated_on,
    try_cast(numerator // divisor as bigint) as numerator,
    try_cast(denominator // divisor as bigint) as denominator,
    source_rated_on
from reduced
union all
select $base_currency, rated_on, 1, 1, null
from calendar
order by currency, rated_on
