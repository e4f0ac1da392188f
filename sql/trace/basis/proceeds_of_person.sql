/*
title    = "value traced into assets of the person"
settled_by = "court file: what was confiscated already"
*/
with own as (
    -- what the person paid for in the name of others is not the person's by the registers, and what a
    -- lawful source explains is not told to be proceeds
    select party_id,
        sum(traced_least_base_minor) as least_base_minor,
        sum(traced_most_base_minor) as most_base_minor,
        count(*) filter (traced_most_base_minor > 0) as asset_count
    from trace.assessed
    where role <> 'payer'
      and not (is_explained and traced_most_base_minor > 0)
    group by party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when assessed.role = 'payer' or own.party_id is null then 'unknown'
        when own.least_base_minor > 0 then 'supported'
        when own.most_base_minor = 0 then 'contradicted'
        else 'unknown'
    end as result,
    case
        when assessed.role = 'payer' then 'money of the person paid for it, and the registers name others'
        when own.party_id is null
            then 'value is carried into the price, and a lawful source of the price is on record'
        else 'value traced into ' || own.asset_count
            || ' asset(s) of the person; what was confiscated already is not known here'
    end as explanation,
    'core.acquisition:' || assessed.acquisition_id as evidence
from trace.assessed as assessed
left join own
  on own.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
