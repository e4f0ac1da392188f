/*
grain = "one row: what decided the output of the night and of the one before, as JSON"

[parameters]
run_id = "night"
*/
with previous as (
    select run_id, inputs, software_version
    from meta.run
    where run_id < $run_id
    order by run_id desc
    limit 1
)
select
    previous.run_id as previous_run_id,
    previous.inputs as inputs_before,
    tonight.inputs as inputs_tonight,
    previous.software_version as version_before,
    tonight.software_version as version_tonight
from meta.run as tonight
join previous on true
where tonight.run_id = $run_id
