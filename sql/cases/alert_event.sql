/*
grain = "one row per case that stays, or is merged tonight, and event: alerts of it are in another case now, it holds alerts of others, or alerts of it are no longer raised"

[parameters]
run_id = "night"
*/
with held as (
    -- cases.case_alert is still that of the night before
    select
        held.case_id,
        held.alert_id,
        alert.detector_id,
        alert.state
    from cases.case_alert as held
    join cases."case" as work_item
      on work_item.case_id = held.case_id
     and work_item.state in ('open', 'aged')
    join detect.alert as alert
      on alert.alert_id = held.alert_id
    where held.case_id in (select case_id from cases.group_identity)
       or held.case_id in (
          select case_id from cases.lead_event where run_id = $run_id and event = 'merged'
      )
),
moved as (
    select
        held.case_id,
        identity.case_id as other_case_id,
        count(*) as alert_count
    from held
    join cases.group_alert as grouped
      on grouped.alert_id = held.alert_id
    join cases.group_identity as identity
      on identity.group_number = grouped.group_number
     and identity.case_id <> held.case_id
    where held.case_id in (select case_id from cases.group_identity)
      and identity.case_id not in (
        select case_id from cases.lead_event where run_id = $run_id and event = 'split'
    )
    group by held.case_id, identity.case_id
),
placed as (
    select
        case_id,
        other_case_id,
        alert_count,
        row_number() over (
            partition by case_id order by alert_count desc, other_case_id
        ) as place
    from moved
)
select
    $run_id as run_id,
    case_id,
    'moved' as event,
    other_case_id,
    alert_count || ' of its alerts are in L-' || other_case_id || ' now' as detail
from placed
where place = 1
union all
select
    $run_id,
    other_case_id,
    'received',
    null,
    'alerts of ' || string_agg('L-' || case_id, ', ' order by case_id) || ' are in it now'
from moved
group by other_case_id
union all
select
    $run_id,
    case_id,
    'dropped',
    null,
    'no longer raised: ' || string_agg(distinct detector_id, ', ' order by detector_id)
from held
where state = 'withdrawn'
group by case_id
order by case_id, event
