/*
grain = "one row per thing held, natural person and means by which the person controls it; never a share"

[columns]
held_id   = "asset or company"
person_id = "natural person"
means     = "votes (more than half at every step), appointment (directs a company on the way), nominee, other"
steps     = "steps from the thing to the person"
evidence  = "rows that say so, joined by semicolons"

[parameters]
as_of = "date of the night"

[parameters.most_steps]
default = 8
unit    = "steps"
meaning = "longest way that is walked"
*/
with recursive voted as (
    -- more than half of the capital is taken to carry the votes, until a register says otherwise
    select held_id, holder_id, is_person, evidence
    from trace.holding
    where minimum_ratio > 0.5
),
chain as (
    select held_id, holder_id, is_person, 1 as steps, evidence,
        '>' || held_id || '>' || holder_id || '>' as way
    from voted
    where not is_person or held_id in (select held_id from trace.holding where is_company)
    union all
    select chain.held_id, voted.holder_id, voted.is_person, chain.steps + 1,
        chain.evidence || ';' || voted.evidence, chain.way || voted.holder_id || '>'
    from chain
    join voted on voted.held_id = chain.holder_id
    where not chain.is_person
      and chain.steps < $most_steps
      and not contains(chain.way, '>' || voted.holder_id || '>')
),
director as (
    select
        party_id as person_id,
        related_party_id as company_id,
        evidence || '/director' as evidence
    from features.relation
    where relationship_type = 'director'
      and coalesce(valid_from, date '0001-01-01') <= $as_of
      and coalesce(valid_to, date '9999-12-31') > $as_of
),
stated as (
    select
        coalesce(asset.company_party_id, ownership.asset_id) as held_id,
        ownership.party_id as person_id,
        case when ownership.interest_type = 'nominee' then 'nominee' else 'other' end as means,
        'core.ownership:' || ownership.asset_id || '/' || ownership.party_id as evidence
    from features.ownership as ownership
    left join core.asset as asset
      on asset.asset_id = ownership.asset_id
     and asset.recorded_to is null
    where ownership.recorded_to is null
      and ownership.interest_type in ('control', 'nominee', 'usufruct')
      and coalesce(ownership.valid_from, date '0001-01-01') <= $as_of
      and coalesce(ownership.valid_to, date '9999-12-31') > $as_of
),
found as (
    select held_id, holder_id as person_id, 'votes' as means, steps, evidence
    from chain
    where is_person
    union all
    select company_id, person_id, 'appointment', 1, evidence
    from director
    union all
    select chain.held_id, director.person_id, 'appointment', chain.steps + 1,
        chain.evidence || ';' || director.evidence
    from chain
    join director on director.company_id = chain.holder_id
    where not chain.is_person
    union all
    select held_id, person_id, means, 1, evidence
    from stated
)
select held_id, person_id, means, min(steps) as steps, min_by(evidence, steps) as evidence
from found
group by held_id, person_id, means
order by held_id, person_id, means
