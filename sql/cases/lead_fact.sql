/*
grain = "one row per case that is open, aged, or withdrawn or merged tonight, with the facts that its bands are taken from"

[parameters]
run_id = "night"
as_of  = "date of the night"
*/
with shown as (
    -- on the night before: a case that was withdrawn then is not withdrawn again by merging now
    select case_id
    from cases.lead
    where run_id = (select max(run_id) from cases.lead where run_id < $run_id)
      and change <> 'withdrawn'
),
gone as (
    select event.case_id
    from cases.lead_event as event
    left join shown on shown.case_id = event.case_id
    where event.run_id = $run_id
      and (event.event in ('withdrawn', 'corrected') or (event.event = 'merged' and shown.case_id is not null))
    group by event.case_id
),
chosen as (
    select
        work_item.case_id,
        work_item.minted_run_id,
        case when work_item.state = 'merged' then 'withdrawn' else work_item.state end as state
    from cases."case" as work_item
    left join gone on gone.case_id = work_item.case_id
    where work_item.state in ('open', 'aged')
       or gone.case_id is not null
),
alert as (
    select
        held.case_id,
        count(*) as alert_count,
        count(distinct alert.detector_id) as detector_count,
        avg(alert.score) as score,
        bool_or(alert.tier = 'strict') as is_strict,
        bool_or(alert.severity in ('high', 'critical')) as is_severe,
        min(alert.start_epoch) as start_epoch,
        max(alert.end_epoch) as end_epoch,
        bool_or(alert.typology in ('procurement', 'human_trafficking')) as is_harmful_typology,
        bool_or(alert.typology in ('jurisdiction', 'watchlist')) as is_watched_typology
    from cases.case_alert as held
    join detect.alert as alert on alert.alert_id = held.alert_id
    group by held.case_id
),
movement as (
    select
        held.case_id,
        count(*) as transaction_count,
        coalesce(sum(cited.amount_base_minor), 0)::bigint as amount_base_minor,
        min(cited.booked_on) as start_on,
        max(cited.booked_on) as end_on
    from cases.case_transaction as held
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    group by held.case_id
)
select
    chosen.case_id,
    chosen.minted_run_id,
    chosen.state,
    coalesce(alert.alert_count, 0) as alert_count,
    coalesce(alert.detector_count, 0) as detector_count,
    least(greatest(coalesce(alert.score, 0), 0), 1)::double as score,
    coalesce(alert.is_strict, false) as is_strict,
    coalesce(alert.is_severe, false) as is_severe,
    coalesce(alert.is_harmful_typology, false) as is_harmful_typology,
    coalesce(alert.is_watched_typology, false) as is_watched_typology,
    coalesce(movement.transaction_count, 0) as transaction_count,
    coalesce(movement.amount_base_minor, 0) as amount_base_minor,
    coalesce(movement.start_on, to_timestamp(alert.start_epoch)::date, $as_of) as start_on,
    coalesce(movement.end_on, to_timestamp(alert.end_epoch)::date, $as_of) as end_on
from chosen
left join alert on alert.case_id = chosen.case_id
left join movement on movement.case_id = chosen.case_id
order by chosen.case_id
