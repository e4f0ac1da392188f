/*
title    = "no lawful source of the price was found"
settled_by = "tax administration; notary; the person's own explanation"
*/
with explained as (
    select
        declared.party_id,
        sum(
            (declared.amount_minor::hugeint * rate.numerator * 2 + rate.denominator)
                // (2 * rate.denominator::hugeint)
        ) as explained_base_minor,
        string_agg(distinct declared.income_kind, ', ' order by declared.income_kind) as kinds
    from core.declared_income as declared
    join core.fx_daily as rate
      on rate.currency = declared.currency
     and rate.rated_on = least(make_date(declared.income_year, 12, 31), $as_of)
    where declared.recorded_to is null
      and declared.income_kind in ('inheritance', 'asset_sale', 'lottery', 'severance', 'loan', 'gift')
    group by declared.party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when explained.explained_base_minor * 10 >= assessed.price_base_minor * 9 then 'contradicted'
        when explained.party_id is not null then 'unknown'
        when assessed.financing_code in ('loan', 'inheritance') then 'contradicted'
        else 'supported'
    end as result,
    case
        when explained.explained_base_minor * 10 >= assessed.price_base_minor * 9
            then 'explained by ' || explained.kinds
        when explained.party_id is not null then 'explained in part by ' || explained.kinds
        when assessed.financing_code in ('loan', 'inheritance')
            then 'the deed names ' || assessed.financing_code || ' as its source'
        else 'no inheritance, sale of another asset, lottery, severance, gift or loan is on record'
    end as explanation,
    'core.declared_income:' || assessed.party_id as evidence
from trace.assessed as assessed
left join explained
  on explained.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
