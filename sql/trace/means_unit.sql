/*
grain = "one row per person or household with an acquisition in the years examined, or that conditions of a traced asset are about: known sources and uses, added up"

[columns]
unit_kind         = "person (or organisation), or household: its members counted together, once"
unit_id           = "party or household"
income_year_count = "years with a known lawful income"
missing_days      = "days of the years examined without one; of the running year those that have passed"
income_base_minor = "known lawful income net of tax and explained sources"
year_base_minor   = "known lawful income of an ordinary year; seen on accounts only: by the days of the window"
opening_base_minor = "wealth declared before; null: not known"
evidence          = "rows that say so, joined by semicolons, largest first, at most twenty"

[parameters]
as_of = "date of the night"
window_days = "days of the examined window"

[parameters.means_years]
default = 3
unit    = "calendar years"
meaning = "years examined, the year of the night among them"
*/
with examined as materialized (
    -- who bought something, and who paid for, owns or controls what value was traced into
    select party_id, household_id from trace.means_item where kind = 'acquisition'
    union
    select item.party_id, item.household_id
    from trace.assessed as assessed
    left join features.party_kept as kept on kept.record_id = assessed.party_id
    join trace.means_item as item on item.party_id = coalesce(kept.party_id, assessed.party_id)
),
unit_item as (
    select 'person' as unit_kind, party_id as unit_id, * from trace.means_item
    where party_id in (select party_id from examined)
    union all
    select 'household' as unit_kind, household_id as unit_id, * from trace.means_item
    where household_id in (select household_id from examined)
),
opening as (
    select 'person' as unit_kind, party_id as unit_id, amount_base_minor from trace.means_opening
    union all
    select 'household', household_id, sum(amount_base_minor) from trace.means_opening group by household_id
),
summed as (
    select
        unit_kind,
        unit_id,
        count(distinct item_year) filter (is_income) as income_year_count,
        count(distinct item_year) filter (is_income and item_year < year($as_of)) as full_year_count,
        bool_or(is_income and item_year = year($as_of)) as has_running_year,
        coalesce(sum(amount_base_minor) filter (is_income), 0) as income_base_minor,
        coalesce(sum(amount_base_minor) filter (is_yearly), 0)
            // greatest(count(distinct item_year) filter (is_yearly), 1) as yearly_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'regular_credit'), 0)::hugeint * 365
            // greatest($window_days, 1) as seen_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'loan_principal'), 0) as loan_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'asset_sold'), 0) as sold_base_minor,
        coalesce(sum(cost_base_minor) filter (kind = 'asset_sold'), 0) as sold_cost_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'acquisition'), 0) as acquired_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'loan_repaid'), 0) as repaid_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'spending'), 0) as spent_base_minor,
        count(*) filter (amount_base_minor is null) as unpriced_count
    from (
        select *, side = 'source' and kind not in ('loan_principal', 'asset_sold') as is_income,
            kind in ('salary', 'business', 'pension', 'capital', 'other', 'unknown') as is_yearly
        from unit_item
    )
    group by unit_kind, unit_id
),
cited as (
    select unit_kind, unit_id, string_agg(evidence, ';' order by place) as evidence
    from (
        select unit_kind, unit_id, evidence, row_number() over (
            partition by unit_kind, unit_id order by amount_base_minor desc nulls last, evidence) as place
        from unit_item
    )
    where place <= 20
    group by unit_kind, unit_id
)
select
    summed.*exclude (full_year_count, has_running_year, yearly_base_minor, seen_base_minor),
    -- the running year counts by the part of it that has passed
    greatest(($means_years - 1 - full_year_count) * 365, 0)
        + case when has_running_year then 0 else dayofyear($as_of) end as missing_days,
    greatest(yearly_base_minor, seen_base_minor) as year_base_minor,
    opening.amount_base_minor as opening_base_minor,
    cited.evidence
from summed
join cited using (unit_kind, unit_id)
left join opening using (unit_kind, unit_id)
order by summed.unit_kind, summed.unit_id
