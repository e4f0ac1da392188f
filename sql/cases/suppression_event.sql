/*
grain = "one row per case and event of tonight that a decision of staff made"

[parameters]
run_id = "night"
as_of  = "date of the night"
*/
with about as (
    select decision_id, case_id
    from cases.suppression_cover
    union  -- many alerts of one case
    select decision_id, case_id
    from cases.suppression
),
told as (
    select standing_case_id as case_id, 'decided' as event, place, 'staff decided ' || status_code || ' on ' || decided_on as detail
    from cases.decision
    where recorded_from = $as_of
    union all
    select
        about.case_id,
        case
            when rest.state = 'in_force' then 'suppressed'
            when rest.state = 'ended_early' then 'suppression_ended'
            when rest.state = 'expired' then 'suppression_expired'
            else 'suppression_lifted'
        end,
        row_number() over (order by rest.decided_on, rest.decision_id),
        case when rest.state = 'in_force' then 'suppressed' else 'suppression (' || rest.end_reason || ') ended: it was' end
            || ' for ' || coalesce(rest.reason_code, rest.status_code)
            || case rest.scope_code when 'pair' then ', payments ' || rest.payer_id || ' to ' || rest.payee_id
                when 'subject_detector' then ', ' || rest.detector_id || ' on ' || rest.subject_id else '' end
            || ' until ' || rest.suppressed_until
    from cases.suppression as rest
    join about on about.decision_id = rest.decision_id
    where (rest.state = 'in_force' and rest.started_run_id = $run_id)
       or (rest.state <> 'in_force' and rest.ended_run_id = $run_id and rest.started_run_id < $run_id)
)
select
    $run_id as run_id,
    told.case_id,
    told.event,
    null::varchar as other_case_id,
    string_agg(told.detail, '; ' order by told.place, told.detail) as detail
from told
join cases."case" as work_item on work_item.case_id = told.case_id
group by told.case_id, told.event
order by told.case_id, told.event
