/*
title    = "acquisitions at cost exceed the known lawful means of the same years"
settled_by = "tax administration: income and wealth declared for the missing years"
*/
with member as (
    select party_id, coalesce(min(household_id), party_id) as household_id
    from core.party
    where recorded_to is null
    group by party_id
),
concerned as (
    -- two equal joins: "or" between them would compare every party with every test
    select member.party_id as member_id, means.*
    from member
    join trace.means_test as means
      on means.unit_kind = 'household'
     and means.unit_id = member.household_id
    union all
    select member.party_id as member_id, means.*
    from member
    join trace.means_test as means
      on means.unit_kind = 'person'
     and means.unit_id = member.party_id
),
tested as (
    -- person and household: what one of them explains is not held against the other
    select
        means.member_id as party_id,
        min(means.gap_minimum_base_minor) as least_gap_base_minor,
        max(means.gap_maximum_base_minor) as most_gap_base_minor,
        max(means.income_year_count) as income_year_count,
        min(means.missing_year_count) as missing_year_count,
        max(means.unpriced_count) as unpriced_count,
        min(means.first_year) as first_year,
        min(means.evidence) as evidence,
        string_agg(
            means.unit_kind || ', ' || replace(means.method, '_', ' ') || ': ' || (means.gap_minimum_base_minor // $unit_minor)
                || ' to ' || (means.gap_maximum_base_minor // $unit_minor),
            '; ' order by means.unit_kind, means.method
        ) as methods
    from concerned as means
    group by means.member_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when tested.party_id is null then 'unknown'
        -- the price of what is in another's name is no part of the gap
        when tested.most_gap_base_minor + case when assessed.role = 'payer' then assessed.price_base_minor else 0 end <= 0
            then 'contradicted'
        when tested.income_year_count = 0 or tested.unpriced_count > 0 then 'unknown'
        when tested.least_gap_base_minor >= $means_gap_minor then 'supported'
        else 'unknown'
    end as result,
    case
        when tested.party_id is null
            then 'no acquisition against payment by the person or household is known in the years examined'
        when tested.income_year_count = 0
            then 'no lawful income of the person or household is known from ' || tested.first_year || ' on'
        else 'gap since ' || tested.first_year || ', in units of the base currency, by '
            || tested.methods || '; income is known for ' || tested.income_year_count
            || ' year(s), ' || round(tested.missing_year_count, 1)
            || ' missing; opening wealth and cash are not known'
            || case when assessed.role = 'payer' then '; the price of this asset, in another''s name, is not in it' else '' end
    end as explanation,
    coalesce(tested.evidence, 'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join tested
  on tested.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
