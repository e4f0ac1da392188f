/*
grain = "one row per notice of the newest night, in its order; what it says of refused files is with them"
*/
select
    notice.stage,
    notice.message
from meta.notice as notice
left join meta.stage_run as stage_run
  on stage_run.run_id = notice.run_id
 and stage_run.stage = notice.stage
where notice.run_id = (select max(run_id) from meta.run)
  and notice.message not in (
      select file_name || ': ' || message
      from landing.file
      where state = 'failed'
  )
order by stage_run.position nulls last, notice.position
