/*
grain = "one row per case whose state changed tonight, merged ones aside"

[parameters]
run_id = "night"
*/
with gone as (
    select after_night.case_id
    from cases.case_next as after_night
    join cases."case" as before_night on before_night.case_id = after_night.case_id
    where after_night.state = 'withdrawn'
      and before_night.state not in ('withdrawn', 'merged')
),
corrected as (
    -- evidence whose rows a correction took out of the history
    select held.case_id, count(*) as corrected_count
    from cases.case_transaction as held
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    left join core."transaction" as movement
      on movement.transaction_id = cited.transaction_id
     and movement.booked_on = cited.booked_on
     and movement.file_sha256 = cited.file_sha256
    where held.case_id in (select case_id from gone)
      and movement.transaction_id is null
    group by held.case_id
),
absorbed as (
    select successor_case_id as case_id, string_agg('L-' || case_id, ', ' order by case_id) as merged_ids
    from cases.case_next
    where case_id in (
          select case_id from cases.lead_event where run_id = $run_id and event = 'merged'
      )
    group by successor_case_id
),
parted as (
    select other_case_id as case_id, string_agg('L-' || case_id, ', ' order by case_id) as parted_ids
    from cases.lead_event
    where run_id = $run_id
      and event = 'split'
    group by other_case_id
),
changed as (
    select
        after_night.case_id,
        after_night.state,
        before_night.state as state_before
    from cases.case_next as after_night
    join cases."case" as before_night on before_night.case_id = after_night.case_id
    where after_night.state <> before_night.state
      and after_night.state <> 'merged'
)
select
    $run_id as run_id,
    changed.case_id,
    case
        when changed.state = 'withdrawn' and corrected.case_id is not null then 'corrected'
        when changed.state = 'open' then 'reopened'
        else changed.state
    end as event,
    null::varchar as other_case_id,
    case
        when changed.state = 'aged' then 'its evidence has left the examined window'
        when changed.state = 'open' then 'raised again after it was ' || changed.state_before
        when corrected.case_id is not null
            then 'withdrawn: ' || corrected.corrected_count
                || ' of its rows were corrected since'
        else 'withdrawn: the window still covers its evidence, and no detector raises it any more'
    end as detail
from changed
left join corrected on corrected.case_id = changed.case_id
union all
select
    $run_id,
    case_id,
    'absorbed',
    null,
    'took over ' || merged_ids
from absorbed
union all
select
    $run_id,
    case_id,
    'parted',
    null,
    parted_ids || ' split off'
from parted
order by case_id, event
