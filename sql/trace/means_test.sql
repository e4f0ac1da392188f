/*
grain = "one row per person or household with an acquisition in the years examined, or that conditions of a traced asset are about, and method; the two methods are never added"

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
spent_base_minor  = "living costs and the like seen on the accounts"
living_base_minor = "most that was spent beside, unseen: a part of the known income less what was seen"
allowance_base_minor = "most that opening wealth, cash and the missing years may explain, by the known yearly income"
gap_minimum_base_minor = "smallest gap: everything unknown explains as much as it may"
gap_maximum_base_minor = "largest gap: nothing unknown explains anything, and part of the income was lived on"
unpriced_count = "items without a known rate or amount; they widen the result to unknown"
evidence       = "rows that say so, joined by semicolons, largest first, at most twenty"

[parameters]
as_of = "date of the night"

[parameters.means_years]
default = 3
unit    = "calendar years"
meaning = "years examined, the year of the night among them"

[parameters.opening_percent]
default = 100
unit    = "percent of a year of known income"
meaning = "opening wealth and cash that are taken to be possible where no declaration of wealth says; to be argued about"

[parameters.living_percent]
default = 50
unit    = "percent of the known income"
meaning = "part of it that may have been lived on, what the accounts show counted in; to be argued about"
*/
with allowed as (
    -- a declaration of wealth bounds what was there before; cash at home stays possible
    select
        unit.*,
        (year_base_minor::hugeint * missing_days // 365
            + coalesce(opening_base_minor, year_base_minor::hugeint * $opening_percent // 100)) as allowance_base_minor,
        greatest(income_base_minor::hugeint * $living_percent // 100 - spent_base_minor, 0) as living_base_minor
    from trace.means_unit as unit
),
by_method as (
    select
        allowed.*,
        'source_and_application' as method,
        sold_base_minor as sold_used_base_minor,
        acquired_base_minor + repaid_base_minor + spent_base_minor
            - income_base_minor - loan_base_minor - sold_base_minor as gap_base_minor
    from allowed
    union all
    -- net worth rises by what is bought at cost, falls by the cost of what is sold and by debt taken
    select
        allowed.*,
        'net_worth' as method,
        sold_cost_base_minor as sold_used_base_minor,
        (acquired_base_minor - sold_cost_base_minor) - (loan_base_minor - repaid_base_minor) + spent_base_minor
            - income_base_minor - greatest(sold_base_minor - sold_cost_base_minor, 0) as gap_base_minor
    from allowed
)
select
    unit_kind,
    unit_id,
    method,
    (year($as_of) - $means_years + 1)::bigint as first_year,
    year($as_of)::bigint as last_year,
    income_year_count,
    round(missing_days / 365.0, 3)::double as missing_year_count,
    income_base_minor::bigint as income_base_minor,
    loan_base_minor::bigint as loan_base_minor,
    sold_used_base_minor::bigint as sold_base_minor,
    acquired_base_minor::bigint as acquired_base_minor,
    repaid_base_minor::bigint as repaid_base_minor,
    spent_base_minor::bigint as spent_base_minor,
    living_base_minor::bigint as living_base_minor,
    allowance_base_minor::bigint as allowance_base_minor,
    (gap_base_minor - allowance_base_minor)::bigint as gap_minimum_base_minor,
    (gap_base_minor + living_base_minor)::bigint as gap_maximum_base_minor,
    unpriced_count,
    evidence
from by_method
order by unit_kind, unit_id, method
