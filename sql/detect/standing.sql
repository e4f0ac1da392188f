/*
grain = "one row per alert, of tonight and of nights before"
*/
select
    adopted.alert_id,
    tonight.* exclude (alert_id),
    coalesce(earlier.first_run_id, $run_id) as first_run_id,
    $run_id as last_run_id,
    'current' as state
from detect.tonight as tonight
join detect.adopted as adopted
  on adopted.tonight_id = tonight.alert_id
left join detect.alert as earlier
  on earlier.alert_id = adopted.alert_id
union all by name
select
    earlier.* exclude (state),
    case
        when (earlier.typology = 'anomaly') <> $is_model or earlier.state <> 'current'
            then earlier.state
        when earlier.start_epoch < (select first_epoch from features.window) then 'aged'
        else 'withdrawn'
    end as state
from detect.alert as earlier
where earlier.alert_id not in (select alert_id from detect.adopted)
