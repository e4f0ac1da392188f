/*
title    = "value of the asset above the threshold of the measure"
settled_by = "independent valuation"
*/
select
    assessed.asset_id,
    assessed.party_id,
    case
        when worth.value_base_minor is null then 'unknown'
        when worth.value_base_minor > $measure_value_minor then 'supported'
        else 'contradicted'
    end as result,
    coalesce('value ' || (worth.value_base_minor // $unit_minor) || ', ' || worth.value_basis
        || '; threshold ' || ($measure_value_minor // $unit_minor), 'no value is known') as explanation,
    'core.asset:' || assessed.asset_id as evidence
from trace.assessed as assessed
left join trace.asset_value as worth
  on worth.asset_id = assessed.asset_id
order by assessed.asset_id, assessed.party_id
