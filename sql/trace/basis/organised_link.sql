/*
title    = "link, direct or within two steps, to a person in an organised-crime proceeding"
settled_by = "prosecution service; Europol or the police information system"
*/
with organised as (
    -- one person may be in several proceedings
    select distinct party_id
    from features.proceeding
    where (is_organised or offence_code = 'organised_crime')
      and proceeding_type <> 'acquittal'
      and coalesce(opened_on, decided_on, $as_of) <= $as_of
),
acquitted as (
    select party_id, min(proceeding_id) as proceeding_id
    from features.proceeding
    where (is_organised or offence_code = 'organised_crime')
      and proceeding_type = 'acquittal'
      and coalesce(decided_on, opened_on, $as_of) <= $as_of
    group by party_id
),
neighbour as (
    select distinct party_id, related_party_id from features.tie
),
reach as (
    select party_id as near_id, party_id as organised_id, 0 as steps from organised
    union all
    select neighbour.related_party_id, organised.party_id, 1
    from organised
    join neighbour on neighbour.party_id = organised.party_id
    union all
    select second.related_party_id, organised.party_id, 2
    from organised
    join neighbour on neighbour.party_id = organised.party_id
    join neighbour as second on second.party_id = neighbour.related_party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when min(reach.steps) is not null then 'supported'
        when min(acquitted.proceeding_id) is not null then 'contradicted'
        else 'unknown'
    end as result,
    case
        when min(reach.steps) = 0 then 'the person is party to such a proceeding'
        when min(reach.steps) is not null
            then 'linked in ' || min(reach.steps) || ' step(s) to a person in such a proceeding'
        when min(acquitted.proceeding_id) is not null
            then 'the person was acquitted in such a proceeding, and no other link is known'
        else 'no such link is known here'
    end as explanation,
    coalesce('core.party:' || min(reach.organised_id), 'core.proceeding:' || min(acquitted.proceeding_id)) as evidence
from trace.assessed as assessed
left join reach
  on reach.near_id = assessed.party_id
left join acquitted
  on acquitted.party_id = assessed.party_id
group by assessed.asset_id, assessed.party_id
order by assessed.asset_id, assessed.party_id
