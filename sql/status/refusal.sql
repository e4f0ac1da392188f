/*
grain = "one row per feed, fault and place of the night's rejected records, most frequent first"

[parameters]
run_id = "night"
*/
-- Only a check has its remedy in meta.data_quality; what feeds share stands in the list of codes.
with checked as (
    select source_id, split_part(check_code, '.', 2) as fault, max(explanation) as remedy
    from meta.data_quality
    where run_id = $run_id
    group by source_id, fault
)
select
    fault.source_id,
    fault.fault,
    fault.place,
    fault.detail,
    count(*) as record_count,
    min_by(file.file_name, (file.file_name, fault.row_number)) as first_file_name,
    min_by(fault.row_number, (file.file_name, fault.row_number)) as first_row_number,
    max(case when fault.stage = 'validate' then checked.remedy end) as remedy
from landing.fault as fault
join landing.file as file
  on file.file_sha256 = fault.file_sha256
left join checked
  on checked.source_id = fault.source_id
 and checked.fault = fault.fault
where fault.run_id = $run_id
group by fault.source_id, fault.fault, fault.place, fault.detail
order by record_count desc, fault.source_id, fault.fault, fault.place, fault.detail
limit 200
