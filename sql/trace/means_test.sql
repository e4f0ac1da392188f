/*
grain = "one row per person or household with an acquisition in the years examined, and method; the two methods are never added"

[columns]
unit_kind    = "person (or organisation), or household: its members counted together, once"
unit_id      = "party or household"
method       = "source_and_application (uses less sources) or net_worth (rise of net worth at cost less lawful income)"
first_year   = "first year examined"
last_year    = "last year examined"
income_year_count = "years with a known lawful income"
missing_year_count = "years without one; the running year counts by its part"
income_base_minor = "known lawful income net of tax and explained sources, base minor units"
loan_base_minor   = "loan principal received"
sold_base_minor   = "assets sold: at the price for sources, at cost for net worth"
acquired_base_minor = "acquisitions at cost"
repaid_base_minor = "loan repayments seen on the accounts"
allowance_base_minor = "most that opening wealth, cash and the missing years may explain, by the known yearly income"
gap_minimum_base_minor = "smallest gap: everything unknown explains as much as it may"
gap_maximum_base_minor = "largest gap: nothing unknown explains anything"
unpriced_count = "items without a known rate or amount; they widen the result to unknown"
evidence       = "rows that say so, joined by semicolons, largest first, at most twenty"

[parameters]
as_of = "date of the night"

[parameters.means_years]
default = 3
unit    = "calendar years"
meaning = "years examined, the year of the night among them"

[parameters.opening_years]
default = 1.0
unit    = "years of known income"
meaning = "opening wealth and cash that are taken to be possible where no declaration of wealth says; to be argued about"
*/
with unit_item as (
    select 'person' as unit_kind, party_id as unit_id, * from trace.means_item
    union all
    select 'household' as unit_kind, household_id as unit_id, * from trace.means_item
),
summed as (
    select
        unit_kind,
        unit_id,
        count(distinct item_year) filter (
            side = 'source' and kind not in ('loan_principal', 'asset_sold')
        ) as income_year_count,
        bool_or(side = 'source' and kind not in ('loan_principal', 'asset_sold')
            and item_year = year($as_of)) as has_running_year,
        coalesce(sum(amount_base_minor) filter (
            side = 'source' and kind not in ('loan_principal', 'asset_sold')
        ), 0) as income_base_minor,
        coalesce(sum(amount_base_minor) filter (
            kind in ('salary', 'business', 'pension', 'capital', 'other', 'unknown')
        ), 0) as yearly_base_minor,
        count(distinct item_year) filter (
            kind in ('salary', 'business', 'pension', 'capital', 'other', 'unknown')
        ) as yearly_year_count,
        coalesce(sum(amount_base_minor) filter (kind = 'loan_principal'), 0) as loan_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'asset_sold'), 0) as sold_base_minor,
        coalesce(sum(cost_base_minor) filter (kind = 'asset_sold'), 0) as sold_cost_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'acquisition'), 0) as acquired_base_minor,
        coalesce(sum(amount_base_minor) filter (kind = 'loan_repaid'), 0) as repaid_base_minor,
        count(*) filter (amount_base_minor is null) as unpriced_count
    from unit_item
    group by unit_kind, unit_id
    having bool_or(kind = 'acquisition')
),
cited as (
    select unit_kind, unit_id, string_agg(evidence, ';' order by place) as evidence
    from (
        select
            unit_kind,
            unit_id,
            evidence,
            row_number() over (
                partition by unit_kind, unit_id order by amount_base_minor desc nulls last, evidence
            ) as place
        from unit_item
    )
    where place <= 20
    group by unit_kind, unit_id
),
widened as (
    select
        summed.*,
        -- the running year counts by the part of it that has passed
        greatest($means_years - income_year_count
            - case when has_running_year then 0.0
                else 1.0 - dayofyear($as_of) / 365.0 end, 0.0) as missing_year_count,
        yearly_base_minor / greatest(yearly_year_count, 1) as one_year_base_minor
    from summed
),
allowed as (
    select
        widened.*,
        round((missing_year_count + $opening_years) * one_year_base_minor)::bigint as allowance_base_minor
    from widened
),
by_method as (
    select
        allowed.*,
        'source_and_application' as method,
        sold_base_minor as sold_used_base_minor,
        acquired_base_minor + repaid_base_minor - income_base_minor - loan_base_minor - sold_base_minor
            as gap_base_minor
    from allowed
    union all
    -- net worth rises by what is bought at cost, falls by the cost of what is sold and by debt taken
    select
        allowed.*,
        'net_worth' as method,
        sold_cost_base_minor as sold_used_base_minor,
        (acquired_base_minor - sold_cost_base_minor) - (loan_base_minor - repaid_base_minor)
            - income_base_minor - greatest(sold_base_minor - sold_cost_base_minor, 0) as gap_base_minor
    from allowed
)
select
    by_method.unit_kind,
    by_method.unit_id,
    by_method.method,
    (year($as_of) - $means_years + 1)::bigint as first_year,
    year($as_of)::bigint as last_year,
    by_method.income_year_count,
    by_method.missing_year_count::double as missing_year_count,
    by_method.income_base_minor::bigint as income_base_minor,
    by_method.loan_base_minor::bigint as loan_base_minor,
    by_method.sold_used_base_minor::bigint as sold_base_minor,
    by_method.acquired_base_minor::bigint as acquired_base_minor,
    by_method.repaid_base_minor::bigint as repaid_base_minor,
    by_method.allowance_base_minor,
    (by_method.gap_base_minor - by_method.allowance_base_minor)::bigint as gap_minimum_base_minor,
    by_method.gap_base_minor::bigint as gap_maximum_base_minor,
    by_method.unpriced_count,
    cited.evidence
from by_method
join cited
  on cited.unit_kind = by_method.unit_kind
 and cited.unit_id = by_method.unit_id
order by by_method.unit_kind, by_method.unit_id, by_method.method
