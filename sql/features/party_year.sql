/*
grain = "one row per party and calendar year with an inflow, an acquisition or a declared income"

[columns]
party_id                = "party kept"
money_year              = "calendar year"
in_base_minor           = "credited to its accounts in the window by accounts of others, base minor units; loans, returns and conversions left out"
in_count                = "transactions of in_base_minor"
acquisition_base_minor  = "acquisitions at cost: price less loan, gifts and inheritances left out, base minor units"
acquisition_count       = "acquisitions of the year"
unpriced_count          = "acquisitions of the year whose price or rate is unknown"
income_base_minor       = "declared lawful income net of tax, base minor units; null when none is known: unknown is not zero"
income_kind_count       = "kinds of income declared"
*/
with kept as (
    select other_party_id as record_id, min(party_id) as party_id
    from core.same_party
    group by other_party_id
),
rate_span as (
    -- a date before the first or after the last known rate takes the nearest one
    select currency, min(rated_on) as first_on, max(rated_on) as last_on
    from core.fx_daily
    group by currency
),
pair_year as (
    select
        originator_account_id,
        beneficiary_account_id,
        extract(year from booked_on) as money_year,
        sum(amount_base_minor) as amount_base_minor,
        count(*) as transaction_count
    from features.window_transfer
    where beneficiary_account_id is not null
      and channel not in ('returned', 'loan', 'exchange', 'reinvestment')
    group by originator_account_id, beneficiary_account_id, extract(year from booked_on)
),
inflow as (
    select
        receiver.party_id,
        pair_year.money_year,
        pair_year.amount_base_minor as in_base_minor,
        pair_year.transaction_count as in_count,
        null as acquisition_base_minor,
        0 as acquisition_count,
        0 as unpriced_count,
        null as income_base_minor,
        0 as income_kind_count
    from pair_year
    join features.party_account as receiver
      on receiver.account_id = pair_year.beneficiary_account_id
     and receiver.is_owner
    left join features.party_account as payer
      on payer.account_id = pair_year.originator_account_id
     and payer.party_id = receiver.party_id
    where payer.party_id is null
),
acquired as (
    select
        coalesce(kept.party_id, acquisition.acquirer_party_id) as party_id,
        extract(year from acquisition.acquired_on) as money_year,
        case
            when acquisition.financing_code in ('gift', 'inheritance', 'exchange') then 0
            else acquisition.price_minor - coalesce(acquisition.loan_minor, 0)
        end as cost_minor,
        acquisition.currency,
        greatest(least(acquisition.acquired_on, span.last_on), span.first_on) as rated_on
    from core.acquisition as acquisition
    left join kept on kept.record_id = acquisition.acquirer_party_id
    left join rate_span as span on span.currency = acquisition.currency
    where acquisition.recorded_to is null
      and acquisition.acquired_on <= $as_of
),
bought as (
    select
        acquired.party_id,
        acquired.money_year,
        case
            when acquired.cost_minor = 0 or acquired.currency = $base_currency
                then cast(acquired.cost_minor as hugeint)
            else (cast(acquired.cost_minor as hugeint) * rate.numerator * 2 + rate.denominator)
                // (cast(rate.denominator as hugeint) * 2)
        end as cost_base_minor
    from acquired
    left join core.fx_daily as rate
      on rate.currency = acquired.currency
     and rate.rated_on = acquired.rated_on
),
declared as (
    -- net wealth is a stock, not an income
    select
        coalesce(kept.party_id, income.party_id) as party_id,
        income.income_year as money_year,
        income.income_kind,
        income.currency,
        income.amount_minor,
        greatest(least(make_date(income.income_year, 12, 31), span.last_on), span.first_on) as rated_on
    from core.declared_income as income
    left join kept on kept.record_id = income.party_id
    left join rate_span as span on span.currency = income.currency
    where income.recorded_to is null
      and income.income_kind <> 'wealth'
),
earned as (
    select
        declared.party_id,
        declared.money_year,
        case
            when declared.currency = $base_currency then cast(declared.amount_minor as hugeint)
            else (cast(declared.amount_minor as hugeint) * rate.numerator * 2 + rate.denominator)
                // (cast(rate.denominator as hugeint) * 2)
        end as income_base_minor
    from declared
    left join core.fx_daily as rate
      on rate.currency = declared.currency
     and rate.rated_on = declared.rated_on
),
together as (
    select * from inflow
    union all
    select
        party_id,
        money_year,
        null as in_base_minor,
        0 as in_count,
        cost_base_minor as acquisition_base_minor,
        1 as acquisition_count,
        case when cost_base_minor is null then 1 else 0 end as unpriced_count,
        null as income_base_minor,
        0 as income_kind_count
    from bought
    union all
    select
        party_id,
        money_year,
        null as in_base_minor,
        0 as in_count,
        null as acquisition_base_minor,
        0 as acquisition_count,
        0 as unpriced_count,
        income_base_minor,
        1 as income_kind_count
    from earned
)
select
    party_id,
    cast(money_year as bigint) as money_year,
    cast(coalesce(sum(in_base_minor), 0) as hugeint) as in_base_minor,
    cast(sum(in_count) as bigint) as in_count,
    cast(coalesce(sum(acquisition_base_minor), 0) as hugeint) as acquisition_base_minor,
    cast(sum(acquisition_count) as bigint) as acquisition_count,
    cast(sum(unpriced_count) as bigint) as unpriced_count,
    cast(sum(income_base_minor) as hugeint) as income_base_minor,
    cast(sum(income_kind_count) as bigint) as income_kind_count
from together
group by party_id, cast(money_year as bigint)
