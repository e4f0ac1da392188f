/*
grain = "one row per party that declared its wealth before the years examined: the latest declaration"

[columns]
party_id     = "party, the record that is kept"
household_id = "household of a person; the party itself where none is known"
declared_year = "year at whose end it was declared"
amount_base_minor = "wealth declared, base minor units"
evidence     = "row that says so"

[parameters]
as_of = "date of the night"
base_currency = "base currency of the workspace"

[parameters.means_years]
default = 3
unit    = "calendar years"
meaning = "years examined, the year of the night among them"
*/
with latest as (
    select
        declared.party_id,
        max(declared.income_year) as declared_year,
        max_by(declared.amount_minor, row(declared.income_year, declared.amount_minor, declared.currency)) as amount_minor,
        max_by(declared.currency, row(declared.income_year, declared.amount_minor, declared.currency)) as currency
    from features.declared_income as declared
    where declared.recorded_to is null
      and declared.income_kind = 'wealth'
      and declared.income_year <= year($as_of) - $means_years
    group by declared.party_id
),
rate_span as (
    select currency, min(rated_on) as first_on, max(rated_on) as last_on
    from core.fx_daily
    group by currency
)
select
    latest.party_id,
    coalesce((
        select min(party.household_id) from core.party as party
        where party.party_id = latest.party_id and party.recorded_to is null
    ), latest.party_id) as household_id,
    latest.declared_year,
    case when latest.currency = $base_currency then latest.amount_minor
        else ((latest.amount_minor::hugeint * rate.numerator * 2 + rate.denominator)
            // (2 * rate.denominator::hugeint))::bigint end as amount_base_minor,
    'core.declared_income:' || latest.party_id || '/' || latest.declared_year || '/wealth' as evidence
from latest
left join rate_span as span on span.currency = latest.currency
left join core.fx_daily as rate
  on rate.currency = latest.currency
 and rate.rated_on = greatest(least(make_date(latest.declared_year, 12, 31), span.last_on, $as_of), span.first_on)
order by latest.party_id
