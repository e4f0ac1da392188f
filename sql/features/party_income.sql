/*
grain = "one row per party, year and kind of declared income"

[columns]
party_id          = "party kept"
money_year        = "calendar year"
income_kind       = "kind of income; net wealth is a stock and no income"
income_base_minor = "declared income net of tax, base minor units; null when no rate is known"
*/
with rate_span as (
    -- a year's end before the first or after the last known rate takes the nearest one
    select currency, min(rated_on) as first_on, max(rated_on) as last_on
    from core.fx_daily
    group by currency
),
declared as (
    select
        income.party_id,
        income.income_year as money_year,
        income.income_kind,
        income.currency,
        income.amount_minor,
        greatest(least(make_date(income.income_year, 12, 31), span.last_on), span.first_on)
            as rated_on
    from features.declared_income as income
    left join rate_span as span on span.currency = income.currency
    where income.recorded_to is null
      and income.income_kind <> 'wealth'
)
select
    declared.party_id,
    declared.money_year,
    declared.income_kind,
    cast(sum(case
        when declared.currency = $base_currency then cast(declared.amount_minor as hugeint)
        else (cast(declared.amount_minor as hugeint) * rate.numerator * 2 + rate.denominator)
            // (cast(rate.denominator as hugeint) * 2)
    end) as hugeint) as income_base_minor
from declared
left join core.fx_daily as rate
  on rate.currency = declared.currency
 and rate.rated_on = declared.rated_on
group by declared.party_id, declared.money_year, declared.income_kind
