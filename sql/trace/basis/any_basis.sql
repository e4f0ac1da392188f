/*
title    = "some basis of the profile has a condition that the facts support, and none that they contradict"
settled_by = "see the conditions of the bases"
*/
with open_basis as (
    select
        asset_id,
        party_id,
        bool_and(is_closed) as is_closed,
        string_agg(basis_code || ' (' || supported_count || ' supported, ' || unknown_count || ' unknown)', ', '
            order by basis_code) filter (not is_closed and supported_count > 0) as open_codes
    from trace.basis_state
    group by asset_id, party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when open_basis.open_codes is not null then 'supported'
        when open_basis.is_closed then 'contradicted'
        else 'unknown'
    end as result,
    case
        when open_basis.open_codes is not null then 'open: ' || open_basis.open_codes
        when open_basis.is_closed then 'every basis has a condition that the facts contradict'
        else 'no basis has a condition that the facts support'
    end as explanation,
    assessed.evidence
from trace.assessed as assessed
left join open_basis
  on open_basis.asset_id = assessed.asset_id
 and open_basis.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
