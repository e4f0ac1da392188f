/*
grain = "one row per thing held, natural person, path between them and step of the path"
columns_of = "trace/ownership_path"
*/
select
    ownership_path.held_id,
    ownership_path.person_id,
    ownership_path.path_number,
    ownership_path.step,
    ownership_path.from_id,
    ownership_path.holder_id,
    ownership_path.minimum_ratio,
    ownership_path.maximum_ratio,
    ownership_path.path_maximum_ratio,
    ownership_path.evidence
from trace.ownership_path as ownership_path
order by ownership_path.held_id, ownership_path.person_id, ownership_path.path_number, ownership_path.step
