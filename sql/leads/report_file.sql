/*
grain = "one row per file of the night"

[parameters]
run_id = "night"
*/
select
    source_id,
    file_name,
    state,
    byte_count,
    record_count,
    loaded_count,
    duplicate_count,
    rejected_count,
    file_sha256,
    message
from landing.file
where run_id = $run_id
order by source_id, file_name
