/*
grain = "one row per alert that appeared tonight or stood the night before and went"

[parameters]
run_id = "night"
*/
-- An episode that ended before the first row that came tonight holds none of tonight's rows: what
-- changed is the rule or a setting. Other episodes may have changed for either reason.
with previous as (
    select max(run_id) as run_id
    from meta.run
    where run_id < $run_id
),
arrived as (
    select cast(epoch(cast(min(minimum_booked_on) as timestamp)) as bigint) as first_epoch
    from meta.lake_file
    where run_id = $run_id
      and state = 'live'
),
appeared as (
    select *
    from detect.alert
    where first_run_id = $run_id
),
gone as (
    select *
    from detect.alert
    where state = 'withdrawn'
      and last_run_id = (select run_id from previous)
),
replaced as (
    select
        gone.alert_id,
        min(appeared.alert_id) as alert_id_tonight
    from gone
    join appeared
      on appeared.detector_id = gone.detector_id
     and appeared.subject_id = gone.subject_id
     and appeared.start_epoch <= gone.end_epoch
     and gone.start_epoch <= appeared.end_epoch
    group by gone.alert_id
),
changed as (
    select
        gone.*,
        if(replaced.alert_id is null, 'went', 'replaced') as change,
        coalesce(replaced.alert_id_tonight, '') as alert_id_tonight
    from gone
    left join replaced on replaced.alert_id = gone.alert_id
    union all by name
    select
        appeared.*,
        'appeared' as change,
        '' as alert_id_tonight
    from appeared
    where alert_id not in (select alert_id_tonight from replaced)
)
select
    changed.detector_id,
    changed.change,
    changed.alert_id,
    changed.alert_id_tonight,
    changed.reasons,
    changed.end_epoch < coalesce(arrived.first_epoch, changed.end_epoch + 1) as is_certain
from changed
cross join arrived
order by changed.detector_id, changed.change, changed.alert_id
