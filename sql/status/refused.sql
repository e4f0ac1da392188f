/*
grain = "one row per file that was refused, newest first"
*/
select
    run.as_of,
    file.source_id,
    file.file_name,
    file.message
from landing.file as file
join meta.run as run
  on run.run_id = file.run_id
where file.state = 'failed'
order by run.as_of desc, file.source_id, file.file_name
