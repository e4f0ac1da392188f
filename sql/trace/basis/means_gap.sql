/*
title    = "acquisitions at cost exceed the known lawful income of the same years"
settled_by = "tax administration: declared income of the missing years"
*/
with spent as (
    select
        acquired.acquirer_party_id as party_id,
        sum(
            ((acquired.price_minor - coalesce(acquired.loan_minor, 0))::hugeint * rate.numerator * 2
                + rate.denominator) // (2 * rate.denominator::hugeint)
        ) as spent_base_minor,
        min(year(acquired.acquired_on)) as first_year
    from core.acquisition as acquired
    join core.fx_daily as rate
      on rate.currency = acquired.currency
     and rate.rated_on = acquired.acquired_on
    where acquired.recorded_to is null
      and acquired.acquired_on <= $as_of
      and coalesce(acquired.financing_code, 'unknown') not in ('gift', 'inheritance')
    group by acquired.acquirer_party_id
),
income as (
    select
        declared.party_id,
        sum(
            (declared.amount_minor::hugeint * rate.numerator * 2 + rate.denominator)
                // (2 * rate.denominator::hugeint)
        ) as income_base_minor,
        count(distinct declared.income_year) as year_count,
        min(declared.income_year) as first_year
    from core.declared_income as declared
    join core.fx_daily as rate
      on rate.currency = declared.currency
     and rate.rated_on = least(make_date(declared.income_year, 12, 31), $as_of)
    where declared.recorded_to is null
      and declared.income_kind <> 'wealth'
    group by declared.party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when income.party_id is null then 'unknown'
        when coalesce(spent.spent_base_minor, 0) - income.income_base_minor >= $means_gap_minor
            then 'supported'
        when coalesce(spent.spent_base_minor, 0) <= income.income_base_minor then 'contradicted'
        else 'unknown'
    end as result,
    case
        when income.party_id is null then 'no lawful income of the person is known here'
        else 'acquisitions at cost against known lawful income of ' || income.year_count
            || ' year(s) from ' || income.first_year || '; opening wealth is not known'
    end as explanation,
    'core.declared_income:' || assessed.party_id || ';core.acquisition:' || assessed.acquisition_id
        as evidence
from trace.assessed as assessed
left join spent
  on spent.party_id = assessed.party_id
left join income
  on income.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
