/*
grain = "one row per natural person and thing that only natural persons hold: a path of one step, a row of ownership_path"
*/
select
    held_id,
    holder_id as person_id,
    1 as path_number,
    1 as step,
    held_id as from_id,
    holder_id,
    minimum_ratio,
    maximum_ratio,
    maximum_ratio as path_maximum_ratio,
    evidence
from trace.holding
where held_id not in (select held_id from trace.holding where not is_person)
order by held_id, person_id
