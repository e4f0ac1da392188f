/*
grain = "one row per assessed asset: which lawful explanations of its price were looked for, and what was found"

[columns]
asset_id     = "asset"
explanations = "person by person: inheritance, sale, lottery, severance, gift or loan on record; regular income; whether known means would cover the price"

[parameters]
unit_minor    = "minor units of one unit of the base currency"
base_currency = "base currency of the workspace"
*/
with explained as (
    select
        party_id,
        string_agg(distinct replace(kind, '_', ' '), ', ' order by replace(kind, '_', ' ')) as kinds,
        (sum(amount_base_minor) // $unit_minor) as sum_base
    from trace.means_item
    where side = 'source'
      and kind in ('inheritance', 'asset_sale', 'asset_sold', 'lottery', 'severance', 'loan', 'loan_principal', 'gift')
    group by party_id
),
regular as (
    select party_id, (sum(amount_base_minor) // $unit_minor) as sum_base, count(distinct item_year) as year_count
    from trace.means_item
    where side = 'source'
      and kind in ('salary', 'business', 'pension', 'capital', 'other', 'unknown', 'regular_credit')
    group by party_id
)
select
    assessed.asset_id,
    string_agg(
        assessed.party_id || ' (' || assessed.role || '): '
            || coalesce(explained.kinds || ', together ' || explained.sum_base || ' ' || $base_currency,
                'no inheritance, sale, lottery win, severance, gift or loan on record')
            || ', ' || coalesce('regular lawful income ' || regular.sum_base || ' ' || $base_currency || ' in '
                || regular.year_count || ' year(s)', 'no regular lawful income known')
            || case when means.is_covered then '; known means of ' || assessed.party_id || ' would cover the price' else '' end,
        '; ' order by assessed.party_id
    ) as explanations
from trace.assessed as assessed
left join explained on explained.party_id = assessed.party_id
left join regular on regular.party_id = assessed.party_id
left join trace.means_assessed as means on means.asset_id = assessed.asset_id and means.party_id = assessed.party_id
group by assessed.asset_id
order by assessed.asset_id
