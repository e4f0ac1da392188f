/*
grain = "one row per case, as it stands after tonight"

[parameters]
run_id = "night"
*/
with standing as (
    select
        identity.case_id,
        bool_or(identity.is_minted) as is_minted,
        bool_or(alert.state = 'current') as is_current
    from cases.group_identity as identity
    join cases.group_alert as grouped
      on grouped.group_number = identity.group_number
    join detect.alert as alert
      on alert.alert_id = grouped.alert_id
    group by identity.case_id
),
known as (
    select
        coalesce(work_item.case_id, standing.case_id) as case_id,
        coalesce(work_item.minted_run_id, $run_id) as minted_run_id,
        work_item.state as previous_state,
        work_item.successor_case_id,
        work_item.run_id,
        standing.case_id is not null as is_standing,
        standing.is_current
    from cases."case" as work_item
    full outer join standing
      on standing.case_id = work_item.case_id
),
evidence as (
    select
        case_id,
        count(*) as evidence_count
    from cases.case_transaction
    group by case_id
)
select
    known.case_id,
    known.minted_run_id,
    case
        when merged.case_id is not null then 'merged'
        when known.previous_state = 'merged' and not known.is_standing then 'merged'
        when not known.is_standing then 'withdrawn'
        when known.is_current then 'open'
        else 'aged'
    end as state,
    coalesce(merged.other_case_id, case when not known.is_standing then known.successor_case_id end)
        as successor_case_id,
    coalesce(evidence.evidence_count, 0) as evidence_count,
    case when known.is_standing then $run_id else known.run_id end as run_id
from known
left join cases.lead_event as merged
  on merged.case_id = known.case_id
 and merged.event = 'merged'
 and merged.run_id = $run_id
left join evidence
  on evidence.case_id = known.case_id
order by known.case_id
