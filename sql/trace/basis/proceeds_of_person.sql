/*
title    = "value traced into assets of the person"
settled_by = "court file: what was confiscated already"
*/
select
    asset_id,
    party_id,
    case
        when sum(traced_least_base_minor) over (partition by party_id) > 0 then 'supported'
        when sum(traced_most_base_minor) over (partition by party_id) = 0 then 'contradicted'
        else 'unknown'
    end as result,
    'value traced into ' || count(*) filter (traced_most_base_minor > 0) over (partition by party_id)
        || ' asset(s) of the person; what was confiscated already is not known here' as explanation,
    'core.acquisition:' || acquisition_id as evidence
from trace.assessed
order by asset_id, party_id
