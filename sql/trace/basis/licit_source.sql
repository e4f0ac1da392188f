/*
title    = "no lawful source of the price was found"
settled_by = "tax administration; notary; the person's own explanation"
*/
-- A source is what may pay at once, or known means that cover the price and can be what paid. Means that cover it where
-- other money paid leave it open.
select
    assessed.asset_id,
    assessed.party_id,
    case
        when assessed.is_explained then 'contradicted'
        when means.is_covered and not means.is_paid_from_elsewhere then 'contradicted'
        when assessed.explained_kinds is not null or means.is_covered then 'unknown'
        when assessed.financing_code in ('loan', 'inheritance') then 'contradicted'
        else 'supported'
    end as result,
    case
        when assessed.is_explained then 'explained by ' || assessed.explained_kinds
        when means.is_covered and not means.is_paid_from_elsewhere
            then 'known lawful means would cover the price, and may be what paid'
        when assessed.explained_kinds is not null then 'explained in part by ' || assessed.explained_kinds
        when means.is_covered then 'known lawful means would cover the price, and other money paid'
        when assessed.financing_code in ('loan', 'inheritance')
            then 'the deed names ' || assessed.financing_code || ' as its source'
        else 'no inheritance, sale of another asset, lottery, severance, gift or loan is on record'
    end as explanation,
    coalesce(case when means.is_covered then means.evidence end, 'core.declared_income:' || assessed.party_id) as evidence
from trace.assessed as assessed
left join trace.means_assessed as means
  on means.asset_id = assessed.asset_id
 and means.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
