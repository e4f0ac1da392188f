/*
grain = "one row per listed lead and kind of lawful income that would explain it"

[columns]
code   = "explanation"
result = "found, not_found, could_not_check"
detail = "the rows that say so, or the register that would"

[parameters]
run_id = "night"
*/
with listed as (
    select case_id, lead_id, start_on, end_on
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
),
person as (
    select listed.lead_id, listed.start_on, listed.end_on, held.party_id
    from listed
    join cases.case_party as held on held.case_id = listed.case_id
    where held.role <> 'counterparty'
),
income as (
    select person.lead_id, declared.income_kind, declared.party_id, declared.income_year
    from person
    join features.declared_income as declared
      on declared.party_id = person.party_id
     and declared.recorded_to is null
     and declared.income_year between year(person.start_on) - 1 and year(person.end_on)
),
known_income as (
    select lead_id, count(*) as row_count
    from income
    group by lead_id
),
kind as (
    select unnest(['inheritance', 'gift', 'asset_sale', 'loan', 'lottery', 'severance']) as code
),
declared as (
    select
        lead_id,
        income_kind as code,
        string_agg(distinct party_id || ' ' || income_year, '; ' order by party_id || ' ' || income_year) as detail
    from income
    group by lead_id, income_kind
),
by_income as (
    select
        listed.lead_id,
        kind.code,
        case
            when declared.detail is not null then 'found'
            when known_income.row_count is null then 'could_not_check'
            else 'not_found'
        end as result,
        coalesce(declared.detail, case when known_income.row_count is null then 'tax register' end, '') as detail
    from listed
    cross join kind
    left join declared on declared.lead_id = listed.lead_id and declared.code = kind.code
    left join known_income on known_income.lead_id = listed.lead_id
)
select lead_id, code, result, detail
from by_income
order by lead_id, code
