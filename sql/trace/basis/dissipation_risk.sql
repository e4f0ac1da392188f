/*
title    = "a risk that the asset will be out of reach"
settled_by = "register of the asset; bank: present state and balance"
*/
select
    assessed.asset_id,
    assessed.party_id,
    case
        when bool_or(signal.is_strong) then 'supported'
        else 'unknown'
    end as result,
    coalesce(string_agg(distinct signal.explanation, '; ' order by signal.explanation), 'no sign of it is known here')
        as explanation,
    coalesce(string_agg(distinct signal.evidence, ';' order by signal.evidence), min(assessed.evidence)) as evidence
from trace.assessed as assessed
left join trace.dissipation_signal as signal
  on signal.asset_id = assessed.asset_id
group by assessed.asset_id, assessed.party_id
order by assessed.asset_id, assessed.party_id
