/*
grain = "one row per notice of the night's stages so far"

[parameters]
run_id = "night"
*/
select
    notice.stage,
    notice.message
from meta.notice as notice
join meta.stage_run as stage_run
  on stage_run.run_id = notice.run_id
 and stage_run.stage = notice.stage
where notice.run_id = $run_id
order by stage_run.position, notice.position
