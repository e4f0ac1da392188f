/*
grain = "one row per path of one link: the transfer in, the transfer out, and where the value started"
*/
select
    row_number() over (order by in_number, out_number) as path_id,
    cast(0 as bigint) as parent_id,
    in_number as first_number,
    out_number as last_number,
    originator_number as start_number,
    beneficiary_number as end_number,
    evidence as weight
from features.link
