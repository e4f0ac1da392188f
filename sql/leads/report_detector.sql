/*
grain = "one row per detector of the night, with what changed since the night before"

[parameters]
run_id = "night"
*/
with previous as (
    select max(run_id) as run_id
    from meta.run
    where run_id < $run_id
),
before_night as (
    select detector_id, detector_version, detector_hash, parameters
    from meta.detector_run
    where run_id = (select run_id from previous)
),
of_tonight as (
    select *
    from meta.detector_run
    where run_id = $run_id
),
appeared as (
    select detector_id, count(*) as appeared_count
    from detect.alert
    where first_run_id = $run_id
    group by detector_id
),
gone as (
    select detector_id, count(*) as withdrawn_count
    from detect.alert
    where state = 'withdrawn'
      and last_run_id = (select run_id from previous)
    group by detector_id
)
select
    coalesce(tonight.detector_id, before_night.detector_id) as detector_id,
    tonight.detector_version,
    tonight.alert_count,
    tonight.dropped_count,
    tonight.seconds,
    coalesce(appeared.appeared_count, 0) as appeared_count,
    coalesce(gone.withdrawn_count, 0) as withdrawn_count,
    before_night.detector_version as version_before,
    before_night.parameters as parameters_before,
    tonight.parameters as parameters_tonight,
    case
        when (select run_id from previous) is null then 'first'
        when before_night.detector_id is null then 'new'
        when tonight.detector_id is null then 'gone'
        when before_night.detector_hash <> tonight.detector_hash then 'changed'
        else 'same'
    end as standing
from of_tonight as tonight
full join before_night on before_night.detector_id = tonight.detector_id
left join appeared on appeared.detector_id = tonight.detector_id
left join gone on gone.detector_id = coalesce(tonight.detector_id, before_night.detector_id)
order by 1
