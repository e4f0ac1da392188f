/*
grain = "one row per thing held, natural person, path between them and step of the path; where only natural persons hold a thing, ownership_direct adds its rows"

[columns]
held_id       = "asset or company"
person_id     = "natural person at the end of the path"
path_number   = "path, the one with the largest share first"
step          = "1 is the holder of the thing itself"
from_id       = "what is held at this step"
holder_id     = "who holds it"
minimum_ratio = "smallest share of this step"
maximum_ratio = "largest share of this step"
path_maximum_ratio = "product of the largest shares of the path"
evidence      = "row that says so"

[parameters.most_steps]
default = 8
unit    = "steps"
meaning = "longest path that is written out; the shares themselves have no such bound"

[parameters.most_paths]
default = 20
unit    = "paths"
meaning = "most paths written out for one thing and person, largest share first"
*/
with recursive company_path as (
    -- from a company to its natural persons; no company comes twice on one path
    select
        holding.held_id,
        holding.holder_id as last_id,
        holding.is_person,
        '>' || holding.held_id || '>' || holding.holder_id || '>' as way,
        1 as steps,
        holding.maximum_ratio as path_maximum_ratio
    from trace.holding as holding
    where holding.is_company
    union all
    select
        company_path.held_id,
        holding.holder_id,
        holding.is_person,
        company_path.way || holding.holder_id || '>',
        company_path.steps + 1,
        company_path.path_maximum_ratio * holding.maximum_ratio
    from company_path
    join trace.holding as holding
      on holding.held_id = company_path.last_id
     and holding.is_company
    where not company_path.is_person
      and company_path.steps < $most_steps - 1
      and company_path.path_maximum_ratio > 0.0001
      and not contains(company_path.way, '>' || holding.holder_id || '>')
),
whole as (
    select
        held_id,
        holder_id as person_id,
        '>' || held_id || '>' || holder_id || '>' as way,
        maximum_ratio as path_maximum_ratio
    from trace.holding
    where is_person
      and held_id in (select held_id from trace.holding where not is_person)
    union all
    select
        holding.held_id,
        company_path.last_id as person_id,
        '>' || holding.held_id || company_path.way as way,
        holding.maximum_ratio * company_path.path_maximum_ratio as path_maximum_ratio
    from trace.holding as holding
    join company_path
      on company_path.held_id = holding.holder_id
     and company_path.is_person
    where not holding.is_person
      and not contains(company_path.way, '>' || holding.held_id || '>')
),
numbered as (
    select
        held_id,
        person_id,
        string_split(trim(way, '>'), '>') as nodes,
        path_maximum_ratio,
        row_number() over (
            partition by held_id, person_id order by path_maximum_ratio desc, way
        ) as path_number
    from whole
    qualify row_number() over (
        partition by held_id, person_id order by path_maximum_ratio desc, way
    ) <= $most_paths
),
step as (
    select
        held_id,
        person_id,
        path_number,
        path_maximum_ratio,
        nodes,
        unnest(range(1, len(nodes))) as step
    from numbered
)
select
    step.held_id,
    step.person_id,
    step.path_number,
    step.step,
    step.nodes[step.step] as from_id,
    step.nodes[step.step + 1] as holder_id,
    holding.minimum_ratio,
    holding.maximum_ratio,
    step.path_maximum_ratio,
    holding.evidence
from step
join trace.holding as holding
  on holding.held_id = step.nodes[step.step] and holding.holder_id = step.nodes[step.step + 1]
order by step.held_id, step.person_id, step.path_number, step.step
