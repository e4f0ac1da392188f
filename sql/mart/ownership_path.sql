/*
grain = "one row per thing held, natural person, path between them and step of the path"

[columns]
held_id            = "asset or company"
person_id          = "natural person at the end of the path"
path_number        = "path, the one with the largest share first"
step               = "1 is the holder of the thing itself"
from_id            = "what is held at this step"
holder_id          = "who holds it"
minimum_ratio      = "smallest share of this step"
maximum_ratio      = "largest share of this step"
path_maximum_ratio = "product of the largest shares of the path"
evidence           = "row that says so"
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
