/*
title    = "the person holds a prominent public function, or is party to a proceeding"
settled_by = "prosecution service; list of prominent public functions"
*/
with fact as (
    select
        coalesce(kept.party_id, party.party_id) as party_id,
        'prominent public function' as kind,
        'core.party:' || party.party_id as evidence
    from core.party as party
    left join features.party_kept as kept on kept.record_id = party.party_id
    where party.recorded_to is null
      and party.is_public_official
    union all
    select party_id, 'proceeding: ' || proceeding_type, 'core.proceeding:' || proceeding_id
    from features.proceeding
    where proceeding_type in ('investigation', 'indictment', 'trial', 'conviction', 'stopped')
      and coalesce(opened_on, decided_on, $as_of) <= $as_of
)
select
    assessed.asset_id,
    assessed.party_id,
    case when count(fact.party_id) > 0 then 'supported' else 'unknown' end as result,
    coalesce(string_agg(distinct fact.kind, ', ' order by fact.kind), 'neither is known here') as explanation,
    coalesce(string_agg(distinct fact.evidence, ';' order by fact.evidence), min(assessed.evidence)) as evidence
from trace.assessed as assessed
left join fact on fact.party_id = assessed.party_id
group by assessed.asset_id, assessed.party_id
order by assessed.asset_id, assessed.party_id
