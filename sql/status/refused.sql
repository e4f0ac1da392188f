/*
grain = "one row per file that was refused, newest first"
*/
select
    run_id,
    source_id,
    file_name,
    message
from landing.file
where state = 'failed'
order by run_id desc, source_id, file_name
