/*
title    = "no lawful source of the price was found"
settled_by = "tax administration; notary; the person's own explanation"
*/
select
    asset_id,
    party_id,
    case
        when is_explained then 'contradicted'
        when explained_kinds is not null then 'unknown'
        when financing_code in ('loan', 'inheritance') then 'contradicted'
        else 'supported'
    end as result,
    case
        when is_explained then 'explained by ' || explained_kinds
        when explained_kinds is not null then 'explained in part by ' || explained_kinds
        when financing_code in ('loan', 'inheritance') then 'the deed names ' || financing_code || ' as its source'
        else 'no inheritance, sale of another asset, lottery, severance, gift or loan is on record'
    end as explanation,
    'core.declared_income:' || party_id as evidence
from trace.assessed
order by asset_id, party_id
