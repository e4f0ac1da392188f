/*
grain = "one row per file that staff returned tonight, per decision loaded, and per fault of a rejected row"

[parameters]
run_id = "night"
as_of  = "date of the night"
*/
with returned as (
    select
        file_sha256,
        replace(file_name, 'disposition/', '') as file,
        loaded_count is null as is_unread,
        message,
        coalesce(record_count, 0) || ' rows: ' || coalesce(loaded_count, 0) || ' loaded, '
            || coalesce(duplicate_count, 0) || ' known already, ' || coalesce(rejected_count, 0) || ' rejected' as counted
    from landing.file
    where run_id = $run_id
      and source_id = 'disposition'
),
fault as (
    select
        file_sha256,
        row_number,
        record_text,
        fault,
        nullif(regexp_replace(place, '(__.*|_code|_minor)$', ''), '') as place
    from landing.fault
    where file_sha256 in (select file_sha256 from returned)
)
select file, null::bigint as row_number, case when is_unread then 'refused' else 'taken' end as outcome,
    null::varchar as lead_id, null::varchar as status, null::varchar as fault, null::varchar as "column",
    case when is_unread then message else counted end as remedy, null::varchar as row_text
from returned
union all
select returned.file, said.row_number, 'loaded', said.lead_id, said.status_code, null, null, null, null
from cases.disposition as said
join returned on returned.file_sha256 = said.file_sha256
where said.status_code <> 'unfilled'
  and said.recorded_from = $as_of
union all
select returned.file, fault.row_number, 'rejected', null, null, fault.fault, fault.place, checked.explanation, fault.record_text
from fault
join returned on returned.file_sha256 = fault.file_sha256
left join meta.data_quality as checked
  on checked.run_id = $run_id and checked.source_id = 'disposition' and checked.check_code = 'disposition.' || fault.fault
order by file, row_number nulls first, fault, "column"
