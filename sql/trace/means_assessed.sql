/*
grain = "one row per assessed asset and party of whose means, or whose household's, something is known: what they leave unexplained"

[columns]
asset_id   = "asset"
party_id   = "person or company that its conditions are about"
income_year_count = "years with a known lawful income, of the person or the household, whichever has more"
unpriced_count    = "items without a known rate or amount"
least_gap_base_minor = "smallest gap of person and household, by either method: what one of them explains is not held against the other"
own_most_gap_base_minor = "largest gap of the person alone, by either method, the price of this asset in it; null: of the person's own means nothing is known"
household_most_gap_base_minor = "the same for the household"
irregular_base_minor = "largest known lawful income of one year that does not come as wages or a pension"
is_covered = "the person's own known means, and those of the household, would cover the price even where everything unknown speaks against them"
is_paid_from_elsewhere = "by every tracing method at least that part of the price came from cited credits that are no known income"
told       = "the gaps, in units of the base currency, and what is not known, in words"
evidence   = "rows that say so"

[parameters]
unit_minor = "minor units of one unit of the base currency"

[parameters.cited_percent]
default = 10
unit    = "percent of the price"
meaning = "from here on what the least method carries leaves less than nine tenths of the price that known means can have paid, inclusive"
*/
with irregular as (
    -- wages and pensions are not followed, so no cited credit is one; any other income may be
    select party_id, max(year_base_minor) as most_base_minor
    from (
        select party_id, item_year, sum(amount_base_minor) as year_base_minor
        from trace.means_item
        where side = 'source'
          and kind not in ('salary', 'pension', 'regular_credit', 'loan_principal', 'asset_sold')
        group by party_id, item_year
    )
    group by party_id
),
gap as (
    select
        unit.asset_id,
        unit.party_id,
        min(unit.unit_id) filter (unit.unit_kind = 'person') as kept_id,
        min(means.first_year) as first_year,
        max(means.income_year_count) as income_year_count,
        min(means.missing_year_count) as missing_year_count,
        max(means.unpriced_count) as unpriced_count,
        min(means.gap_minimum_base_minor) as least_gap_base_minor,
        max(means.gap_maximum_base_minor + unit.outside_base_minor) filter (unit.unit_kind = 'person')
            as own_most_gap_base_minor,
        max(means.gap_maximum_base_minor + unit.outside_base_minor) filter (unit.unit_kind = 'household')
            as household_most_gap_base_minor,
        max(unit.outside_base_minor) > 0 as is_price_outside,
        string_agg(
            means.unit_kind || ', ' || replace(means.method, '_', ' ') || ': ' || (means.gap_minimum_base_minor // $unit_minor)
                || ' to ' || (means.gap_maximum_base_minor // $unit_minor),
            '; ' order by means.unit_kind, means.method
        ) as methods,
        min(means.evidence) as evidence
    from trace.means_party as unit
    join trace.means_test as means
      on means.unit_kind = unit.unit_kind
     and means.unit_id = unit.unit_id
    group by unit.asset_id, unit.party_id
)
select
    gap.asset_id,
    gap.party_id,
    gap.income_year_count,
    gap.unpriced_count,
    gap.least_gap_base_minor,
    gap.own_most_gap_base_minor,
    gap.household_most_gap_base_minor,
    coalesce(irregular.most_base_minor, 0) as irregular_base_minor,
    gap.unpriced_count = 0
        and coalesce(gap.own_most_gap_base_minor <= 0, false)
        and coalesce(gap.household_most_gap_base_minor <= 0, true) as is_covered,
    assessed.traced_least_base_minor > 0
        and assessed.traced_least_base_minor::hugeint * 100 >= assessed.price_base_minor::hugeint * $cited_percent
        -- what a lawful source on record may have been is no money from elsewhere
        and not assessed.is_explained
        and coalesce(irregular.most_base_minor, 0) < assessed.traced_least_base_minor as is_paid_from_elsewhere,
    case
        when gap.income_year_count = 0
            then 'no lawful income of the person or household is known from ' || gap.first_year || ' on'
        else case
                when gap.household_most_gap_base_minor <= 0 and coalesce(gap.own_most_gap_base_minor > 0, true)
                    then 'known means of the household would cover the price, those of the person alone would not; '
                else '' end
            || 'gap since ' || gap.first_year || ', in units of the base currency, by ' || gap.methods
            || '; income is known for ' || gap.income_year_count || ' year(s), ' || round(gap.missing_year_count, 1)
            || ' missing; opening wealth and cash are not known'
            || case when gap.is_price_outside then '; the price of this asset, in another''s name, is not in it' else '' end
    end as told,
    gap.evidence
from gap
join trace.assessed as assessed using (asset_id, party_id)
left join irregular on irregular.party_id = coalesce(gap.kept_id, gap.party_id)
order by gap.asset_id, gap.party_id
