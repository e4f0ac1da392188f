/*
grain = "one row per night, newest first; no night runs while this is read: what is not finished was stopped"
*/
select
    run.as_of,
    case when run.state = 'running' then 'stopped: run it again' else run.state end as state,
    count(stage_run.stage) as stage_count,
    cast(round(coalesce(sum(stage_run.seconds), 0), 1) as decimal(12, 1)) as seconds,
    cast(max(stage_run.peak_memory_byte) / 1000000 as bigint) as peak_memory_megabyte
from meta.run as run
left join meta.stage_run as stage_run
    on stage_run.run_id = run.run_id
group by run.as_of, run.state
order by run.as_of desc
