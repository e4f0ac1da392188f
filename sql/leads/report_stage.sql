/*
grain = "one row per stage of the night that is done"

[parameters]
run_id = "night"
*/
select position, stage, seconds, peak_memory_byte, counts
from meta.stage_run
where run_id = $run_id
order by position
