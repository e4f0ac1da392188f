/*
title    = "the person with a final conviction is the owner"
settled_by = "criminal records office; register of the asset"
*/
select
    assessed.asset_id,
    assessed.party_id,
    case
        when min(assessed.role) = 'acquirer' then 'contradicted'
        when min(assessed.role) = 'payer' then 'unknown'
        when count(proceeding.proceeding_id) > 0 then 'supported'
        else 'unknown'
    end as result,
    case
        when min(assessed.role) = 'acquirer' then 'the person bought it and no longer has it, by the registers'
        when min(assessed.role) = 'payer' then 'money of the person paid for it, and the registers name others'
        when count(proceeding.proceeding_id) > 0 then 'the ' || min(assessed.role) || ' has a final conviction'
        else 'no final conviction of the ' || min(assessed.role) || ' is known here'
    end as explanation,
    coalesce(
        string_agg('core.proceeding:' || proceeding.proceeding_id, ';' order by proceeding.proceeding_id),
        min(assessed.evidence)
    ) as evidence
from trace.assessed as assessed
left join features.proceeding as proceeding
  on proceeding.party_id = assessed.party_id
 and proceeding.proceeding_type = 'conviction'
 and coalesce(proceeding.decided_on, $as_of) <= $as_of
group by assessed.asset_id, assessed.party_id
order by assessed.asset_id, assessed.party_id
