/*
title    = "What each feed delivered, and what was wrong with it"
question = "Are all records of every feed accounted for, and which checks were not met?"
reading  = "One row per feed: records = loaded + duplicate + rejected always holds; unmet_checks names what to ask the supplier about."
*/
with unmet as (
    select
        source_id,
        string_agg(distinct check_code, ', ' order by check_code) as unmet_checks  -- over several nights
    from mart.data_quality
    where not is_met
    group by source_id
)
select
    file.source_id,
    count(*) as file_count,
    sum(file.record_count)::bigint as record_count,
    sum(file.loaded_count)::bigint as loaded_count,
    sum(file.duplicate_count)::bigint as duplicate_count,
    sum(file.rejected_count)::bigint as rejected_count,
    any_value(unmet.unmet_checks) as unmet_checks
from mart.file as file
left join unmet
  on unmet.source_id = file.source_id
group by file.source_id
order by rejected_count desc nulls last, file.source_id
