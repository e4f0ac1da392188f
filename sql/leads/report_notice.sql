/*
grain = "one row per notice of the night's stages so far; what they say of refused files is with them"

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
  and notice.message not in (
      select file_name || ': ' || message
      from landing.file
      where state = 'failed'
  )
order by stage_run.position, notice.position
