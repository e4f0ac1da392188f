/*
grain = "one row per source and state of its files"
*/
select
    source_id,
    state,
    count(*) as file_count,
    cast(sum(record_count) as bigint) as record_count,
    cast(sum(loaded_count) as bigint) as loaded_count,
    cast(sum(duplicate_count) as bigint) as duplicate_count,
    cast(sum(rejected_count) as bigint) as rejected_count
from landing.file
group by source_id, state
order by source_id, state
