/*
grain = "one row per feed, stage and reasons of the night's rejected rows"

[parameters]
run_id = "night"
*/
select
    source_id,
    stage,
    reasons,
    count(*) as row_count,
    min(row_number) as first_row_number,
    min(file_sha256) as file_sha256
from landing.reject
where run_id = $run_id
group by source_id, stage, reasons
order by row_count desc, source_id, stage, reasons
limit 200
